"""Whether a short form in a text stands for a longer name of the same text: rules, the surest first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from kg.lang.words import made_of
from kg.link.forms import INSTITUTIONS, Form
from kg.link.lexicon import any_of, gazetteer, generic, parts, place_length, region_characters, region_core

_LEVEL = r"(?:自治[区州县旗]|特别行政区|地区|林区|[省市州盟县旗镇乡]|(?<![新园发作范验技游港税])区)"
_STEP = re.compile(_LEVEL)
_LEVEL_AT_END = re.compile(rf"(?<=..){_LEVEL}$")
_BRACKET = re.compile(r"\(([^()]{2,12})\)")
_OWN = re.compile(r"\(([^()]{3,20})\)$")
_OWNER = re.compile(r"(?:大学|学院|科学院|集团|公司|[园新发作范验贸]区|自贸港|科创走廊|附属|战略)$")
# What a short form may drop at the end of the name of a thing that is not an institution.
_TAILS = ("项目", "工程", "活动", "系列活动", "计划", "体系", "平台", "服务平台", "机制")


@dataclass(frozen=True, slots=True)
class Pair:
    """A short form and a longer name; the types both may have (of either, where they share none); and the names of
    the places that the article speaks of."""

    short: Form
    long: Form
    types: frozenset[str]
    places: frozenset[str]

    def place(self, text: str) -> bool:
        """True for 四川, 江苏省苏州市, 中国, or a region of this article."""
        text = text.strip("()")
        return text != "" and place_length(text, self.places) == len(text)


def implied(short: Form, long: Form, types: frozenset[str], places: frozenset[str]) -> tuple[float, str] | None:
    """Score and reason for `short` being a short form of `long`; None where it is not.

    `types` are those that both may have; `places` the names of places that the article knows beside the gazetteer's.
    """
    if set(short.marks) - set(long.marks):
        return None
    pair = Pair(short, long, types, places)
    if short.body != long.body and not _body_may_differ(pair):
        return None
    for score, reason, holds in _RULES:
        if holds(pair):
            return score, reason
    return None


def _body_may_differ(pair: Pair) -> bool:
    """A company's name may lack its legal form, an institution's or a zone's its kind (浙大, 雄安); none gains one."""
    if pair.short.body:
        return _OWN.search(pair.long.reduced) is not None or (
            pair.long.reduced.endswith(tuple(pair.short.body + tail for tail in _TAILS))
        )
    return bool(pair.types & (INSTITUTIONS | {"Fund", "Park"})) and pair.long.body not in {"管委会", "政府", "执委会"}


def _same_reduced(pair: Pair) -> bool:
    return pair.short.reduced == pair.long.reduced


def _level_dropped(pair: Pair) -> bool:
    """Regions: 襄阳 for 襄阳市, 大足 for 重庆市大足区, 天津宁河 for 天津市宁河区, 道真县 for 贵州省道真…自治县."""
    if "Region" not in pair.types:
        return False
    short, long = _without_levels(pair.short.reduced), _without_levels(pair.long.reduced)
    levels = {match[0][-1] for form in (pair.short, pair.long) if (match := _LEVEL_AT_END.search(form.reduced))}
    if len(short) < 2 or len(levels) == 2:
        return False
    front = long[: -len(short)]
    return long.endswith(short) and (len(front) <= 4 or pair.place(front) or place_length(front) > 0)


@cache
def _nations() -> re.Pattern[str]:
    return re.compile(rf"{any_of('nation')}+(?=自治)|{any_of('nation')}{{2,}}")


def _without_levels(name: str) -> str:
    """The name without the levels behind two characters and more each: 江苏省苏州市 as 江苏苏州."""
    name, kept, last = _nations().sub("", name), "", 0
    while found := _STEP.search(name, last + 2):
        kept, last = kept + name[last : found.start()], found.end()
    return kept + name[last:]


def _abbreviated_region(pair: Pair) -> bool:
    """渝 for 重庆."""
    return "Region" in pair.types and len(pair.short.normal) == 1 and region_core(pair.long.normal) in {
        region_core(name) for name in region_characters().get(pair.short.normal, ())
    }  # fmt: skip


def _place_dropped(pair: Pair) -> bool:
    """巴南区人大常委会 for 重庆市巴南区人大常委会, 天府新区 for 四川天府新区."""
    return pair.long.reduced.endswith(pair.short.reduced) and pair.place(pair.long.reduced[: -len(pair.short.reduced)])


def _place_in_brackets(pair: Pair) -> bool:
    """成都科学城 for 西部(成都)科学城, 绵阳科技城 for 中国(绵阳)科技城."""
    match = _BRACKET.search(pair.long.reduced)
    if match is None or not match.end() < len(pair.long.reduced):
        return False
    front, after = pair.long.reduced[: match.start()], pair.long.reduced[match.end() :]
    return pair.short.reduced in (match[1] + after, front + match[1] + after)


def _own_in_brackets(pair: Pair) -> bool:
    """松山湖科学城 for 综合性国家科学中心先行启动区(松山湖科学城); the part before the brackets too."""
    match = _OWN.search(pair.long.reduced)
    if match is None or pair.place(match[1]) or any(c.isdigit() for c in match[1]) or "段" in match[1]:
        return False
    return pair.short.reduced in (match[1], pair.long.reduced[: match.start()])


@cache
def _legal_form() -> re.Pattern[str]:
    # Possessive: 有限公司 is also 有限 and 公司, and a long row of them could be taken apart in endless ways.
    return re.compile(rf"(?:{any_of('company')}|\([^()]{{1,8}}\))++$")


def _legal_form_dropped(pair: Pair) -> bool:
    """临港集团 for 上海临港集团有限公司, 中国电子 for 中国电子信息产业集团有限公司."""
    if not pair.types & {"Company", "Fund"} or pair.short.body not in ("", "公司") or pair.long.body != "公司":
        return False
    own, whole = (_legal_form().sub("", _plain(form.reduced)) for form in (pair.short, pair.long))
    at = whole.find(own) if len(own) > 1 and not pair.place(own) else -1
    front = whole[: max(at, 0)]
    after = whole[at + len(own) :]
    if at < 0 or (after and pair.short.body and not _only("business", after)):
        return False
    known = not front or pair.place(front) or front.endswith(("公司", "集团")) or (len(own) > 3 and len(front) <= 4)
    return known and (len(own) > 2 or bool(front) or not after)


def _plain(name: str) -> str:
    """Without brackets, and without the level of a place at the beginning: 山东港口 for 山东省港口."""
    return re.sub(r"^(..)[省市]", r"\1", name.replace("(", "").replace(")", ""))


def _tail_dropped(pair: Pair) -> bool:
    """比亚迪三期 for 比亚迪三期项目; 雄安 for 雄安新区."""
    own = pair.long.reduced
    if len(pair.short.reduced) > 1 and own[pair.long.place :].startswith(pair.short.reduced):
        own = own[pair.long.place :]
    if len(pair.short.reduced) < 2 or not own.startswith(pair.short.reduced):
        return False
    rest = own[len(pair.short.reduced) :]
    if pair.types & {"Park"} and not pair.short.body and not pair.place(pair.short.reduced):
        return rest in _wide_zones() and not pair.short.marks
    return len(pair.short.reduced) > 3 and rest in _TAILS and bool(pair.types & {"Project", "Event", "Mechanism"})


@cache
def _wide_zones() -> frozenset[str]:
    return frozenset({"新区", "经开区", "高新区", "开发区", "合作区", "试验区", "度假区"})


def _front_dropped(pair: Pair) -> bool:
    """第二届中国—东盟论坛 for “丝路”建设暨第二届中国—东盟论坛; 综改示范区 for 山西综改示范区."""
    short, long = pair.short.reduced, pair.long.reduced
    if len(short) < 4 or not long.endswith(short) or pair.types & {"Region", "Industry"} or short in gazetteer():
        return False
    front = long[: -len(short)]
    owned = front[-1] in "暨)·—-" or _OWNER.search(front) is not None
    return not pair.short.place or owned or _ends_in_place(pair, front)


def _event_word(pair: Pair) -> bool:
    """科博会 for 第十一届中国(芜湖)科普产品博览交易会: three characters in order, the last the head's."""
    word = pair.short.reduced
    if "Event" not in pair.types or len(word) != 3 or word[-1] not in "会节展" or pair.long.reduced[-1] != word[-1]:
        return False
    return re.search(f"{re.escape(word[0])}.*{re.escape(word[1])}", pair.long.reduced[:-1]) is not None


def _only(name: str, text: str) -> bool:
    """True where a text is made of empty words, and for `business` of those of companies, alone."""
    return made_of(text, _words_of(("empty",) if name == "empty" else ("empty", "business")))


@cache
def _words_of(classes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in classes for word in parts()[name])


def _shortened(pair: Pair) -> bool:
    """Characters in order, begin and head kept: 川农科院, 长三角示范区, 浙大."""
    short, long = pair.short.reduced, pair.long.reduced
    if len(short) < (2 if "University" in pair.types else 3) or pair.types & {"Region", "Company"}:
        return False
    gaps = _gaps(short, long, pair.long.place)
    if gaps is None or not _head_kept(pair) or any(_tells_apart(pair, gap) for gap in gaps):
        return False
    whole_body = len(pair.short.body) > 1 and pair.short.body not in parts()["lossy"]
    one_cut = len(gaps) == 1 and len(short) > 3
    if pair.types & INSTITUTIONS and not pair.types & {"Alliance"} and (whole_body or one_cut):
        return all(_only("empty", gap) for gap in gaps)
    return True


def _company_shortened(pair: Pair) -> bool:
    """上港集团 for 上海国际港务(集团)股份有限公司, 中远海特 for 中远海运特种运输股份有限公司."""
    short, long = pair.short.reduced, pair.long.reduced
    if "Company" not in pair.types or pair.long.body != "公司" or short.endswith("有限公司"):
        return False
    own, whole = (_legal_form().sub("", _plain(name)) for name in (short, long))
    if len(own) < (2 if pair.short.body else 3) or pair.place(own) or pair.short.body not in ("", "公司"):
        return False
    gaps = _gaps(own, whole, pair.long.place)
    if not gaps or any(_tells_apart(pair, gap) for gap in gaps):
        return False
    return len(gaps) > 1 or len(own) < 4 or all(len(gap) < 2 or _only("business", gap) for gap in gaps)


def _tells_apart(pair: Pair, gap: str) -> bool:
    """True for what a short form does not leave out: another place, a section, a direction."""
    if "(" in gap and re.search(r"[段期园片]\)?", gap):
        return True
    if pair.types & INSTITUTIONS:
        return False
    if gap in {"东", "西", "南", "北", "中", "新", "副"}:
        return True
    return _ends_in_place(pair, gap)


def _ends_in_place(pair: Pair, text: str) -> bool:
    return any(pair.place(text[start:]) for start in range(max(0, len(text) - 12), len(text) - 1))


def _gaps(short: str, long: str, place: int) -> list[str] | None:
    """What is left out of `long` between the characters of `short`; None where they do not stand in order, or
    `short` begins elsewhere than in the places or at the first own words of `long`."""
    at = long.find(short[0])
    if at < 0 or at > place:
        return None
    gaps = []
    for character in short[1:-1]:
        here = long.find(character, at + 1)
        if here < 0:
            return None
        gaps.append(long[at + 1 : here])
        at = here
    # The last character is the head's: its last occurrence, so that 大 is that of 大学 and not an earlier one.
    last = long.rfind(short[-1])
    if last <= at:
        return None
    gaps.append(long[at + 1 : last])
    return [gap for gap in gaps if gap]


def _head_kept(pair: Pair) -> bool:
    short, long = pair.short.reduced, pair.long.reduced
    if "University" in pair.types:
        return (
            short[-1] in long[-3:]
            and (short[-1] != "大" or long.endswith("大学"))
            and (len(short) > 2 or len(long) == 4)
        )
    head = next((h for n in range(4, 1, -1) if (h := short[-n:]) in generic().heads), "")
    if head and not pair.short.body:
        return long.endswith(head)
    return long.endswith(short[-1]) or (short[-1] in pair.long.body and pair.long.body not in ("公司", "大学"))


Rule = Callable[[Pair], bool]
# Order: the surest first; the first that holds gives score and reason.
_RULES: tuple[tuple[float, str, Rule], ...] = (
    (0.98, "customary short forms of the same name", _same_reduced),
    (0.96, "region without its level or the larger region", _level_dropped),
    (0.95, "the character of the region", _abbreviated_region),
    (0.95, "the name with the place that stands in brackets", _place_in_brackets),
    (0.94, "name without the place before it", _place_dropped),
    (0.93, "the other name in brackets", _own_in_brackets),
    (0.9, "name without its legal form", _legal_form_dropped),
    (0.88, "name without its general end", _tail_dropped),
    (0.85, "end of the longer name", _front_dropped),
    (0.8, "the event's customary word", _event_word),
    (0.79, "the company's characters in order", _company_shortened),
    (0.78, "characters of the longer name in order", _shortened),
)
