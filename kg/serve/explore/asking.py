"""A question in Chinese, its answer, the words that say so, and the query that was asked."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.rdf.iri import article_iri
from kg.serve.explore import claims
from kg.serve.explore.index import index
from kg.serve.explore.shown import show
from kg.serve.reader import Reader, reader

EXAMPLES, ITEMS, QUOTES = 8, 100, 3


def ask_page(request: Request) -> Response:
    """`?q=` -> the answer; without it, questions to begin with."""
    from kg.ask import ask

    source = reader(request)
    wanted = request.query_params.get("q", "").strip()[:1000]
    answer = ask(source.graph, wanted) if wanted else None
    items = answer.items[:ITEMS] if answer else ()
    base = index(request).base
    texts = claims.texts(source, {article_iri(e.article, base) for item in items for e in item.evidence[:QUOTES]})
    shown = [
        (item, [(e, *claims.context(texts.get(article_iri(e.article, base), ""), e)) for e in item.evidence[:QUOTES]])
        for item in items
    ]
    return show(request, "ask.html", wanted=wanted, answer=answer, items=shown, examples=examples(source))


def examples(source: Reader) -> list[str]:
    """Questions that this graph can answer."""
    from kg.ask import examples as made

    return source.once("explore examples", lambda kept: made(kept.graph, count=EXAMPLES))
