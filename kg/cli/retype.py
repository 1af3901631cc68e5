"""`kg retype`."""

from __future__ import annotations

import click

from kg.cli.judging import Decided, Desk, correct, judging_options
from kg.cli.options import TermType
from kg.errors import UserError
from kg.vocabulary import ENTITY_TYPES


@click.command("retype")
@click.argument("node", metavar="NODE")
@click.argument("kind", metavar="TYPE", type=TermType(ENTITY_TYPES, "type"))
@judging_options
def command(node: str, kind: str, store: str, judgements: str | None, as_json: bool, note: str) -> None:
    """Say of what type a node is.

    It then has that type alone. NODE is one of its names, or its IRI (id:…). TYPE is one of Park, Region, Government,
    University, Research, Company, Alliance, Institution, Agreement, Project, Policy, Event, Fund, Industry,
    Mechanism, or a type of your own.

    \b
    Example: kg retype 金凤软件园 Park
    """
    from kg.resolve.judgements import Judgement

    def decide(desk: Desk | None) -> Decided:
        if desk is None:
            return Decided([Judgement("retype", node, kind)])
        if kind not in ENTITY_TYPES:
            raise UserError(f"{kind}: no such type; use one of {', '.join(ENTITY_TYPES)}")
        return Decided([Judgement("retype", desk.written(node, desk.thing(node)), kind)])

    correct(store, judgements, decide, note=note, as_json=as_json)
