"""A frame -> the queries it needs and the items they give, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from kg.ask.answer import Evidence, Item
from kg.ask.frame import Frame, Kind, Things, expanded
from kg.ask.names import Named, NameIndex
from kg.ask.queries import Query, filled
from kg.ask.question import types_of
from kg.ask.times import Range
from kg.lang import normal_name
from kg.query.source import Source
from kg.vocabulary import DATE_PREDICATES, MONEY_PREDICATES, STATUSES, Iri, term_iri, term_name

EVIDENCED = 200  # things of a list that come with their evidence; who wants more asks for less
Row = Any


@dataclass
class Answering:
    """One question on its way through the store: what was asked of it, and what it said."""

    source: Source
    index: NameIndex
    queries: list[Query] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def rows(self, name: str, **terms: Sequence[Iri | str]) -> Sequence[Row]:
        """The rows of a query."""
        query = filled(name, {key: value for key, value in terms.items() if value})
        self.queries.append(query)
        return list(self.source.select(query.sparql))

    # Things and facts

    def things(self, things: Things) -> list[Iri]:
        """The things of a set, in the order of their IRIs, those of each of its kinds."""
        if things.beside:
            shared = self.things(replace(things, kinds=(Kind("Entity"),), beside=False))
            others = {row[2] for row in self.facts(shared, things.fact)} - set(iris(things.by))
            kinds = self.index.kinds(others)
            return [iri for iri in sorted(others) if self._is(iri, kinds[iri], things.kinds)]
        found: dict[Iri, None] = {}
        for named in dict.fromkeys(kind.named for kind in things.kinds):
            types = sorted(expanded(kind.type for kind in things.kinds if kind.named == named))
            by = {f"by{number}" if number > 1 else "by": one.iris for number, one in enumerate(things.by, start=1)}
            time = things.time
            rows = self.rows(
                "things", type=_terms(types), named=[named] if named else [], fact=_terms(things.fact),
                **by,
                through=_terms(things.through), of=things.of.iris if things.of else (),
                status=_terms([things.state]) if things.state else (), reached=_terms(things.reached),
                when=_terms(things.when) if time else (), **{"in": things.inside.iris if things.inside else ()},
                **_bounds(time, "from" if things.when else "told_from", "to" if things.when else "told_to"),
            )  # fmt: skip
            found |= dict.fromkeys(row[0] for row in rows)
        if things.time and not things.when:
            self.remarks.append("时间按文章的刊发日期")
        return list(found)

    def facts(
        self, subjects: Iterable[Iri], predicates: Iterable[str], objects: Iterable[Iri] = ()
    ) -> list[Row]:  # fmt: skip
        """The claims of some subjects by some predicates; of no subjects, none."""
        wanted = sorted(set(subjects))
        if not wanted:
            return []
        rows = self.rows("facts", subject=wanted, predicate=_terms(predicates), object=sorted(set(objects)))
        return list(rows)

    def subjects(self, frame: Frame) -> list[Iri]:
        """What the question is about."""
        if frame.things:
            return self.things(frame.things)
        return [iri for head in frame.heads for iri in head.iris]

    # Items

    def listed(self, things: Things) -> list[Item]:
        """The things of a set as items, with the claims that put them there, or the articles that name them."""
        found = self.things(things)
        shown = found[:EVIDENCED]
        predicates = list(things.fact) or list(things.through)
        if things.of or things.inside:
            predicates += ["locatedIn", "partOf"]
        predicates += things.when if things.time else ()
        predicates += ["status", *things.reached] if things.state else ()
        near = {iri for one in (*things.by, things.of, things.inside) if one for iri in one.iris}
        claims: dict[Iri, list[Row]] = {}
        if things.beside:
            shared = self.things(replace(things, kinds=(Kind("Entity"),), beside=False))
            for row in self.facts(shared, things.fact, shown):
                claims.setdefault(row[2], []).append(row)
        elif predicates:
            for row in self.facts(shown, dict.fromkeys(predicates)):
                name = _local(row[1])
                if name in DATE_PREDICATES or name == "status" or row[2] in near or not near:
                    claims.setdefault(row[0], []).append(row)
            if places := [iri for iri in shown if iri not in claims]:
                for row in self.facts(places, ("locatedIn", "partOf")) if near else ():
                    claims.setdefault(row[0], []).append(row)
        sources = self._sources([iri for iri in shown if iri not in claims])
        return [
            Item(self.index.label(iri), str(iri), evidence=self.evidence(claims[iri]) if iri in claims
                 else sources.get(iri, ()))
            for iri in found
        ]  # fmt: skip

    def _sources(self, things: Sequence[Iri]) -> dict[Iri, tuple[Evidence, ...]]:
        found: dict[Iri, list[Evidence]] = {}
        for iri, _, id, title, published in self.rows("sources", thing=list(things)) if things else ():
            found.setdefault(iri, []).append(
                Evidence(self.index.label(iri), "", "", "", 0, id, title, published, 1.0, "asserted")
            )
        return {iri: tuple(rows) for iri, rows in found.items()}

    def values(self, rows: Iterable[Row], *, several: bool, apart: bool, swapped: bool = False) -> list[Item]:
        """The other sides of some claims as items; `several` subjects: each says whose it is; `apart`: by predicate."""
        groups: dict[tuple[Any, ...], list[Row]] = {}
        for row in rows:
            subject, predicate, other = (row[2], row[1], row[0]) if swapped else (row[0], row[1], row[2])
            key = (subject if several else "", _local(predicate) if apart else "", other, row[3])
            groups.setdefault(key, []).append(row)
        items = []
        for (subject, predicate, other, unit), told in groups.items():
            name = predicate or _local(told[0][1])
            items.append(
                Item(
                    self.shown(other), str(other) if isinstance(other, Iri) and not _is_status(other) else None,
                    other if not isinstance(other, Iri) else _local(other) if _is_status(other) else None,
                    _unit(name, unit), self.index.label(subject) if subject else "", name,
                    all(row[7] == "planned" for row in told), self.evidence(told),
                )
            )  # fmt: skip
        return items

    def shown(self, other: Any) -> str:
        """A thing by its name, a status by its local name, a value as it is."""
        if isinstance(other, Iri):
            return _local(other) if _is_status(other) else self.index.label(other)
        return f"{other:f}" if isinstance(other, Decimal) else str(other)

    def evidence(self, rows: Iterable[Row]) -> tuple[Evidence, ...]:
        """Claims as evidence, the surest first where an article says it in the same words twice."""
        found: dict[tuple[str, int, str], Evidence] = {}
        for s, p, o, _, quote, start, confidence, modality, _, id, title, published, *_ in rows:
            one = Evidence(self.shown(s), _local(p), self.shown(o), quote, int(start), id, title, published,
                           float(confidence), modality)  # fmt: skip
            old = found.get(one.place)
            if old is None or old.confidence < one.confidence:
                found[one.place] = one
        return tuple(found.values())

    def of_kinds(self, items: list[Item], kinds: Sequence[Kind]) -> list[Item]:
        """The items that are of one of these kinds; without kinds, all."""
        if not kinds or types_of(kinds) >= expanded(["Party"]):
            return items
        found = self.index.kinds(Iri(item.iri) for item in items if item.iri)
        return [item for item in items if item.iri and self._is(Iri(item.iri), found[Iri(item.iri)], kinds)]

    def _is(self, iri: Iri, types: frozenset[str], kinds: Sequence[Kind]) -> bool:
        names = [normal_name(name) for name in self.index.names.all.get(iri, [])]
        return any(
            types & expanded([kind.type]) and (not kind.named or any(normal_name(kind.named) in name for name in names))
            for kind in kinds
        )


def _terms(names: Iterable[str]) -> list[Iri]:
    return [Iri(term_iri(name)) for name in names]


def _bounds(time: Range | None, start: str, end: str) -> dict[str, Sequence[str]]:
    if time is None:
        return {}
    return {start: [time.start] if time.start else [], end: [time.end] if time.end else []}


def within(value: str, time: Range) -> bool:
    """True where a date, as precise as it is told, lies wholly in the range.

    >>> within("2021-03", Range((0, 0), "2021", "2021")), within("2021", Range((0, 0), "2021-03", None))
    (True, False)
    """
    if time.start and value < time.start:
        return False
    if not time.end:
        return True
    if len(value) < len(time.end):
        return value < time.end[: len(value)]
    return value[: len(time.end)] <= time.end


def _local(iri: Any) -> str:
    return term_name(str(iri))


def _is_status(iri: Iri) -> bool:
    return _local(iri) in STATUSES


def _unit(predicate: str, unit: str | None) -> str | None:
    if predicate in MONEY_PREDICATES:
        return unit or "CNY"
    return "km2" if predicate == "area" else None


def iris(named: Iterable[Named]) -> list[Iri]:
    """The IRIs of some names."""
    return [iri for one in named for iri in one.iris]
