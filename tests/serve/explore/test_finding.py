"""Names found by characters, pinyin, initials, and mixed."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from kg.serve.explore.finding import Finder
from kg.serve.explore.index import Index, Thing
from kg.vocabulary import BASE


def _index(*names: tuple[str, ...]) -> Index:
    things = [Thing(BASE + own[0], own[0], own, ("Park",), 1, len(names) - place) for place, own in enumerate(names)]
    return Index(BASE, {thing.iri: thing for thing in things}, [], {})


NAMES = (
    ("重庆高新区",),
    ("西部(重庆)科学城", "科学城"),
    ("成都高新区",),
    ("重点实验室",),
    ("中关村e谷",),
    ("5G产业园",),
)
FINDER = Finder(_index(*NAMES))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("重庆", "重庆高新区"),
        ("重庆高新区", "重庆高新区"),
        ("科学城", "西部(重庆)科学城"),
        ("西部（重庆）", "西部(重庆)科学城"),
        ("chongqing", "重庆高新区"),
        ("chongq", "重庆高新区"),
        ("cqgxq", "重庆高新区"),
        ("CDGX", "成都高新区"),
        ("zhongdian", "重点实验室"),
        ("重庆gaox", "重庆高新区"),
        ("chengdgx", "成都高新区"),
        ("kexuecheng", "西部(重庆)科学城"),
        ("5g", "5G产业园"),
        ("5gcyy", "5G产业园"),
        ("重慶", "重庆高新区"),
        ("gaoxinqu", "重庆高新区"),
        ("egu", "中关村e谷"),
    ],
)
def test_a_name_is_found(typed: str, first: str) -> None:
    assert FINDER.find(typed)[0].thing.name == first


@pytest.mark.parametrize("typed", ["", "  ", "zhongqing", "hongqing", "上海", "xyz", "《》"])
def test_what_does_not_fit_is_not_found(typed: str) -> None:
    assert FINDER.find(typed) == []


def test_the_name_that_fits_is_told() -> None:
    assert FINDER.find("科学城")[0].name == "科学城"


def test_suggestions_tell_name_type_and_address(site: TestClient) -> None:
    first = site.get("/suggest", params={"q": "cqgxq"}).json()[0]
    assert first["name"] == "重庆高新区" and first["type"] == "Park"
    assert site.get(first["href"]).status_code == 200
    assert site.get("/suggest").json() == []
