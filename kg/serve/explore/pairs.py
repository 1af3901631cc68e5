"""Who works with whom: the pairs of those that sign together or are said to cooperate, and how often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from kg.serve.explore.index import Fact, Index, make
from kg.serve.reader import Reader

MANY = 12  # what more parties than this sign makes no pairs: a declaration of forty is not 780 partnerships
_TOLD = """
SELECT ?s ?p ?o ?source {
  VALUES ?p { rc:cooperatesWith rc:signatory }
  ?claim rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o ; rc:modality ?modality ; prov:wasDerivedFrom ?source .
  FILTER(?modality IN ("asserted", "planned"))
}
"""


@dataclass(slots=True)
class Pair:
    """Two parties: the agreements that both signed, (the year of each); the articles (IRIs) that tell of either."""

    left: str
    right: str
    agreements: dict[str, str] = field(default_factory=dict)
    articles: dict[str, None] = field(default_factory=dict)
    cooperates: bool = False

    def years(self, index: Index) -> set[str]:
        """The years of its agreements and articles."""
        told = {index.articles[iri].published[:4] for iri in self.articles if iri in index.articles}
        return {year for year in (*self.agreements.values(), *told) if year}


def pairs(source: Reader) -> list[Pair]:
    """Every pair, made once for each build."""
    return source.once("explore pairs", _pairs)


def _pairs(source: Reader) -> list[Pair]:
    table = source.once("explore index", make)
    found: dict[tuple[str, str], Pair] = {}

    def pair(one: str, other: str) -> Pair:
        sides = (min(one, other), max(one, other))
        return found.setdefault(sides, Pair(*sides))

    signed: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for s, p, o, article in source.select(_TOLD):
        if str(p).endswith("cooperatesWith"):
            one = pair(str(s), str(o))
            one.cooperates = True
            one.articles[str(article)] = None
        else:
            signed[str(s)][str(o)].add(str(article))
    for agreement, parties in signed.items():
        if len(parties) > MANY:
            continue
        year = next(iter(table.years.get(agreement, ())), "")
        for a, b in combinations(sorted(parties), 2):
            one = pair(a, b)
            one.agreements[agreement] = year
            one.articles.update(dict.fromkeys(sorted(parties[a] & parties[b] or parties[a] | parties[b])))
    return [one for _, one in sorted(found.items()) if one.left in table.things and one.right in table.things]


@dataclass(frozen=True, slots=True)
class Counted:
    """A pair as it is counted: agreements and independent articles, in the year that is asked for."""

    left: str
    right: str
    agreements: int
    articles: int
    cooperates: bool


def counted(index: Index, every: Iterable[Pair], year: str = "", region: str = "", kind: str = "") -> list[Counted]:
    """The pairs of a year, of which one side lies in the region and both are of the kind; the most often told first."""
    found = []
    for pair in every:
        sides = (pair.left, pair.right)
        if region and not any(region in index.regions.get(side, ()) for side in sides):
            continue
        if kind and not all(kind in index.things[side].types for side in sides):
            continue
        agreements, articles = list(pair.agreements), list(pair.articles)
        if year:
            agreements = [a for a in agreements if _year(index, pair, a) == year]
            articles = [a for a in articles if a in index.articles and index.articles[a].published[:4] == year]
            if not agreements and not articles:
                continue
        found.append(Counted(*sides, len(agreements), index.independent(articles), pair.cooperates))
    names = {iri: index.name(iri) for one in found for iri in (one.left, one.right)}
    found.sort(key=lambda one: (-one.articles, -one.agreements, names[one.left], names[one.right]))
    return found


def _year(index: Index, pair: Pair, agreement: str) -> str:
    """The year in which it was signed, else in which it was written of."""
    if pair.agreements[agreement]:
        return pair.agreements[agreement]
    told = sorted(index.articles[iri].published[:4] for iri in pair.articles if iri in index.articles)
    return told[0] if told else ""


def foremost(found: Iterable[Counted], most: int) -> list[str]:
    """Those that work with the most others."""
    partners: Counter[str] = Counter()
    for one in found:
        partners.update((one.left, one.right))
    return sorted(partners, key=lambda iri: (-partners[iri], iri))[:most]


def shared_facts(index: Index, one: str, other: str) -> list[Fact]:
    """The facts that tie two: what is said of both, and both signatures of each agreement that they signed together."""
    direct = [fact for fact in index.about.get(one, ()) if fact.linked and other in (fact.subject, fact.object)]
    signed = [
        {f.subject: f for f in index.about.get(side, ()) if f.predicate == "signatory" and f.object == side}
        for side in (one, other)
    ]
    together = sorted(signed[0].keys() & signed[1].keys())
    return direct + [side[agreement] for agreement in together for side in signed]
