"""The tokens of a question by what they do, and which of them have been understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.ask.frame import Kind, Things, expanded
from kg.ask.names import Named
from kg.ask.reading import Token
from kg.ask.times import Range
from kg.ask.words import Relation, relations
from kg.vocabulary import DOMAINS, ENTITY_RANGES

_SMALL = ("small", "polite", "hedge", "pause", "be")


@dataclass(frozen=True, slots=True)
class Operand:
    """Somebody, something, or a set of things, at a place in the question."""

    at: int
    what: Named | Things

    @property
    def types(self) -> frozenset[str]:
        """Its types."""
        return self.what.types

    def can(self, predicates: Iterable[str], side: str) -> bool:
        """True where it can be the subject ("subject") or the object of one of the predicates."""
        table = DOMAINS if side == "subject" else ENTITY_RANGES
        return any(self.types & frozenset(table.get(p, ())) for p in predicates)


@dataclass
class Question:
    """A question on its way to be understood: `used` tokens are accounted for, and so are the operands at `told`."""

    tokens: Sequence[Token]
    operands: list[Operand] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.operands = [Operand(i, t.named) for i, t in enumerate(self.tokens) if t.named]

    def all(self, kind: str) -> list[int]:
        """The places of the tokens of a kind that are not used yet."""
        return [i for i, token in enumerate(self.tokens) if token.kind == kind and i not in self.used]

    def first(self, kind: str) -> int | None:
        """The place of the first of them."""
        return next(iter(self.all(kind)), None)

    def has(self, kind: str, means: str = "") -> bool:
        """True where a token of the kind is there, used or not."""
        return any(token.kind == kind and (not means or token.means == means) for token in self.tokens)

    def use(self, *places: int | None) -> None:
        """These tokens are understood."""
        self.used |= {place for place in places if place is not None}
        self.told |= {place for place in places if place is not None}

    def after(self, place: int) -> int | None:
        """The next token that carries meaning."""
        rest = range(place + 1, len(self.tokens))
        return next((i for i in rest if self.tokens[i].kind not in _SMALL), None)

    def before(self, place: int) -> int | None:
        """The last token before that carries meaning."""
        return next((i for i in range(place - 1, -1, -1) if self.tokens[i].kind not in _SMALL), None)

    def kind(self, place: int | None) -> str:
        """The kind of a token; empty where there is none."""
        return self.tokens[place].kind if place is not None else ""

    def verbs(self) -> list[int]:
        """The verbs that say a relation."""
        return [i for i in self.all("verb") if self.tokens[i].means in relations()]

    def relation(self, place: int) -> Relation:
        """What the verb at a place says."""
        return relations()[self.tokens[place].means]

    def kinds_at(self, place: int) -> tuple[Kind, ...]:
        """The kinds of things that a type word names."""
        return tuple(Kind(*([*item.split(":"), ""])[:2]) for item in self.tokens[place].means.split("|"))

    def time(self) -> Range | None:
        """The time that the question names; it is used with this."""
        place = self.first("time")
        self.use(place)
        return self.tokens[place].time if place is not None else None

    def names(self) -> list[Operand]:
        """The operands that are not used yet."""
        return [operand for operand in self.operands if operand.at not in self.told]

    def joined(self, one: Operand, other: Operand) -> bool:
        """True where two operands stand in one list: 甲和乙, 甲、乙."""
        between = [t.kind for t in self.tokens[one.at + 1 : other.at]]
        return bool(between) and all(kind in ("and", "pause", "name") for kind in between)


def types_of(kinds: Iterable[Kind]) -> frozenset[str]:
    """The types of some kinds, superclasses written out."""
    return expanded(kind.type for kind in kinds)


def can(kinds: Sequence[Kind], predicates: Iterable[str], side: str) -> bool:
    """True where things of these kinds can stand on that side of one of the predicates; without kinds, always."""
    table = DOMAINS if side == "subject" else ENTITY_RANGES
    return not kinds or any(types_of(kinds) & frozenset(table.get(p, ())) for p in predicates)
