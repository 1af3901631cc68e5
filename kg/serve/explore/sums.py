"""Sums of money, none counted twice: one for each thing, and none for what is part of a thing that has one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kg.serve.explore.index import STEPS, Fact, Index, as_text, make
from kg.serve.reader import Reader
from kg.vocabulary import term_name

_TOLD = """
SELECT ?s ?p ?o ?unit ?modality ?source {
  VALUES ?p { rc:totalInvestment rc:annualInvestment }
  ?claim rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o ; rc:modality ?modality ; prov:wasDerivedFrom ?source .
  FILTER(?modality IN ("asserted", "planned"))
  OPTIONAL { ?claim rc:unit ?unit }
}
"""


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a thing: the largest that is asserted, else the largest that is planned. `others`: what else is told;
    `within`: the thing that it is part of and in whose sum it is, empty where it counts by itself."""

    fact: Fact
    amount: Decimal
    modality: str
    articles: frozenset[str]
    others: tuple[Fact, ...]
    within: str = ""


@dataclass(slots=True)
class Total:
    """What several sums come to, in one currency: `asserted` and `planned` are apart."""

    asserted: Decimal = Decimal(0)
    planned: Decimal = Decimal(0)
    things: int = 0

    def add(self, one: Sum) -> None:
        """Count a sum in, unless it is within another's."""
        if not one.within:
            self.things += 1
            if one.modality == "asserted":
                self.asserted += one.amount
            else:
                self.planned += one.amount

    @property
    def whole(self) -> Decimal:
        """Asserted and planned together."""
        return self.asserted + self.planned


def sums(source: Reader) -> list[Sum]:
    """Every sum of the graph, the largest first; made once for each build."""
    return source.once("explore sums", _sums)


def _sums(source: Reader) -> list[Sum]:
    table = source.once("explore index", make)
    told: dict[tuple[str, str, str], dict[Fact, dict[str, set[str]]]] = defaultdict(dict)
    for s, p, o, unit, modality, article in source.select(_TOLD):
        fact = Fact(str(s), term_name(str(p)), as_text(o), str(unit or ""))
        articles = told[fact.subject, fact.predicate, fact.unit].setdefault(fact, {})
        articles.setdefault(str(modality), set()).add(str(article))
    found = [one for values in told.values() if (one := _chosen(values)) and one.fact.subject in table.things]
    owners = {(one.fact.subject, one.fact.unit, one.fact.predicate) for one in found}
    above: dict[str, list[str]] = defaultdict(list)
    for fact in table.facts:
        if fact.predicate == "partOf":
            above[fact.subject].append(fact.object)
    found = [_placed(one, table, above, owners) for one in found]
    return sorted(found, key=lambda one: (one.fact.unit, -one.amount, one.fact))


def _chosen(values: dict[Fact, dict[str, set[str]]]) -> Sum | None:
    ranked = []
    for fact, told in values.items():
        try:
            amount = Decimal(fact.object)
        except InvalidOperation:
            continue
        modality = "asserted" if "asserted" in told else "planned"
        ranked.append((modality == "asserted", amount, fact, modality, frozenset().union(*told.values())))
    if not ranked:
        return None
    _, amount, fact, modality, articles = max(ranked)
    return Sum(fact, amount, modality, articles, tuple(sorted(other for other in values if other != fact)))


def _placed(one: Sum, table: Index, above: dict[str, list[str]], owners: set[tuple[str, str, str]]) -> Sum:
    """The sum with what it is part of, where that is a thing of the same kind of sum (a project of a project)."""
    thing = one.fact.subject
    seen, level = {thing}, [thing]
    for _ in range(STEPS):
        level = [up for place in level for up in above.get(place, ()) if up not in seen]
        seen.update(level)
        for up in level:
            alike = up in table.things and table.things[up].type == table.things[thing].type
            if alike and (up, one.fact.unit, one.fact.predicate) in owners:
                return Sum(one.fact, one.amount, one.modality, one.articles, one.others, up)
    return one
