"""The questions of `kg review`: how each is shown, and which rows its answers are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

import click

from kg.cli.judging import plain
from kg.cli.options import counted
from kg.cli.readable import predicate, term, value
from kg.lang import aligned
from kg.query.card import unit_of
from kg.vocabulary import Iri

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.query.doubts import Claim, Doubts, Fact, Merge, Sentence
    from kg.resolve.judgements import Judgement, Judgements

AROUND = 45  # characters shown on each side of the words that matter


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
        yield from (f"    {_quoted(sentence, name)}" for sentence in self._context(side))

    def _context(self, side: int) -> list[Sentence]:
        from kg.resolve.judgements import thing

        names, iri = (self.merge.left_name, self.merge.right_name), (self.merge.left, self.merge.right)[side]
        # What bears no name of its own is a thing of one article, which its IRI names.
        own = thing(iri, self.base)
        article = own.removeprefix("a/").rpartition("/")[0] if own.startswith("a/") else ""
        return self.doubts.context(self.merge.sides[side], names[side], names[1 - side], article)

    def rows(self, yes: bool) -> list[Judgement]:
        """`same` or `different`: by name where that is the thing's own, else by IRI."""
        from kg.resolve.judgements import Judgement

        merge = self.merge
        verb = "same" if yes else "different"
        return [Judgement(verb, plain(merge.left, self.base), plain(merge.right, self.base))]

    def settled(self, judgements: Judgements) -> bool:
        """True where the rows say it."""
        return bool(judgements.ruling(plain(self.merge.left, self.base), plain(self.merge.right, self.base)))

    def asdict(self) -> dict[str, Any]:
        """The question as plain data."""
        merge = self.merge
        sides = [
            {"iri": iri, "name": name, "node": node.iri, "types": node.types, "facts": node.facts,
             "articles": articles, "sentences": [asdict(found) for found in self._context(side)]}
            for side, (iri, name, node, articles) in enumerate(zip(
                (merge.left, merge.right), (merge.left_name, merge.right_name), merge.sides, merge.articles, strict=True
            ))
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
        verb = "accept" if yes else "reject"
        found = []
        for claim in self.doubts.claims(fact):
            quote = " ".join(claim.sentence.quote.split())
            obj = self._called(str(fact.object), quote) if self._known() else self._object()
            subject = self._called(fact.subject, quote)
            found.append(Judgement(verb, subject, obj, fact.predicate, claim.sentence.article, quote))
        return found

    def _called(self, iri: str, quote: str) -> str:
        """A side by a name that the words themselves bear: it is the article's own, whatever was merged."""
        names = [name for name in self.doubts.names.all[Iri(iri)] if name in quote]
        return max(names, key=len) if names else plain(iri, self.base)

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
    # Without colours the brackets still mark them.
    return f"{_end(before)}「{words}」{_beginning(after)} {_source(claim.sentence)}"


def _quoted(sentence: Sentence, name: str) -> str:
    """A sentence, as much of it around the name as one reads at a glance."""
    quote = " ".join(sentence.quote.split())
    place = aligned(quote, traditional=False).find(aligned(name, traditional=False))
    end = place + len(name)
    before, found, after = (quote[:place], quote[place:end], quote[end:]) if place >= 0 else ("", "", quote)
    words = f"{_end(before)}{click.style(found, underline=True)}{_beginning(after)}" if found else _beginning(quote)
    return f"“{words}” {_source(sentence)}"


def _end(text: str) -> str:
    return text if len(text) <= AROUND else f"…{text[-AROUND:]}"


def _beginning(text: str) -> str:
    return text if len(text) <= AROUND else f"{text[:AROUND]}…"


def _source(sentence: Sentence) -> str:
    return f"[{'  '.join(filter(None, (sentence.published, sentence.article)))}]"
