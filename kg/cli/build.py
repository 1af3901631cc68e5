"""`kg build`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sized
from contextlib import AbstractContextManager, closing, nullcontext
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FilePath, counted, json_option, judgements_option, own_tables_options, store_option
from kg.errors import UserError
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from kg.llm import LlmReader
    from kg.report import BuildReport
    from kg.resolve.judgements import Judgements
    from kg.work import Place


ROWS = 3  # wrong rows of one table that are told one by one


@click.command("build")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=FilePath())
@store_option
@json_option
@own_tables_options
@click.option("--base", metavar="IRI", default=BASE, show_default=True, help="The namespace of the entities' IRIs.")
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N",
    help="Read in so many processes.  [default: one for each core that may be used]",
)  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), hidden=True)
@click.option("--dask", metavar="ADDRESS", help="Read on a Dask cluster: its scheduler's address, as tcp://host:8786.")
@click.option(
    "--timeout", type=click.FloatRange(min=0), metavar="SECONDS",
    help="Give an article up that takes longer; 0: never.  [default: 600]",
)  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="No progress on standard error.")
@click.option("--prune", is_flag=True, help="Remove the articles of the graph that PATH… no longer holds.")
@click.option("--llm", metavar="URL", help="Ask a language model, too: a server of the OpenAI protocol, as …/v1.")
@click.option("--model", metavar="NAME", help="Which model of that server.")
@judgements_option
def command(
    paths: tuple[str, ...], store: str, as_json: bool, base: str, workers: int | None, jobs: int | None,
    dask: str | None, timeout: float | None, quiet: bool, prune: bool, judgements: str | None, llm: str | None,
    model: str | None,
) -> int:  # fmt: skip
    """Read articles and bring them into the graph.

    PATH… are files of text, HTML, PDF, DOCX, …, folders and archives of them, patterns in quotes, or - for standard
    input; an articles.tsv beside them tells their titles, dates and addresses.
    Articles that have not changed since the last build are not read again. What all articles mean together is then
    brought up to date: which names are one thing, which values are one told more or less precisely; your corrections
    win. What cannot be read is told on standard error, one line each; the others are built, and the exit status is 1.
    Ctrl-C keeps what is done, and the same command goes on with the rest.

    With --llm the model's claims come beside those of the rules, marked by its name; one whose quote is not in the
    text exactly is thrown away and counted. The server's key is taken from the variable KG_LLM_KEY.
    """
    from kg.cli.progress import watching
    from kg.pipeline import SECONDS, build, check_own_tables
    from kg.read import is_there
    from kg.resolve.judgements import default_path, read_judgements
    from kg.store.opening import open_for_writing

    if not any(map(is_there, paths)):
        # No graph is made for nothing.
        raise UserError(f"{paths[0]}: no such file or folder; check the path")
    if bool(llm) != bool(model):
        raise UserError("kg build: --llm and --model go together: the server's address, and which of its models")
    check_own_tables()
    file = Path(judgements) if judgements else default_path(store)
    if judgements and not file.exists():
        raise UserError(f"{file}: no such file of judgements; check --judgements")
    held = read_judgements(file, base)
    reader = _reader(llm, model)
    with open_for_writing(store) as opened, _place(workers or jobs, dask) as place:
        with watching(quiet=quiet or as_json) as watch:
            try:
                report = build(
                    paths, opened, base=base, executor=place, progress=watch, prune=prune, judgements=held,
                    reader=reader, seconds=SECONDS if timeout is None else timeout,
                )  # fmt: skip
            except KeyboardInterrupt:
                watch.stopped = True
        if watch.stopped:
            click.echo(_stopped(watch.pace.count), err=True)
            return 130
    for line in (*_failed(report), *_stale(report, held)):
        click.echo(line, err=True)
    if as_json:
        click.echo(json.dumps(report.asdict(), ensure_ascii=False, indent=2))
    else:
        click.echo(_summary(report))
    return 1 if report.failed else 0


def _reader(llm: str | None, model: str | None) -> LlmReader | None:
    if not llm or not model:
        return None
    from kg.llm import Client, LlmReader

    return LlmReader(Client(llm, model))


def _place(workers: int | None, dask: str | None) -> AbstractContextManager[Place | None]:
    """Where articles are read; None: in this process."""
    from kg import pipeline
    from kg.work import usable_cores

    if dask:
        if workers:
            raise UserError("kg build: --dask and --workers are two ways; the cluster has its own workers")
        return closing(pipeline.cluster(dask))
    many = workers or usable_cores()
    return nullcontext() if many == 1 else closing(pipeline.workers(many))


def _stopped(done: int) -> str:
    kept = "what was read is kept, and the same command goes on with the rest"
    return f"kg: stopped after {counted(done, 'article')}; {kept}"


def _failed(report: BuildReport) -> Iterator[str]:
    """A line on each failure; of many rows of one table that are wrong, on the first ones."""
    for table, found in groupby(report.failed, lambda failure: _table_of(failure.source)):
        failures = list(found)
        shown = failures[:ROWS] if table and len(failures) > ROWS + 1 else failures
        yield from (failure.reason for failure in shown)
        if len(shown) < len(failures):
            yield f"{table}: and {len(failures) - len(shown):,} more rows are wrong; --json tells them all"


def _table_of(source: str) -> str:
    """The table of which a row is wrong (articles.tsv:12); empty for what is no row."""
    table, _, row = source.rpartition(":")
    return table if row.isdigit() and table.endswith(".tsv") else ""


def _stale(report: BuildReport, judgements: Judgements) -> Iterator[str]:
    for row in report.stale:
        said = " ".join(filter(None, (row.kind, row.left, row.right)))
        yield f"{judgements.where(row)}: {said}: no longer applies: {row.reason}; take the row out, or mend it"


def _across(report: BuildReport) -> Iterator[str]:
    """What the articles of this build changed in one another, and what people should look at."""
    changes = {"merged": report.merged, "undone": report.undone}
    if any(changes.values()):
        told = ", ".join(f"{counted(len(found), 'merge')} {word}" for word, found in changes.items() if found)
        yield f"across articles: {told.replace('merged', 'made')}"
    if report.rewritten:
        yield f"{counted(len(report.rewritten), 'article')} rewritten for what others say"


def _summary(report: BuildReport) -> str:
    from kg.cli.stats import figures_table

    done: dict[str, Sized] = {
        "new": report.new, "changed": report.changed, "skipped (unchanged)": report.unchanged,
        "removed": report.removed, "failed": report.failed,
    }  # fmt: skip
    lines = [figures_table(report.stats)] if report.stats else []
    lines.append("this build: " + ", ".join(f"{len(found):,} {word}" for word, found in done.items()))
    lines += _across(report)
    if report.model:
        thrown = sum(report.model["rejected"].values())
        own, agreed = report.model["new"], report.model["agreed"]
        lines.append(
            f"the model: {own:,} claims of its own, {agreed:,} that the rules have too, {thrown:,} thrown away"
        )
    if report.dropped:
        many = f"{len(report.dropped)} claim{'s' if len(report.dropped) > 1 else ''}"
        lines.append(f"{many} left out, at odds with the ontology's shapes; --json and kg explain tell which")
    return "\n".join(lines)
