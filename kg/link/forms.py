"""A name taken apart, and whether a short form in a text stands for a longer one of the same text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lang import normal_name
from kg.link.lexicon import any_of, equivalents, generic, parts, place_prefix, provinces, region_characters, region_core
from kg.vocabulary import INSTITUTION_TYPES

_MARK = re.compile(
    r"第?[0-9一二两三四五六七八九十百]+(?:届|次|期|批|轮|号|年度|年|季度|标段|线)|首[届次批期轮]|[0-9.+]+"
)
_INSTITUTIONS = frozenset(INSTITUTION_TYPES)
_FAMILIES = (
    _INSTITUTIONS,
    frozenset({"Park", "Project", "Mechanism", "Research"}),
    frozenset({"Park", "Region"}),
    frozenset({"Project", "Policy", "Mechanism"}),
    frozenset({"Agreement", "Policy"}),
    frozenset({"Fund", "Company"}),
)


@cache
def _body() -> re.Pattern[str]:
    return re.compile(rf"(?P<body>{any_of('body')})$")


@cache
def _empty() -> re.Pattern[str]:
    return re.compile(rf"{any_of('empty')}*")


@cache
def _company_tail() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('company')}|\(.{{1,8}}\))+$")


@dataclass(frozen=True, slots=True)
class Form:
    """A name with what comparing needs: `reduced` has its customary short forms, `place` the length of the places
    at its beginning, `marks` its numbers, `body` the kind of body it ends in, `head` what a generic name tells."""

    normal: str
    reduced: str
    place: int
    marks: tuple[str, ...]
    body: str
    generic: bool
    head: str


@lru_cache(maxsize=65536)
def form(name: str) -> Form:
    """Take a name apart."""
    normal = normal_name(name)
    reduced = normal
    for long, short in equivalents():
        reduced = reduced.replace(long, short)
    match = place_prefix().match(reduced)
    body = _body().search(reduced)
    whole = generic().pattern.fullmatch(normal)
    return Form(
        normal, reduced, match.end() if match else 0, tuple(_MARK.findall(normal)), body[1] if body else "",
        whole is not None, whole["head"] if whole else "",
    )  # fmt: skip


def compatible(a: frozenset[str], b: frozenset[str]) -> bool:
    """True where one thing may be called both types."""
    return bool(a & b) or any(a & family and b & family for family in _FAMILIES)


def implied(short: Form, long: Form, types: frozenset[str], places: frozenset[str]) -> tuple[float, str] | None:
    """Score and reason for `short` being a short form of `long`, both of `types`; None where it is not.

    `places` are the cores of the regions that the article names: a short form never leaves one of them out unsaid.
    """
    if set(short.marks) - set(long.marks) or (short.body and long.body and short.body != long.body):
        return None
    if bool(short.body) != bool(long.body) and not _bodies_agree(short, long, types):
        return None
    for score, reason, holds in _RULES:
        if holds(short, long, types, places):
            return score, reason
    return None


def _bodies_agree(short: Form, long: Form, types: frozenset[str]) -> bool:
    """A body may lose its head in a short form (中国电子), a short form may add none (西部科学城管委会)."""
    return bool(long.body) and bool(types & (_INSTITUTIONS | {"Fund"})) and long.body not in {"管委会", "政府"}


def _same_reduced(short: Form, long: Form, types: frozenset[str], places: frozenset[str]) -> bool:
    return short.reduced == long.reduced


def _is_place(text: str, places: frozenset[str]) -> bool:
    """True for 四川, 重庆市, 江苏省苏州市, 中国, or the core of a region of this article."""
    core = region_core(text)
    return (
        text in places
        or core in places
        or text == "中国"
        or (text != "" and place_prefix().fullmatch(text) is not None)
    )


def _place_dropped(short: Form, long: Form, types: frozenset[str], places: frozenset[str]) -> bool:
    """巴南区人大常委会 for 重庆市巴南区人大常委会, 天府新区 for 四川天府新区."""
    return long.reduced.endswith(short.reduced) and _is_place(long.reduced[: -len(short.reduced)].strip("()"), places)


def _level_dropped(short: Form, long: Form, types: frozenset[str], places: frozenset[str]) -> bool:
    """Regions: 襄阳 for 襄阳市, 大足 for 重庆市大足区."""
    if types != {"Region"}:
        return False
    core = region_core(long.reduced)
    if core in (short.reduced, region_core(short.reduced)) and short.reduced in (core, long.reduced):
        return True
    tail = core[long.place :] if long.place < len(core) else core
    if len(short.reduced) >= 2 and core.endswith(short.reduced):
        return _is_place(core[: -len(short.reduced)], places)
    last = _last_place(long.reduced)
    return len(short.reduced) >= 2 and short.reduced in (last, region_core(last), tail)


def _last_place(name: str) -> str:
    """积石山县大河家镇 -> 大河家镇; 浙江省嘉善县 -> 嘉善县."""
    parts = re.findall(r"[^省市州盟区县旗]+(?:自治[州县旗区]|[省市州盟区县旗])?", name)
    last: str = parts[-1] if parts else name
    for core in provinces():
        if last.startswith(core) and len(last) > len(core) + 1:
            return last[len(core) :]
    return last


def _abbreviated_region(short: Form, long: Form, types: frozenset[str], places: frozenset[str]) -> bool:
    """渝 for 重庆."""
    return types == {"Region"} and len(short.normal) == 1 and region_core(long.normal) in {
        region_core(name) for name in region_characters().get(short.normal, ())
    }  # fmt: skip


def _tail_dropped(short: Form, long: Form, types: frozenset[str], places: frozenset[str]) -> bool:
    """中国电子 for 中国电子信息产业集团有限公司; 比亚迪三期 for 比亚迪三期项目; 西洽会(…)."""
    if len(short.reduced) < 3 or not long.reduced.startswith(short.reduced) or _is_place(short.reduced, places):
        return False
    rest = long.reduced[len(short.reduced) :]
    if rest.startswith("(") and rest.endswith(")"):
        return True
    if types & {"Company"} and not short.body:
        return bool(_company_tail().search(rest))
    return generic().pattern.fullmatch(rest) is not None and bool(types & {"Project", "Event", "Mechanism", "Alliance"})


def _front_dropped(short: Form, long: Form, types: frozenset[str], places: frozenset[str]) -> bool:
    """第二届中国—东盟论坛 for “丝路”建设暨第二届中国—东盟论坛; 综改示范区 for 山西综改示范区."""
    if len(short.reduced) < 4 or not long.reduced.endswith(short.reduced) or "Region" in types:
        return False
    front = long.reduced[: -len(short.reduced)]
    return not short.place or front[-1] in "暨)·—-" or short.reduced[: short.place] == front


def _infix(short: Form, long: Form, types: frozenset[str], places: frozenset[str]) -> bool:
    """诺达佳 for 安徽诺达佳智能制造科技有限公司: a company's own word, right behind its place."""
    if "Company" not in types or len(short.reduced) < 2 or short.body or _is_place(short.reduced, places):
        return False
    own = _company_tail().sub("", short.reduced)
    at = long.reduced.find(own)
    front = long.reduced[:at].strip("()")
    return at >= 0 and bool(_company_tail().search(long.reduced)) and (not front or _is_place(front, places))


def _shortened(short: Form, long: Form, types: frozenset[str], places: frozenset[str]) -> bool:
    """Characters in order, begin and head kept: 川农科院, 长三角示范区, 上港集团, 浙大."""
    if len(short.reduced) < (2 if "University" in types else 3) or "Region" in types:
        return False
    gaps = _gaps(short.reduced, long.reduced, long.place)
    if gaps is None or not _head_kept(short, long, types):
        return False
    if any(len(gap) > 1 and (_is_place(gap, places) or gap in provinces()) for gap in gaps):
        return False
    whole_head = bool(short.body) and short.body not in parts()["lossy"]
    return not whole_head or all(_empty().fullmatch(gap) or _is_place(gap, places) for gap in gaps)


def _gaps(short: str, long: str, place: int) -> list[str] | None:
    """What is left out of `long` between the characters of `short`; None where they do not stand in order, or
    `short` begins elsewhere than in the places or at the first own words of `long`."""
    at = long.find(short[0])
    if at < 0 or at > place:
        own = long[place : place + 2].find(short[0])
        if own < 0:
            return None
        at = place + own
    gaps = []
    for character in short[1:-1]:
        here = long.find(character, at + 1)
        if here < 0:
            return None
        gaps.append(long[at + 1 : here])
        at = here
    # The last character is the head's: its last occurrence, so that 大学 in 江南大学 is not 大 of 大学城.
    last = long.rfind(short[-1])
    if last <= at:
        return None
    gaps.append(long[at + 1 : last])
    return [gap for gap in gaps if gap]


def _head_kept(short: Form, long: Form, types: frozenset[str]) -> bool:
    last = short.reduced[-1]
    if "University" in types and last == "大":
        return long.reduced.endswith("大学")
    if "Company" in types and not short.body:
        return last in _company_tail().sub("", long.reduced)
    return long.reduced.endswith(last) or (bool(long.body) and last in long.body)


Rule = Callable[[Form, Form, frozenset[str], frozenset[str]], bool]
# Order: the surest first; the first that holds gives score and reason.
_RULES: tuple[tuple[float, str, Rule], ...] = (
    (0.98, "customary short forms of the same name", _same_reduced),
    (0.96, "region without its level or province", _level_dropped),
    (0.95, "the character of the region", _abbreviated_region),
    (0.94, "name without the place before it", _place_dropped),
    (0.88, "name without its general end", _tail_dropped),
    (0.85, "end of the longer name", _front_dropped),
    (0.84, "the company's own word", _infix),
    (0.78, "characters of the longer name in order", _shortened),
)
