"""`kg remove`."""

from __future__ import annotations

import json

import click

from kg.cli.judging import is_store, judgements_for
from kg.cli.options import FilePath, counted, json_option, judgements_option, store_option


@click.command("remove")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…", type=FilePath())
@store_option
@judgements_option
@json_option
def command(articles: tuple[str, ...], store: str, judgements: str | None, as_json: bool) -> None:
    """Remove articles from the graph.

    All that only they say goes with them. ARTICLE is an article's id, its IRI or the path of its file. All of them
    or, where one is unknown, none. The file itself stays: build its folder again, and the article is back. To remove
    what a folder no longer holds: kg build --prune.

    \b
    Example: kg remove 004_e4bb652f452cb2ac
    """
    from kg.change import remove_articles, resolve_store
    from kg.query.articles import find_article
    from kg.store import Store
    from kg.store.opening import open_for_writing

    if not is_store(store):
        Store(store).close()  # it says what is wrong
    with open_for_writing(store) as opened:
        judged = judgements_for(opened, judgements)
        known = opened.extracts.ids()
        if known:
            # A removal that was cut off has forgotten the article, and may not have told the graph so.
            resolve_store(opened, judged)
        known = known or opened.articles()
        ids = list(dict.fromkeys(find_article(article, known) for article in articles))
        report = remove_articles(opened, ids, judged)
    if as_json:
        click.echo(json.dumps(report.asdict(), ensure_ascii=False, indent=2))
        return
    for article in report.removed:
        click.echo(f"removed: {article}")
    if report.rewritten:
        click.echo(f"{counted(len(report.rewritten), 'article')} rewritten: they told of the same things")
    if report.stats:
        click.echo(f"{counted(report.stats.articles, 'article')} left, {counted(report.stats.facts_total, 'fact')}")
