"""`kg build`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sized
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import json_option, store_option
from kg.errors import UserError
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from kg.pipeline import BuildReport


@click.command("build")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@store_option
@json_option
@click.option("--base", metavar="IRI", default=BASE, show_default=True, help="The namespace of the entities' IRIs.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Read in so many processes.")
@click.option("--prune", is_flag=True, help="Remove the articles of the graph that PATH… no longer holds.")
def command(paths: tuple[str, ...], store: str, as_json: bool, base: str, jobs: int, prune: bool) -> int:
    """Read articles and bring them into the graph.

    PATH… are files, or folders with articles; an articles.tsv beside them tells their titles, dates and addresses.
    Articles that have not changed since the last build are passed over. What cannot be read is told on standard
    error, one line each; the others are built, and the exit status is 1.
    """
    from kg.pipeline import build
    from kg.store import Store

    if not any(Path(path).exists() for path in paths):
        # No graph is made for nothing.
        raise UserError(f"{paths[0]}: no such file or folder; check the path")
    with Store(store, write=True) as opened, _executor(jobs) as executor, _progress(shown=not as_json) as progress:
        report = build(paths, opened, base=base, executor=executor, progress=progress, prune=prune)
    for failure in report.failed:
        click.echo(failure.reason, err=True)
    if as_json:
        click.echo(json.dumps(report.asdict(), ensure_ascii=False, indent=2))
    else:
        click.echo(_summary(report))
    return 1 if report.failed else 0


def _executor(jobs: int) -> Executor | nullcontext[None]:
    if jobs == 1:
        return nullcontext()
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs)


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[str], None] | None]:
    """A line that moves while articles are done, on a terminal only."""
    if not (shown and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        TextColumn("{task.completed} articles"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda article: bar.update(task, advance=1, description=article)


def _summary(report: BuildReport) -> str:
    from kg.cli.stats import figures_table

    done: dict[str, Sized] = {
        "new": report.new, "changed": report.changed, "skipped (unchanged)": report.unchanged,
        "removed": report.removed, "failed": report.failed,
    }  # fmt: skip
    lines = [figures_table(report.stats)] if report.stats else []
    lines.append("this build: " + ", ".join(f"{len(found):,} {word}" for word, found in done.items()))
    if report.dropped:
        many = f"{len(report.dropped)} claim{'s' if len(report.dropped) > 1 else ''}"
        lines.append(f"{many} left out, at odds with the ontology's shapes; --json and kg explain tell which")
    return "\n".join(lines)
