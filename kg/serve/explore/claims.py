"""Claims of a thing, a fact or an article, with the words around each quote."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from kg.query.network import sentence_around
from kg.query.ready import literal
from kg.serve.explore.index import Fact, Index, as_text
from kg.serve.reader import Reader
from kg.vocabulary import ENTITY_RANGES, RC, term_name

_CLAIMS = """
SELECT ?claim ?s ?p ?o ?unit ?quote ?start ?end ?modality ?confidence ?rule ?source ?told ?judged {{
  {pattern}
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rc:quote ?quote ; rc:start ?start ; rc:end ?end ;
    rc:modality ?modality ; rc:confidence ?confidence ; rc:rule ?rule ; prov:wasDerivedFrom ?source .
  OPTIONAL {{ ?claim rc:unit ?unit }}
  OPTIONAL {{ ?claim rc:toldValue ?told }}
  OPTIONAL {{ ?claim rc:judgement ?judged }}
}}
"""
_TEXTS = "SELECT ?source ?text {{ VALUES ?source {{ {} }} ?source rc:text ?text }}"
KEPT = 400  # texts of articles that stay in memory


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact as an article states it in one place. `told`: what this article says where another is more precise;
    `judged`: what a person decided of it."""

    iri: str
    fact: Fact
    quote: str
    start: int
    end: int
    modality: str
    confidence: float
    rule: str
    article: str
    told: str
    judged: str


class Texts:
    """The texts of articles, those that were used last."""

    def __init__(self, source: Reader) -> None:
        self._source = source
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def of(self, articles: Iterable[str]) -> dict[str, str]:
        """Article IRI -> its cleaned text."""
        wanted = dict.fromkeys(articles)
        with self._lock:
            found = {iri: self._kept[iri] for iri in wanted if iri in self._kept}
        missing = [iri for iri in wanted if iri not in found]
        for first in range(0, len(missing), KEPT):
            asked = " ".join(f"<{iri}>" for iri in missing[first : first + KEPT])
            found |= {str(iri): str(text) for iri, text in self._source.select(_TEXTS.format(asked))}
        with self._lock:
            for iri, text in found.items():
                self._kept[iri] = text
                self._kept.move_to_end(iri)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def texts(source: Reader, articles: Iterable[str]) -> dict[str, str]:
    """Article IRI -> its cleaned text."""
    return source.once("explore texts", Texts).of(articles)


def about_thing(source: Reader, index: Index, iri: str) -> list[Claim]:
    """Every claim in which a thing takes part, in the order of the articles' dates and their words."""
    return _asked(source, index, f"?claim rdf:subject|rdf:object <{iri}> .")


def of_article(source: Reader, index: Index, iri: str) -> list[Claim]:
    """Every claim of an article, in the order of its words."""
    return _asked(source, index, f"?claim prov:wasDerivedFrom <{iri}> .")


def of_fact(source: Reader, index: Index, fact: Fact) -> list[Claim]:
    """Every claim of a fact; of a symmetric one, whichever way it is told."""
    pattern = f"?claim rdf:subject <{fact.subject}> ; rdf:predicate rc:{fact.predicate} ; rdf:object ?o ."
    if fact.linked:
        return _asked(source, index, f"{pattern} FILTER(?o = <{fact.object}>)")
    wanted = RC + fact.object if fact.predicate == "status" else fact.object
    found = _asked(source, index, f"{pattern} FILTER(STR(?o) = {literal(wanted)})")
    return [claim for claim in found if claim.fact.unit == fact.unit]


def of_subjects(source: Reader, index: Index, things: Iterable[str]) -> list[Claim]:
    """Every claim that is about one of the things: of which it is the subject."""
    return _asked(source, index, f"VALUES ?s {{ {' '.join(f'<{iri}>' for iri in things)} }}")


def with_iris(source: Reader, index: Index, claims: Sequence[str]) -> list[Claim]:
    """The claims that bear these IRIs."""
    return _asked(source, index, f"VALUES ?claim {{ {' '.join(f'<{iri}>' for iri in claims)} }}") if claims else []


def _asked(source: Reader, index: Index, pattern: str) -> list[Claim]:
    found: dict[str, Claim] = {}
    for row in source.select(_CLAIMS.format(pattern=pattern)):
        claim, s, p, o, unit, quote, start, end, modality, confidence, rule, article, told, judged = row
        predicate = term_name(str(p))
        value = str(o) if predicate in ENTITY_RANGES else as_text(o)
        found[str(claim)] = Claim(
            str(claim), Fact(str(s), predicate, value, str(unit or "")), str(quote), int(str(start)), int(str(end)),
            str(modality), float(str(confidence)), str(rule), str(article), as_text(told) if told else "",
            str(judged or ""),
        )  # fmt: skip
    places = {iri: place for place, iri in enumerate(index.articles)}
    return sorted(found.values(), key=lambda c: (places.get(c.article, 0), c.start, c.end, c.fact, c.iri))


class Said(Protocol):
    """Words and where they stand in their article."""

    @property
    def quote(self) -> str:
        """The words."""
        ...

    @property
    def start(self) -> int:
        """Where they begin."""
        ...


def context(text: str, said: Said, most: int = 220) -> tuple[str, str, str]:
    """The sentence around a quote in three: before it, itself, after it; the outer two at most `most` characters.

    Without the text, the quote alone.
    """
    start, end = said.start, said.start + len(said.quote)
    if text[start:end] != said.quote:
        return "", said.quote, ""
    sentence = sentence_around(text, start, end)
    at = text.find(sentence, max(0, end - len(sentence)))
    first, last = (at, at + len(sentence)) if 0 <= at <= start else (start, end)
    before, after = text[first:start], text[end : max(last, end)]
    if len(before) > most:
        before = "…" + before[-most:]
    return before, said.quote, after[:most] + "…" if len(after) > most else after
