"""`kg same`, `different`, `rename`, `retype`, `undo`: what they change, and that it lasts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.correcting import ARTICLES, Bench

SAME = ("金凤软件园", "金凤软件城")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = Bench(tmp_path_factory.mktemp("corrections"))
    bench.write(**ARTICLES)
    bench.build()
    return bench


@pytest.fixture
def bench(built: Bench, tmp_path: Path) -> Iterator[Bench]:
    import shutil

    shutil.copytree(built.folder, tmp_path / "bench")
    yield Bench(tmp_path / "bench")


def test_two_nodes_become_one_and_two_again(bench: Bench) -> None:
    before, names = bench.bytes(), bench.names()
    assert names[SAME[0]] != names[SAME[1]]
    told = bench.kg("same", *SAME)
    assert "joined: " in told
    assert "kg undo takes it back" in told
    names = bench.names()
    assert names[SAME[0]] == names[SAME[1]]
    assert "split: " not in told
    assert "split: " in bench.kg("undo")
    assert bench.bytes() == before


def test_a_correction_outlives_the_store(bench: Bench) -> None:
    bench.kg("same", *SAME)
    bench.kg("rename", SAME[0], "重庆金凤软件园")
    bench.kg("retype", SAME[0], "Project")
    after = bench.bytes()
    bench.rebuild()
    assert bench.bytes() == after
    card = bench.json("show", SAME[1])[0]
    assert card["name"] == "重庆金凤软件园"
    assert card["types"] == ["Project"]
    assert set(SAME) <= set(card["names"])


def test_it_survives_the_reading_of_an_edited_article(bench: Bench) -> None:
    bench.kg("same", *SAME)
    bench.write(c="昨日，记者到访。" + ARTICLES["c"])
    bench.build()
    names = bench.names()
    assert names[SAME[0]] == names[SAME[1]]


def test_different_replaces_same(bench: Bench) -> None:
    before = bench.bytes()
    bench.kg("same", *SAME)
    told = bench.json("different", *SAME)
    assert [row["verb"] for row in told["replaced"]] == ["same"]
    assert len(told["split"]) == 1
    names = bench.names()
    assert names[SAME[0]] != names[SAME[1]]
    bench.kg("undo")
    bench.kg("undo")
    assert bench.bytes() == before


def test_what_moved_is_told(bench: Bench) -> None:
    told = bench.json("same", *SAME, "--note", "一个园区")
    (joined,) = told["joined"]
    assert {node["name"] for node in joined["from"]} == set(SAME)
    assert joined["into"]["facts"] == sum(node["facts"] for node in joined["from"]) - 1  # both lie in 重庆高新区
    assert told["facts_moved"] > 0
    assert told["judgements"][0]["note"] == "一个园区"
    assert "一个园区" in bench.file.read_text(encoding="utf-8")
    assert not any(joined["into"]["name"] == name for name in ("", None))


def test_the_same_again_says_so(bench: Bench) -> None:
    bench.kg("same", *SAME)
    assert "says so already" in bench.kg("same", *reversed(SAME))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("same", "金凤软件圆", "金凤软件城"), "金凤软件圆: no entity bears this name; nearest: 金凤软件"),
        (("same", "金凤软件园", "没有的名字"), "没有的名字: no entity bears this name"),
        (("different", "金凤软件园", "金凤 软件园"), "金凤软件园, 金凤 软件园: the articles themselves call one thing"),
        (("rename", "金凤软件圆", "金凤"), "no entity bears this name"),
        (("retype", "金凤软件圆", "Park"), "no entity bears this name"),
        (("rename", "金凤软件园", " "), "NAME is empty"),
        (("undo",), "no judgement to take back"),
    ],
)
def test_what_cannot_be_is_one_line(bench: Bench, arguments: tuple[str, ...], says: str) -> None:
    before = bench.bytes()
    assert says in bench.refused(*arguments)
    assert not bench.file.exists()
    assert bench.bytes() == before


def test_a_contradiction_by_way_of_others_changes_nothing(bench: Bench) -> None:
    bench.kg("same", *SAME)
    bench.kg("different", SAME[1], "成都高新区")
    file, before = bench.file.read_bytes(), bench.bytes()
    assert "contradict each other by way of" in bench.refused("same", SAME[0], "成都高新区")
    assert bench.file.read_bytes() == file
    assert bench.bytes() == before


def test_a_rename_to_a_name_that_is_taken_is_told(bench: Bench) -> None:
    told = bench.kg("rename", SAME[0], SAME[1])
    assert "another node bears that name already" in told
    assert f"renamed: {SAME[0]} → {SAME[1]}" in told


def test_a_name_that_a_person_gave_can_be_used(bench: Bench) -> None:
    bench.kg("rename", SAME[0], "重庆金凤软件园")
    bench.kg("same", "重庆金凤软件园", SAME[1])
    bench.kg("retype", "重庆金凤软件园", "Project")
    names = bench.names()
    assert names["重庆金凤软件园"] == names[SAME[1]]


def test_an_ambiguous_name_lists_the_choices(bench: Bench) -> None:
    bench.write(
        d="重庆高新区（以下简称“高新区”）与重庆大学签署《科技创新合作协议》。高新区位于重庆市。",
        e="成都高新区（以下简称“高新区”）与四川大学签署《人才培养合作协议》。高新区位于成都市。",
    )
    bench.build()
    said = bench.refused("same", "高新区", "重庆大学")
    assert "高新区: 2 things bear this name; say which by its IRI: id:成都高新区 (Park, in 成都市, " in said
    assert "; id:重庆高新区 (Park, in 重庆市, " in said
    bench.kg("different", "id:成都高新区", "id:重庆高新区")


def test_without_a_graph_a_named_file_is_written(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    file = tmp_path / "mine.tsv"
    assert "it applies when one is built" in bench.kg("same", "甲", "乙", "--judgements", str(file))
    assert "no graph here" in bench.refused("same", "甲", "乙")
    assert not bench.store.exists()
    bench.write(**ARTICLES)
    assert "mine.tsv" in bench.build("--judgements", str(file))  # told: nothing bears these names


def test_a_judgement_that_no_longer_applies_is_told_with_its_line(bench: Bench) -> None:
    bench.kg("same", *SAME)
    bench.write(c=None)
    told = bench.build("--prune")
    assert "graph.judgements.tsv:3: " in told
    assert "same" in told


def test_a_wrong_row_stops_the_build_before_it_writes(bench: Bench) -> None:
    before = bench.bytes()
    bench.file.write_text("judgement\tleft\tpredicate\tright\tarticle\tquote\nmerge\t甲\t\t乙\n", encoding="utf-8")
    bench.write(d="成都高新区位于成都市。")
    result = bench.run("build", str(bench.folder / "articles"))
    assert "unknown judgement 'merge'" in str(result.exception)
    assert bench.bytes() == before


def test_a_store_in_use_keeps_the_file_as_it_was(bench: Bench) -> None:
    from kg.store import Store

    with Store(bench.store, write=True):
        assert "in use" in bench.refused("same", *SAME)
    assert not bench.file.exists()
