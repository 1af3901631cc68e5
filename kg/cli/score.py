"""`kg score`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import json_option
from kg.errors import UserError


@click.command("score")
@click.argument("gold", nargs=-1, metavar="[GOLD…]", type=click.Path(file_okay=False, path_type=Path))
@click.option("--texts", type=click.Path(file_okay=False, path_type=Path), help="The texts, where not beside the gold.")
@click.option("--graph", type=click.Path(dir_okay=False, path_type=Path), help="Score this TriG or N-Quads file.")
@click.option(
    "--pairs", type=click.Path(dir_okay=False, path_type=Path), help="Measure which names of this table are one node."
)
@click.option("--misses", metavar="WHAT", help="List what differs: all, facts, a predicate, a type, + or -.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="At most so many of them.")
@json_option
def command(
    gold: tuple[Path, ...],
    texts: Path | None,
    graph: Path | None,
    pairs: Path | None,
    misses: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Measure the extraction against annotated articles.

    GOLD… are folders with annotations NAME.json (tests/gold/GUIDELINE.md tells how they are written), the articles'
    texts NAME.txt and articles.tsv. Precision, recall and F1 of entities and facts, by type and predicate, with the
    95 % intervals of a bootstrap over articles.

    With --pairs FILE (columns left, left_type, left_article, right, right_type, right_article, verdict, why) the two
    articles of each row are read and resolved: are both names one node? Names that the reader does not find by itself
    are put in; "as read" tells the figures without that.
    """
    if pairs:
        if gold or texts or graph:
            raise click.UsageError("--pairs goes with neither GOLD nor --texts nor --graph")
        _score_pairs(pairs, misses is not None, limit, as_json)
        return
    if not gold:
        raise click.UsageError("give folders of annotations, or --pairs FILE")
    from kg.learn.built import read_graph_file
    from kg.learn.evaluation import load_folder, measure, measure_graph
    from kg.learn.score_command import listing, select, table

    golds = [article for folder in gold for article in load_folder(folder, texts)]
    if not golds:
        raise UserError(f"{', '.join(map(str, gold))}: no annotations (NAME.json) here")
    measurement = measure_graph(golds, read_graph_file(graph)) if graph else measure(golds)
    if as_json:
        click.echo(json.dumps(measurement.figures(), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(table(measurement)))
    if misses:
        chosen = select(measurement.misses, "" if misses == "all" else misses)
        click.echo("\n".join(["", *listing(chosen[:limit]), f"{len(chosen)} misses"]))


def _score_pairs(path: Path, list_misses: bool, limit: int, as_json: bool) -> None:
    from kg.learn.pairs import load_pairs, measure_pairs
    from kg.learn.pairs_table import misses, table

    score = measure_pairs(load_pairs(path))
    if as_json:
        click.echo(json.dumps(score.figures(), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(table(score)))
    if list_misses:
        wrong = misses(score)
        click.echo("\n".join(["", *wrong[:limit], f"{len(wrong)} misses"]))
