"""What people have decided about the graph: rows of a plain table, which win over every rule on every build.

    judgement   left            predicate        right           article   quote   note   date
    same        西部智联                         西部智能网联科技有限公司
    different   南京市鼓楼区                     徐州市鼓楼区
    rename      科学城                           西部(重庆)科学城
    retype      金凤软件园                       Park
    reject      西部(重庆)科学城  totalInvestment  41000000000   2021/05   总投资410亿元

A thing is told by its name, its id (the part of its IRI below the base) or its IRI (whole, or `id:…`). A claim is told
by what it says, in which article, in which words, so that the row still finds it when the article has been edited; or
by its IRI alone. The rows are a set: their order has no meaning, and two that contradict each other are an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from kg.errors import TableError
from kg.lang import normal_name
from kg.resolve.resolution import Pair, Stale
from kg.tables import parse_rows, read_text
from kg.vocabulary import BASE, CLAIMS, ENTITY_TYPES, PREDICATES

COLUMNS = ("judgement", "left", "predicate", "right", "article", "quote", "note", "date")
_NEEDED = COLUMNS[:-2]
PAIRS, CLAIM_VERBS = ("same", "different"), ("reject", "accept")
VERBS = (*PAIRS, "rename", "retype", *CLAIM_VERBS)
# Rows of one family about one thing, pair or claim contradict each other, or say the same twice.
FAMILIES = {"same": "pair", "different": "pair", "reject": "claim", "accept": "claim"}
_RIGHTS = {"rename": "the new name", "retype": "a type", "same": "a second thing", "different": "a second thing"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row. `line` is its line in the file, 0 where it comes from none."""

    verb: str
    left: str
    right: str = ""
    predicate: str = ""
    article: str = ""
    quote: str = ""
    note: str = ""
    date: str = ""
    line: int = field(default=0, compare=False)

    @property
    def address(self) -> tuple[str, ...]:
        """What the row is about: two rows with one address say the same or contradict each other."""
        family = FAMILIES.get(self.verb, self.verb)
        if family == "pair":
            return (family, *sorted((key(self.left), key(self.right))))
        if family == "claim":
            said = (key(self.left), self.predicate, key(self.right))
            return (family, *said, self.article, normal_name(self.quote))
        return (family, key(self.left))

    @property
    def settled(self) -> tuple[str, str]:
        """What the row decides on its address."""
        return self.verb, self.right if self.verb in ("rename", "retype") else ""

    def __str__(self) -> str:
        said = (self.verb, self.left, self.predicate, self.right)
        return " ".join(filter(None, (*said, f"({self.article})" if self.article else "")))


@dataclass(frozen=True)
class Judgements:
    """All rows of a file; what `resolve` takes (`kg.resolve.Rulings`). `base`: the namespace of the graph's IRIs."""

    rows: tuple[Judgement, ...] = ()
    path: Path | None = None
    base: str = BASE

    @property
    def same(self) -> tuple[Pair, ...]:
        """Pairs of things that are one: names or ids."""
        return self._pairs("same")

    @property
    def different(self) -> tuple[Pair, ...]:
        """Pairs of things that are two."""
        return self._pairs("different")

    @property
    def renames(self) -> tuple[Pair, ...]:
        """(thing, the name it is to be shown by)."""
        return tuple(sorted((thing(row.left, self.base), row.right) for row in self.of("rename")))

    @property
    def retypes(self) -> tuple[Pair, ...]:
        """(thing, the type it is to have)."""
        return tuple(sorted((thing(row.left, self.base), row.right) for row in self.of("retype")))

    def of(self, *verbs: str) -> tuple[Judgement, ...]:
        """The rows of these kinds, in the order of the file."""
        return tuple(row for row in self.rows if row.verb in verbs)

    def about(self, article: str) -> tuple[Judgement, ...]:
        """The rows on claims that may touch the article of this id: those that name it, or none."""
        general = self._claim_rows.get("", ())
        named = self._claim_rows.get(article, ()) if article else ()
        return tuple(sorted((*general, *named), key=lambda row: row.address))

    def ruling(self, left: str, right: str) -> str:
        """What the rows say of two things, perhaps by way of others: "same", "different", or nothing."""
        return _ruling(key(left), key(right), self.rows)

    def where(self, stale: Stale | Judgement) -> str:
        """The place of a row, for people: `graph.judgements.tsv:12`."""
        line = stale.line if isinstance(stale, Judgement) else self._lines.get((stale.kind, stale.left, stale.right), 0)
        return f"{self.path or 'judgements'}:{line}" if line else str(self.path or "judgements")

    @cached_property
    def _claim_rows(self) -> Mapping[str, tuple[Judgement, ...]]:
        found: dict[str, tuple[Judgement, ...]] = {}
        for row in self.of(*CLAIM_VERBS):
            found[row.article] = (*found.get(row.article, ()), row)
        return found

    @cached_property
    def _lines(self) -> Mapping[tuple[str, str, str], int]:
        lines: dict[tuple[str, str, str], int] = {}
        for row in reversed(self.rows):
            left, right = thing(row.left, self.base), thing(row.right, self.base)
            for sides in ((left, right), (right, left)) if row.verb in PAIRS else ((left, row.right),):
                lines[row.verb, *sides] = row.line
        return lines

    def _pairs(self, verb: str) -> tuple[Pair, ...]:
        sides = ((thing(row.left, self.base), thing(row.right, self.base)) for row in self.of(verb))
        return tuple(sorted({(min(pair), max(pair)) for pair in sides}))


def thing(text: str, base: str = BASE) -> str:
    """A thing as resolution knows it: an IRI below the base as the id that it is made of, anything else as it is.

    >>> thing("id:A%2FB"), thing("西部智联")
    ('A/B', '西部智联')
    """
    whole = iri(text, base)
    return unquote(whole.removeprefix(base)) if whole.startswith(base) else text


def iri(text: str, base: str = BASE) -> str:
    """`id:…` written out below the base; anything else as it is."""
    prefix = "id:"
    return base + text.removeprefix(prefix) if text.startswith(prefix) else text


def key(text: str) -> str:
    """The form by which names and ids of judgements are compared."""
    return normal_name(thing(text))


def is_claim(text: str) -> bool:
    """True where the text is a claim's IRI rather than a thing."""
    return text.startswith(f"id:{CLAIMS}") or ("://" in text and f"/{CLAIMS}" in text)


def default_path(store: str | Path) -> Path:
    """Where the judgements of a store are kept unless told otherwise: beside its folder, so that they outlive it.

    >>> default_path("demo/graph").as_posix()
    'demo/graph.judgements.tsv'
    >>> default_path("http://me:secret@data.example.org:7878/query").as_posix()
    'data.example.org-7878-query.judgements.tsv'
    """
    if "://" in str(store):
        # On a server: here, under a name made of its address.
        plain = str(store).split()[0].partition("://")[2].rpartition("@")[2]
        return Path(f"{re.sub(r'[^0-9A-Za-z.]+', '-', plain).strip('-')}.judgements.tsv")
    folder = Path(store) if Path(store).name not in ("", "..") else Path(store).resolve()
    return folder.with_name(f"{folder.name}.judgements.tsv")


def read_judgements(path: str | Path, base: str = BASE) -> Judgements:
    """Read a file of judgements; one that is not there holds none.

    Raises TableError (file, line, what is expected): not readable, a row is incomplete or unknown, two contradict.
    """
    path = Path(path)
    return parse_judgements(read_text(path), path, base) if path.exists() else Judgements((), path, base)


def parse_judgements(text: str, path: Path, base: str = BASE) -> Judgements:
    """The judgements of a file's text; `path` for what is said of them. Raises TableError as `read_judgements`."""
    rows = []
    for line, cells in parse_rows(text, path, _NEEDED):
        said = {column: " ".join(cells.get(column, "").split()) for column in COLUMNS}
        row = Judgement(said.pop("judgement"), **said, line=line)
        if wrong := _complaint(row):
            raise TableError(f"{path}:{line}: {wrong}")
        rows.append(row)
    for first, second, why in _contradictions(rows):
        both = sorted((first, second), key=lambda row: row.line)
        lines = " and ".join(f"{path}:{row.line}" for row in both)
        words = " and ".join(f"“{row}”" for row in both)
        raise TableError(f"{lines}: {words} contradict each other{why}; take one of them out")
    return Judgements(tuple(rows), path, base)


def _complaint(row: Judgement) -> str:
    """What is wrong with a row by itself, and what is expected; empty where nothing is."""
    if row.verb not in VERBS:
        return f"unknown judgement {row.verb!r}; use one of {', '.join(VERBS)}"
    if not key(row.left):
        return f"{row.verb}: the column left is empty; it names the thing (name, id or IRI)"
    if row.verb in CLAIM_VERBS:
        return _claim_complaint(row)
    if not key(row.right):
        return f"{row.verb}: the column right is empty; it tells {_RIGHTS[row.verb]}"
    if row.verb == "retype" and row.right not in ENTITY_TYPES:
        return f"retype: unknown type {row.right!r}; use one of {', '.join(ENTITY_TYPES)}"
    if row.verb == "different" and key(row.left) == key(row.right):
        return (
            f"different: {row.left} is both sides; tell two things of one name apart by their IRIs (kg show has them)"
        )
    return ""


def _claim_complaint(row: Judgement) -> str:
    if is_claim(row.left):
        return f"{row.verb}: the IRI of a claim stands alone" if row.predicate or row.right else ""
    if not (row.predicate and row.right):
        return f"{row.verb}: a fact needs left, predicate and right (or left alone: a claim's IRI)"
    if row.predicate not in PREDICATES:
        return f"{row.verb}: unknown predicate {row.predicate!r}; use one of {', '.join(PREDICATES)}"
    return ""


def _contradictions(rows: list[Judgement]) -> Iterator[tuple[Judgement, Judgement, str]]:
    """Pairs of rows that cannot both hold, and what lies between them."""
    first: dict[tuple[str, ...], Judgement] = {}
    for row in rows:
        other = first.setdefault(row.address, row)
        if other.settled != row.settled:
            yield other, row, ""
    neighbours = _neighbours(rows)
    for row in rows:
        if row.verb == "different" and (way := _way(key(row.left), key(row.right), neighbours)):
            through = ", ".join(f"“{step}” (line {step.line})" for step in way[1:])
            yield way[0], row, f" by way of {through}" if through else ""


def _neighbours(rows: Sequence[Judgement]) -> dict[str, list[tuple[str, Judgement]]]:
    """Thing -> what a `same` row joins it with, and the row."""
    found: dict[str, list[tuple[str, Judgement]]] = {}
    for row in rows:
        if row.verb == "same":
            for one, other in ((row.left, row.right), (row.right, row.left)):
                found.setdefault(key(one), []).append((key(other), row))
    return found


def _ruling(left: str, right: str, rows: Sequence[Judgement]) -> str:
    neighbours = _neighbours(rows)
    if left == right or _way(left, right, neighbours):
        return "same"
    for row in rows:
        if row.verb == "different":
            for one, other in ((row.left, row.right), (row.right, row.left)):
                ends = ((left, key(one)), (right, key(other)))
                if all(a == b or _way(a, b, neighbours) for a, b in ends):
                    return "different"
    return ""


def _way(start: str, end: str, neighbours: Mapping[str, list[tuple[str, Judgement]]]) -> list[Judgement]:
    """The shortest chain of `same` rows from one thing to another; empty where there is none."""
    ways: dict[str, list[Judgement]] = {start: []}
    waiting = [start]
    for here in waiting:
        for there, row in neighbours.get(here, ()):
            if there not in ways:
                ways[there] = [*ways[here], row]
                waiting.append(there)
    return ways.get(end, [])
