"""`kg different`."""

from __future__ import annotations

import click

from kg.cli.judging import Decided, Desk, correct, judging_options, short
from kg.errors import UserError


@click.command("different")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@judging_options
def command(left: str, right: str, store: str, judgements: str | None, as_json: bool, note: str) -> None:
    """Say that two things are two.

    They are never one node again. A and B are names, other names, or IRIs (id:…); of one node that was merged in
    error, the names of its two parts. The judgement is a row of a plain file beside the graph's folder; kg undo, kg
    same or its removal take it back.

    \b
    Example: kg different 重庆高新区 "西部(重庆)科学城"
    """
    from kg.resolve.judgements import Judgement, key

    def decide(desk: Desk | None) -> Decided:
        if desk is None:
            return Decided([Judgement("different", left, right)])
        node, other = desk.thing(left), desk.thing(right)
        if other.iri == node.iri:
            parts = desk.before.members.get(node.iri, ())
            if len(parts) < 2:
                raise UserError(f"{left}, {right}: the articles themselves call one thing by both names; they stay one")
            if key(left) == key(right):
                offered = ", ".join(short(part, desk.base) for part in parts)
                raise UserError(f"{left}: one node, made of {offered}; name two of these")
            # The names of its parts, as they were typed.
            return Decided([Judgement("different", short(left, desk.base), short(right, desk.base))])
        return Decided([Judgement("different", desk.written(left, node), desk.written(right, other))])

    correct(store, judgements, decide, note=note, as_json=as_json)
