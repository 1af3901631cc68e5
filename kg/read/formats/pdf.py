"""PDF with a text layer: lines of every page, columns in reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.read.formats.columns import Line, reading_order
from kg.read.formats.page import Found, Opened, Page, Unreadable

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

MOST_PAGES = 300
_SPARSE = 12  # characters a page: less is page numbers over pictures
_OCR = "no text layer: OCR it first, for instance with ocrmypdf -l chi_sim"
_GUTTER = 2.0  # times a line's height: wider white within a line parts two columns
_MARGIN = 0.06  # of the page's height
_PRINTED = re.compile(
    r"(?:https?|file)\s*:\s*//|^\s*\d+\s*/\s*\d+\s*$|^\s*\d{1,4}/\d{1,2}/\d{1,4}\s*+[,，]?\s*+\d{1,2}\s*:\d\d"
)


def read(opened: Opened) -> Iterator[Found]:
    """The file's one article."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(opened.all())
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise Unreadable("encrypted; save it without its password first (print to PDF)") from error
        raise Unreadable(f"a damaged PDF ({error}); fetch or save it anew") from error
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(f"{len(document)} pages, a book; split it into articles ({MOST_PAGES} pages at most)")
        pages = [_lines(document[number]) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"a damaged PDF ({error}); fetch or save it anew") from error
    finally:
        document.close()
    text = "\n".join(line for page in pages for line in page)
    if len("".join(text.split())) < _SPARSE * len(pages) or not text.strip():
        raise Unreadable(_OCR)
    if text.count("\ufffd") + sum(unicodedata.category(c) == "Co" for c in text) > 0.1 * len(text):
        raise Unreadable(f"its fonts do not tell which characters they draw; as good as {_OCR}")
    yield Page(text)


def _lines(page: PdfPage) -> list[str]:
    """The page's lines in reading order, without what a browser prints around a page."""
    content = page.get_textpage()
    text, count = content.get_text_range(), content.count_chars()
    height = page.get_height()
    # Beyond the basic plane a character is two indices; the file's own order is good then, too.
    found = _boxed(content, text) if len(text) == count else [Line(0, 0, 0, 0, t) for t in text.splitlines()]
    content.close()
    page.close()
    kept = [line for line in found if not _is_printed_edge(line, height)]
    ordered = reading_order(kept) if len(text) == count else kept
    return [unicodedata.normalize("NFC", line.text.replace("\ufffe", "")).strip() for line in ordered]


def _boxed(content: PdfTextPage, text: str) -> list[Line]:
    """The lines as the PDF library parts them, each with its box, and parted where a gutter runs through it."""
    lines: list[Line] = []
    current: Line | None = None
    for index, character in enumerate(text):
        if character in "\r\n":
            lines += [current] if current else []
            current = None
            continue
        if character.isspace():
            if current:
                current = replace(current, text=current.text + character)
            continue
        left, bottom, right, top = content.get_charbox(index, loose=True)
        box = Line(left, -top, right, -bottom, character)
        if current and _continues(current, box):
            current = _joined(current, box)
        else:
            lines += [current] if current else []
            current = box
    return [*lines, current] if current else lines


def _joined(line: Line, box: Line) -> Line:
    return Line(
        min(line.left, box.left), min(line.top, box.top), max(line.right, box.right), max(line.bottom, box.bottom),
        line.text + box.text,
    )  # fmt: skip


def _continues(line: Line, box: Line) -> bool:
    return -line.height < box.left - line.right < _GUTTER * max(line.height, box.height)


def _is_printed_edge(line: Line, height: float) -> bool:
    """Date, address and page number in the margin of a printed web page."""
    below = -line.top
    return not _MARGIN * height < below < (1 - _MARGIN) * height and bool(_PRINTED.search(line.text))
