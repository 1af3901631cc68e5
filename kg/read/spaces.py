"""Stray spaces: 高 新 区 is one word, but 坚持高站位 谋划新思路 are two halves of a headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lang.words import straddles

# Where so many spaces stand between words, and by the noise among them, one inside a title is a stray too.
LOUD = 15

_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_MARK = r"，。、；：？！“”‘’（）《》〈〉【】「」『』—…·％％"
# Half-width spaces only: a full-width one between words is set on purpose.
_SPREAD = re.compile(r"(?<!\S)\S(?: \S){2,}(?!\S)")
_HAN_ONE = re.compile(f"[{_HAN}]")
_INNER = re.compile(rf"(?<=[{_HAN}{_MARK}])[ \u00a0\u2009](?=[{_HAN}{_MARK}])")
_MIXED = re.compile(rf"(?<=[{_HAN}{_MARK}])[ \u00a0](?=[0-9A-Za-z])|(?<=[0-9A-Za-z%％])[ \u00a0](?=[{_HAN}{_MARK}])")
_MIXED_CLOSED = re.compile(rf"[{_HAN}][0-9A-Za-z]|[0-9A-Za-z][{_HAN}]")
_DIGITS = re.compile(r"(?<=[0-9])[ \u00a0](?=[0-9])")
_PROSE = re.compile(r"[，。；,;]")
_TITLE = re.compile(r"《[^《》]{1,80}》|“[^“”]{1,60}”")
# Nobody sets a space here.
_MISPLACED = re.compile(rf"[“‘（《〈「『] |(?<=[{_HAN}”》）]) [，。、；：？！”’）》〉」』,;]")
_JOINING = "的与和及或在为于、"


def close_spread(text: str) -> str:
    """Close runs of three and more single characters with a space between each: 重 庆 市 -> 重庆市."""
    return _SPREAD.sub(_closed, text)


def _closed(run: re.Match[str]) -> str:
    # 3 月 2 is a date in a text that sets its numbers apart.
    return run[0].replace(" ", "") if len(_HAN_ONE.findall(run[0])) >= 3 else run[0]


def mend_spaces(text: str) -> str:
    """Take out the spaces that scanning and setting left inside words; keep those that separate.

    A space beside a mark of punctuation goes; one inside a word of the dictionary goes; others only in a text that
    has many of the kind, and outside titles. Where spaces stand for commas nothing is touched.
    """
    lines = text.split("\n")
    prose = [line for line in lines if _PROSE.search(line)]
    among = [(line, match.start()) for line in prose for match in _INNER.finditer(line)]
    words = [(line, place) for line, place in among if not _beside_mark(line, place)]
    broken = sum(straddles(line[:place], line[place + 1 :]) for line, place in words)
    misplaced = sum(len(_MISPLACED.findall(line)) for line in prose)
    noise = max(1, len(words)) if broken * 8 > len(words) or misplaced * 2 > len(words) else 0
    if len(words) >= 8 and not noise:
        return text
    close_mixed = _is_rare(_MIXED, _MIXED_CLOSED, prose)
    return "\n".join("".join(_mended(line, noise, close_mixed)) for line in lines)


def _is_rare(spaced: re.Pattern[str], closed: re.Pattern[str], lines: list[str]) -> bool:
    """True where the text writes 5月 and hardly ever 5 月: the few spaces are then strays."""
    some = sum(len(spaced.findall(line)) for line in lines)
    return some * 5 < sum(len(closed.findall(line)) for line in lines)


def _beside_mark(line: str, place: int) -> bool:
    return line[place - 1] in _MARK or line[place + 1 : place + 2] in _MARK


def _mended(line: str, noise: int, close_mixed: bool) -> Iterator[str]:
    if " " not in line and "\u00a0" not in line and "\u2009" not in line:
        yield line
        return
    prose = bool(_PROSE.search(line))
    titles = [match.span() for match in _TITLE.finditer(line)]
    done = 0
    for match in re.finditer(r"(?<=\S)[ \u00a0\u2009](?=\S)", line):
        place = match.start()
        while titles and titles[0][1] <= place:
            titles.pop(0)
        inside = bool(titles) and titles[0][0] < place
        if _is_stray(line, place, prose, noise, close_mixed, inside):
            yield line[done:place]
            done = place + 1
    yield line[done:]


def _is_stray(line: str, place: int, prose: bool, noise: int, close_mixed: bool, in_title: bool) -> bool:
    if _MISPLACED.search(line, max(0, place - 1), place + 2):
        return True
    if _INNER.match(line, place):
        if straddles(line[max(0, place - 6) : place], line[place + 1 : place + 7]):
            return True
        if not prose:
            return False
        if _beside_mark(line, place):
            return True
        return noise > 0 and (not in_title or noise >= LOUD or line[place - 1] in _JOINING)
    if _DIGITS.match(line, place):
        return noise > 0 and _one_number(line, place)
    return prose and close_mixed and bool(_MIXED.match(line, place))


def _one_number(line: str, place: int) -> bool:
    """True for 2 021年 and 1 9.8亿, not for 010 8888."""
    left = re.search(r"[0-9]*$", line[max(0, place - 8) : place])
    right = re.match(r"[0-9]*", line[place + 1 : place + 9])
    return not (left and right and len(left.group()) >= 3 and len(right.group()) >= 3)
