"""`kg rename`."""

from __future__ import annotations

import click

from kg.cli.judging import Decided, Desk, correct, judging_options
from kg.errors import UnknownNameError, UserError


@click.command("rename")
@click.argument("node", metavar="NODE")
@click.argument("name", metavar="NAME")
@judging_options
def command(node: str, name: str, store: str, judgements: str | None, as_json: bool, note: str) -> None:
    """Choose the name by which a node is shown.

    The others stay as its other names. NODE is one of its names, or its IRI (id:…).

    \b
    Example: kg rename 重庆高新区 重庆高新技术产业开发区
    """
    from kg.resolve.judgements import Judgement

    def decide(desk: Desk | None) -> Decided:
        chosen = " ".join(name.split())
        if desk is None:
            return Decided([Judgement("rename", node, chosen)])
        found = desk.thing(node)
        lines = []
        try:
            others = [other for other in desk.names.find(chosen) if str(other) != found.iri]
        except UnknownNameError:
            others = []
        if others:
            lines = [f"another node bears that name already; where the two are one: kg same {node} {chosen}"]
        return Decided([Judgement("rename", desk.written(node, found), chosen)], lines)

    if not name.strip():
        raise UserError("NAME is empty; give the name by which the node is to be shown")
    correct(store, judgements, decide, note=note, as_json=as_json)
