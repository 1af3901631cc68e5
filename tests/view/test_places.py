"""Where parks and projects lie, and how names are read."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.tables import read_rows, resource
from kg.view.places import place_in_name, place_named, places
from kg.view.readings import readings


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("重庆高新区", "50"), ("成都高新区", "5101"), ("苏州工业园区", "3205"), ("四川天府新区", "51"),
        ("长春新区", "2201"), ("浙江省杭州市余杭区未来科技城", "330110"), ("临港新片区", None),
        ("一带一路产业园", None),
    ],
)  # fmt: skip
def test_the_place_in_a_name(name: str, code: str | None) -> None:
    assert place_in_name(name) == code


def test_a_name_of_several_places_is_none() -> None:
    assert place_named("朝阳区") is None
    assert place_named("吉林") == "22"


def test_what_is_said_comes_before_what_the_name_says() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("park", name="成都产业园", type="Park")
    graph.add_node("inner", name="创新谷", type="Project")
    graph.add_node("by-name", name="西安软件园", type="Park")
    graph.add_node("nowhere", name="金凤软件园", type="Park")
    graph.add_node("city", name="绵阳市", type="Region")
    graph.add_node("company", name="成都公司", type="Company")
    graph.add_edge("park", "city", predicate="locatedIn")
    graph.add_edge("inner", "park", predicate="partOf")
    graph.add_edge("park", "company", predicate="builder")
    found = places(graph, {node: i for i, node in enumerate(graph)})
    assert found["of"] == [(0, "5107", "locatedIn"), (1, "5107", "partOf"), (2, "6101", "name")]
    assert found["names"]["51"] == "四川省"


def test_every_province_has_a_tile_of_its_own() -> None:
    tiles = places(nx.MultiDiGraph(), {})["tiles"]
    provinces = [row["code"][:2] for _, row in read_rows(resource("seeds", "gazetteer", "provinces.tsv"), ("code",))]
    assert [tile[0] for tile in tiles] == provinces
    assert len({(column, row) for _, _, column, row in tiles}) == len(tiles)


def test_names_are_read_as_people_say_them() -> None:
    found = readings(["重庆高新区", "重点项目", "重大工程", "厦门", "绿色"])
    assert found["names"] == {"重庆高新区": "chong qing gao xin qu"}
    table = {character: said for said, characters in found["characters"].items() for character in characters}
    assert (table["厦"], table["绿"], table["重"]) == ("xia", "lv", "zhong")
