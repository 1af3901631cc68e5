"""`kg same`."""

from __future__ import annotations

import click

from kg.cli.judging import Decided, Desk, correct, judging_options


@click.command("same")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@judging_options
def command(left: str, right: str, store: str, judgements: str | None, as_json: bool, note: str) -> None:
    """Say that two things are one.

    They become one node, on every build. A and B are names, other names, or IRIs (id:…). The judgement is a row of a
    plain file beside the graph's folder; kg undo, kg different or the row's removal take it back.

    \b
    Example: kg same 西部智联 西部智能网联科技有限公司
    """
    from kg.resolve.judgements import Judgement

    def decide(desk: Desk | None) -> Decided:
        if desk is None:
            return Decided([Judgement("same", left, right)])
        one, other = (desk.written(name, desk.thing(name)) for name in (left, right))
        return Decided([Judgement("same", one, other)])

    correct(store, judgements, decide, note=note, as_json=as_json)
