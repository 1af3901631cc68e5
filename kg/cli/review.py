"""`kg review`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from kg.cli.judging import (
    base_of,
    judgements_path,
    opened_for_change,
    resolved,
    signed,
    told,
)
from kg.cli.options import counted, json_option, judgements_option, store_option
from kg.errors import KgError, StoreError

if TYPE_CHECKING:
    from kg.cli.reviewing import Question
    from kg.resolve.judgement_file import JudgementFile
    from kg.resolve.judgements import Judgement

HELP = "y yes · n no · s skip · u undo the last answer · q quit"


@click.command("review")
@click.option("--only", type=click.Choice(["merges", "facts"]), help="Only doubtful merges, or only weak facts.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many questions.")
@click.option(
    "--below", type=click.FloatRange(0, 1), default=0.6, show_default=True, metavar="X",
    help="Facts that are read less surely than this.",
)  # fmt: skip
@store_option
@judgements_option
@json_option
def command(
    only: str | None, limit: int | None, below: float, store: str, judgements: str | None, as_json: bool
) -> None:
    """Walk through what is doubtful: merges and weak facts.

    What is worth most comes first: much hangs on it, and it is open. Answer with a key: y(es), n(o), s(kip), u(ndo the
    last answer), q(uit). Each answer is at once a row of the file of judgements, so that nothing is lost whenever you
    leave; the graph is resolved anew when you do. --json lists the questions and asks none.

    \b
    Example: kg review --only merges --limit 10
    """
    from kg.cli.reviewing import questions
    from kg.graph import Graph
    from kg.resolve.judgement_file import JudgementFile

    path = judgements_path(store, judgements)
    with Graph.open(store) as graph:
        file = JudgementFile(path, base_of(graph.store))
        asked = questions(graph, file.read(), only, below)[:limit]
        if as_json:
            click.echo(json.dumps([question.asdict() for question in asked], ensure_ascii=False, indent=2))
            return
        if not asked:
            click.echo("nothing is doubtful: no open merge, no fact below --below")
            return
        session = Session(asked, file)
        session.run()
    _apply(store, session)


@dataclass(slots=True)
class Session:
    """A walk through questions: each answer is a row at once."""

    asked: Sequence[Question]
    file: JudgementFile
    answers: list[tuple[int, list[Judgement]]] = field(default_factory=list)

    def run(self) -> None:
        """Ask until the questions or the answers end."""
        number = 0
        while number < len(self.asked):
            question = self.asked[number]
            if question.settled(self.file.read()):
                number += 1
                continue
            click.echo(f"\n{click.style(f'[{number + 1}/{len(self.asked)}]', dim=True)} {question.text()}")
            answer = self._answer()
            if answer == "q":
                return
            if answer == "u":
                number = self._undo(number)
            else:
                self._keep(number, signed(question.rows(answer == "y")) if answer != "s" else [])
                number += 1

    def _answer(self) -> str:
        while True:
            click.echo(f"{click.style(HELP, dim=True)} > ", nl=False)
            answer = _key()
            if answer in tuple("ynsuq"):
                return answer

    def _keep(self, number: int, rows: list[Judgement]) -> None:
        if not rows:
            return
        try:
            self.file.put(*rows)
        except KgError as error:
            click.echo(f"not written: {error}")
            return
        self.answers.append((number, rows))
        click.echo(f"  {rows[0]}" + (f" and {len(rows) - 1} more" if len(rows) > 1 else ""))

    def _undo(self, number: int) -> int:
        if not self.answers:
            click.echo("no answer to undo")
            return number
        back, rows = self.answers.pop()
        for row in reversed(rows):
            self.file.remove(row)
        click.echo(f"  undone: {rows[0]}")
        return back


def _key() -> str:
    """One key of a terminal; of anything else, the first sign of a line. The end of the input quits."""
    if sys.stdin.isatty():
        try:
            pressed = click.getchar().lower()
        except (KeyboardInterrupt, EOFError):
            pressed = "q"
        click.echo(pressed if pressed.isprintable() else "")
        return pressed
    line = sys.stdin.readline()
    answer = line.strip()[:1].lower() if line else "q"
    click.echo(answer)
    return answer


def _apply(store: str, session: Session) -> None:
    """Resolve the graph by the answers, and say what changed."""
    many = counted(len(session.answers), "answer")
    if not session.answers:
        click.echo("\nno answers; nothing is changed")
        return
    try:
        with opened_for_change(store, session.file.path) as desk:
            _, difference = resolved(desk, session.file)
    except StoreError as error:
        click.echo(f"\n{many} in {session.file.path}; the next build applies them ({error})")
        return
    click.echo("\n".join([f"\n{many} in {session.file.path}", *told(difference)]))
