"""Files -> articles: encodings, the table beside them, and one line for each thing that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ArticleError, TableError
from kg.model import Article
from kg.read import read_articles
from kg.read.head import published, title, valid_date

TEXT = "两城携手共建产业园\n3月26日，甲高新区与乙高新区签署合作备忘录，双方将共建一座产业园。"


def read(*paths: Path) -> tuple[list[Article], list[str]]:
    found = list(read_articles(paths))
    articles = [one for one in found if isinstance(one, Article)]
    errors = [str(one) for one in found if isinstance(one, ArticleError | TableError)]
    assert len(articles) + len(errors) == len(found)
    assert all("\n" not in error for error in errors)
    return articles, errors


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-32"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))
    articles, errors = read(tmp_path)
    assert errors == [] and articles[0].text == TEXT


def test_rare_characters_in_gb18030(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((TEXT + "𠮷㐱。").encode("gb18030"))
    assert read(tmp_path)[0][0].text.endswith("𠮷㐱。")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "an image"),
        (TEXT.encode("shift-jis", "ignore"), "neither UTF-8"),
        ("très à côté é è ü ß naïve".encode("latin-1"), "neither UTF-8"),
        (TEXT.encode("utf-8")[:-1] + b"\xff\xff", "neither UTF-8"),
        (b"\x01\x02\x00\x00" * 40, "binary"),
        (b"\xff\xfe\x00\xd8\x00", "not valid utf-16"),
        (("甲\ufffd\ufffd\ufffd乙" * 9).encode(), "garbled"),
        ("责任编辑：张某\n【打印】【关闭】".encode(), "nothing but page furniture"),
    ],
)
def test_what_is_no_article(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["good"]
    assert len(errors) == 1 and words in errors[0] and "bad.txt" in errors[0]


def test_identifiers_and_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.TXT", "a/c/d.e.txt", "a/.hidden.txt", "a/note.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    articles, errors = read(tmp_path)
    assert [a.id for a in articles] == ["a/1", "a/2", "a/c/d.e", "b"] and errors == []
    assert [a.id for a in read(tmp_path / "a" / "2.txt")[0]] == ["2"]
    assert len(read(tmp_path, tmp_path / "b.txt", tmp_path)[0]) == 4


def test_an_id_taken_twice(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT, encoding="utf-8")
    articles, errors = read(tmp_path / "x", tmp_path / "y")
    assert len(articles) == 1 and len(errors) == 1 and "rename" in errors[0]


def test_paths_without_articles(tmp_path: Path) -> None:
    assert "no such file" in read(tmp_path / "none")[1][0]
    assert "no article in this folder" in read(tmp_path)[1][0]


def test_the_table_counts_before_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TEXT}\n2020年5月6日", encoding="utf-8")
    (tmp_path / "articles.tsv").write_text(
        "file\ttitle\tpublished\turl\na.txt\t题目\t2021-03\thttps://example.org/a\n", encoding="utf-8"
    )
    article = read(tmp_path)[0][0]
    assert (article.title, article.published, article.url) == ("题目", "2021-03", "https://example.org/a")
    (tmp_path / "articles.tsv").unlink()
    article = read(tmp_path)[0][0]
    assert (article.title, article.published, article.url) == ("两城携手共建产业园", "2020-05-06", None)


def test_wrong_rows_are_named_and_the_others_count(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    rows = ["a.txt\t甲\t2021-02-30\t", "b.txt\t乙\t2021-02\t", "b.txt\t丙\t\t", "z.txt\t丁\t2021\t", "\t戊\t\t",
            "../a.txt\t己\t\t"]  # fmt: skip
    (tmp_path / "articles.tsv").write_text("\n".join(["file\ttitle\tpublished\turl", *rows]), encoding="utf-8")
    articles, errors = read(tmp_path)
    assert [(a.title, a.published) for a in articles] == [
        ("两城携手共建产业园", None),
        ("乙", "2021-02"),
        ("两城携手共建产业园", None),
    ]
    places = [error.split("articles.tsv:")[1].split(":")[0] for error in errors]
    assert places == ["2", "4", "5", "6", "7"]


def test_a_table_without_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "articles.tsv").write_text("file\ttitle\na.txt\t甲\n", encoding="utf-8")
    articles, errors = read(tmp_path)
    assert len(articles) == 1 and len(errors) == 1 and "'published'" in errors[0]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("题\n2018-09-21 08:47 来源:某报", "2018-09-21"),
        ("题\n发布时间：2023年4月5日　浏览次数：3", "2023-04-05"),
        ("题\n　　正文。\n（记者 张某 2022年12月27日）", "2022-12-27"),
        ("05 版　要闻　2024 年 10 月 15 日\n题", "2024-10-15"),
        ("题\n某某发布　2025年2月18日", "2025-02-18"),
        ("题\n正文说2021年3月26日签约。", None),
        ("题\n2021-13-45 08:00", None),
        ("题\n本报某地6月24日讯 2019年以来合作不断。", None),
    ],
)
def test_published(page: str, expected: str | None) -> None:
    assert published(page) == expected


def test_title_is_no_furniture() -> None:
    assert title("首页 > 要闻 > 正文\n\n两城携手\n正文。") == "两城携手"
    assert title("") == ""


@pytest.mark.parametrize("text", ["2021", "2021-02", "2024-02-29"])
def test_valid_dates(text: str) -> None:
    assert valid_date(text) == text


@pytest.mark.parametrize("text", ["", "21", "2021-2", "2021-02-30", "2021/02/03", "0000", "2021-00"])
def test_no_dates(text: str) -> None:
    assert valid_date(text) is None
