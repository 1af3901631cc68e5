"""Words of the user's own that say a relation: who stands where around them, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.lang.own_terms import check_examples
from kg.model import Statement
from kg.relate.example import example_scene
from kg.relate.own_relations import own_relations, pairs_in_example
from kg.tables import language, read_rows
from kg.terms import OwnRelation, RelationWord, Terms, use
from kg.vocabulary import BASE

SUPPORTS = OwnRelation("supports", "对口支援", "supports", ("Party",), ("Party",))
PAIRED = OwnRelation("pairedWith", "结对", "paired with", ("Region",), ("Region",), symmetric=True)


@pytest.fixture(autouse=True)
def own() -> Iterator[None]:
    use(Terms({}, {one.name: one for one in (SUPPORTS, PAIRED)}), BASE)
    yield
    use(Terms(), BASE)


def said(word: RelationWord) -> list[Statement]:
    use(Terms({}, {one.name: one for one in (SUPPORTS, PAIRED)}, (word,)), BASE)
    return list(own_relations(example_scene(word)))


def word(example: str, pairs: str, text: str = "对口支援", *, order: bool = False) -> RelationWord:
    """`pairs`: 甲市、丙市>乙县."""
    subjects, _, objects = pairs.partition(">")
    return RelationWord(
        "supports", text, order, example, tuple(subjects.split("、")), tuple(objects.split("、")), "own.tsv:2"
    )  # fmt: skip


WAYS = [
    ("甲市对口支援乙县。", "甲市>乙县"),
    ("甲市今年继续对口支援乙县、丙县和丁县。", "甲市>乙县、丙县、丁县"),
    ("甲市、丙市对乙县开展对口支援。", "甲市、丙市>乙县"),
    ("甲市向乙县和丙县提供对口支援。", "甲市>乙县、丙县"),
    ("乙县由甲市对口支援。", "甲市>乙县"),
    ("乙县、丙县接受甲市对口支援。", "甲市>乙县、丙县"),
    ("由甲市对口支援的乙县昨日开工。", "甲市>乙县"),
    ("甲市对口支援的乙县昨日开工。", "甲市>乙县"),
    ("对口支援乙县的甲市昨日派出医疗队。", "甲市>乙县"),
    ("乙县的对口支援单位是甲市。", "甲市>乙县"),
    ("甲市与乙县建立对口支援关系。", "甲市>乙县"),
    ("甲市对乙县的对口支援工作已有八年。", "甲市>乙县"),
    ("对乙县的对口支援由甲市承担。", "甲市>乙县"),
    ("乙县在甲市的对口支援下脱贫。", "甲市>乙县"),
    ("在甲市的对口支援下，乙县脱贫。", "甲市>乙县"),
    ("甲市加大投入，对口支援乙县。", "甲市>乙县"),
    ("甲市召开会议。会上决定对口支援乙县。", "甲市>乙县"),
    ("甲市在丙县对口支援乙县。", "甲市>乙县"),
]


@pytest.mark.parametrize(("example", "pairs"), WAYS, ids=[example for example, _ in WAYS])
def test_who_supports_whom(example: str, pairs: str) -> None:
    row = word(example, pairs)
    found = said(row)
    assert {(one.subject, one.object) for one in found} == {(s, o) for s in row.subjects for o in row.objects}
    for one in found:
        evidence = one.evidence[0]
        assert evidence.quote == example[evidence.span.start : evidence.span.end]
        assert row.word in evidence.quote and one.subject in evidence.quote and str(one.object) in evidence.quote
        assert evidence.rule == "own:supports:对口支援" and evidence.modality == "asserted"


@pytest.mark.parametrize(
    "example",
    [
        "甲市在乙县召开对口支援工作会议。",  # where, and about what
        "甲市派人到乙县调研对口支援工作。",
        "甲市印发方案。\n对口支援工作开始，乙县参加。",
        "甲市和乙县都很大；对口支援很好。",
    ],
)
def test_names_beside_the_word_that_it_does_not_tie(example: str) -> None:
    assert said(word(example, "甲市>乙县")) == []


@pytest.mark.parametrize(
    ("example", "modality"),
    [
        ("甲市拟于明年对口支援乙县。", "planned"),
        ("甲市将对口支援乙县。", "planned"),
        ("乙县拟由甲市对口支援。", "planned"),
        ("甲市未对口支援乙县。", "denied"),
        ("甲市不再对口支援乙县。", "denied"),
        ("甲市有望对口支援乙县。", "possible"),
    ],
)
def test_plans_and_denials(example: str, modality: str) -> None:
    assert [one.evidence[0].modality for one in said(word(example, "甲市>乙县"))] == [modality]


def test_the_object_may_stand_first() -> None:
    assert [(one.subject, one.object) for one in said(word("乙县受援于甲市。", "甲市>乙县", "受援于", order=True))] == [
        ("甲市", "乙县")
    ]


@pytest.mark.parametrize(
    "example", ["甲市与乙县结对。", "甲市和乙县签约结对。", "甲市结对乙县。", "甲市与乙县建立结对关系"]
)
def test_what_goes_both_ways_is_said_once(example: str) -> None:
    row = RelationWord("pairedWith", "结对", False, example, ("甲市", "乙县"), ("甲市", "乙县"), "own.tsv:2")
    assert [{one.subject, one.object} for one in said(row)] == [{"甲市", "乙县"}]


def test_types_forbid() -> None:
    use(Terms({}, {"trains": OwnRelation("trains", "培训", "trains", ("University",), ("Company",))}), BASE)
    row = RelationWord(
        "trains", "培训", False, "甲市培训乙县，丙大学培训丁公司。", ("丙大学",), ("丁公司",), "own.tsv:2"
    )
    assert pairs_in_example(row) == {(row.subjects[0], row.objects[0])}


def test_an_example_that_is_read_otherwise() -> None:
    from kg.errors import TableError

    check_examples((word("甲市对口支援乙县。", "甲市>乙县"),), pairs_in_example)
    with pytest.raises(TableError, match=r"own.tsv:2: .*甲市 → 乙县.*mend the example"):
        check_examples((word("甲市对口支援乙县。", "乙县>甲市"),), pairs_in_example)


def test_the_cues_of_the_table() -> None:
    """Each example has the cue and the word; those with two names say who supports whom, or tie nobody."""
    for _, row in read_rows(language("relation_cues.tsv"), ("word", "role", "example")):
        assert row["word"] in row["example"] and ("对口支援" in row["example"] or "结对" in row["example"])
        if row["role"] in ("agent", "patient", "doer"):
            found = {(one.subject, one.object) for one in said(word(row["example"], "甲市>乙县"))}
            assert found == {("甲市", "乙县")}, row["example"]
