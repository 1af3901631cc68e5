"""Word files (DOCX): paragraphs, tables and text boxes in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from kg.read.formats.page import LARGEST, Found, Opened, Page, Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
_UNPACKED = 10 * LARGEST


def read(opened: Opened) -> Iterator[Found]:
    """The document's one article."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    data = opened.all()
    try:
        if sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(data)).infolist()) > _UNPACKED:
            raise Unreadable(f"unpacks to more than {_UNPACKED // 1_000_000} MB; save its text alone")
        body = Document(io.BytesIO(data)).element.body
    except (zipfile.BadZipFile, OpcError, XMLSyntaxError, KeyError, ValueError, AttributeError, EOFError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"a damaged Word file ({' '.join(str(error).split())[:100]}); save it anew") from error
    text = "\n".join(_blocks(body))
    if not text.strip():
        raise Unreadable("a Word file without text (pictures alone?); OCR it first and save the text")
    yield Page(text)


def _blocks(element: Any) -> Iterator[str]:
    """Paragraphs and rows, in order; a change's deleted words and the fallback of a text box are left out."""
    for child in element:
        if child.tag == f"{_W}p":
            yield _words(child)
            # Text boxes hang in the paragraph at which they are anchored.
            yield from (line for box in _boxes(child) for line in _blocks(box))
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                yield " | ".join(
                    " ".join(filter(None, map(_words, cell.iter(f"{_W}p")))) for cell in row.iter(f"{_W}tc")
                )
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag"):
            yield from _blocks(child)


def _words(paragraph: Any) -> str:
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in _BREAKS:
            parts.append(_BREAKS[node.tag])
        elif node.tag not in (f"{_W}txbxContent", f"{_W}del", f"{_W}pPr", f"{_W}rPr", _FALLBACK):
            stack.extend(reversed(node))
    return "".join(parts)


def _boxes(paragraph: Any) -> Iterator[Any]:
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield box
