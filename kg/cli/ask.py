"""`kg ask`: questions in Chinese, one or a conversation of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from kg.cli.options import confidence_option, json_option, store_option, terminal_width

if TYPE_CHECKING:
    from kg.ask import Answer, Item
    from kg.graph import Graph

_PROMPT, _LEAVE = "问> ", ("exit", "quit", "q", "退出", "再见", "bye")
_WORDS = 48  # columns of a quote in a table
EVIDENCE_SHOWN = 3  # claims under an item; --all shows every one


@click.command("ask")
@click.argument("question", nargs=-1)
@click.option("--sparql", is_flag=True, help="Print the SPARQL that was asked, too.")
@click.option("--table", "as_table", is_flag=True, help="One row for each thing and its evidence.")
@click.option("--all", "every", is_flag=True, help="Every claim under each item, not the first few.")
@click.option("--examples", "listed", is_flag=True, help="Questions that this graph can answer.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
              help="From where 去年 and 近三年 are seen (default: today).")  # fmt: skip
@confidence_option
@store_option
@json_option
def command(
    question: tuple[str, ...], sparql: bool, as_table: bool, every: bool, listed: bool, today: datetime | None,
    min_confidence: float, store: str, as_json: bool,
) -> int:  # fmt: skip
    """Ask in Chinese; the answer comes with the words that say so.

    \b
    kg ask "重庆高新区和成都高新区签了哪些协议？"
    kg ask "金凤实验室是哪年成立的" --sparql
    kg ask                                  (one question after the other)
    kg ask --examples

    No model guesses: a question that is not understood is not answered, and what can be asked instead is shown
    (exit status 1).
    """
    from kg.ask import ask, examples
    from kg.graph import Graph

    day = (today or datetime.now()).date()
    asked = " ".join(question).strip()
    with Graph.open(store, min_confidence=min_confidence) as graph:
        if listed:
            found = examples(graph)
            click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else "\n".join(found))
            return 0
        if not question:
            return _converse(graph, day, sparql, as_table, every, as_json)
        answer = ask(graph, asked, today=day)
        _show(answer, sparql, as_table, every, as_json)
        return 0 if answer.understood else 1


def _converse(graph: Graph, day: date, sparql: bool, as_table: bool, every: bool, as_json: bool) -> int:
    """One question after the other, from a person or a file, until it ends."""
    from kg.ask import ask, examples

    person = sys.stdin.isatty()
    if person:
        click.echo(
            "用中文提问，一行一个；空行看例子，exit 结束。 Ask in Chinese; an empty line shows examples, exit leaves."
        )
    while True:
        try:
            line = input(_PROMPT) if person else sys.stdin.readline()
        except EOFError:
            return 0
        if line == "" and not person:
            return 0
        asked = line.strip()
        if asked.lower() in _LEAVE:
            return 0
        if asked:
            _show(ask(graph, asked, today=day), sparql, as_table, every, as_json)
        elif person:
            click.echo("\n".join(f"  {example}" for example in examples(graph, count=8)))


def _show(answer: Answer, sparql: bool, as_table: bool, every: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer.asdict(), ensure_ascii=False, indent=2, default=_plain))
        return
    if as_table and answer.understood and answer.items:
        click.echo(_table(answer))
    else:
        click.echo("\n".join(_lines(answer, every)))
    if sparql and answer.understood:
        click.echo("\n" + answer.sparql)


def _plain(value: object) -> object:
    """A decimal as a number, exactly."""
    text = str(value)
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _lines(answer: Answer, every: bool) -> Iterator[str]:
    yield click.style(answer.text, bold=True)
    if not answer.understood:
        if answer.names:
            yield f"是不是指：{'、'.join(answer.names)}"
        if answer.suggestions:
            yield "可以这样问："
            yield from (f"  {suggestion}" for suggestion in answer.suggestions)
        return
    yield click.style(f"（理解为：{answer.reading}）", dim=True)
    yield from (click.style(f"注：{remark}", dim=True) for remark in answer.remarks)
    if answer.suggestions:
        yield "可以这样问："
        yield from (f"  {suggestion}" for suggestion in answer.suggestions)
    for item in answer.items:
        yield ""
        yield click.style(_item(item), fg="cyan")
        shown = item.evidence if every else item.evidence[:EVIDENCE_SHOWN]
        for said in shown:
            about = "  ".join(filter(None, (said.title or said.article, said.published)))
            sure = f"  {said.confidence:.2f}" if said.quote else ""
            quote = f"“{' '.join(said.quote.split())}”  " if said.quote else ""
            yield f"  {quote}——{about}{sure}"
        if len(item.evidence) > len(shown):
            yield f"  … 另有 {len(item.evidence) - len(shown)} 处（--all）"


def _item(item: Item) -> str:
    from kg.ask.said import shown
    from kg.lang.labels import labels

    name = item.predicate.removeprefix("^")
    kind = labels("predicate").get(name)
    words = (kind.inverse_zh if item.predicate.startswith("^") else kind.zh) if kind else ""
    head = " ".join(filter(None, (item.of, words if item.predicate else "")))
    return f"{head}：{shown(item)}" if head else shown(item)


def _table(answer: Answer) -> str:
    from kg.store import shortened, table

    rows = []
    for item in answer.items:
        for said in item.evidence or (None,):
            quote = shortened(said.quote, _WORDS) if said else ""
            title = shortened(said.title or said.article, _WORDS) if said else ""
            rows.append([_item(item), quote, title, (said.published or "") if said else ""])
    return table(["答案", "依据", "文章", "刊发日期"], rows, terminal_width())
