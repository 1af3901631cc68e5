"""Names taken apart, and the tables that say how."""

from __future__ import annotations

import pytest

from kg.lang import aligned
from kg.resolve.anatomy import anatomy, arabic, written
from kg.resolve.lines import same_line
from kg.resolve.places import chain_name, codes_of, read_place, related
from kg.resolve.renamed import tell_renamed
from kg.resolve.shortening import left_out
from kg.resolve.words import CLASSES, equivalents, known_names, scores, words
from kg.tables import language, read_rows, resource

SHORT = [row for _, row in read_rows(language("resolve_short.tsv"), ("long", "short", "example"))]
RENAMED = [row for _, row in read_rows(language("resolve_renamed.tsv"), ("pattern", "example", "expects"))]


@pytest.mark.parametrize("row", SHORT, ids=lambda row: row["long"])
def test_a_row_of_short_forms_makes_its_example_equal(row: dict[str, str]) -> None:
    long, short = row["example"].split("=")
    assert anatomy(long).form == anatomy(short).form


@pytest.mark.parametrize("row", RENAMED, ids=lambda row: row["example"])
def test_a_row_of_renaming_finds_its_example(row: dict[str, str]) -> None:
    now, before = row["expects"].split("=")
    assert (now, before) in tell_renamed(aligned(row["example"]), [now])


def test_every_class_of_words_has_words_and_no_word_twice() -> None:
    for name in CLASSES:
        assert words(name)
        assert len(set(words(name))) == len(words(name)), name
    assert all(-1 <= value <= 1 for value, _ in scores().values())
    assert equivalents()


def test_the_enterprises_know_one_full_name_each() -> None:
    rows = [row for _, row in read_rows(resource("seeds", "gazetteer", "enterprises.tsv"), ("name", "short"))]
    assert len({row["name"] for row in rows}) == len(rows)
    shorts = [short for row in rows for short in row["short"].split("|") if short]
    assert len(set(shorts)) == len(shorts)
    assert known_names()["中石化"] == "中国石油化工集团有限公司"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("无锡高新技术产业开发区", "无锡高新区"),
        ("安徽马鞍山经济技术开发区", "马鞍山经开区"),
        ("马鞍山市雨山区人民法院", "雨山区法院"),
        ("中国（海南）自由贸易港", "海南自贸港"),
        ("扬州—镇江第二十三次会议", "扬州-镇江第23次会议"),
        ("首届太湖论坛", "第1届太湖论坛"),
        ("淮南二期工程", "淮南2期工程"),
        ("ＡＢ（无锡）科技园", "AB(无锡)科技园"),
    ],
)
def test_other_writing_of_one_name(one: str, other: str) -> None:
    assert anatomy(one).form == anatomy(other).form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("无锡高新区", "常州高新区"),
        ("江苏无锡高新区", "无锡惠山高新区"),
        ("太湖论坛第二次会议", "太湖论坛第三次会议"),
        ("中国地质大学（武汉）", "中国地质大学（北京）"),
        ("淮南电厂一期", "淮南电厂二期"),
        ("淮南电厂（2018—2020年）", "淮南电厂（2021—2023年）"),
    ],
)
def test_other_names(one: str, other: str) -> None:
    assert anatomy(one).form != anatomy(other).form


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("高新区", True), ("市科技局", True), ("管委会", True), ("第一人民医院", True), ("无锡高新区", True),
        ("战略合作协议", True), ("蠡湖科学城", False), ("数谷软件园", False), ("华润微电子", False),
    ],
)  # fmt: skip
def test_what_is_no_name_of_its_own(name: str, bare: bool) -> None:
    assert anatomy(name).bare is bare


def test_places_are_read_from_the_largest_to_the_smallest() -> None:
    assert read_place("江苏省无锡市惠山区人大") == (9, ("320206",))
    assert read_place("蠡湖科学城") == (0, ())
    assert read_place("无锡惠山", region=True) == (4, ("320206",))
    assert len(codes_of("鼓楼区")) > 1
    assert chain_name("320206") == "无锡市惠山区"
    assert related("3202", "320206")
    assert not related("3202", "3204")


@pytest.mark.parametrize(("numeral", "figure"), [("九", "9"), ("二十", "20"), ("一百二十三", "123"), ("四〇", "40")])
def test_numbers(numeral: str, figure: str) -> None:
    assert arabic(numeral) == figure
    assert written(f"第{numeral}次") == f"{figure}次"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("盐泰锡常宜高铁", "盐城至泰州至无锡至常州至宜兴高速铁路", True),
        ("宁淮城际", "南京至淮安城际铁路", True),
        ("合新高铁", "合肥至新沂高速铁路", True),
        ("合新高铁", "合肥至安庆高速铁路", False),
        ("梁平至开州高速公路", "梁平至开江高速公路", False),
        ("合新高铁", "合肥至新沂高速公路", False),
    ],
)
def test_lines_are_the_places_that_they_join(one: str, other: str, same: bool) -> None:
    assert same_line(one, other) is same


def test_a_short_form_leaves_out_whole_words_that_say_little() -> None:
    assert left_out(anatomy("梅梁湖一体化示范区"), anatomy("梅梁湖生态绿色一体化发展示范区")) == (
        True,
        ["生态绿色", "发展"],
    )
    assert left_out(anatomy("梅梁湖一体化示范区"), anatomy("梅梁湖苏州一体化示范区")) is None
    assert left_out(anatomy("梅梁湖科技产业园一期"), anatomy("梅梁湖科技产业园二期")) is None
    assert left_out(anatomy("梅梁湾科创基金"), anatomy("梅梁湾科创补充基金")) is None
