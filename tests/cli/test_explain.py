"""`kg explain`: what it shows of a reading, with a stand-in for the extractor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import pipeline
from kg.cli import run
from kg.model import Article, Entity, Evidence, Extraction, Link, Mention, Sentence, Span, Statement, Value

TEXT = "重庆高新区总投资351.5亿元。\n双方2021年3月26日在重庆高新区签署协议。"


def reading(article: Article) -> Extraction:
    text = article.text
    cut = text.index("\n")
    park = Entity("重庆高新区", ("Park",), ("重庆高新区",))
    deal = Entity("a/协议", ("Agreement",), ("协议",), local=True)

    def mention(words: str, kind: str, value: Value | None = None, begin: int = 0) -> Mention:
        start = text.index(words, begin)
        return Mention(Span(start, start + len(words)), words, kind, "rule", value, 0.9)

    both = mention("双方", "Anaphor")
    links = (
        Link(mention("重庆高新区", "Park"), park.id, 1.0, ("its name",)),
        Link(mention("351.5亿元", "Money", Value("35150000000", "decimal", "CNY")), None, 1.0, ("stands for itself",)),
        Link(both, park.id, 0.6, ("last two",)),
        Link(both, deal.id, 0.4, ("last two",)),
        Link(mention("重庆高新区", "Park", begin=cut), None, 0.2),
    )

    def says(words: str, confidence: float, modality: str = "asserted") -> tuple[Evidence, ...]:
        start = text.index(words)
        return (Evidence(Span(start, start + len(words)), words, "rule:x", confidence, modality),)  # type: ignore[arg-type]

    stated = (
        Statement(park.id, "totalInvestment", Value("35150000000", "decimal", "CNY"), says("总投资351.5亿元", 0.97)),
        Statement(deal.id, "signedOn", Value("2021-03-26", "date"), says("2021年3月26日", 0.8, "planned")),
        Statement(park.id, "status", Value("started", "status"), says("签署", 0.5)),
    )
    rejected = (Statement(deal.id, "signatory", park.id, says("在重庆高新区签署", 0.2)),)
    sentences = (Sentence(Span(0, cut)), Sentence(Span(cut + 1, len(text)), 1))
    return Extraction(article, (park, deal), stated, sentences, links, rejected)


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pipeline, "extract", reading)
    path = tmp_path / "news.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_each_sentence_shows_what_is_read_and_why(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(article)]) == 0
    lines = capsys.readouterr().out.splitlines()
    first = lines.index(next(line for line in lines if line.startswith("0–")))
    second = lines.index(next(line for line in lines if line.endswith("签署协议。")))
    assert lines[first + 1 : second - 1] == [
        "  = 重庆高新区 [园区 Park, rule 0.90] → 重庆高新区 [园区 Park] 1.00: its name",
        "  = 351.5亿元 = 35150000000 CNY [Money, rule 0.90]",
        "  + 重庆高新区 · 总投资 totalInvestment · 351.5亿元 (35150000000) [rule:x 0.97]",
    ]
    assert lines[second + 1 : second + 6] == [
        "  = 双方 [Anaphor, rule 0.90] → 重庆高新区 [园区 Park] 0.60: last two + 协议 [协议 Agreement] 0.40: last two",
        "  = 重庆高新区 [园区 Park, rule 0.90] → not decided",
        "  + 协议 · 签署日期 signedOn · 2021-03-26 [rule:x 0.80, 计划 planned]",
        "  + 重庆高新区 · 状态 status · 开工 started [rule:x 0.50]",
        "  - 协议 · 签署方 signatory · 重庆高新区 [rule:x 0.20]",
    ]
    (left_out,) = [line for line in lines if line.startswith("!")]
    assert left_out == "! 重庆高新区 rc:status breaks the shapes (Class Project): “签署”"


def test_json_tells_the_same_with_offsets(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(article), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert [entity["id"] for entity in told["entities"]] == ["重庆高新区", "a/协议"]
    assert len(told["left_out"]) == 1
    one, two = told["sentences"]
    assert [mention["surface"] for mention in one["mentions"]] == ["重庆高新区", "351.5亿元"]
    assert one["mentions"][1]["value"] == "35150000000" and one["mentions"][1]["unit"] == "CNY"
    assert [link["name"] for link in two["mentions"][0]["links"]] == ["重庆高新区", "协议"]
    assert [(fact["predicate"], fact["modality"]) for fact in two["stated"]] == [
        ("signedOn", "planned"),
        ("status", "asserted"),
    ]
    assert [(fact["object"], fact["object_name"]) for fact in two["rejected"]] == [("重庆高新区", "重庆高新区")]
    for sentence in told["sentences"]:
        for mention in sentence["mentions"]:
            begin, end = (mention[side] - sentence["start"] for side in ("start", "end"))
            assert sentence["text"][begin:end] == mention["surface"]


def test_what_cannot_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run(["explain", str(tmp_path / "empty.txt")]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "empty.txt: the file is empty" in err
    assert run(["explain", str(tmp_path / "nowhere.txt")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
