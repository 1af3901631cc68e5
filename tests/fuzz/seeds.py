"""Where fuzzing begins: texts that other tests have already, the words of each grammar, and `corpus/`."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from kg.tables import language, read_rows
from tests.fuzz.doors import COLUMNS, LOADERS, NAMES, TABLES
from tests.store.test_refusal import FROMS, HARMLESS, MIXED, SERVICES, UPDATES
from tests.view.vectors import vectors

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
DETECT = HERE.parent / "detect"
ARTICLE = (
    "两城携手共建产业园\n来源：某日报　2021-03-27 10:00\n"
    "3月26日，甲市高新区与乙市高新区在重庆签署《政务服务跨省通办合作备忘录》"
    "（以下简称“备忘录”），双方将共建金凤产业园，总投资351.5亿元，占地128亩。\n当天，该园区揭牌。责任编辑：某某\n"
)

# Target -> the rows of `words.tsv` that it reads, beside those of any text; white space; what stands in no table.
_READS = {
    "cleaner": ("name", "page"), "segmenter": ("page",), "times": ("time",), "amounts": ("amount",),
    "numbers": ("amount",), "names": ("name",), "heads": ("time", "page"), "facts": ("name", "time", "amount"),
    "reader": ("format",), "rules": ("row",), "terms": ("row",), "gazetteer": ("row",), "guard": ("sparql",),
    "labels": ("markup",), "judgements": ("judgement", "row"),
}  # fmt: skip
_SPACE = ("\n", "\t", "\r", "\f", "\u3000", "\u200b", "\u202e", "\u2028", "\x00")


@cache
def words(target: str) -> tuple[bytes, ...]:
    """The words of what a target reads, and white space of all kinds."""
    own = {*_READS[target]} | ({"any"} if target not in ("reader", "guard") else set())
    rows = read_rows(HERE / "words.tsv", ("for", "words"))
    found = [word for _, row in rows if row["for"] in own for word in row["words"].split()]
    return tuple(word.encode() for word in (*found, *_SPACE))


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """What a target is fed first: the inputs of `corpus/` last."""
    kept = sorted((CORPUS / target).glob("*")) if (CORPUS / target).is_dir() else []
    return (*_MADE[target](), *(path.read_bytes() for path in kept))


def _column(path: Path, column: str, most: int = 60) -> list[bytes]:
    rows = [row[column] for _, row in read_rows(path, (column,))]
    return [text.encode() for text in rows[:: max(1, len(rows) // most)]]


def _files() -> list[bytes]:
    lines = ARTICLE.split("\n")
    packed, message = io.BytesIO(), EmailMessage()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), "甲市与乙市签约。")
    message["From"], message["Subject"], message["Date"] = "a@example.org", lines[0], "Sat, 06 May 2023 10:00:00 +0800"
    message.set_content(ARTICLE)
    body = "".join(f"<p>{line}</p>" for line in lines)
    files = {
        "a.txt": ARTICLE.encode(),
        "a.html": f"<html><head><title>甲</title><meta charset=utf-8></head><body>{body}</body></html>".encode(),
        "a.md": ("---\ntitle: 甲\ndate: 2021-03-26\n---\n# 甲\n\n" + ARTICLE).encode(),
        "a.jsonl": '{"text": "甲市与乙市签约。", "title": "甲", "id": "1"}\n{"text": 3}\n'.encode(),
        "a.json": '[{"text": "甲市与乙市签约。"}]'.encode(),
        "a.eml": bytes(message),
        "a.rss": f"<rss><channel><item><title>甲</title><description>{ARTICLE}</description></item></channel>".encode(),
        "a.zip": packed.getvalue(),
        "a.pdf": b"%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>",
        "a": ARTICLE.encode("gb18030"),
    }  # fmt: skip
    return [bytes([NAMES.index(name)]) + data for name, data in files.items()]


def _tables() -> list[bytes]:
    found = []
    for number, table in enumerate(LOADERS):
        lines = [line for line in language(table).read_text("utf-8").splitlines() if line and line[0] != "#"]
        found.append(bytes([TABLES.index(table)]) + "\n".join(lines[1 : 4 + number % 3]).encode())
    return found


def _terms() -> list[bytes]:
    types = "Port\t码头\tport\tPark\t码头\t新田码头\n"
    relations = "supports\t对口支援\tsupports\t受援于\tsupported by\tParty\tParty\t\n"
    saying = "supports\t对口支援\t\t甲市对口支援乙县。\t甲市\t乙县\n"
    return ["\f".join((types, relations, saying)).encode(), types.encode()]


def _judged() -> list[bytes]:
    rows = "same\t甲园\t\t甲高新区\t\t\t\t2021\ndifferent\t甲园\t\t乙园\nrename\t甲园\t\t丙园\n"
    rows += "reject\t甲园\tpartOf\t乙园\ta\t甲园、乙园\n"
    return [b"\x00" + rows.encode(), b"\x01" + (COLUMNS + rows).encode(), b"\x20" + rows.split("\n")[3].encode()]


def _articles() -> list[bytes]:
    return [ARTICLE.encode(), *(line.encode() for line in ARTICLE.split("\n") if line)]


_MADE = {
    "cleaner": _articles, "segmenter": _articles, "facts": _articles, "heads": _articles,
    "times": lambda: _column(DETECT / "times.tsv", "text"),
    "amounts": lambda: _column(DETECT / "quantities.tsv", "text"),
    "numbers": lambda: [b"\x01\x02\x03\x04\x05\x06" + text for text in _column(DETECT / "quantities.tsv", "surface")],
    "names": lambda: [*words("facts"), "《西部（重庆）科学城》".encode(), b"A/B 100%"],
    "reader": _files, "rules": _tables, "terms": _terms, "judgements": _judged,
    "gazetteer": lambda: ["name\ttype\tshort\n甲园\tPark\t甲|乙\n".encode(), "file\ttitle\tpublished\turl\na.txt\t甲\t2021\thttp://e/\n".encode()],
    "guard": lambda: [text.encode() for text in (*SERVICES[::3], *FROMS[::2], *UPDATES[::3], *MIXED[::2], *HARMLESS)],
    "labels": lambda: [text[:200].encode("utf-8", "ignore") for text in vectors()[::6]],
}  # fmt: skip
