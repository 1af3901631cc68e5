"""The questions of `kg review`: how each is shown, and which rows its answers are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

import click

from kg.cli.judging import short
from kg.cli.options import counted
from kg.cli.readable import predicate, term, value
from kg.query.card import unit_of
from kg.vocabulary import Iri

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.query.doubts import Claim, Doubts, Fact, Merge, Sentence
    from kg.query.nodes import Node
    from kg.resolve.judgements import Judgement, Judgements


class Question(Protocol):
    """Something to decide. Its rows are found when it is answered."""

    def text(self) -> str:
        """The question with all that speaks for and against."""
        ...

    def rows(self, yes: bool) -> list[Judgement]:
        """The rows that an answer is."""
        ...

    def settled(self, judgements: Judgements) -> bool:
        """True where the judgements say it already, perhaps by way of others."""
        ...

    def asdict(self) -> dict[str, Any]:
        """The question as plain data."""
        ...


def questions(graph: Graph, judgements: Judgements, only: str | None, below: float) -> list[Question]:
    """What is doubtful in a graph and not decided yet: the most valuable first."""
    from kg.query.doubts import Doubts

    doubts = Doubts(graph.store, graph.decisions())
    found: list[tuple[float, Question]] = []
    if only != "facts":
        merges = (MergeQuestion(doubts, merge, judgements.base) for merge in doubts.merges())
        found += [(question.merge.worth, question) for question in merges if not question.settled(judgements)]
    if only != "merges":
        found += [(fact.worth, FactQuestion(doubts, fact, judgements.base)) for fact in doubts.facts(below)]
    found.sort(key=lambda pair: -pair[0])
    return [question for _, question in found]


@dataclass(frozen=True, slots=True)
class MergeQuestion:
    """One thing or two?"""

    doubts: Doubts
    merge: Merge
    base: str

    def text(self) -> str:
        """Both things with types, facts, sentences; the score with its reasons."""
        merge = self.merge
        now = "one node now" if merge.together else "two nodes now"
        return "\n".join(
            [
                f"{click.style('One thing?', bold=True)}  score {merge.score:.2f}, {now}",
                *self._side(merge.left_name, 0),
                *self._side(merge.right_name, 1),
                f"  why: {'; '.join(merge.reasons) or 'no reason told'}",
            ]
        )

    def _side(self, name: str, side: int) -> Iterator[str]:
        node, articles = self.merge.sides[side], self.merge.articles[side]
        kinds = "、".join(term("type", kind) for kind in node.types)
        figures = "" if self.merge.together else f"  ({counted(node.facts, 'fact')}, {counted(articles, 'article')})"
        yield f"  {click.style(name, fg='cyan')}  {kinds}{figures}"
        yield from (f"    {_quoted(sentence)}" for sentence in self._context(node, name))

    def _context(self, node: Node, name: str) -> list[Sentence]:
        return self.doubts.context(node, name)

    def rows(self, yes: bool) -> list[Judgement]:
        """`same` or `different`: by name where that is the thing's own, else by IRI."""
        from kg.resolve.judgements import Judgement

        merge = self.merge
        return [Judgement("same" if yes else "different", self._called(merge.left), self._called(merge.right))]

    def _called(self, iri: str) -> str:
        from kg.resolve.judgements import thing

        # The id of a thing by itself is its name, unless it needs a context to be told from others.
        name = thing(iri, self.base)
        return short(iri, self.base) if "/" in name else name

    def settled(self, judgements: Judgements) -> bool:
        """True where the rows say it."""
        return bool(judgements.ruling(self._called(self.merge.left), self._called(self.merge.right)))

    def asdict(self) -> dict[str, Any]:
        """The question as plain data."""
        merge = self.merge
        sides = [
            {"iri": iri, "name": name, "node": node.iri, "types": node.types, "facts": node.facts,
             "articles": articles, "sentences": [asdict(found) for found in self._context(node, name)]}
            for iri, name, node, articles in zip(
                (merge.left, merge.right), (merge.left_name, merge.right_name), merge.sides, merge.articles, strict=True
            )
        ]  # fmt: skip
        return {
            "kind": "merge", "worth": merge.worth, "score": merge.score, "reasons": merge.reasons,
            "together": merge.together, "sides": sides,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """Does the text say this?"""

    doubts: Doubts
    fact: Fact
    base: str

    def text(self) -> str:
        """The fact with the words that state it."""
        fact, obj = self.fact, self._object()
        unit = unit_of(fact.predicate, None) if isinstance(fact.object, Decimal | int) else None
        shown = obj if self._known() else value(fact.predicate, obj, unit)
        said = f"{self.doubts.label(Iri(fact.subject))} {predicate(fact.predicate)} {click.style(shown, fg='cyan')}"
        lines = [f"{click.style('Is this said?', bold=True)}  confidence {fact.confidence:.2f}", f"  {said}"]
        for claim in self.doubts.claims(fact):
            remark = "" if claim.modality == "asserted" else f", {term('modality', claim.modality)}"
            lines.append(f"    {_in_passage(claim)}")
            lines.append(f"      {claim.confidence:.2f} by {claim.rule}{remark}")
        return "\n".join(lines)

    def _known(self) -> bool:
        return str(self.fact.object) in self.doubts.nodes.all

    def _object(self) -> str:
        return self.doubts.label(self.fact.object)

    def rows(self, yes: bool) -> list[Judgement]:
        """`accept` or `reject` of each of its claims."""
        from kg.resolve.judgements import Judgement

        fact = self.fact
        obj = self._called(str(fact.object)) if self._known() else self._object()
        verb, subject = "accept" if yes else "reject", self._called(fact.subject)
        return [
            Judgement(
                verb, subject, obj, fact.predicate, claim.sentence.article, " ".join(claim.sentence.quote.split())
            )
            for claim in self.doubts.claims(fact)
        ]

    def _called(self, iri: str) -> str:
        name = self.doubts.names.labels.get(Iri(iri), iri)
        return name if len(self.doubts.names.find(name)) == 1 else short(iri, self.base)

    def settled(self, judgements: Judgements) -> bool:
        """True where the rows judge each of its claims."""
        held = {row.address for row in judgements.of("accept", "reject")}
        return bool(held) and all(row.address in held for row in self.rows(True))

    def asdict(self) -> dict[str, Any]:
        """The question as plain data."""
        fact = self.fact
        return {
            "kind": "fact", "worth": fact.worth, "confidence": fact.confidence, "subject": fact.subject,
            "subject_name": self.doubts.label(Iri(fact.subject)), "predicate": fact.predicate,
            "object": str(fact.object), "object_name": self._object(),
            "claims": [asdict(claim) for claim in self.doubts.claims(fact)],
        }  # fmt: skip


def _in_passage(claim: Claim) -> str:
    """The words of a claim, marked, in their sentence."""
    from kg.store import shortened

    before, after = (" ".join(text.split()) for text in (claim.before, claim.after))
    words = click.style(shortened(claim.sentence.quote, 150), underline=True)
    around = [f"…{before[-40:]}" if len(before) > 40 else before, f"{after[:40]}…" if len(after) > 40 else after]
    about = "  ".join(filter(None, (claim.sentence.published, claim.sentence.article)))
    # Colours and lines are gone where the output is no terminal: the marks stay.
    return f"{around[0]}「{words}」{around[1]} [{about}]"


def _quoted(sentence: Sentence) -> str:
    from kg.store import shortened

    about = "  ".join(filter(None, (sentence.published, sentence.article)))
    return f"“{shortened(sentence.quote, 150)}” [{about}]"
