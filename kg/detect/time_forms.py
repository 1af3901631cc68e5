"""Written times -> forms: which year, month and day the words name, or by how many steps from which other date.

Knows how times are written and nothing of the article; `kg.detect.time` turns forms into dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kg.detect.numerals import parse_number
from kg.errors import TableError
from kg.tables import language, read_rows

WORDS = "time_words.tsv"
_COLUMNS = ("words", "unit", "base", "shift", "marks", "not_before", "not_after", "example", "means")
Base = Literal["published", "anchor"]


@dataclass(frozen=True, slots=True)
class Step:
    """`count` units on from the `base`: the publication, or the date before in the text.

    Units: day, month, year; week counts days from the Monday of the base's week.
    """

    unit: str
    base: Base
    count: int


Part = int | Step | None


@dataclass(frozen=True, slots=True)
class Form:
    """A written time at ``copy[start:end]``: each part a number, a step, or not told."""

    start: int
    end: int
    rule: str
    year: Part = None
    month: Part = None
    day: Part = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    pattern: str
    unit: str
    step: Step
    marks: tuple[str, ...]


@cache
def _words() -> dict[str, _Word]:
    path, words = language(WORDS), {}
    for _, row in read_rows(path, _COLUMNS):
        unit, base, shift = row["unit"], row["base"], row["shift"]
        if unit not in {"day", "month", "year", "none"} or base not in {"published", "anchor"}:
            raise TableError(f"{row.place}: unit is day, month, year or none; base is published or anchor")
        if not re.fullmatch(r"-?\d{1,4}", shift, re.ASCII):
            raise TableError(f"{row.place}: shift is a whole number, not {shift!r}")
        before = f"(?<![{row['not_before']}])" if row["not_before"] else ""
        after = f"(?!{row['not_after']})" if row["not_after"] else ""
        row.compiled("words", f"{before}.{after}")
        step = Step(unit, "published" if base == "published" else "anchor", int(shift))
        for word in filter(None, row.filled("words").split("|")):
            marks = tuple(filter(None, row["marks"].split("|")))
            words[word] = _Word(before + re.escape(word) + after, unit, step, marks)
    return words


def _any_word(unit: str) -> str:
    chosen = sorted((word for word in _words().items() if word[1].unit == unit), key=lambda pair: -len(pair[0]))
    return "|".join(word.pattern for _, word in chosen)


_S = r"[ \t\xa0]{0,2}"
_TO = rf"{_S}(?:-{{1,2}}|[—–―~〜─−]{{1,2}}|至|到){_S}"
_FIGURES = "零〇○一二三四五六七八九"
_YEAR = rf"(?:(?<!\d)(?<!\d[.])(?:19|20)\d\d|(?<![{_FIGURES}])[一二][九零〇○][{_FIGURES}]{{2}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_NO_YEAR = r"(?!代(?![表理建号替])|版|历史|的历史|之久)"
_NO_MONTH = r"(?![龄嫂饼球薪])"
_NO_DAY = r"(?!均|产[量能]|内(?![蒙江地部陆])|游(?![客览])|期(?!间)|元|以内|之内|行程)"
_YEAR_TAIL = (
    r"年?底(?![层蕴])|年?初(?![步次中级创心始衷])|年?末(?!端)|年中|年内|上半年|下半年"
    r"|(?:第|前)?[一二三四1-4]个?季度|前[二两三]季度|全年"
)
_MONTH_TAIL = r"[上中下]旬|月?底|月?初(?![步次中级创心始衷])|月?末"
_BEFORE = "启用|签约|签署|揭牌|开幕|开业|开园|开工|投用|通车|成立|开会|会议|出台|发布|投产|闭幕"


def _year(n: int) -> str:
    return (
        rf"(?:(?P<y{n}>{_YEAR})(?P<yr{n}>(?:{_S}年)?{_TO}(?:19|20)?\d\d)?{_S}年度?{_NO_YEAR}"
        rf"|(?P<yw{n}>{_any_word('year')})"
        rf"|(?<![\d第近每.])(?P<yn{n}>{_COUNT}){_S}年(?:之|以)?(?P<yd{n}>[前后](?!续|期|备)))"
    )


def _month(n: int) -> str:
    return (
        rf"(?:(?P<m{n}>{_MONTH})(?P<mr{n}>(?:{_S}月)?{_TO}{_MONTH})?{_S}月份?{_NO_MONTH}"
        rf"|(?P<mw{n}>{_any_word('month')}))"
    )


def _day(n: int) -> str:
    to = rf"(?:{_S}[日号])?{_TO}(?:{_MONTH}{_S}月{_S})?{_DAY}"
    return rf"(?:(?P<d{n}>{_DAY})(?P<dr{n}>{to})?{_S}[日号]|(?P<dw{n}>{_any_word('day')}))"


@cache
def _grammar() -> re.Pattern[str]:
    """All ways of writing a time; the longer before the shorter."""
    numeric = (
        r"(?<![\d.\-/])(?P<ny>(?:19|20)\d\d)(?P<sep>[-/.])(?P<nm>1[0-2]|0?[1-9])"
        r"(?:(?P=sep)(?P<nd>3[01]|[12]\d|0?[1-9])(?![\d\-/年亿万元%])"
        r"|(?<=\d\d)(?![\d.\-/年月亿万元%平公千米亩吨个倍]))"
    )
    same_day = "|".join(re.escape(w) for w, row in _words().items() if row.unit == "day" and not row.step.count)
    full = rf"{_year(1)}(?:的?{_S}{_month(1)}(?(mr1)|(?:的?{_S}{_day(1)})?)|的(?P<dw0>{same_day}))?"
    bare_month = rf"(?<![\d.个几半数前近第十每{_FIGURES}]){_month(2)}(?(mr2)|(?:的?{_S}{_day(2)})?)"
    paren_day = rf"[昨今前明]{_S}\((?P<dp>{_DAY})\){_S}日"
    count_day = (
        rf"(?<![\d第近每.连续])(?P<on>{_COUNT}){_S}(?P<ou>天|日(?!前|之前|以前)|个月|个星期|周|星期)(?:之|以)?"
        r"(?P<od>[前后](?!续|期|备))"
        rf"|(?:时隔|相隔|仅隔)(?P<gn>{_COUNT}){_S}(?P<gu>天|日|个月)"
        rf"|(?:此前|在此之前|(?:{_BEFORE})前)(?P<bn>{_COUNT}){_S}(?P<bu>天|日|个月)"
    )
    weekday = r"(?P<wk>上|本|这|下)(?:周|星期)(?P<wd>[一二三四五六日天])(?![至到—-])"
    bare_day = (
        rf"(?P<dw3>{_any_word('day')})|(?<![\d.\-/—~第近每月连续这那几数:])(?P<d3>3[01]|[12]\d|0?[1-9])"
        rf"(?P<dr3>(?:{_S}日)?{_TO}{_DAY})?{_S}日{_NO_DAY}"
        rf"|(?<![\d第近每月连续这那几数{_FIGURES}十])(?P<d4>三十一?|二?十[一二三四五六七八九]|二十){_S}日{_NO_DAY}"
    )
    tail = rf"(?:{_S}(?P<tail>(?:{_YEAR_TAIL})|(?:{_MONTH_TAIL})))?"
    # Most characters begin no time: a look at one saves the trial of all the alternatives.
    first = "".join(sorted({word[0] for word in (*_words(), *_BEFORE.split("|"))}))
    return re.compile(
        rf"(?=[\d{_FIGURES}十两半时相仅此在上本这下{first}])"
        rf"(?:{numeric}|{paren_day}|{count_day}|{weekday}|(?:{full}|{bare_month}){tail}|{bare_day}|(?P<none>{_any_word('none')}))"
    )


def find_forms(copy: str) -> Iterator[Form]:
    """The written times of an aligned copy, in text order, none overlapping.

    >>> [(form.year, form.month, form.day) for form in find_forms("2021年3月26日,5月17日,二〇二一年三月")]
    [(2021, 3, 26), (None, 5, 17), (2021, 3, None)]
    """
    for matched in _grammar().finditer(copy):
        found = {name: text for name, text in matched.groupdict().items() if text}
        form = _form(matched, found)
        if form is not None:
            yield form


def _form(matched: re.Match[str], found: dict[str, str]) -> Form | None:
    start, end = matched.span()
    if "none" in found:
        return Form(start, end, "time:vague", marks=_words()[found["none"]].marks)
    if "ny" in found:
        day = int(found["nd"]) if "nd" in found else None
        return Form(start, end, "time:numeric", int(found["ny"]), int(found["nm"]), day)
    if "wk" in found:
        count = 7 * {"上": -1, "下": 1}.get(found["wk"], 0) + "一二三四五六日天".index(found["wd"].replace("天", "日"))
        return Form(start, end, "time:weekday", day=Step("week", "published", count))
    if step := _counted(found):
        by_day = step.unit == "day"
        exact = by_day and found.get("ou") in {None, "天", "日"}
        told = ("relative", *(() if exact else ("approx",)))
        return Form(start, end, "time:counted", None, None if by_day else step, step if by_day else None, told)
    year, month, days = _year_part(found), _part(found, "m"), _part(found, "d")
    marks = [*_word_marks(found), *(("range",) if any(name[1:2] == "r" for name in found) else ())]
    marks += ["period"] if "yr1" in found or any(name.startswith("mr") for name in found) else []
    marks += ["part"] if "tail" in found else []
    marks += ["relative", "approx"] if "yn1" in found else []
    return Form(start, end, _rule(year, month, days), year, month, days, tuple(dict.fromkeys(marks)))


def _rule(year: Part, month: Part, day: Part) -> str:
    told = [
        name if isinstance(part, int) else f"{name}-word"
        for name, part in (("year", year), ("month", month), ("day", day))
        if part is not None
    ]
    return f"time:{'-'.join(told)}"


def _word_marks(found: dict[str, str]) -> list[str]:
    return [mark for name, text in found.items() if name[1:2] == "w" for mark in _words()[text].marks]


def _number(written: str) -> int | None:
    value = parse_number(written)
    return None if value is None else int(value)


def _year_part(found: dict[str, str]) -> Part:
    if "y1" in found:
        return _number(found["y1"])
    if "yw1" in found:
        return _words()[found["yw1"]].step
    if found.get("yn1", "半") != "半":
        count = _number(found["yn1"]) or 0
        return Step("year", "anchor", count) if found["yd1"] == "后" else Step("year", "published", -count)
    return None


def _part(found: dict[str, str], letter: str) -> Part:
    """The month (m) or day (d) of whichever alternative matched."""
    if letter == "m" and found.get("yn1") == "半":
        return Step("month", "anchor", 6) if found["yd1"] == "后" else Step("month", "published", -6)
    for name, text in found.items():
        if re.fullmatch(rf"{letter}[p\d]", name):
            return _number(text)
        if name.startswith(f"{letter}w"):
            return _words()[text].step
    return None


def _counted(found: dict[str, str]) -> Step | None:
    """8天后, 一个月后, 三天前, 时隔两天, 此前两天: the step they tell."""
    for number, unit, sign in (("on", "ou", 1), ("gn", "gu", 1), ("bn", "bu", -1)):
        if number in found:
            counted, backward = found[unit], sign < 0 or found.get("od") == "前"
            count = 0 if found[number] == "半" else (_number(found[number]) or 0)
            if not count:
                return None
            count *= 7 if counted in {"周", "个星期", "星期"} else 1
            base: Base = "published" if found.get("od") == "前" else "anchor"
            return Step("month" if counted == "个月" else "day", base, -count if backward else count)
    return None
