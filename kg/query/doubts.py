"""A graph in, what a person should look at out: merges that are not sure and facts that are weakly read, the most
valuable first.

The value of a look is how much hangs on it times how open it is. On a merge hang the facts and articles of the smaller
side, which would move; on a fact, the articles that tell it. Open is what is neither likely nor unlikely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.lang import aligned
from kg.query.card import other_name
from kg.query.decisions import Decision
from kg.query.names import Names
from kg.query.nodes import Node, Nodes
from kg.query.source import Source
from kg.vocabulary import PREDICATES, term_name

QUOTES = 2  # a side of a merge is shown in so many sentences
SURE = 0.95  # a merge that the rules made with at least this score is not looked at again
# The filter stands first: whatever is surer is never looked up.
_WEAK = """
SELECT ?s ?p ?o (MAX(?c) AS ?confidence) (COUNT(DISTINCT ?article) AS ?articles) {{
  ?claim rc:confidence ?c . FILTER(?c < {below})
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rc:modality ?modality ; prov:wasDerivedFrom ?article .
  FILTER(?modality IN ("asserted", "planned"))
  FILTER NOT EXISTS {{ ?claim rc:judgement ?judged }}
}} GROUP BY ?s ?p ?o
"""
_SURE = """
SELECT ?s ?p ?o {{
  VALUES ?s {{ {subjects} }}
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rc:confidence ?c . FILTER(?c >= {below})
}}
"""
AT_ONCE = 1000  # subjects that a query asks about
_CLAIMS = """
SELECT ?claim ?o ?quote ?confidence ?rule ?modality ?id ?title ?published ?article ?start ?end {{
  ?claim {pattern} ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rc:quote ?quote ;
    rc:start ?start ; rc:end ?end ; rc:confidence ?confidence ; rc:rule ?rule ; rc:modality ?modality ;
    prov:wasDerivedFrom ?article .
  ?article dcterms:identifier ?id .
  OPTIONAL {{ ?article dcterms:title ?title }}
  OPTIONAL {{ ?article dcterms:issued ?published }}
}} ORDER BY ?published ?id ?start ?claim
"""
_ARTICLES = """
SELECT ?x (COUNT(DISTINCT ?g) AS ?n) {
  GRAPH ?g { ?x rdfs:label|skos:altLabel ?name }
  ?g a schema:NewsArticle
} GROUP BY ?x
"""
_TEXTS = """
SELECT DISTINCT ?id ?title ?published ?text {{
  GRAPH ?article {{ <{iri}> rdfs:label|skos:altLabel ?name }}
  ?article dcterms:identifier ?id ; rc:text ?text .
  OPTIONAL {{ ?article dcterms:title ?title }}
  OPTIONAL {{ ?article dcterms:issued ?published }}
}} ORDER BY ?published ?id
"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of an article that show a thing in its context."""

    quote: str
    article: str
    title: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Merge:
    """Two things that may be one. `together`: they are one node now."""

    left: str
    right: str
    left_name: str
    right_name: str
    score: float
    reasons: tuple[str, ...]
    together: bool
    sides: tuple[Node, Node]
    articles: tuple[int, int]
    worth: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that is weakly read: `confidence` is that of its surest claim. `object` an IRI or a value."""

    subject: str
    predicate: str
    object: Any
    confidence: float
    articles: int
    known: int
    worth: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a fact. `before` and `after`: what stands around its words in their line of the article."""

    iri: str
    sentence: Sentence
    before: str
    after: str
    confidence: float
    rule: str
    modality: str


@dataclass(slots=True)
class Doubts:
    """What there is to look at in a graph. `decisions`: those of its resolution."""

    source: Source
    decisions: Iterable[Decision] = ()
    names: Names = field(init=False)
    nodes: Nodes = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.source)
        self.nodes = Nodes(self.source)

    def merges(self) -> list[Merge]:
        """Doubtful pairs, and merges that were made with little certainty, the most valuable first."""
        articles = {str(x): int(n) for x, n in self.source.select(_ARTICLES)}
        found = []
        for decision in self.decisions:
            together = decision.verdict == "same"
            if decision.by != "rules" or decision.verdict == "different" or (together and decision.score >= SURE):
                continue
            sides = [self.nodes.owner.get(iri, iri) for iri in (decision.left, decision.right)]
            if any(iri not in self.nodes.all for iri in sides) or (sides[0] == sides[1]) != together:
                continue  # settled by way of others
            nodes = (self.nodes.all[sides[0]], self.nodes.all[sides[1]])
            named = (articles.get(sides[0], 0), articles.get(sides[1], 0))
            hangs = min(node.facts + many for node, many in zip(nodes, named, strict=True))
            found.append(
                Merge(
                    decision.left, decision.right, decision.left_name, decision.right_name, decision.score,
                    tuple(decision.reasons), together, nodes, named, worth(decision.score, hangs),
                )
            )  # fmt: skip
        return sorted(found, key=lambda merge: (-merge.worth, merge.left, merge.right))

    def facts(self, below: float) -> list[Fact]:
        """Facts whose surest claim is less sure than `below`, and that nobody has judged; the most valuable first."""
        rows = list(self.source.select(_WEAK.format(below=below)))
        surer = self._surer({str(row[0]) for row in rows}, below)
        found = []
        for subject, predicate, obj, confidence, articles in rows:
            name = term_name(str(predicate))
            if name not in PREDICATES or (subject, predicate, obj) in surer:
                continue
            sides = [self.nodes.all.get(str(side)) for side in (subject, obj)]
            known = sum(node.facts for node in sides if node)
            certain, told = float(confidence), int(articles)
            found.append(Fact(str(subject), name, obj, certain, told, known, worth(certain, told)))
        return sorted(
            found, key=lambda fact: (-fact.worth, -fact.known, fact.subject, fact.predicate, str(fact.object))
        )

    def _surer(self, subjects: set[str], below: float) -> set[tuple[Any, ...]]:
        """The facts of these subjects that some claim tells more surely."""
        found: set[tuple[Any, ...]] = set()
        ordered = sorted(subjects)
        for start in range(0, len(ordered), AT_ONCE):
            some = " ".join(f"<{iri}>" for iri in ordered[start : start + AT_ONCE])
            found.update(self.source.select(_SURE.format(subjects=some, below=below)))
        return found

    def claims(self, fact: Fact) -> list[Claim]:
        """Every claim of a fact, in the order of its articles."""
        pattern = f"rdf:subject <{fact.subject}> ; rdf:predicate rc:{fact.predicate}"
        found = []
        for iri, o, quote, sure, rule, modality, name, title, published, article, start, end in self.source.select(
            _CLAIMS.format(pattern=pattern)
        ):
            if o == fact.object:
                sentence = Sentence(str(quote), str(name), title, published)
                around = self._passage(str(article), int(start), int(end))
                found.append(Claim(str(iri), sentence, *around, float(sure), str(rule), str(modality)))
        return found

    def _passage(self, article: str, start: int, end: int) -> tuple[str, str]:
        """What stands before and after some words of an article, up to the ends of their sentence."""
        for (text,) in self.source.select(f"SELECT ?text {{ <{article}> rc:text ?text }}"):
            first, last = _sentence(str(text), start, end)
            return str(text)[first:start].lstrip(), str(text)[end:last].rstrip()
        return "", ""

    def context(self, node: Node, name: str, other: str = "", article: str = "") -> list[Sentence]:
        """Sentences that show a node under this name: from its facts, else from the texts of its articles.

        Where the name is part of the `other` one, those that bear it by itself come first; `article`: only of this one.
        """
        rows = self.source.select(_CLAIMS.format(pattern=f"rdf:subject|rdf:object <{node.iri}>"))
        told = [Sentence(str(row[2]), str(row[6]), row[7], row[8]) for row in rows]
        told = [sentence for sentence in told if article in ("", sentence.article)]
        named = [sentence for sentence in told if _names(sentence.quote, name)]
        found = _apart(sorted(named, key=lambda sentence: not _names(sentence.quote, name, other)))
        return found or _apart([*self._named(node, name), *told])

    def _named(self, node: Node, name: str) -> Iterator[Sentence]:
        for article, title, published, text in self.source.select(_TEXTS.format(iri=node.iri)):
            place = aligned(str(text), traditional=False).find(aligned(name, traditional=False))
            if place >= 0:
                start, end = _sentence(str(text), place, place + len(name))
                yield Sentence(str(text)[start:end].strip(), str(article), title, published)

    def label(self, term: Any) -> str:
        """A side of a fact as people read it."""
        return other_name(term, self.names)


def worth(score: float, hangs: int) -> float:
    """What a look is worth: how much hangs on it, times how open it is (1 at a score of 0.5, 0 at 0 and 1).

    >>> worth(0.5, 3), worth(1.0, 3)
    (3.0, 0.0)
    """
    return round(4 * score * (1 - score) * max(hangs, 1), 4)


def _names(quote: str, name: str, other: str = "") -> bool:
    """True where the words bear the name, and not only as part of the other one."""
    words, wanted, longer = (aligned(text, traditional=False) for text in (quote, name, other))
    return wanted in (words.replace(longer, "") if longer and wanted in longer else words)


def _apart(sentences: list[Sentence]) -> list[Sentence]:
    """A few sentences, none of them part of another."""
    found: list[Sentence] = []
    for sentence in sentences:
        if not any(sentence.quote in one.quote or one.quote in sentence.quote for one in found):
            found.append(sentence)
    return found[:QUOTES]


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends that holds a place; a line break ends one."""
    first = max(text.rfind("\n", 0, start), text.rfind("。", 0, start)) + 1
    ends = [place + 1 for mark in ("。", "\n") if (place := text.find(mark, end)) >= 0]
    return first, min(ends, default=len(text))
