"""The file of judgements: what is read, what is refused and where, what a change leaves as it was."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import TableError, UserError
from kg.resolve import Stale
from kg.resolve.judgement_file import JudgementFile
from kg.resolve.judgements import (
    CLAIM_VERBS,
    COLUMNS,
    PAIRS,
    VERBS,
    Judgement,
    default_path,
    key,
    parse_judgements,
    read_judgements,
)
from kg.vocabulary import BASE, ENTITY_TYPES, PREDICATES

HEADER = "\t".join(COLUMNS)
PLACE = Path("j.tsv")


def _file(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def _row(verb: str, left: str, predicate: str = "", right: str = "", article: str = "", quote: str = "") -> str:
    return "\t".join((verb, left, predicate, right, article, quote))


def test_rows_come_as_resolution_takes_them() -> None:
    text = _file(
        _row("same", "西部智联", right="西部智能网联科技有限公司"),
        "# a remark",
        "",
        _row("different", f"{BASE}徐州/鼓楼区", right="id:南京/鼓楼区"),
        _row("rename", "科学城", right="西部(重庆)科学城"),
        _row("retype", "id:A%2FB", right="Park"),
        _row("reject", "科学城", "totalInvestment", "41000000000", "2021/05", "总投资410亿元"),
    )
    found = parse_judgements(text, PLACE)
    assert found.same == (("西部智联", "西部智能网联科技有限公司"),)
    assert found.different == (("南京/鼓楼区", "徐州/鼓楼区"),)
    assert found.renames == (("科学城", "西部(重庆)科学城"),)
    assert found.retypes == (("A/B", "Park"),)
    assert [row.line for row in found.rows] == [2, 5, 6, 7, 8]
    assert found.where(Stale("different", "南京/鼓楼区", "徐州/鼓楼区", "")) == "j.tsv:5"
    assert found.where(Stale("retype", "A/B", "Park", "")) == "j.tsv:7"
    assert found.about("2021/05") == found.of("reject")
    assert not found.about("2021/06")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((_row("merge", "甲", right="乙"),), "j.tsv:2: unknown judgement 'merge'; use one of same, different"),
        ((_row("same", "甲"),), "j.tsv:2: same: the column right is empty"),
        ((_row("same", "", right="乙"),), "j.tsv:2: same: the column left is empty"),
        ((_row("retype", "甲", right="Prak"),), "j.tsv:2: retype: unknown type 'Prak'; use one of Park"),
        ((_row("reject", "甲", "likes", "乙"),), "j.tsv:2: reject: unknown predicate 'likes'"),
        ((_row("accept", "甲", right="乙"),), "j.tsv:2: accept: a fact needs left, predicate and right"),
        ((_row("reject", "id:claim/a-0", "signedOn", "2021"),), "j.tsv:2: reject: the IRI of a claim stands alone"),
        ((_row("different", "（甲）", right="(甲)"),), "j.tsv:2: different: （甲） is both sides"),
        ((_row("same", "甲", right="乙") + "\t" * 4,), "j.tsv:2: 10 cells, but 8 columns"),
        (
            (_row("same", "甲", right="乙"), _row("different", "乙", right="甲")),
            "j.tsv:2 and j.tsv:3: “same 甲 乙” and “different 乙 甲” contradict each other; take one",
        ),
        (
            (
                _row("different", "甲", right="丙"),
                _row("same", "甲", right="乙"),
                _row("same", "乙", right="丙"),
            ),
            "“different 甲 丙” and “same 甲 乙” contradict each other by way of “same 乙 丙” (line 4); take one",
        ),
        (
            (_row("rename", "甲", right="乙"), _row("rename", "id:甲", right="丙")),
            "j.tsv:2 and j.tsv:3: “rename 甲 乙” and “rename id:甲 丙” contradict",
        ),
        (
            (_row("reject", "甲", "status", "signed"), _row("accept", "甲", "status", "signed")),
            "contradict each other; take one of them out",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(rows: tuple[str, ...], says: str) -> None:
    with pytest.raises(TableError) as caught:
        parse_judgements(_file(*rows), PLACE)
    assert says in str(caught.value)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableError, match="column 'predicate' is missing"):
        parse_judgements("judgement\tleft\tright\nsame\t甲\t乙\n", PLACE)


def test_no_file_is_no_judgement(tmp_path: Path) -> None:
    assert read_judgements(tmp_path / "none.tsv").rows == ()


def test_not_utf8_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "j.tsv").write_bytes("judgement\t甲".encode("gb18030"))
    with pytest.raises(TableError, match="cannot be read"):
        read_judgements(tmp_path / "j.tsv")


def test_they_outlive_the_store(tmp_path: Path) -> None:
    assert default_path(tmp_path / "graph") == tmp_path / "graph.judgements.tsv"
    assert default_path("graph") == Path("graph.judgements.tsv")
    assert default_path(".").parent == Path.cwd().parent


def test_a_new_file_explains_itself(tmp_path: Path) -> None:
    file = JudgementFile(tmp_path / "j.tsv")
    file.put(Judgement("same", "甲", "乙", note="by hand", date="2026-01-02"))
    lines = file.path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert lines[1:] == [HEADER, "same\t甲\t\t乙\t\t\tby hand\t2026-01-02"]


def test_a_change_keeps_comments_order_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "j.tsv"
    old = f"\ufeff# mine\r\n{HEADER}\tchecked\r\n\r\nrename\t甲\t\t乙\t\t\t\t\tyes\r\n# between\r\nsame\t丙\t\t丁"
    path.write_bytes(old.encode())
    JudgementFile(path).put(Judgement("retype", "戊", "Park"))
    assert path.read_bytes().decode() == old + "\r\nretype\t戊\t\tPark\r\n"


def test_what_is_replaced_can_be_brought_back(tmp_path: Path) -> None:
    file = JudgementFile(tmp_path / "j.tsv")
    same, different = Judgement("same", "甲", "乙"), Judgement("different", "乙", "甲")
    file.put(same, Judgement("rename", "甲", "丙"))
    before = file.read().rows
    assert file.put(different) == [same]
    assert file.read().of(*PAIRS) == (different,)
    assert file.remove(different)
    assert set(file.read().rows) == set(before)
    assert not file.remove(different)


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    file = JudgementFile(tmp_path / "j.tsv")
    file.put(Judgement("same", "甲", "乙", note="first"))
    before = file.path.read_bytes()
    assert file.put(Judgement("same", "乙", "甲", note="second")) == []
    assert file.path.read_bytes() == before


def test_a_row_against_what_others_say_together_is_refused(tmp_path: Path) -> None:
    file = JudgementFile(tmp_path / "j.tsv")
    file.put(Judgement("same", "甲", "乙"), Judgement("same", "乙", "丙"))
    before = file.path.read_bytes()
    with pytest.raises(TableError, match="by way of"):
        file.put(Judgement("different", "甲", "丙"))
    assert file.path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["j.tsv"]


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder is not there"):
        JudgementFile(tmp_path / "no" / "j.tsv").put(Judgement("same", "甲", "乙"))


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.tsv"
    link = tmp_path / "link.tsv"
    JudgementFile(real).put(Judgement("same", "甲", "乙"))
    link.symlink_to(real)
    JudgementFile(link).put(Judgement("same", "丙", "丁"))
    assert link.is_symlink()
    assert len(read_judgements(real).rows) == 2


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    file = JudgementFile(tmp_path / "j.tsv")
    tasks = [
        threading.Thread(target=file.put, args=(Judgement("same", f"甲{number}", f"乙{number}"),))
        for number in range(12)
    ]
    for task in tasks:
        task.start()
    for task in tasks:
        task.join()
    assert len(file.read().rows) == 12


NAMES = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=8).filter(
    lambda name: bool(key(name)) and not name.startswith("id:") and "://" not in name
)


@st.composite
def _judgements(draw: st.DrawFn) -> Judgement:
    verb = draw(st.sampled_from(VERBS))
    # As the file gives them back: white space of any kind is one space.
    left, right = (" ".join(draw(NAMES).split()) or "0" for _ in range(2))
    if verb in CLAIM_VERBS:
        said = draw(st.sampled_from(PREDICATES))
        return Judgement(verb, left, right, said, draw(st.sampled_from(["", "a", "b/c"])), draw(st.text(max_size=9)))
    right = draw(st.sampled_from(ENTITY_TYPES)) if verb == "retype" else right
    return Judgement(verb, left, right, note=draw(st.text(max_size=9)))


def _plain(row: Judgement) -> tuple[str, ...]:
    said = (row.verb, row.left, row.right, row.predicate, row.article, row.quote, row.note)
    return tuple(" ".join(cell.encode("utf-8", "ignore").decode().split()) for cell in said)


@given(
    rows=st.lists(_judgements(), max_size=8), remarks=st.lists(st.sampled_from(["# x", "", "#replaced"]), max_size=3)
)
def test_whatever_is_put_is_read_again(
    rows: list[Judgement], remarks: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("put") / "j.tsv"
    path.write_text("\n".join([*remarks, HEADER]) + "\n", encoding="utf-8")
    file, held = JudgementFile(path), {}
    for row in rows:
        try:
            file.put(row)
        except TableError:
            continue
        old = held.get(row.address)
        if old is None or old.settled != row.settled:
            held.pop(row.address, None)
            held[row.address] = row
    assert [_plain(row) for row in file.read().rows] == [_plain(row) for row in held.values()]
    assert path.read_text(encoding="utf-8").startswith("\n".join([*remarks, HEADER]))


@given(rows=st.lists(_judgements(), min_size=1, max_size=8), chosen=st.integers(0, 7))
def test_taking_a_row_back_is_as_if_it_had_never_been(
    rows: list[Judgement], chosen: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = JudgementFile(tmp_path_factory.mktemp("undo") / "j.tsv")
    last = rows[chosen % len(rows)]
    for row in rows:
        try:
            file.put(row)
        except TableError:
            continue
    before = set(file.read().rows)
    try:
        file.put(last)
    except TableError:
        return
    if set(file.read().rows) != before:
        assert file.remove(file.read().rows[-1])
        assert set(file.read().rows) == before


@given(rows=st.lists(_judgements(), max_size=6), turn=st.randoms(use_true_random=False))
def test_order_means_nothing(rows: list[Judgement], turn: object) -> None:
    def read(these: list[Judgement]) -> object:
        lines = ["\t".join(" ".join(c.split()) for c in (r.verb, r.left, r.predicate, r.right)) for r in these]
        try:
            found = parse_judgements(_file(*lines), PLACE)
        except TableError:
            return "contradiction"
        return found.same, found.different, found.renames, found.retypes, found.about("a")

    other = rows.copy()
    turn.shuffle(other)  # type: ignore[attr-defined]
    assert read(rows) == read(other)


def test_what_several_rows_say_together() -> None:
    rows = (_row("same", "甲", right="乙"), _row("same", "乙", right="丙"), _row("different", "丙", right="丁"))
    found = parse_judgements(_file(*rows), PLACE)
    assert found.ruling("甲", "丙") == "same"
    assert found.ruling("丁", "甲") == "different"
    assert found.ruling("甲", "戊") == ""
