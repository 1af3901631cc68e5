"""The formats, once: name -> the module that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from kg.read.formats.page import DEEPEST, Found, Opened, Reader, Unreadable
from kg.read.formats.sniff import sniff

# Loaded when the first file of the kind is met: a PDF library costs more than reading a hundred texts.
_READERS = {
    "text": "text",
    "markdown": "markdown",
    "html": "html",
    "pdf": "pdf",
    "docx": "docx",
    "mail": "mail",
    "feed": "feed",
    "jsonl": "jsonl",
    "zip": "archive",
    "tar": "archive",
    "gzip": "compressed",
    "bzip2": "compressed",
    "xz": "compressed",
}

# Which files of a folder are articles by their names; the last ones are met with a word on what to do with them.
READABLE = (
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".pdf", ".docx", ".eml",
    ".rss", ".atom", ".xml", ".jsonl", ".ndjson", ".json",
    ".zip", ".tar", ".tgz", ".gz", ".bz2", ".tbz2", ".xz", ".txz",
)  # fmt: skip
REFUSED = (".doc", ".wps", ".rtf", ".odt", ".pages", ".caj", ".ofd", ".epub", ".rar", ".7z", ".zst")
SUFFIXES = frozenset(READABLE + REFUSED)
PACKED = (".gz", ".bz2", ".xz")


def pages(opened: Opened) -> Iterator[Found]:
    """The articles of a file, one after the other; what cannot be read is an Unreadable among them, never raised."""
    try:
        if opened.depth > DEEPEST:
            raise Unreadable(f"more than {DEEPEST} archives in one another; unpack them")
        name = sniff(opened)
        reader: Reader = import_module(f"kg.read.formats.{_READERS[name]}").read
        yield from reader(opened)
    except Unreadable as error:
        yield error
    except (OSError, EOFError) as error:
        yield Unreadable(f"cannot be read ({getattr(error, 'strerror', None) or error}); check the file")
