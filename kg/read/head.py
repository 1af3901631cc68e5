"""The head of an article -> its title and publication date, where no table gives them."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate

from kg.lang import aligned
from kg.read.furniture import is_furniture

# So many lines of the top and of the foot may bear the date.
_TOP, _FOOT = 12, 6
_LONGEST_TITLE = 80
_LONGEST_LINE = 400

_DATE = r"(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*(?:[-/.月]\s*(?P<d>\d{1,2})(?!\d)\s*日?|月)"
_FIELD = re.compile(_DATE.replace("月)", "月?(?!\\d))"))
_SOLID = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d{3})")
# How a page says when it was published, the plainest first.
_SAID = (
    re.compile(r"(?:日期|时间|(?:发布|发表|更新|刊登)于)\s*:\s*" + _DATE),
    re.compile(_DATE + r"\s*\d{1,2}:\d{2}"),
    re.compile(_DATE + r"\s*(?:星期|第?\s*[A-Z]?\d{1,2}\s*版|来源|责编|编辑|[|])"),
    re.compile(r"来源\s*[:;]\s*\S{1,20}\s+" + _DATE),
    re.compile(r"记者[^。]{0,60}?" + _DATE + r"\s*[日)]?\s*(?:[电讯)]|$)"),
    re.compile(_DATE + r"\s*(?:专?电|讯)[\s(（]"),
    re.compile(r"^(?:\S{2,24}\s+){0,2}\(?" + _DATE + r"\)?(?:\s+(?:第?\s*[A-Z]?\d{1,3}\s*[版期]|[^\s,。]{2,10}))?$"),
)


def title(text: str) -> str:
    """The first line that reads like a headline; else the beginning of the first line; '' of an empty text."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in lines[:_TOP]:
        if len(line) <= _LONGEST_TITLE and not line.endswith(("。", "；", "，")) and not is_furniture(line):
            return line
    return lines[0][:40] if lines else ""


def published(text: str) -> str | None:
    """The day (``2018-09-21``), else month, on which the page says that it was published; None where it does not.

    Looked for at its top and foot: a stamp (发布时间: …, 2018-09-21 08:47), a page's head, a byline, a line by itself.
    A dateline without a year (本报某地6月24日讯) is none: guessing the year from the text is wrong too often.
    """
    lines = [line for raw in text.split("\n") if (line := " ".join(aligned(raw).split()))]
    places = lines[:_TOP] + lines[max(_TOP, len(lines) - _FOOT) :]
    stamps = [line for line in places if is_furniture(line)]
    for pattern, among in ((_SAID[0], places), (re.compile(_DATE), stamps), *((said, places) for said in _SAID[1:])):
        for line in among:
            if (match := pattern.search(line[:_LONGEST_LINE])) and (found := _iso(match)):
                return found
    return None


def date_in(text: str) -> str | None:
    """The day (else month, else year) that a field such as ``2021-03-26 10:00``, ``2021/3/26``, ``2021年3月`` names.

    >>> date_in("2021-03-26T10:00:00+08:00"), date_in("20210326"), date_in("2021年3月"), date_in("昨天")
    ('2021-03-26', '2021-03-26', '2021-03', None)
    """
    field = " ".join(aligned(text).split())[:_LONGEST_LINE]
    if valid := valid_date(field):
        return valid
    if match := _FIELD.search(field):
        return _iso(match)
    if solid := _SOLID.match(field):
        return valid_date("-".join(solid.groups()))
    # Fri, 26 Mar 2021 10:00:00 +0800
    mail = parsedate(field)
    return valid_date("{:04}-{:02}-{:02}".format(*mail[:3])) if mail else None


def _iso(match: re.Match[str]) -> str | None:
    year, month, day = match["y"], int(match["m"]), match["d"]
    return valid_date(f"{year}-{month:02}" + (f"-{int(day):02}" if day else ""))


def valid_date(text: str) -> str | None:
    """`text` where it is a day, month or year as ``2021-05-20``, ``2021-05``, ``2021`` that the calendar has."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if not match:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return None
    return text
