"""What `kg reject` and `kg accept` share: from what is typed to the claims that are meant, and to their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from kg.cli.judging import Decided, Desk, correct, judging_options
from kg.cli.readable import predicate as shown_predicate
from kg.errors import UserError
from kg.vocabulary import ENTITY_RANGES, PREDICATES

if TYPE_CHECKING:
    from kg.change import ClaimRow
    from kg.resolve.judgements import Judgement

CLAIM_DIGEST = 16  # hexadecimal signs at the end of a claim's IRI


def claim_command(verb: str, help: str) -> click.Command:
    """`kg reject` or `kg accept`."""

    @click.command(verb, help=help)
    @click.argument("claim", metavar="[CLAIM]", required=False)
    @click.option(
        "--fact", nargs=3, metavar="S P O", help="Every claim of this fact: two things, or a thing and a value."
    )
    @click.option("--article", metavar="ID", default="", help="With --fact: only where this article says it.")
    @judging_options
    def command(
        claim: str | None, fact: tuple[str, str, str] | None, article: str, store: str, judgements: str | None,
        as_json: bool, note: str,
    ) -> None:  # fmt: skip
        if (claim is None) == (fact is None):
            raise click.UsageError("name a CLAIM by its IRI, or a fact with --fact S P O")
        decide = _by_iri(verb, claim) if claim else _by_fact(verb, fact or ("", "", ""), article)
        correct(store, judgements, decide, note=note, as_json=as_json)

    return command


def row_for(verb: str, claim: ClaimRow) -> Judgement:
    """The judgement on one claim: told by what its article says, in which words."""
    from kg.resolve.judgements import Judgement

    quote = " ".join(claim.quote.split())
    return Judgement(verb, claim.told_subject, claim.told_object, claim.predicate, claim.article, quote)


def _by_iri(verb: str, written: str) -> Callable[[Desk | None], Decided]:
    def decide(desk: Desk | None) -> Decided:
        from kg.change import claim_rows
        from kg.resolve.judgements import Judgement, iri, is_claim

        if desk is None:
            if not is_claim(written):
                raise UserError(f"{written}: no claim's IRI (id:claim/…); give one, or name the fact with --fact S P O")
            return Decided([Judgement(verb, written)])
        whole = iri(written, desk.base)
        found = [claim for claim in claim_rows(desk.store) if claim.iri == whole or _ends(claim.iri, written)]
        if not found:
            raise UserError(f"{written}: no claim bears this IRI; name the fact instead: --fact S P O")
        return _decided([row_for(verb, found[0])], found)

    return decide


def _ends(iri: str, written: str) -> bool:
    return len(written) == CLAIM_DIGEST and iri.endswith(f"-{written}")


def _by_fact(verb: str, fact: tuple[str, str, str], article: str) -> Callable[[Desk | None], Decided]:
    from kg.resolve.judgements import Judgement

    subject, predicate, obj = fact

    def decide(desk: Desk | None) -> Decided:
        # The graph tells of predicates of the user's own.
        if predicate not in PREDICATES:
            raise UserError(f"{predicate}: no such predicate; use one of {', '.join(PREDICATES)}")
        if desk is None:
            return Decided([Judgement(verb, subject, obj, predicate, article)])
        row = Judgement(verb, *_sides(desk, subject, predicate, obj), predicate, article)
        claims = _told(desk, row)
        found = [claim for claim in claims if claim.judged]
        if not found:
            raise UserError(_unsaid(row, claims, desk))
        return _decided([row], found)

    return decide


def _sides(desk: Desk, subject: str, predicate: str, obj: str) -> tuple[str, str]:
    """Both sides as rows tell them; the object is a thing where the predicate has things as objects."""
    other = desk.written(obj, desk.thing(obj)) if predicate in ENTITY_RANGES else obj
    return desk.written(subject, desk.thing(subject)), other


def _told(desk: Desk, row: Judgement) -> list[ClaimRow]:
    """The claims that the row may be about; those that it is about are judged."""
    from kg.change import claim_rows
    from kg.resolve.judgements import CLAIM_VERBS, Judgements

    others = [held for held in desk.judgements.rows if held.verb not in CLAIM_VERBS]
    return list(
        claim_rows(desk.store, Judgements((*others, row), desk.judgements.path, desk.base), row.article or None)
    )


def _unsaid(row: Judgement, claims: Iterable[ClaimRow], desk: Desk) -> str:
    """No claim says it; what they say of the same thing instead."""
    subject = desk.thing(row.left).iri
    about = (claim for claim in claims if claim.subject_iri == subject and claim.predicate == row.predicate)
    told = sorted({claim.object for claim in about})
    instead = f"told is {'、'.join(told[:8])}" if told else "nothing is told; kg show lists its facts"
    where = f"article {row.article}" if row.article else "any article"
    return f"{row.left} {row.predicate} {row.right}: no claim of {where} says this; of {row.predicate} {instead}"


def _decided(rows: list[Judgement], claims: list[ClaimRow]) -> Decided:
    return Decided(rows, list(_lines(claims)), {"claims": [_data(claim) for claim in claims]})


def _lines(claims: list[ClaimRow]) -> Iterator[str]:
    for claim in claims:
        yield f"{claim.subject} {shown_predicate(claim.predicate)} {claim.object}"
        yield f"  “{' '.join(claim.quote.split())}” [{claim.article}]  {claim.confidence:.2f}"


def _data(claim: ClaimRow) -> dict[str, Any]:
    return {
        "iri": claim.iri, "article": claim.article, "quote": claim.quote, "confidence": claim.confidence,
        "modality": claim.modality,
    }  # fmt: skip
