"""JSON Lines: an article a line (`text`, and where known `title`, `published`, `url`, `id`); also one JSON array."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from kg.read.formats.page import LARGEST, Found, Opened, Page, Unreadable
from kg.read.formats.text import decoded
from kg.read.head import date_in

_FIELDS = ("text", "title", "published", "url", "id")
_EXPECTED = 'write one object a line: {"text": "…", "title": "…", "published": "2021-03-26", "url": "…"}'


def read(opened: Opened) -> Iterator[Found]:
    """The articles in their order, streamed; named by their `id`, else by the number of their line."""
    start = opened.head(64).lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"[") or (opened.name.lower().endswith(".json") and b"\n" in start[:4]):
        yield from _document(opened)
        return
    number = 0
    while line := opened.stream.readline(LARGEST + 1):
        number += 1
        name = f"line {number}"
        if len(line) > LARGEST:
            yield Unreadable(f"longer than {LARGEST // 1_000_000} MB; split it into articles", name)
            while line and not line.endswith(b"\n"):
                line = opened.stream.readline(LARGEST)
        elif stripped := line.removeprefix(b"\xef\xbb\xbf").strip():
            yield _parsed(stripped, number)


def _parsed(line: bytes, number: int) -> Found:
    try:
        return _page(json.loads(decoded(line)), number, f"line {number}")
    except Unreadable as error:
        return Unreadable(str(error), f"line {number}")
    except (ValueError, RecursionError) as error:
        return Unreadable(f"no JSON ({_short(error)}); {_EXPECTED}", f"line {number}")


def _document(opened: Opened) -> Iterator[Found]:
    """One JSON document over many lines: an article, or a list of them."""
    try:
        found: Any = json.loads(decoded(opened.all()))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no JSON ({_short(error)}); {_EXPECTED}") from error
    if isinstance(found, dict):
        one = _page(found, 1, "")
        yield one if isinstance(one, Unreadable) or one.whole else replace(one, name="")
        return
    for number, one in enumerate(found, start=1):
        yield _page(one, number, f"item {number}")


def _page(found: Any, number: int, where: str) -> Found:
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        return Unreadable(f'no object with a "text"; {_EXPECTED}', where)
    said = {field: found.get(field) for field in _FIELDS}
    wrong = next((f for f, value in said.items() if value is not None and not isinstance(value, str | int)), None)
    if wrong:
        return Unreadable(f'"{wrong}" is neither text nor a number; {_EXPECTED}', where)
    title, published, url, name = (str(said[f]).strip() if said[f] is not None else "" for f in _FIELDS[1:])
    date = date_in(published)
    if published and not date:
        return Unreadable(f'"published": {published[:40]!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY', where)
    return Page(
        str(said["text"]), title or None, date, url or None, _safe(name) or str(number), whole=bool(_safe(name))
    )


def _safe(name: str) -> str:
    """An id as a path that stays below: no empty, `.` or `..` segments."""
    return "/".join(part for part in PurePosixPath(name).parts if part not in ("/", ".", ".."))


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:100]
