"""The query editor: any SPARQL; examples to begin with. Works without scripts as a plain form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError, QueryError
from kg.query.ready import questions
from kg.serve.explore.paging import paging
from kg.serve.explore.shown import show
from kg.serve.headers import CONTENT_SECURITY_POLICY
from kg.serve.reader import reader
from kg.store import Rows
from kg.vocabulary import PREFIXES

PAGE = 200
_DECLARED = re.compile(r"(?i)\bPREFIX\s++([\w-]*+)\s*+:")
_USED = re.compile(r"(?<![\w?$:])([a-z]+):")
_LITERAL = re.compile(r"<[^<>\s]*>|\"[^\"\n]*\"|'[^'\n]*'|(?m:#.*$)")
_FIRST = "2-signed-together"


# YASGUI's table writes two style elements, always the same: allowed by what they say, on this page alone.
_STYLES = ("zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk=", "c0O6TmFAkgpNbHxKAa1BrveWHHopjEtC47i0PzMudxg=")
_ALLOWED = " ".join(("style-src 'self'", *(f"'sha256-{style}'" for style in _STYLES)))
_POLICY = CONTENT_SECURITY_POLICY.replace("style-src 'self'", _ALLOWED)


@dataclass(frozen=True, slots=True)
class Example:
    """A query to begin with."""

    name: str
    zh: str
    en: str
    sparql: str


@cache
def examples() -> tuple[Example, ...]:
    """Short queries (`queries/*.rq`, whose first two lines are their names), then the ready questions."""
    folder = files("kg.serve.explore").joinpath("queries")
    found = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        zh, en, sparql = file.read_text(encoding="utf-8").split("\n", 2)
        found.append(Example(file.name.removesuffix(".rq"), zh.lstrip("# "), en.lstrip("# "), sparql))
    return (*found, *(Example(q.name, q.title, q.english, q.sparql) for q in questions()))


def declared(sparql: str) -> str:
    """The query with a PREFIX line for each of our prefixes that it uses and does not declare."""
    told = {match.lower() for match in _DECLARED.findall(sparql)}
    used = dict.fromkeys(_USED.findall(_LITERAL.sub("", sparql)))
    lines = [f"PREFIX {name}: <{PREFIXES[name]}>" for name in PREFIXES if name in used and name not in told]
    return "\n".join([*lines, sparql]) if lines else sparql


def query_page(request: Request) -> Response:
    """The editor with `?query=` or `?example=NAME` in it; `?run=1`: and its answer."""
    asked = request.query_params
    named = {example.name: example for example in examples()}
    chosen = named.get(asked.get("example", ""))
    sparql = declared(asked.get("query") or (chosen or named.get(_FIRST) or examples()[0]).sparql)
    context: dict[str, object] = {"rows": None, "turtle": None, "truth": None, "trouble": "", "heads": ()}
    status = 200
    if asked.get("run"):
        status = _answered(request, sparql, context)
    rows = context["rows"]
    paged = paging(request, len(rows) if isinstance(rows, Rows) else 0, PAGE)
    if isinstance(rows, Rows):
        context["rows"] = rows[paged.first : paged.first + PAGE]
    response = show(
        request, "query.html", status, sparql=sparql, examples=examples(), prefixes=PREFIXES, paged=paged, **context
    )
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _answered(request: Request, sparql: str, context: dict[str, object]) -> int:
    """Put the answer into the context; the page's status."""
    try:
        answer = reader(request).query(sparql)
    except KgError as error:
        context["trouble"] = str(error)
        return 400 if isinstance(error, QueryError) else int(getattr(error, "status", 500))
    if isinstance(answer, bool):
        context["truth"] = answer
    elif isinstance(answer, Rows):
        context["rows"], context["heads"] = answer, answer.columns
    else:
        context["turtle"] = answer.serialise("ttl").decode("utf-8")
    return 200
