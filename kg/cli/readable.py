"""Values as people read them: Chinese names beside the ontology's, sums in 亿元, long words shortened.

Only for what is printed for people: csv, json and the like give every value exactly and whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.lang.labels import labels
from kg.store import shortened, shown, table
from kg.vocabulary import Iri, term_name

if TYPE_CHECKING:
    from kg.store import Rows

QUOTE_WIDTH, TITLE_WIDTH, LIST_WIDTH = 64, 36, 64  # terminal columns; a Chinese character takes two
_LIMITS = {"quote": QUOTE_WIDTH, "title": TITLE_WIDTH, "names": LIST_WIDTH}
_RIGHT = ("sum", "area", "number", "confidence")
_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))


def predicate(name: str, *, inverse: bool = False) -> str:
    """A predicate by its Chinese name and its own; `inverse`: read from the object's side.

    >>> predicate("signatory"), predicate("signatory", inverse=True)
    ('签署方 signatory', '签署 ← signatory')
    """
    label = labels("predicate").get(name)
    if inverse:
        return f"{label.inverse_zh} ← {name}" if label else f"← {name}"
    return f"{label.zh} {name}" if label else name


def term(group: str, name: str) -> str:
    """A type, status or modality by its Chinese name and its own.

    >>> term("type", "Park"), term("status", "underway")
    ('园区 Park', '在建 underway')
    """
    label = labels(group).get(name)
    return f"{label.zh} {name}" if label else name


def money(amount: Decimal, unit: str = "CNY") -> str:
    """A sum in words, to two places, with the exact number beside it where the words do not say it already.

    >>> money(Decimal("35150000000"))
    '351.5亿元 (35150000000)'
    >>> money(Decimal(1200000), "USD")
    '120万 USD (1200000)'
    """
    currency = "元" if unit == "CNY" else f" {unit}"
    for size, name in _SCALES:
        if abs(amount) >= size:
            return f"{shown(round(amount / size, 2))}{name}{currency} ({shown(amount)})"
    return f"{shown(amount)}{currency}"


def value(predicate: str, text: str, unit: str | None) -> str:
    """The value of a fact, by what its predicate says: money, square kilometres, a state; else as it is."""
    if predicate == "status":
        return term("status", text)
    if unit == "km2":
        return f"{text} 平方公里"
    return money(Decimal(text), unit) if unit else text


def answer_table(rows: Rows, *, ready: bool, width: int | None) -> str:
    """The rows for people. `ready`: of a ready question; its columns are known, and those without any value left out.

    `width` as in `kg.store.table`.
    """
    if not ready:
        return rows.table(width)
    used = [i for i, _ in enumerate(rows.columns) if any(row[i] not in (None, "") for row in rows)]
    kinds = [columns().get(rows.columns[i], ("", "name")) for i in used]
    head = [f"{zh}\n{rows.columns[i]}" if zh else rows.columns[i] for i, (zh, _) in zip(used, kinds, strict=True)]
    cells = [[_cell(row[i], kind) for i, (_, kind) in zip(used, kinds, strict=True)] for row in rows]
    right = [place for place, (_, kind) in enumerate(kinds) if kind in _RIGHT]
    return table(head, cells, width, right=right)


@cache
def columns() -> dict[str, tuple[str, str]]:
    """Column of a ready question -> its Chinese name, and its kind."""
    from pathlib import Path

    import kg.query
    from kg.tables import read_rows

    path = Path(kg.query.__file__).with_name("columns.tsv")
    return {row["column"]: (row["zh"], row["kind"]) for _, row in read_rows(path, ("column", "zh", "kind"))}


def _cell(content: Any, kind: str) -> str:
    if content in (None, ""):
        return ""
    if kind == "sum" and isinstance(content, Decimal | int):
        return money(Decimal(content))
    if kind == "predicate":
        return predicate(str(content))
    if kind == "confidence":
        return f"{content:.2f}"
    text = shown(term_name(Iri(content)) if isinstance(content, Iri) else content)
    limit = _LIMITS.get(kind)
    return shortened(text, limit) if limit else text


def side_by_side(left: Sequence[tuple[str, int]], right: Sequence[tuple[str, int]], heads: tuple[str, str]) -> str:
    """Two lists of counts beside each other, each under its head."""
    rows = []
    for number in range(max(len(left), len(right))):
        row: list[str] = []
        for side in (left, right):
            row += [side[number][0], f"{side[number][1]:,}"] if number < len(side) else ["", ""]
        rows.append(row)
    return table([heads[0], "", heads[1], ""], rows, right=(1, 3))
