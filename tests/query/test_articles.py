"""What people type for an article leads to its id, or to a line that helps."""

from __future__ import annotations

import pytest

from kg.errors import UnknownNameError, UserError
from kg.query.articles import find_article
from kg.vocabulary import BASE

KNOWN = {f"{BASE}article/{name}": name for name in ("004_e4bb", "2021/05/chongqing", "2022/chongqing", "v1.2", "a/b")}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("004_e4bb", "004_e4bb"),
        (f"{BASE}article/a/b", "a/b"),
        ("seeds/articles/004_e4bb.txt", "004_e4bb"),
        ("/home/me/articles/2021/05/chongqing.html", "2021/05/chongqing"),
        ("05/chongqing.html", "2021/05/chongqing"),
        ("2022\\chongqing.txt", "2022/chongqing"),
        ("v1.2", "v1.2"),
        ("v1.2.txt", "v1.2"),
        ("b", "a/b"),
    ],
)
def test_an_article_is_found(written: str, meant: str) -> None:
    assert find_article(written, KNOWN) == meant


def test_a_path_that_fits_several_is_asked_about() -> None:
    with pytest.raises(UserError, match=r"2 articles end so: 2021/05/chongqing, 2022/chongqing"):
        find_article("chongqing.txt", KNOWN)


def test_the_nearest_are_offered() -> None:
    with pytest.raises(UnknownNameError, match=r"no such article; nearest: 004_e4bb"):
        find_article("articles/004_e4b.txt", KNOWN)
    with pytest.raises(UnknownNameError, match="kg query articles"):
        find_article("重庆", {})
