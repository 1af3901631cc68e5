"""A graph in, what its articles contradict each other in out: each value with the words and articles that tell it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kg.query.card import other_name, unit_of
from kg.query.names import Names
from kg.query.source import Source
from kg.vocabulary import term_name

_CONFLICTS = """
SELECT ?about ?property ?object ?unit ?claim ?quote ?confidence ?id ?title ?published ?url {
  ?conflict a rc:Conflict ; rc:about ?about ; rc:property ?property ; rc:claim ?claim .
  ?claim rdf:object ?object ; rc:quote ?quote ; rc:start ?start ; rc:confidence ?confidence ;
    prov:wasDerivedFrom ?article .
  ?article dcterms:identifier ?id .
  OPTIONAL { ?claim rc:unit ?unit }
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:issued ?published }
  OPTIONAL { ?article schema:url ?url }
} ORDER BY ?about ?property ?published ?id ?start ?claim
"""


@dataclass(frozen=True, slots=True)
class ToldValue:
    """One of the values: `unit` as in `CardFact`; `evidence`: claim, quote, article, title, published, url, confidence,
    the oldest first."""

    value: str
    unit: str | None
    evidence: tuple[dict[str, Any], ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that tell it, the oldest first."""
        return tuple(dict.fromkeys(str(told["article"]) for told in self.evidence))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What one thing can have but one of, told as several. `values`: the one that most articles tell first."""

    iri: str
    name: str
    predicate: str
    values: tuple[ToldValue, ...]

    def asdict(self) -> dict[str, Any]:
        """The contradiction as plain data, for JSON."""
        return asdict(self)


def conflicts(source: Source, names: Names | None = None) -> list[Contradiction]:
    """Every contradiction: those with most articles first."""
    names = names or Names(source)
    found: dict[tuple[str, str], dict[tuple[str, str | None], list[dict[str, Any]]]] = {}
    for about, prop, obj, unit, claim, quote, confidence, article, title, published, url in source.select(_CONFLICTS):
        predicate = term_name(str(prop))
        values = found.setdefault((str(about), predicate), {})
        told = {
            "claim": str(claim), "quote": quote, "article": article, "title": title, "published": published,
            "url": url, "confidence": float(confidence),
        }  # fmt: skip
        values.setdefault((other_name(obj, names), unit_of(predicate, unit)), []).append(told)
    every = []
    for (about, predicate), values in found.items():
        rows = [ToldValue(value, unit, tuple(told)) for (value, unit), told in values.items()]
        rows.sort(key=lambda row: (-len(row.articles), row.value))
        name = names.all[about][0] if about in names.all else about  # type: ignore[index]
        every.append(Contradiction(about, name, predicate, tuple(rows)))
    every.sort(key=lambda one: (-sum(len(row.articles) for row in one.values), one.name, one.predicate, one.iri))
    return every
