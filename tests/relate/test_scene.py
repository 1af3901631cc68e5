"""What stands in one list, what may be paired, and that features are the same each time."""

from kg.relate.features import PairFeatures
from kg.relate.pairs import licensed, pairs, predicates
from kg.relate.scene import build_scene
from tests.relate.scenes import linked


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
    names = {(scene.items[s].targets[0], scene.items[o].targets[0]) for s, o in pairs(scene)}
    assert ("论坛", "甲市") in names
    assert ("甲市", "论坛") not in names
    assert not any("乙市" in pair for pair in names)


def test_types_decide_what_may_be_said() -> None:
    assert predicates("Agreement", "Region") == {"signatory"}
    assert "builder" in predicates("Project", "Company")
    assert predicates("Policy", "Industry") == frozenset()


def test_features_are_stable_and_without_repetition() -> None:
    scene = build_scene(*linked("3月，[甲市:Region]与[乙市:Region]在[丙市:Region]签署[合作协议:Agreement]。"))
    first, second = (PairFeatures(scene).of(3, 0) for _ in range(2))
    assert first == second
    assert len(first) == len(set(first))
    assert any(feature.startswith("t=") and feature.endswith("sign") for feature in first)


def test_a_list_shares_what_stands_around_it() -> None:
    scene = build_scene(*linked("昨天，[甲市:Region]、[乙市:Region]签署[合作协议:Agreement]。"))
    features = PairFeatures(scene)
    between = [{f for f in features.of(2, member) if f.startswith(("b=", "w=", "t="))} for member in (0, 1)]
    assert between[0] == between[1] != set()


def test_a_place_after_zai_is_no_party() -> None:
    scene = build_scene(*linked("[甲市:Region]与[乙公司:Company]在[丙市:Region]签署[合作协议:Agreement]。"))
    place = next(item for item in scene.items if item.targets == ("丙市",))
    agreement = next(item for item in scene.items if item.targets == ("合作协议",))
    party = next(item for item in scene.items if item.targets == ("甲市",))
    assert licensed(scene, agreement, place) == frozenset()
    assert licensed(scene, agreement, party) == {"signatory"}


def test_who_signs_with_each_is_no_partner_of_the_others() -> None:
    scene = build_scene(*linked("[甲市:Region]分别与[乙市:Region]、[丙市:Region]签署[合作协议:Agreement]。"))
    names = {(scene.items[s].targets[0], scene.items[o].targets[0]) for s, o in pairs(scene)}
    assert ("乙市", "丙市") not in names
    assert ("甲市", "丙市") in names
