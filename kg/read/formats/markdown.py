"""Markdown: its words without the marks; a front matter's title, date and address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.read.formats.page import Found, Opened, Page
from kg.read.formats.text import decoded
from kg.read.head import date_in

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>[A-Za-z_]++)[ \t]*+:[ \t]*+(?P<value>\S.*)$", re.MULTILINE)
_TITLE, _DATE, _ADDRESS = ("title",), ("date", "published", "pubdate"), ("url", "link", "source")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def read(opened: Opened) -> Iterator[Found]:
    """One article: paragraphs, headings, list items and rows of tables are lines."""
    text = decoded(opened.all()).replace("\r\n", "\n")
    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        fields = {m["name"].lower(): m["value"].strip().strip("\"'") for m in _FIELD.finditer(front[1])}
        text = text[front.end() :]

    def field(names: tuple[str, ...]) -> str | None:
        return next((fields[name] for name in names if fields.get(name)), None)

    address = field(_ADDRESS)
    title = field(_TITLE)
    body = plain(text)
    if title and title not in body[:400]:
        body = f"{title}\n{body}"
    yield Page(body, title, date_in(field(_DATE) or ""), address if address and "://" in address else None)


def plain(text: str) -> str:
    """The words of a Markdown text, a block a line."""
    from markdown_it import MarkdownIt

    lines: list[str] = []
    row: list[str] | None = None
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            lines.append(" | ".join(row))
            row = None
        elif token.type == "inline":
            (lines if row is None else row).append(_inline(token))
        elif token.type in ("code_block", "fence"):
            lines.append(token.content)
    return "\n".join(lines)


def _inline(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or ():
        if child.type == "softbreak":
            # A line end within a paragraph is a space between words, and nothing between characters.
            parts.append("" if parts and _WIDE.match(parts[-1][-1:]) else " ")
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    return "".join(parts)
