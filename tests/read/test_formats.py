"""Every format in: the same article from each of them, by other programs' hands; and what is no article is told."""

from __future__ import annotations

import io
import json
import shutil
import sys
import zipfile
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from kg.errors import ArticleError, TableError
from kg.model import Article
from kg.pipeline import extract
from kg.read import clean, read_articles
from tests.read import formats
from tests.read.formats import tar_of

TEXT = "两城携手共建产业园\n3月26日，甲市高新区与乙市高新区签署合作备忘录，双方将共建一座产业园，总投资20亿元。"


def read(*paths: Path | str) -> tuple[list[Article], list[str]]:
    found = list(read_articles(paths))
    errors = [str(one) for one in found if isinstance(one, ArticleError | TableError)]
    assert all("\n" not in error for error in errors)
    return [one for one in found if isinstance(one, Article)], errors


def solid(text: str) -> str:
    return "".join(text.split())


def facts(article: Article) -> set[tuple[str, str, str]]:
    said = extract(replace(article, id="a")).statements
    return {(s.subject, s.predicate, getattr(s.object, "lexical", str(s.object))) for s in said}


def share(found: set[tuple[str, str, str]], expected: set[tuple[str, str, str]]) -> float:
    return 2 * len(found & expected) / (len(found) + len(expected))


def test_written_by_hand(tmp_path: Path) -> None:
    for name in formats.SAMPLES:
        formats.write_plain(tmp_path, name)
        formats.write_marked_up(tmp_path, name)
        formats.write_archives(tmp_path, name)
    articles, errors = read(tmp_path)
    assert errors == [] and len(articles) == len(list(tmp_path.iterdir())) >= 60
    plain = {name: next(a for a in articles if a.id == f"{name}-utf8") for name in formats.SAMPLES}
    for article in articles:
        assert article.text == plain[article.id.partition("-")[0]].text, article.id
    dated = [
        a for a in articles if any(kind in a.id for kind in ("page", "gbk", "-md", "rss", "atom", "lines", "mail"))
    ]
    assert len(dated) == 7 * len(formats.SAMPLES) and {a.published for a in dated} == {formats.PUBLISHED}
    assert {a.title for a in articles} == {a.title for a in plain.values()}


def test_traditional_characters_in_big5(tmp_path: Path) -> None:
    from opencc import OpenCC

    data = OpenCC("s2t").convert(formats.sample("t101")).encode("big5hkscs", "ignore")
    (tmp_path / "a.txt").write_bytes(data)
    articles, errors = read(tmp_path)
    assert errors == [] and articles[0].text == clean(data.decode("big5hkscs"))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
def test_written_by_libreoffice(tmp_path: Path) -> None:
    scratch, folder = tmp_path / "scratch", tmp_path / "articles"
    scratch.mkdir()
    folder.mkdir()
    formats.write_office(folder, scratch)
    for name in formats.SAMPLES:
        (folder / f"{name}-utf8.txt").write_text(formats.sample(name), encoding="utf-8")
    articles, errors = read(folder)
    by_id = {a.id: a for a in articles}
    assert errors == [] and len(by_id) == 9
    for name in formats.SAMPLES:
        assert by_id[f"{name}-word"].text == by_id[f"{name}-utf8"].text
        assert share(facts(by_id[f"{name}-office"]), facts(by_id[f"{name}-utf8"])) >= 0.95


@pytest.mark.browser
@pytest.mark.skipif(not (shutil.which("chromium") or shutil.which("google-chrome")), reason="Chromium is not installed")
def test_printed_by_chromium(tmp_path: Path) -> None:
    scratch, folder = tmp_path / "scratch", tmp_path / "articles"
    scratch.mkdir()
    folder.mkdir()
    for name in formats.SAMPLES:
        (folder / f"{name}-utf8.txt").write_text(formats.sample(name), encoding="utf-8")
        formats.print_pdf(formats._document(formats.sample(name)), folder / f"{name}-print.pdf", scratch, edges=True)
    formats.print_pdf(formats.columns(formats.sample("t101")), folder / "t101-columns.pdf", scratch)
    articles, errors = read(folder)
    by_id = {a.id: a for a in articles}
    assert errors == [] and len(by_id) == 7
    for article in articles:
        plain = by_id[f"{article.id.partition('-')[0]}-utf8"]
        assert share(facts(article), facts(plain)) >= 0.95, article.id


def test_tables_are_rows(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><body><h1>两城集中签约一批合作项目</h1><p>"
        + "今天上午，甲市与乙市在会展中心集中签约。" * 5
        + "</p><table><tr><th>项目</th><th>投资方</th></tr>"
        + "<tr><td>新能源电池产业园项目</td><td>丙集团有限公司</td></tr></table>"
        "</body></html>",
        encoding="utf-8",
    )
    text = read(tmp_path)[0][0].text
    assert "新能源电池产业园项目 | 丙集团有限公司" in text


def test_attachments_are_articles(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = "请看附件", "a@example.org"
    message.set_content("见附件。")
    message.add_attachment(TEXT.encode("gb18030"), maintype="text", subtype="plain", filename="签约.txt")
    message.add_attachment(b"\x89PNG....", maintype="image", subtype="png", filename="图.png")
    (tmp_path / "m.eml").write_bytes(bytes(message))
    articles, errors = read(tmp_path)
    assert [(a.id, a.text) for a in articles] == [("m/签约", TEXT)] and errors == []


def test_names_of_what_is_in_a_file(tmp_path: Path) -> None:
    rows = [{"text": TEXT, "id": "甲/1"}, {"text": TEXT}, {"title": "无文"}, {"text": TEXT, "published": "明天"}]
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n{no\n\n", encoding="utf-8")
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["甲/1", "c/2"]
    assert ["line 3" in errors[0], "line 4" in errors[1], "line 5" in errors[2]] == [True] * 3


def test_data_beside_articles_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps({"entities": [], "facts": []}, indent=1), encoding="utf-8")
    (tmp_path / "pom.xml").write_text("<project/>", encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"text": TEXT, "title": "题"}, indent=1), encoding="utf-8")
    articles, errors = read(tmp_path)
    assert [(a.id, a.text) for a in articles] == [("a", TEXT), ("b", TEXT)] and errors == []
    assert "no object with" in read(tmp_path / "a.json")[1][0]


def test_a_listing_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("x/a.txt", TEXT)
        archive.writestr("x/articles.tsv", "file\ttitle\tpublished\turl\na.txt\t题目\t2021-03\thttps://example.org/a\n")
    article = read(tmp_path)[0][0]
    assert (article.id, article.title, article.published, article.url) == (
        "z/x/a", "题目", "2021-03", "https://example.org/a",
    )  # fmt: skip


def test_chinese_names_in_archives_of_windows(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        info = zipfile.ZipInfo("签约".encode("gb18030").decode("cp437") + ".txt")
        archive.writestr(info, TEXT)
    raw = (tmp_path / "z.zip").read_bytes()
    names = zipfile.ZipFile(tmp_path / "z.zip").namelist()
    flagged = "签约".encode("gb18030").decode("cp437").encode()
    (tmp_path / "z.zip").write_bytes(_without_utf8_flag(raw, flagged, "签约".encode("gb18030")))
    assert names and [a.id for a in read(tmp_path)[0]] == ["z/签约"]


def _without_utf8_flag(raw: bytes, name: bytes, plain: bytes) -> bytes:
    """The archive anew, with the name's bytes as Windows writes them: no flag, code page of the system."""
    data = zipfile.ZipFile(io.BytesIO(raw)).read(name.decode() + ".txt")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("X" * len(plain) + ".txt", data)
    return out.getvalue().replace(b"X" * len(plain), plain)


def test_same_stem_in_two_formats(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["a.md", "a.txt", "b"] and errors == []


def test_patterns(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [a.id for a in read(str(tmp_path / "*.txt"))[0]] == ["a", "b"]
    assert "no such file" in read(str(tmp_path / "*.pdf"))[1][0]


@pytest.mark.parametrize("packed", [False, True])
def test_a_pipe(packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    data = "\n".join(json.dumps({"text": TEXT, "id": str(n)}) for n in range(3)).encode()
    stream = io.BufferedReader(_Pipe(gzip.compress(data) if packed else data))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    assert [a.id for a in read("-")[0]] == ["0", "1", "2"]


class _Pipe(io.RawIOBase):
    def __init__(self, data: bytes) -> None:
        self.data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self.data.readinto(buffer)


def test_paths_in_archives_stay_below(tmp_path: Path) -> None:
    (tmp_path / "t.tar").write_bytes(tar_of("../../etc/a.txt", TEXT.encode()))
    assert [a.id for a in read(tmp_path)[0]] == ["t/etc/a"]


def test_deep_markup_is_no_danger(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 3000 + f"<p>{TEXT}</p>" * 3, encoding="utf-8")
    articles, errors = read(tmp_path)
    assert len(articles) + len(errors) == 1
