"""The names of a graph as questions write them: exact, shortened, in part, or nearly."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from kg.ask.queries import filled
from kg.ask.words import lexicon, listed
from kg.lang import normal_name
from kg.query import Names
from kg.query.source import Source
from kg.tables import language, read_rows
from kg.vocabulary import ENTITY_TYPES, Iri, term_name

PART_LENGTH = 4  # characters of a name that may stand for it, where no other name holds them


@dataclass(frozen=True, slots=True)
class Named:
    """What a name of a question stands for: `iris` (of several things where they share it), the name to show, types.

    `how`: "exact", "short" (one of the ways in which names are shortened), "part".
    """

    iris: tuple[Iri, ...]
    name: str
    types: frozenset[str]
    how: str = "exact"


class NameIndex:
    """The names of a graph by their plain forms. Made once for a graph, when first asked."""

    def __init__(self, source: Source, names: Names) -> None:
        self._source, self.names = source, names

    @cached_property
    def _exact(self) -> dict[str, list[Iri]]:
        found: dict[str, list[Iri]] = defaultdict(list)
        for entity, written in self.names.all.items():
            for name in written:
                plain = normal_name(name)
                if len(plain) > 1 and entity not in found[plain]:
                    found[plain].append(entity)
        return found

    @cached_property
    def _short(self) -> dict[str, list[Iri]]:
        found: dict[str, list[Iri]] = defaultdict(list)
        for plain, entities in self._exact.items():
            for short in shortened(plain):
                found[short] += [entity for entity in entities if entity not in found[short]]
        return found

    @cached_property
    def longest(self) -> int:
        """The length of the longest name."""
        return max(map(len, self._exact), default=0)

    def kinds(self, entities: Iterable[Iri]) -> dict[Iri, frozenset[str]]:
        """Entity -> its types."""
        wanted = sorted(set(entities))
        found: dict[Iri, set[str]] = {entity: set() for entity in wanted}
        if wanted:
            for entity, kind in self._source.select(filled("kinds", {"thing": wanted}).sparql):
                if term_name(str(kind)) in ENTITY_TYPES:
                    found[entity].add(term_name(str(kind)))
        return {entity: frozenset(kinds) for entity, kinds in found.items()}

    def label(self, entity: Iri) -> str:
        """The name to show."""
        return self.names.labels.get(entity) or self.names.all.get(entity, [str(entity)])[0]

    def find(self, plain: str) -> Named | None:
        """What bears this name, written so or shortened; None: nothing."""
        exact = self._exact.get(plain, [])
        short = [(entity, form) for form in (plain, *sorted(shortened(plain))) for entity in self._forms(form)]
        if not exact and not short:
            return None
        kinds = self.kinds([*exact, *(entity for entity, _ in short)])
        allowed = [e for e, form in short if _may_shorten(plain, form, kinds[e], self._plain_names(e))]
        # A region with and without 市, a government with and without 人民 are one to whoever asks.
        same = [e for e in allowed if kinds[e] & {"Region", "Government"}]
        chosen = [*exact, *(e for e in same if e not in exact)] if exact else list(dict.fromkeys(allowed))
        chosen = [e for e in chosen if kinds[e]]
        if not chosen:
            return None
        types = frozenset().union(*(kinds[e] for e in chosen))
        return Named(tuple(chosen), self.label(chosen[0]), types, "exact" if exact else "short")

    def _forms(self, form: str) -> list[Iri]:
        return [*self._exact.get(form, ()), *self._short.get(form, ())]

    def _plain_names(self, entity: Iri) -> list[str]:
        return [normal_name(name) for name in self.names.all[entity]]

    def around(self, piece: str) -> list[str]:
        """The plain names that hold these characters."""
        return [name for name in self._exact if piece in name]

    def part(self, plain: str, among: Sequence[str]) -> Named | None:
        """The only entity of whose names, `among` these, one holds these characters; None: no one, or several."""
        if len(plain) < PART_LENGTH:
            return None
        found = {entity for name in among if plain in name for entity in self._exact[name]}
        if len(found) != 1 or self._own_name(plain, among):
            return None
        entity = found.pop()
        kinds = self.kinds([entity])[entity]
        return Named((entity,), self.label(entity), kinds, "part") if kinds else None

    def _own_name(self, plain: str, among: Sequence[str]) -> bool:
        """True where the characters look like a whole name: one that begins with a place, cut out of a longer one."""
        if any(name.startswith(plain) for name in among):
            return False
        starts = [plain[:length] for length in range(2, 5) if plain[:length] in self._exact]
        return any("Region" in kinds for start in starts for kinds in self.kinds(self._exact[start]).values())

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """The names most like the text."""
        return self.names.nearest(text, count)


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str, frozenset[str]], ...]:
    rows = read_rows(language("ask", "names.tsv"), ("long", "short", "types", "example"))
    return tuple((re.compile(row["long"]), row["short"], frozenset(listed(row["types"]))) for _, row in rows)


@cache
def _triggers() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern, _, _ in _rules()))


def shortened(plain: str, kinds: frozenset[str] | None = None) -> frozenset[str]:
    """The short forms of a plain name, by the rules for things of these types (None: by all).

    >>> sorted(shortened("达州高新技术产业园区", frozenset({"Park"})))
    ['达州高新区']
    """
    if len(plain) < 3 or not _triggers().search(plain):
        return frozenset()
    forms = {plain}
    for pattern, short, types in _rules():
        if kinds is None or not types or types & kinds:
            forms |= {shorter for form in forms if _is_name(shorter := pattern.sub(short, form))}
    return frozenset(forms - {plain})


def _is_name(form: str) -> bool:
    return len(form) > 1 and form not in lexicon().words


def _may_shorten(asked: str, form: str, kinds: frozenset[str], names: list[str]) -> bool:
    """True where the rules that lead from the name asked, and from one of the entity's, to `form` are for its types."""
    if form != asked and form not in shortened(asked, kinds):
        return False
    return any(form == name or form in shortened(name, kinds) for name in names)
