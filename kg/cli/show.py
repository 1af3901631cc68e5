"""`kg show`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import click

from kg.cli.options import json_option, store_option

if TYPE_CHECKING:
    from kg.query import Card


@click.command("show")
@click.argument("name")
@store_option
@json_option
def command(name: str, store: str, as_json: bool) -> None:
    """Show an entity's card: names, types, facts with their words.

    NAME is any of its names; where several entities bear it, each is shown.
    """
    from kg.graph import Graph

    with Graph.open(store) as graph:
        cards = graph.cards(name)
    if as_json:
        click.echo(json.dumps([card.asdict() for card in cards], ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join("\n".join(_lines(card)) for card in cards))


def _lines(card: Card) -> Iterator[str]:
    yield f"{click.style(card.name, bold=True)}  ({', '.join(card.types)})"
    if len(card.names) > 1:
        yield f"also called: {'、'.join(card.names[1:])}"
    yield f"in {card.articles} article{'s' if card.articles != 1 else ''}; {card.iri}"
    for (predicate, inverse), facts in groupby(card.facts, key=lambda fact: (fact.predicate, fact.inverse)):
        yield ""
        yield click.style(f"← {predicate} of" if inverse else predicate, fg="cyan")
        for fact in facts:
            yield f"  {fact.other}"
            for said in fact.evidence:
                remark = "" if said["modality"] == "asserted" else f" [{said['modality']}]"
                about = "，".join(filter(None, (said["title"] or said["article"], said["published"])))
                yield f"    “{' '.join(said['quote'].split())}”{remark} —— {about}"
