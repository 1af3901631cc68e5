"""Cards -> a report for people, Markdown or HTML: who, what, when, how much, with the quotes as footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.lang.labels import labels
from kg.vocabulary import MONEY_PREDICATES, term_name

if TYPE_CHECKING:
    from jinja2 import Environment

REPORT_FORMATS: dict[str, str] = {"markdown": "md", "html": "html"}
_TEMPLATES = {"markdown": "report.md.jinja", "html": "report.html.jinja"}
# Section -> (types of the things in it, their columns: predicates as seen from the thing).
_SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("协议", "Agreement", ("signatory", "signedOn", "signedAt", "cooperationArea", "totalInvestment")),
    ("项目", "Project", ("status", "builder", "investor", "locatedIn", "totalInvestment", "startedOn", "completedOn")),
    ("会议活动", "Event", ("heldOn", "organizer", "participant", "locatedIn", "totalInvestment")),
    ("基金", "Fund", ("investor", "builder", "totalInvestment", "establishedOn")),
    ("政策文件", "Policy", ("issuer", "issuedOn")),
    ("机制平台", "Mechanism", ("builder", "participant", "cooperationArea")),
    ("联盟协会", "Alliance", ("member", "establishedOn")),
)  # fmt: skip
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


class Fact(Protocol):
    """What a report takes of a fact: `kg.query.CardFact`."""

    @property
    def predicate(self) -> str: ...
    @property
    def inverse(self) -> bool: ...
    @property
    def other(self) -> str: ...
    @property
    def other_iri(self) -> str | None: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def evidence(self) -> tuple[dict[str, Any], ...]: ...


class Card(Protocol):
    """What a report takes of an entity: `kg.query.Card`."""

    @property
    def name(self) -> str: ...
    @property
    def types(self) -> tuple[str, ...]: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def articles(self) -> int: ...
    @property
    def facts(self) -> Sequence[Fact]: ...


@dataclass(slots=True)
class Notes:
    """The footnotes: the same quote of the same article is one."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    evidence: list[dict[str, Any]] = field(default_factory=list)

    def of(self, fact: Fact) -> list[int]:
        """The numbers of a fact's quotes, in order."""
        found = []
        for said in fact.evidence:
            key = said["article"], said["quote"]
            if key not in self.numbers:
                self.numbers[key] = len(self.numbers) + 1
                self.evidence.append(said)
            found.append(self.numbers[key])
        return sorted(set(found))


Cell = list[tuple[str, list[int]]]


@dataclass(frozen=True, slots=True)
class Table:
    """A section of like things: a row each, a cell a list of (words, footnotes)."""

    title: str
    columns: tuple[tuple[str, bool], ...]  # title, and whether it holds dates or sums, which are not to break
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report on one entity: its own facts by predicate, then the things it has part in as tables."""

    card: Card
    kinds: tuple[str, ...]
    facts: tuple[tuple[str, Cell], ...]
    tables: tuple[Table, ...]
    notes: tuple[dict[str, Any], ...]


def report(card: Card, neighbour: Callable[[str], Card]) -> Report:
    """The report on `card`; `neighbour` gives the card of the entity with an IRI."""
    notes = Notes()
    others = {fact.other_iri: neighbour(fact.other_iri) for fact in card.facts if fact.other_iri}
    sections = {kind for _, kind, _ in _SECTIONS}
    in_tables = {iri for iri, other in others.items() if other.types and other.types[0] in sections}
    facts: dict[str, Cell] = {}
    for fact in card.facts:
        if fact.other_iri not in in_tables:
            facts.setdefault(heading(fact), []).append((words(fact), notes.of(fact)))
    tables = tuple(_tables([others[iri] for iri in sorted(in_tables, key=str)], notes))
    kinds = tuple(labels("type")[kind].zh for kind in card.types)
    return Report(card, kinds, tuple(facts.items()), tables, tuple(notes.evidence))


def _tables(cards: Sequence[Card], notes: Notes) -> Iterable[Table]:
    predicates = labels("predicate")
    for title, kind, columns in _SECTIONS:
        rows = []
        for card in sorted((c for c in cards if c.types[0] == kind), key=_by_time):
            cells = [_cell(card, column, notes) for column in columns]
            rows.append((card.name, cells))
        used = [i for i in range(len(columns)) if any(cells[i] for _, cells in rows)]
        if rows:
            names = tuple((predicates[columns[i]].zh, columns[i].endswith(("On", "Investment"))) for i in used)
            yield Table(title, names, tuple((name, tuple(cells[i] for i in used)) for name, cells in rows))


def _cell(card: Card, predicate: str, notes: Notes) -> Cell:
    return [(words(f), notes.of(f)) for f in card.facts if f.predicate == predicate and not f.inverse]


def _by_time(card: Card) -> tuple[str, str]:
    dates = [fact.other for fact in card.facts if fact.predicate.endswith("On")]
    return min(dates, default="9999"), card.name


def heading(fact: Fact) -> str:
    """What a fact is called from the side of the entity that the report is on."""
    label = labels("predicate")[fact.predicate]
    return (label.inverse_zh or label.zh) if fact.inverse else label.zh


def words(fact: Fact) -> str:
    """The other side of a fact as people write it: 16.4亿元, 3.2平方公里, 在建, a name."""
    if fact.predicate == "status":
        name = term_name(fact.other)
        return labels("status")[name].zh if name in labels("status") else fact.other
    if fact.predicate in MONEY_PREDICATES:
        return _money(fact.other, fact.unit)
    return f"{fact.other}平方公里" if fact.predicate == "area" else fact.other


def _money(amount: str, currency: str | None) -> str:
    from decimal import Decimal

    number = Decimal(amount)
    unit = "元" if currency in (None, "CNY") else f" {currency}"
    for size, name in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if number >= size:
            return f"{_short(number / size)}{name}{unit}"
    return f"{_short(number)}{unit}"


def _short(number: Any) -> str:
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def rendered(made: Report, format: str) -> str:
    """The report as text in `markdown` (footnotes as Pandoc and GitHub write them) or `html` (one page, no script)."""
    return _environment().get_template(_TEMPLATES[format]).render(report=made)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: bool(name and ".html" in name),
        trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["md"] = lambda text: _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))
    environment.filters["line"] = lambda text: " ".join(str(text).split())
    return environment
