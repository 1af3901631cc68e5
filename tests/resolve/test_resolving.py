"""Things of many articles: what becomes one, what never does, in any order."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.resolve import Profile, Resolution, resolve
from kg.resolve.places import codes_of


@dataclass(frozen=True)
class Rows:
    """Judgements as `resolve` reads them."""

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    retypes: tuple[tuple[str, str], ...] = field(default=())


def profile(article: str, name: str, kind: str = "Park", *around: str, **more: object) -> Profile:
    """A thing with a name of its own, spoken of beside some places."""
    codes = tuple(codes_of(place)[0] for place in around)
    return Profile(article, name, (name,), (kind,), around=codes, **more)  # type: ignore[arg-type]


def local(article: str, name: str, kind: str, *around: str, **more: object) -> Profile:
    """A thing without a name of its own."""
    codes = tuple(codes_of(place)[0] for place in around)
    return Profile(article, f"a/{article}/{name}-1", (name,), (kind,), True, around=codes, **more)  # type: ignore[arg-type]


def one(resolution: Resolution, *profiles: Profile) -> bool:
    """True where all are one node."""
    return len({(resolution.canonical[p.key].id, resolution.canonical[p.key].local) for p in profiles}) == 1


def together(*profiles: Profile) -> bool:
    return one(resolve(profiles), *profiles)


def test_other_writing_is_merged_with_a_reason_and_all_names() -> None:
    a, b = profile("1", "无锡高新技术产业开发区"), profile("2", "无锡高新区")
    resolution = resolve([a, b])
    assert one(resolution, a, b)
    found = resolution.canonical[a.key]
    assert set(found.names) == {"无锡高新技术产业开发区", "无锡高新区"}
    assert resolution.members[found.id] == ("无锡高新区", "无锡高新技术产业开发区")
    (decision,) = resolution.decisions
    assert (decision.verdict, decision.left, decision.right) == ("same", "无锡高新区", "无锡高新技术产业开发区")
    assert decision.score > 0.9
    assert decision.reasons


def test_districts_of_one_name_are_as_many_as_their_cities() -> None:
    a, b = profile("1", "鼓楼区", "Region", "南京市"), profile("2", "鼓楼区", "Region", "徐州市")
    c, d = profile("3", "南京市鼓楼区", "Region"), profile("4", "鼓楼区", "Region")
    resolution = resolve([a, b, c, d])
    assert one(resolution, a, c)
    assert not one(resolution, a, b)
    assert not one(resolution, a, d)
    assert not one(resolution, b, d)
    assert resolution.canonical[a.key].id == "南京市鼓楼区"
    assert resolution.canonical[d.key].local


def test_bare_names_belong_to_the_place_that_the_article_is_about() -> None:
    a, b = local("1", "高新区", "Park", "无锡市"), local("2", "高新区", "Park", "常州市")
    c = profile("3", "无锡高新区")
    resolution = resolve([a, b, c])
    assert one(resolution, a, c)
    assert not one(resolution, a, b)
    assert not together(local("1", "高新区", "Park"), local("2", "高新区", "Park"))


def test_a_committee_is_the_one_of_the_zone_named_before() -> None:
    a = local("1", "管委会", "Government", zones=("惠山新区",))
    b, c = profile("2", "惠山新区管理委员会", "Government"), local("3", "管委会", "Government", zones=("滨湖新区",))
    resolution = resolve([a, b, c])
    assert one(resolution, a, b)
    assert not one(resolution, a, c)


def test_park_committee_and_company_are_three() -> None:
    a, b = profile("1", "惠山新区"), profile("2", "惠山新区管委会", "Government")
    c = profile("3", "惠山新区开发有限公司", "Company")
    resolution = resolve([a, b, c])
    assert len({resolution.canonical[p.key].id for p in (a, b, c)}) == 3


def test_declared_short_forms() -> None:
    long = Profile(
        "1", "太湖湾科创带建设有限公司", ("太湖湾科创带建设有限公司", "太科公司"), ("Company",), aliases=("太科公司",)
    )
    assert together(long, profile("2", "太科公司", "Company"))
    general = Profile("1", "太湖湾大学联盟", ("太湖湾大学联盟", "联盟"), ("Alliance",), aliases=("联盟",))
    assert not together(general, local("2", "联盟", "Alliance"))


def test_a_short_form_of_several_is_left_open() -> None:
    things = [
        Profile(str(i), name, (name, "太湖银行"), ("Company",), aliases=("太湖银行",))
        for i, name in enumerate(("太湖农村商业银行股份有限公司", "苏州太湖村镇银行股份有限公司"))
    ]
    short = profile("9", "太湖银行", "Company")
    resolution = resolve([*things, short])
    assert not one(resolution, things[0], short)
    assert {d.verdict for d in resolution.decisions} == {"doubtful"}


def test_former_names() -> None:
    now = Profile("1", "湖北文理学院", ("湖北文理学院", "襄樊学院"), ("University",), former=("襄樊学院",))
    resolution = resolve([now, profile("2", "襄樊学院", "University")])
    assert one(resolution, *(now, profile("2", "襄樊学院", "University")))
    assert resolution.canonical[now.key].names[0] == "湖北文理学院"


def test_levels_and_places_keep_bodies_apart() -> None:
    names = ("江苏省农业科学院", "无锡市农业科学院", "无锡市惠山区农业科学院")
    assert len(resolve([profile(n, n, "Research") for n in names]).members) == 3
    names = ("江苏长电科技股份有限公司", "长电科技（宿迁）有限公司", "长电科技（滁州）有限公司")
    assert len(resolve([profile(n, n, "Company") for n in names]).members) == 3


def test_untitled_agreements_are_told_by_parties_and_date() -> None:
    told = {"parties": ("无锡市", "南通市"), "dates": ("2022-05-06",)}
    a, b = local("1", "合作协议", "Agreement", **told), local("2", "合作协议", "Agreement", **told)
    c = local("3", "合作协议", "Agreement", parties=("无锡市", "南通市"), dates=("2023-05-06",))
    d = local("4", "合作协议", "Agreement", parties=("常州市", "盐城市"), dates=("2022-05-06",))
    assert together(a, b)
    assert not together(a, c)
    assert not together(a, d)


def test_titles_with_and_without_parties() -> None:
    a = profile("1", "太湖水环境综合治理合作备忘录", "Agreement", parties=("无锡市", "湖州市"))
    b = profile("2", "无锡市人民政府 湖州市人民政府太湖水环境综合治理合作备忘录", "Agreement")
    c = profile("3", "太湖水环境综合治理合作备忘录", "Agreement")
    assert together(a, b)
    assert together(b, c)


def test_yearly_meetings_are_one_each_year() -> None:
    a = profile("1", "太湖合作论坛", "Event", dates=("2022-05-06",))
    b = profile("2", "太湖合作论坛", "Event", dates=("2023-05",))
    c = profile("3", "2023年太湖合作论坛", "Event")
    resolution = resolve([a, b, c])
    assert not one(resolution, a, b)
    assert one(resolution, b, c)


def test_two_of_one_article_with_one_title_stay_two() -> None:
    first = Profile("1", "a/1/移交协议-1", ("移交协议",), ("Agreement",), True)
    assert not together(first, Profile("1", "a/1/移交协议-2", ("移交协议",), ("Agreement",), True))


def test_people_win_over_scores_and_stale_rows_are_told() -> None:
    a, b = profile("1", "无锡高新技术产业开发区"), profile("2", "无锡高新区")
    apart = resolve([a, b], Rows(different=(("无锡高新区", "无锡高新技术产业开发区"),)))
    assert not one(apart, a, b)
    assert {(d.verdict, d.by) for d in apart.decisions} == {("different", "judgement")}
    c = profile("3", "新吴区数字园")
    joined = resolve(
        [a, b, c], Rows(same=(("新吴区数字园", "无锡高新区"),), renames=(("无锡高新区", "无锡国家高新区"),))
    )
    assert one(joined, a, b, c)
    assert joined.canonical[a.key].names[0] == "无锡国家高新区"
    stale = resolve([a], Rows(same=(("无锡高新区", "无名园"),), retypes=(("无名园", "Park"),))).stale
    assert [(row.kind, row.left) for row in stale] == [("retype", "无名园"), ("same", "无锡高新区")]


def test_profiles_go_through_json() -> None:
    told = local("1", "合作协议", "Agreement", "无锡市", parties=("无锡市",), dates=("2022",))
    assert Profile.fromdict(told.asdict()) == told


CORES = st.sampled_from(["惠山", "滨湖", "太湖湾", "鼓楼区", "无锡", "无锡惠山", "江苏无锡", ""])
ENDS = st.sampled_from(
    ["高新区", "高新技术产业开发区", "管委会", "开发有限公司", "产业园一期", "产业园二期",
     "第1次会议", "第二次会议", "合作协议"]
)  # fmt: skip
KIND = {"会": "Government", "司": "Company", "议": "Event", "书": "Agreement"}


@st.composite
def some_profiles(draw: st.DrawFn) -> list[Profile]:
    """Profiles of names that are near to one another."""
    found = {}
    for article in draw(st.lists(st.integers(0, 5), min_size=2, max_size=14)):
        name = draw(CORES) + draw(ENDS)
        around = draw(st.lists(st.sampled_from(["3202", "3201", "320106", "3203"]), max_size=2))
        dates = draw(st.lists(st.sampled_from(["2021", "2021-03", "2022-05-06"]), max_size=1))
        is_local = draw(st.booleans())
        entity = f"a/{article}/{name}-1" if is_local else name
        kind = KIND.get(name[-1], "Park")
        told = Profile(str(article), entity, (name,), (kind,), is_local, around=tuple(around), dates=tuple(dates))
        found[told.key] = told
    return list(found.values())


@settings(max_examples=60, deadline=None)
@given(some_profiles(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same(profiles: list[Profile], chance: random.Random) -> None:
    shuffled = profiles[:]
    chance.shuffle(shuffled)
    assert resolve(shuffled) == resolve(profiles)


@settings(max_examples=60, deadline=None)
@given(some_profiles())
def test_numbers_and_kinds_are_never_mixed_and_ids_are_distinct(profiles: list[Profile]) -> None:
    resolution = resolve(profiles)
    assert set(resolution.canonical) == {p.key for p in profiles}
    by_node: dict[tuple[str, bool], set[str]] = {}
    for p in profiles:
        found = resolution.canonical[p.key]
        by_node.setdefault((found.id, found.local), set()).add(p.names[0])
        assert p.names[0] in found.names
    for names in by_node.values():
        for ends in (("一期", "二期"), ("第1次会议", "第二次会议"), ("管委会", "高新区"), ("有限公司", "高新区")):
            assert not all(any(name.endswith(end) for name in names) for end in ends)


@settings(max_examples=40, deadline=None)
@given(some_profiles(), st.data())
def test_what_people_keep_apart_is_apart(profiles: list[Profile], data: st.DataObject) -> None:
    names = sorted({p.names[0] for p in profiles if not p.local})
    if len(names) < 2:
        return
    left, right = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    if left == right:
        return
    resolution = resolve(profiles, Rows(different=((left, right),)))
    nodes = [
        {resolution.canonical[p.key].id for p in profiles if not p.local and p.names[0] == name}
        for name in (left, right)
    ]
    assert not nodes[0] & nodes[1]


@settings(max_examples=40, deadline=None)
@given(some_profiles())
def test_resolving_what_is_resolved_changes_nothing(profiles: list[Profile]) -> None:
    first = resolve(profiles)
    pairs = tuple(
        (d.left, d.right) for d in first.decisions if d.verdict == "same"
    )  # what was decided, said by a person
    again = resolve(profiles, Rows(same=pairs))
    assert {key: one.id for key, one in again.canonical.items()} == {
        key: one.id for key, one in first.canonical.items()
    }
