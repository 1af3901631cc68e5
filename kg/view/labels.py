"""Names as they stand on the canvas: short, wrapped, their size estimated without a font."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LINE = 10  # full-width characters a line
LINES = 2
# Controls, bidirectional marks, zero-width characters: on a canvas they only disturb.
# A year or a short word is not cut in two.
_PIECES = re.compile(r"[A-Za-z0-9.+]{1,6}|.", re.DOTALL)
_NEVER_FIRST = frozenset("，。、；：！？”’）》〉」』】…%)]}")
_NEVER_LAST = frozenset("“‘（《〈「『【([{")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+")


@cache
def _em(character: str) -> float:
    """The width of a character in em: 1 for a full-width one (in a Chinese font “ and ” too), else about half."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.56


def text_width(text: str) -> float:
    """The width of a line in em.

    >>> round(text_width("重庆AB"), 2)
    3.12
    """
    return sum(map(_em, text))


def wrapped(name: str, line: int = LINE, lines: int = LINES) -> str:
    r"""The name in at most `lines` lines of at most `line` em, of equal length; what is left over becomes an ellipsis.

    >>> wrapped("成渝地区双城经济圈高新技术产业开发区")
    '成渝地区双城经济圈\n高新技术产业开发区'
    """
    name = _UNSEEN.sub(" ", name[:400]).strip() or "…"
    width = text_width(name)
    rows = min(lines, max(1, -int(-width // line)))
    # Even lines look better than a full one and a rest of one character.
    aim = min(float(line), width / rows + 0.01)
    parts = [""]
    for piece in _PIECES.findall(name):
        full = text_width(parts[-1]) + text_width(piece) > aim + (0.5 if rows > 1 else 0)
        if full and parts[-1] and len(parts) <= rows and piece not in _NEVER_FIRST:
            # An opening mark belongs to what it opens.
            opening = parts[-1][-1] if parts[-1][-1] in _NEVER_LAST and len(parts[-1]) > 1 else ""
            parts[-1] = parts[-1].removesuffix(opening)
            parts.append(opening)
        parts[-1] += piece
    if len(parts) > rows:
        parts = [*parts[: rows - 1], parts[rows - 1][:-1] + "…"]
    return "\n".join(part.strip() for part in parts)


def label_box(label: str, size: float) -> tuple[float, float]:
    """Width and height in px of a wrapped label at a font size of `size` px."""
    rows = label.split("\n")
    return max(map(text_width, rows)) * size, len(rows) * size * 1.25
