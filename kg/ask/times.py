"""Times in questions: 2021年, 2020年以来, 2021年3月至6月, 去年, 近三年, “十四五”期间 -> a range of dates."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "半": 0}
_YEAR = r"((?:19|20)[0-9]{2}|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
_TO = r"(?:至|到|-|—|~|–|－|～)+"
_BACK = r"(?:以来|起至今|至今|起|开始|之后|以后|后)"
_BEFORE = r"(?:以前|之前|为止|前)"
_IN = r"(?:期间|年间|之间|间|度|以内|内|里|当年|全年|份)?"
_HALVES = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
}
_HALF = rf"(?:第)?({'|'.join(_HALVES)})"
_PLANS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}


@dataclass(frozen=True, slots=True)
class Range:
    """Dates from `start` to `end` (ISO, at their precision; None: open), `words` of the question, at `place` in it."""

    place: tuple[int, int]
    start: str | None
    end: str | None

    @property
    def shown(self) -> str:
        """The range in words.

        >>> Range((0, 5), "2021", "2021").shown, Range((0, 7), "2020", None).shown
        ('2021', '2020 以来')
        """
        if self.start == self.end:
            return str(self.start)
        if self.end is None:
            return f"{self.start} 以来"
        return f"{self.start} 至 {self.end}" if self.start else f"{self.end} 及以前"


Bounds = tuple[str | None, str | None]
Reader = Callable[[re.Match[str], date], Bounds]


def ranges(text: str, today: date) -> Iterator[Range]:
    """Every time that a question names, relative ones seen from `today`; several may lie over one another.

    >>> [(r.start, r.end) for r in ranges("2021年3月至6月", date(2023, 5, 1))][0]
    ('2021-03', '2021-06')
    """
    for pattern, read in _forms() if _MAY_BE_TIME.search(text) else ():
        for match in pattern.finditer(text):
            try:
                start, end = read(match, today)
            except ValueError:
                continue
            yield Range(match.span(), start, end)


def _year(text: str) -> str:
    return text.translate(_DIGITS)


def _month(year: str, month: str) -> str:
    number = int(month) if month.isdigit() else _NUMBERS[month[-1]] + (10 if len(month) > 1 else 0)
    if not 1 <= number <= 12:
        raise ValueError(month)
    return f"{year}-{number:02d}"


def _day(m: re.Match[str], _: date) -> Bounds:
    day = date(int(_year(m[1])), int(m[2]), int(m[3])).isoformat()
    return _opened(m, day, day)


def _opened(m: re.Match[str], start: str, end: str) -> Bounds:
    """The range as the word after it has it: 以来 leaves its end open, 以前 its beginning."""
    tail = m[m.re.groups] or ""
    if re.fullmatch(_BACK, tail):
        # After a year is after its end; since a year is from its beginning.
        return (_after(end) if tail in ("之后", "以后", "后") else start), None
    if re.fullmatch(_BEFORE, tail):
        return None, (end if tail == "为止" else _before(start))
    return start, end


def _after(bound: str) -> str:
    if len(bound) == 4:
        return str(int(bound) + 1)
    if len(bound) == 7:
        return (date(int(bound[:4]), int(bound[5:]), 28) + timedelta(days=5)).isoformat()[:7]
    return (date.fromisoformat(bound) + timedelta(days=1)).isoformat()


def _before(bound: str) -> str:
    if len(bound) == 4:
        return str(int(bound) - 1)
    if len(bound) == 7:
        return (date(int(bound[:4]), int(bound[5:]), 1) - timedelta(days=1)).isoformat()[:7]
    return (date.fromisoformat(bound) - timedelta(days=1)).isoformat()


def _months(m: re.Match[str], _: date) -> Bounds:
    first = _year(m[1])
    return _month(first, m[2]), _month(_year(m[3]) if m[3] else first, m[4])


def _half(year: str, name: str) -> tuple[str, str]:
    first, last = _HALVES[name]
    return f"{year}-{first:02d}", f"{year}-{last:02d}"


def _relative_year(word: str, today: date) -> str:
    return str(today.year + {"今": 0, "本": 0, "去": -1, "前": -2, "明": 1}[word[0]])


def _last(m: re.Match[str], today: date) -> Bounds:
    count = int(m[1]) if m[1].isdigit() else _NUMBERS[m[1]]
    months = 12 * count + (6 if m[1] == "半" else 0) if m[2] == "年" else count
    index = today.year * 12 + today.month - 1 - months
    year, month = divmod(index, 12)
    day = min(today.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day).isoformat(), today.isoformat()


def _last_month(m: re.Match[str], today: date) -> Bounds:
    month = today.isoformat()[:7]
    month = _before(month) if m[0].startswith("上") else month
    return month, month


_OPEN = rf"({_BACK}|{_BEFORE})?"
_M = r"([0-9]{1,2}|十[一二]?|[一二三四五六七八九])"
_MAY_BE_TIME = re.compile("[0-9〇○零年月]|十[二三四五]五")
_FORMS: tuple[tuple[str, Reader], ...] = (
        (rf"{_YEAR}年{_M}月份?{_TO}(?:{_YEAR}年)?{_M}月份?{_IN}", _months),
        (rf"{_YEAR}年([0-9]{{1,2}})月([0-9]{{1,2}})[日号](?:当天)?{_OPEN}", _day),
        (rf"{_YEAR}年{_M}月份?{_IN}{_OPEN}", lambda m, _: _opened(m, *[_month(_year(m[1]), m[2])] * 2)),
        (rf"{_YEAR}年?{_TO}{_YEAR}年?{_IN}", lambda m, _: (_year(m[1]), _year(m[2]))),
        (rf"{_YEAR}年?{_HALF}{_IN}", lambda m, _: _half(_year(m[1]), m[2])),
        (rf"{_YEAR}年{_IN}{_OPEN}", lambda m, _: _opened(m, _year(m[1]), _year(m[1]))),
        (rf"{_YEAR}{_OPEN}(?![0-9])", lambda m, _: _opened(m, _year(m[1]), _year(m[1]))),
        (rf"(今年|本年|去年|前年|明年)(?:的)?{_HALF}{_IN}", lambda m, t: _half(_relative_year(m[1], t), m[2])),
        (rf"(今年|本年|去年|前年|明年)(?:的)?{_M}月份?{_IN}{_OPEN}",
         lambda m, t: _opened(m, *[_month(_relative_year(m[1], t), m[2])] * 2)),
        (rf"(今年|本年度?|去年|前年|明年){_IN}{_OPEN}",
         lambda m, t: _opened(m, _relative_year(m[1], t), _relative_year(m[1], t))),
        (r"(?:最近|近|过去|这)的?([一二两三四五六七八九十半]|[0-9]{1,2})个?(年|月)(?:来|以来|里|间|内|之内)?", _last),
        (r"(?:上个?|本|这个)月", _last_month),
        (rf"({'|'.join(_PLANS)})(?:规划)?(?:期间|时期|以来)?", lambda m, _: (str(_PLANS[m[1]]), str(_PLANS[m[1]] + 4))),
)  # fmt: skip


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """Compiled when a question first may name a time: most do not."""
    return tuple((re.compile(pattern), read) for pattern, read in _FORMS)
