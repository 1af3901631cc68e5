"""What stands in one list, what may be paired, and that features are the same each time."""

import numpy as np

from kg.model import ANAPHOR, Entity, Link, Linking, Mention, Span
from kg.relate.features import PairFeatures
from kg.relate.keys import key
from kg.relate.laid import Laid
from kg.relate.pairs import BITS, _not_said, pairs, predicates
from kg.relate.scene import Scene, build_scene
from tests.relate.scenes import linked


def paired(scene: Scene) -> dict[tuple[str, str], set[str]]:
    """Each pair by the names of its two with the predicates that may join them."""
    found, names = pairs(Laid(scene)), [item.targets[0] for item in scene.items]
    rows = zip(found.subject.tolist(), found.object.tolist(), found.licensed.tolist(), strict=True)
    return {(names[s], names[o]): {p for p, bit in BITS.items() if bit & allowed} for s, o, allowed in rows}


def features(scene: Scene, subject: int, object_: int) -> list[int]:
    found, rows = PairFeatures(Laid(scene)).of(np.array([subject]), np.array([object_]))
    assert set(rows.tolist()) == {0}
    return [int(each) for each in found]


def has(found: list[int], scope: str, name: str, text: str) -> bool:
    kind = {"Agreement<Region": "K", "<": "T", "": ""}[scope]
    return (key(scope) * bool(scope) + key(f"{kind}:{name}") + key(text)) % 2**64 in found


def groups(marked: str) -> list[int]:
    return [item.group for item in build_scene(*linked(marked)).items]


def test_members_of_a_list_share_a_group() -> None:
    assert groups("[甲市:Region]、[乙市:Region]和[丙市:Region]签署[合作协议:Agreement]。") == [0, 0, 0, 1]


def test_other_words_part_a_list() -> None:
    assert groups("[甲市:Region]支持[乙市:Region]。") == [0, 1]


def test_a_sentence_end_parts_a_list() -> None:
    assert len(set(groups("欢迎到[甲市:Region]。[乙市:Region]也欢迎你。"))) == 2


def test_pairs_keep_to_types_and_reach() -> None:
    scene = build_scene(*linked("[甲市:Region]办[论坛:Event]。今天。明天。后天。[乙市:Region]来了。"))
    names = paired(scene)
    assert ("论坛", "甲市") in names
    assert ("甲市", "论坛") not in names
    assert not any("乙市" in pair for pair in names)


def test_types_decide_what_may_be_said() -> None:
    assert predicates("Agreement", "Region") == {"signatory"}
    assert "builder" in predicates("Project", "Company")
    assert predicates("Policy", "Industry") == frozenset()


def test_features_are_stable_and_without_repetition() -> None:
    scene = build_scene(*linked("3月，[甲市:Region]与[乙市:Region]在[丙市:Region]签署[合作协议:Agreement]。"))
    first, second = (features(scene, 3, 0) for _ in range(2))
    assert first == second
    assert len(first) == len(set(first))


def test_what_stands_between_before_and_after_is_seen() -> None:
    scene = build_scene(*linked("昨天，[甲市:Region]与[乙市:Region]签署签署[合作协议:Agreement]今天生效。"))
    found = features(scene, 2, 0)
    for scope in ("Agreement<Region", "<"):
        for name, text in (("w", "签署"), ("t", "sign"), ("rw", "今天"), ("l1", ","), ("r1", "今天"), ("c", "0")):
            assert has(found, scope, name, text), (scope, name)
    assert not has(found, "<", "w", "与")
    assert has(features(scene, 2, 1), "<", "w", "签署")
    assert has(found, "", "1", "")


def test_a_pair_over_a_sentence_end_begins_with_the_second_sentence() -> None:
    scene = build_scene(*linked("[甲市:Region]来了。随后签署[合作协议:Agreement]。"))
    found = features(scene, 1, 0)
    start = (key("<1") + key("T:w") + key("随后")) % 2**64
    assert start in found
    assert (key("<1") + key("T:w") + key("来")) % 2**64 not in found


def test_a_list_shares_what_stands_around_it() -> None:
    scene = build_scene(*linked("昨天，[甲市:Region]、[乙市:Region]签署[合作协议:Agreement]。"))
    one, other = (set(features(scene, 2, member)) for member in (0, 1))
    assert has(list(one & other), "<", "b", "签署")
    assert len(one ^ other) < 12 < len(one & other)


def test_many_pairs_are_seen_as_each_is_by_itself() -> None:
    scene = build_scene(
        *linked(
            "[甲市:Region]、[乙市:Region]和[丙园:Park]签署[协议:Agreement]，建设[项目:Project]。[甲市:Region]很高兴。"
        )
    )
    laid = Laid(scene)
    every = pairs(laid)
    together, rows = PairFeatures(laid).of(every.subject, every.object)
    for number, pair in enumerate(zip(every.subject.tolist(), every.object.tolist(), strict=True)):
        assert sorted(together[rows == number].tolist()) == sorted(features(scene, *pair))


def test_a_long_list_is_no_trouble() -> None:
    names = "、".join(f"[第{n}公司:Company]" for n in range(120))
    scene = build_scene(*linked(f"{names}签署[协议:Agreement]。"))
    found = paired(scene)
    assert all(found["协议", f"第{n}公司"] == {"signatory"} for n in range(120))
    assert "cooperatesWith" not in found["第0公司", "第1公司"]


def test_nothing_to_pair() -> None:
    assert paired(build_scene(*linked("今天天气很好。"))) == {}
    article, sentences, _ = linked("甲市。")
    alone = Linking(
        (Entity("甲市", ("Region",), ("甲市",)),), (Link(Mention(Span(0, 2), "甲市", "Region", "t"), "甲市"),)
    )
    assert paired(build_scene(article, sentences, alone)) == {}


def test_a_place_after_zai_is_no_party() -> None:
    found = paired(
        build_scene(*linked("[甲市:Region]与[乙公司:Company]在[丙市:Region]签署[合作协议:Agreement]。"))
    )  # fmt: skip
    assert ("合作协议", "丙市") not in found
    assert found["合作协议", "甲市"] == {"signatory"}


def test_who_signs_with_each_is_no_partner_of_the_others() -> None:
    scene = build_scene(*linked("[甲市:Region]分别与[乙市:Region]、[丙市:Region]签署[合作协议:Agreement]。"))
    names = paired(scene)
    assert ("乙市", "丙市") not in names
    assert ("甲市", "丙市") in names


def test_the_pairs_of_a_register_grow_with_its_length_only() -> None:
    numbers = []
    for size in (800, 1600):
        names = "、".join(f"[甲{number}园:Park]位于[乙{number}县:Region]" for number in range(size // 2))
        numbers.append(len(pairs(Laid(build_scene(*linked(f"{names}。")))).subject))
    assert numbers[1] < 2.5 * numbers[0]


def test_a_list_of_twos_cooperates_two_by_two() -> None:
    found = paired(
        build_scene(*linked("[甲市:Region]与[乙市:Region]、[丙市:Region]与[丁市:Region]分别签署[合作协议:Agreement]。"))
    )
    both = {pair for pair, allowed in found.items() if "cooperatesWith" in allowed}
    assert {tuple(sorted(pair)) for pair in both} == {("乙市", "甲市"), ("丁市", "丙市")}


def test_those_who_sign_severally_have_to_do_with_the_first() -> None:
    found = paired(
        build_scene(*linked("[甲市:Region]与[乙市:Region]、[丙市:Region]和[丁市:Region]分别签署[合作协议:Agreement]。"))
    )
    both = {pair for pair, allowed in found.items() if "cooperatesWith" in allowed}
    assert {tuple(sorted(pair)) for pair in both} == {("乙市", "甲市"), ("丙市", "甲市"), ("丁市", "甲市")}


def test_what_is_visited_has_nothing_to_do_with_one_another() -> None:
    found = paired(build_scene(*linked("调研组走进[甲公司:Company]、[乙公司:Company]。")))
    assert not found


def test_a_hall_where_it_happens_signs_nothing() -> None:
    found = paired(build_scene(*linked("[甲市:Region]在[市民中心:Institution]签署[合作协议:Agreement]。")))
    assert "signatory" in found["合作协议", "甲市"]
    assert "signatory" not in found.get(("合作协议", "市民中心"), ())


def test_words_around_a_value_say_what_it_is() -> None:
    allowed = {
        marks: {"totalInvestment", "annualInvestment"} - _barred(marks)
        for marks in (("total",), ("annual",), ("cumulative",), ("investment", "plan"))
    }
    assert list(allowed.values()) == [{"totalInvestment"}, {"annualInvestment"}, set(), {"totalInvestment"}]
    assert "completedOn" in _barred(("expected",))
    assert "heldOn" not in _barred(("expected",))


def _barred(marks: tuple[str, ...]) -> set[str]:
    return {p for p, bit in BITS.items() if bit & _not_said(marks)}


def test_a_stand_in_right_behind_its_list_is_no_further_member() -> None:
    article, sentences, linking = linked(
        "[甲市:Region]、[乙公司:Company]、[丙大学:University]三方签署[合作协议:Agreement]。"
    )
    at = article.text.index("三方")
    meant = [Link(Mention(Span(at, at + 2), "三方", ANAPHOR, "test"), name) for name in ("甲市", "乙公司", "丙大学")]
    scene = build_scene(article, sentences, Linking(linking.entities, (*linking.links, *meant)))
    assert [item.targets for item in scene.items] == [("甲市",), ("乙公司",), ("丙大学",), ("合作协议",)]
    assert "cooperatesWith" in paired(scene)["甲市", "丙大学"]
