"""The first bytes of a file -> its format. A suffix may be wrong or missing; it decides only between kinds of text."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from kg.read.formats.page import Opened, Unreadable

_OCR = "OCR it first, for instance with ocrmypdf (-l chi_sim), and give the text"
_SAVE = "save it as DOCX, PDF or text"
# What is told by its first bytes; those that are told to be unreadable say what to do.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an old or an encrypted Office file; open it and {_SAVE}"),
    (b"{\\rtf", f"an RTF file; {_SAVE}"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; decompress it first (zstd -d)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it, or pack it as zip or tar.gz"),
    (b"Rar!", "a RAR archive; unpack it, or pack it as zip or tar.gz"),
    (b"\x89PNG", f"an image; {_OCR}"),
    (b"\xff\xd8\xff", f"an image; {_OCR}"),
    (b"II*\x00", f"an image; {_OCR}"),
    (b"MM\x00*", f"an image; {_OCR}"),
    (b"GIF8", f"an image; {_OCR}"),
    (b"HN\x01\x00", f"a CAJ file; {_SAVE}"),
    (b"CAJ\x00", f"a CAJ file; {_SAVE}"),
)
_ZIPPED: tuple[tuple[str, str], ...] = (
    ("xl/", "a spreadsheet; save the sheet's text as CSV or text"),
    ("ppt/", f"slides; {_SAVE}"),
    ("OFD.xml", f"an OFD file; {_SAVE}"),
    ("META-INF/container.xml", f"an e-book; {_SAVE}"),
    ("META-INF/manifest.xml", f"an OpenDocument file; {_SAVE}"),
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:div|p|article|table)[\s>]", re.IGNORECASE)
_MAIL = re.compile(
    rb"(?:received|return-path|delivered-to|message-id|mime-version|from|to|subject|date|content-type"
    rb"|x-[a-z-]+|dkim-signature|reply-to|sender):",
    re.IGNORECASE,
)
_BY_SUFFIX = {".md": "markdown", ".markdown": "markdown", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def sniff(opened: Opened) -> str:
    """The name of the format. Raises Unreadable: one that is known and cannot be read, with what to do instead."""
    head = opened.head()
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zipped(opened)
    if head[257:262] == b"ustar":
        return "tar"
    for mark, reason in _REFUSED:
        if head.startswith(mark):
            raise Unreadable(reason)
    return next((name for mark, name in _MAGIC if head.startswith(mark)), None) or _text(head, opened.name)


def _zipped(opened: Opened) -> str:
    if not opened.stream.seekable():
        raise Unreadable("a zip archive cannot be read from a pipe; give it as a file, or pack it as tar.gz")
    place = opened.stream.tell()
    try:
        names = zipfile.ZipFile(opened.stream).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"a damaged zip archive or Word file ({error}); fetch or save it anew") from error
    finally:
        opened.stream.seek(place)
    if "word/document.xml" in names:
        return "docx"
    for part, reason in _ZIPPED:
        if any(name == part or name.startswith(part) for name in names):
            raise Unreadable(reason)
    return "zip"


def _text(head: bytes, name: str) -> str:
    start = _ascii(head).lstrip()
    suffix = PurePosixPath(name).suffix.lower()
    if start.startswith(b"<"):
        if _FEED.search(start[:2000]):
            return "feed"
        if _HTML.search(start) or suffix in (".html", ".htm", ".xhtml"):
            return "html"
    if _is_mail(start):
        return "mail"
    if start.startswith(b"{") and (suffix in (".jsonl", ".ndjson", ".json") or b'"text"' in start):
        return "jsonl"
    if start.startswith(b"[") and suffix == ".json":
        return "jsonl"
    return _BY_SUFFIX.get(suffix, "text")


def _ascii(head: bytes) -> bytes:
    """UTF-16 without its zero bytes, and no mark in front: enough to see tags and headers."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_mail(start: bytes) -> bool:
    """Two header fields at the top: one may be the first words of an article."""
    lines = [line for line in io.BytesIO(start[:4000]).read().splitlines()[:12] if not line.startswith((b" ", b"\t"))]
    headers = 0
    for line in lines:
        if not _MAIL.match(line):
            break
        headers += 1
    return headers >= 2
