"""What is no article is told: one line for each file, with what to do; the others are read."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from kg.cli import run
from kg.errors import ArticleError, TableError
from kg.model import Article
from kg.read import read_articles
from tests.read.formats import tar_of

TEXT = "两城携手共建产业园\n3月26日，甲市高新区与乙市高新区签署合作备忘录，双方将共建一座产业园。"


def read(*paths: Path | str) -> tuple[list[Article], list[str]]:
    found = list(read_articles(paths))
    errors = [str(one) for one in found if isinstance(one, ArticleError | TableError)]
    assert all("\n" not in error for error in errors)
    return [one for one in found if isinstance(one, Article)], errors


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def _pdf(pages: int) -> bytes:
    import pypdfium2

    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(200, 200)
    document.save(out)
    return out.getvalue()


def _locked() -> bytes:
    """A PDF for which one needs a password: what opens it is noise."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"5a" * 32 + b">/U<" + b"a5" * 32 + b">>>",
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer


def _nested(depth: int) -> bytes:
    data = TEXT.encode()
    for level in range(depth):
        data = _zip(**{("a__zip" if level else "a__txt"): data})
    return data


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty.html": (b"", "empty"),
    "blank.html": (b"<html><body></body></html>", "without text"),
    "script.html": (b"<html><body><script>var x = 1;</script></body></html>", "without text"),
    "garbage.pdf": (b"%PDF-1.7\nnothing", "damaged PDF"),
    "scanned.pdf": (_pdf(2), "OCR"),
    "book.pdf": (_pdf(500), "500 pages"),
    "locked.pdf": (_locked(), "encrypted"),
    "picture.pdf": (b"\x89PNG\r\n\x1a\n....", "an image"),
    "photo.txt": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "an image"),
    "cut.docx": (_zip(word__document__xml=b"x")[:60], "damaged"),
    "hollow.docx": (_zip(**{"word/document.xml": b"<x/>"}), "damaged Word"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old or an encrypted"),
    "rich.rtf": (b"{\\rtf1 x}", "RTF"),
    "sheet.zip": (_zip(**{"xl/workbook.xml": b"<x/>"}), "spreadsheet"),
    "slides.zip": (_zip(**{"ppt/presentation.xml": b"<x/>"}), "slides"),
    "open.odt": (_zip(**{"META-INF/manifest.xml": b"<x/>"}), "OpenDocument"),
    "book.epub": (_zip(**{"META-INF/container.xml": b"<x/>"}), "e-book"),
    "scan.ofd": (_zip(**{"OFD.xml": b"<x/>"}), "OFD"),
    "paper.caj": (b"HN\x01\x00....", "CAJ"),
    "cut.zip": (_zip(a__txt=TEXT.encode())[:50], "damaged"),
    "void.zip": (_zip(**{"a.bin": b"x"}), "no article in this archive"),
    "bomb.zip": (_zip(a__txt=bytes(19_000_000)), "hundreds of times"),
    "large.zip": (_zip(a__txt=random.Random(0).randbytes(20_100_000)), "than 20 MB"),
    "deep.zip": (_nested(6), "archives in one another"),
    "cut.tar.gz": (b"\x1f\x8b\x08\x00" + bytes(20), "damaged"),
    "cut.tar": (tar_of("a.txt", TEXT.encode() * 99)[:900], "damaged"),
    "other.7z": (b"7z\xbc\xaf\x27\x1c....", "7z"),
    "other.rar": (b"Rar!....", "RAR"),
    "fast.zst": (b"\x28\xb5\x2f\xfd....", "zstd"),
    "noise.jsonl": (b'{"text": 3}\n', "no object"),
    "noise.json": (b'["text", 2', "no JSON"),
    "void.rss": (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "without entries"),
    "void.eml": (b"From: a@b.c\nSubject: x\nMIME-Version: 1.0\n\n", "empty"),
    "noise.txt": (bytes(range(256)) * 9, "binary"),
    "latin.txt": ("très à côté é è ü ß naïve".encode("latin-1"), "neither UTF-8"),
}


def test_broken_files_are_told_one_line_each(tmp_path: Path) -> None:
    for name, (data, _) in BROKEN.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["good"] and len(errors) == len(BROKEN) + 1 >= 30
    for name, (_, words) in BROKEN.items():
        mine = [error for error in errors if error.startswith(f"{tmp_path / name}: ")]
        assert len(mine) == 1 and words in mine[0], (name, mine)


def test_a_build_tells_them_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (data, _) in BROKEN.items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(TEXT, encoding="utf-8")
    assert run(["build", str(folder), "--store", str(tmp_path / "graph"), "--quiet"]) == 1
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert (
        len(lines) == len(BROKEN) >= 30
        and f"1 new, 0 changed, 0 skipped (unchanged), 0 removed, {len(BROKEN)} failed" in said.out
    )
    assert all(sum(f"{folder / name}: " in line for line in lines) == 1 for name in BROKEN)


def test_an_encrypted_zip(tmp_path: Path) -> None:
    data = bytearray(_zip(a__txt=TEXT.encode()))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "z.zip").write_bytes(bytes(data))
    articles, errors = read(tmp_path)
    assert articles == [] and len(errors) == 1 and "encrypted" in errors[0]
