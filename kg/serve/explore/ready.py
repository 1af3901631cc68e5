"""The ready questions as forms, their answers as tables and CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import kg.query
from kg.errors import KgError, QueryError, UnknownNameError
from kg.query.ready import Question, question, questions
from kg.serve.explore.index import as_text
from kg.serve.explore.listing import csv_answer
from kg.serve.explore.paging import paging
from kg.serve.explore.shown import show
from kg.serve.reader import reader
from kg.store import Rows
from kg.tables import read_rows
from kg.vocabulary import ENTITY_TYPES, PREDICATES, STATUSES

PAGE = 100
CHOICES = {"status": STATUSES, "type": ENTITY_TYPES, "predicate": PREDICATES}


@cache
def columns() -> dict[str, tuple[str, str]]:
    """Column of a ready question -> its Chinese name, and its kind."""
    path = Path(kg.query.__file__).with_name("columns.tsv")
    return {row["column"]: (row["zh"], row["kind"]) for _, row in read_rows(path, ("column", "zh", "kind"))}


def questions_page(request: Request) -> Response:
    """Every ready question."""
    return show(request, "questions.html", questions=questions())


def question_page(request: Request) -> Response:
    """A ready question with its form; answered as soon as it is asked with `?ask=1`, or needs to be told nothing.

    `/questions/NAME.csv` is the answer as a file. Raises UnknownNameError: no such question.
    """
    name, _, form = request.path_params["name"].partition(".")
    try:
        ready = question(name)
    except QueryError as error:
        raise UnknownNameError(str(error)) from None
    given = _given(request, ready)
    needed = any(parameter.required for parameter in ready.parameters)
    rows: Sequence[Any] = ()
    heads: tuple[str, ...] = ()
    trouble, status = "", 200
    if form == "csv" or given or not needed:
        try:
            source = reader(request)
            # Without parameters the answer is the same for everyone until the next build.
            answer = (
                source.graph.query(ready.name, **given)
                if given
                else source.once(f"explore ready {ready.name}", lambda kept: kept.graph.query(ready.name))
            )
            assert isinstance(answer, Rows)
            rows, heads = answer, answer.columns
        except KgError as error:
            if form == "csv":
                raise
            trouble, status = str(error), _status(error)
    if form == "csv":
        return csv_answer([heads, *(["" if c is None else as_text(c) for c in row] for row in rows)], f"{name}.csv")
    paged = paging(request, len(rows), PAGE)
    used = [i for i in range(len(heads)) if any(row[i] not in (None, "") for row in rows)]
    return show(
        request, "question.html", status, ready=ready, filled=_filled(ready, given), choices=CHOICES, trouble=trouble,
        heads=[(heads[i], *columns().get(heads[i], (heads[i], "name"))) for i in used],
        rows=[[row[i] for i in used] for row in rows[paged.first : paged.first + PAGE]], paged=paged,
        asked=bool(heads),
    )  # fmt: skip


def _status(error: KgError) -> int:
    return 404 if isinstance(error, UnknownNameError) else int(getattr(error, "status", 400))


def _given(request: Request, ready: Question) -> dict[str, Any]:
    """What the form tells: parameter -> its value, or its values where it takes several."""
    told: dict[str, Any] = {}
    for parameter in ready.parameters:
        values = [value.strip()[:500] for value in request.query_params.getlist(parameter.name) if value.strip()]
        if values:
            told[parameter.name] = values if parameter.count > 1 else values[0]
    return told


def _filled(ready: Question, given: Mapping[str, Any]) -> dict[str, list[str]]:
    """Parameter -> what stands in each of its fields."""
    filled = {}
    for parameter in ready.parameters:
        value = given.get(parameter.name, [])
        told = [value] if isinstance(value, str) else list(value)
        filled[parameter.name] = [*told, *[""] * parameter.count][: max(1, parameter.count)]
    return filled
