"""`kg show`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import click

from kg.cli.claims import CLAIM_DIGEST
from kg.cli.options import confidence_option, counted, json_option, store_option
from kg.cli.readable import predicate, term, value
from kg.vocabulary import SYMMETRIC_PREDICATES

if TYPE_CHECKING:
    from kg.query import Card, CardFact


@click.command("show")
@click.argument("name")
@click.option("--claims", is_flag=True, help="After each quote its claim, as kg reject and kg accept take it.")
@confidence_option
@store_option
@json_option
def command(name: str, claims: bool, min_confidence: float, store: str, as_json: bool) -> None:
    """Show an entity's card: names, types, facts with their words.

    NAME is any of its names; where several entities bear it, each is shown. After each quote stand the number of its
    article, which the end of the card names, and how surely it says the fact.
    """
    from kg.graph import Graph

    with Graph.open(store, min_confidence=min_confidence) as graph:
        cards = graph.cards(name)
    if as_json:
        click.echo(json.dumps([card.asdict() for card in cards], ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join("\n".join(_lines(card, claims)) for card in cards))


def _lines(card: Card, claims: bool) -> Iterator[str]:
    kinds = "、".join(term("type", kind) for kind in card.types)
    yield f"{click.style(card.name, bold=True)}  {kinds}"
    if len(card.names) > 1:
        yield f"又称 also called: {'、'.join(card.names[1:])}"
    yield card.iri
    numbers = {source["article"]: number for number, source in enumerate(card.sources, start=1)}
    for (name, inverse), facts in groupby(card.facts, key=lambda fact: (fact.predicate, fact.inverse)):
        mirrored = inverse and name in SYMMETRIC_PREDICATES
        yield ""
        yield click.style(predicate(name, inverse=inverse and not mirrored), fg="cyan")
        for fact in facts:
            yield f"  {value(name, fact.other, fact.unit) if fact.other_iri is None else fact.other}{_support(fact)}"
            for said in fact.evidence:
                remark = "" if said["modality"] == "asserted" else f"  {term('modality', said['modality'])}"
                if said["told"] is not None:
                    remark += f"  原述 told: {value(name, said['told'], fact.unit)}"
                if claims:
                    remark += f"  {said['claim'][-CLAIM_DIGEST:]}"
                number = numbers.get(said["article"], said["article"])
                yield f"    “{' '.join(said['quote'].split())}” [{number}]  {said['confidence']:.2f}{remark}"
    if any(fact.disputed for fact in card.facts):
        yield ""
        yield "! 相互矛盾 claims contradict each other; kg conflicts lists them"
    if not card.facts:
        yield ""
        yield "no facts; it is only named"
    yield ""
    for source in card.sources:
        about = "  ".join(filter(None, (source["title"], source["published"], source["article"], source["url"])))
        yield f"[{numbers[source['article']]}] {about}"


def _support(fact: CardFact) -> str:
    """How many articles stand behind the fact, where it is more than one."""
    articles = len({said["article"] for said in fact.evidence})
    word = "article" if fact.independent == 1 else "articles"
    copies = f", {counted(articles - fact.independent, 'copy')}" if fact.independent < articles else ""
    told = f"  （{fact.independent} 个独立来源 independent {word}{copies}）" if articles > 1 else ""
    return f"{'  !' if fact.disputed else ''}{told}"
