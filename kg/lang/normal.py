"""Comparison copies: the original's characters and offsets are never touched, only looked at through these."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_QUOTES = dict.fromkeys("“”„‟「」『』＂", '"') | dict.fromkeys("‘’", "'")
_BREAKS = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|\n")
_PAIRS = {"“": "”", "《": "》", '"': '"', "「": "」", "『": "』", "〈": "〉"}
_NAMES = 16_384  # names that are remembered: an article says its own again and again
_SEPARATORS = re.compile(r"[\s\"'“”‘’「」『』《》〈〉·•・]")


@cache
def _traditional() -> dict[int, str]:
    """Every single traditional character -> its simplified one, from OpenCC's table."""
    from opencc import OpenCC

    converter = OpenCC("t2s")
    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simplified = converter.convert("\n".join(characters)).split("\n")
    return {ord(a): b for a, b in zip(characters, simplified, strict=True) if a != b and len(b) == 1}


@cache
def _folded() -> dict[int, str]:
    """Full-width forms and quotation marks -> one plain character each."""
    table = {}
    for code in (0x3000, *range(0xFF01, 0xFFE6)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = plain
    return table | {ord(a): b for a, b in _QUOTES.items()}


# Characters that occur in traditional texts and never in simplified ones: seeing several decides the script.
_MARKERS = frozenset("與於區協議產業開發創辦國際經濟個們這為從來時會長東車電學實應關設計畫項")


def is_traditional(text: str) -> bool:
    """True where at least 1 in 100 of the characters is one that only traditional writing has."""
    return sum(text.count(character) for character in _MARKERS) * 100 > len(text)


@lru_cache(maxsize=4)  # every stage asks for the copies of the article in hand
def aligned(text: str, traditional: bool | None = None) -> str:
    """A copy of the same length in which widths, quotation marks and (in traditional texts) characters are unified.

    `traditional` says how the text is written; None: look (a name alone is too short to tell).

    >>> aligned("ＡＢ（重庆）「甲」")
    'AB(重庆)"甲"'
    """
    copy = text.translate(_folded())
    if is_traditional(copy) if traditional is None else traditional:
        copy = copy.translate(_traditional())
    return copy if len(copy) == len(text) else text


@lru_cache(maxsize=_NAMES)
def tidy_name(name: str) -> str:
    """A name without line breaks, enclosing marks and the spaces between Chinese characters.

    >>> tidy_name("《合作 备忘录》")
    '合作备忘录'
    """
    name = _BREAKS.sub("", name).strip()
    while len(name) > 2 and _PAIRS.get(name[0]) == name[-1] and name.count(name[0]) <= (2 if name[0] == '"' else 1):
        name = name[1:-1].strip()
    return name


@lru_cache(maxsize=_NAMES)
def normal_name(name: str) -> str:
    """The form by which names are compared: NFKC, simplified, lower case, without spaces, quotes, book-title marks.

    >>> normal_name("西部（重庆）科学城") == normal_name("西部(重庆) 科学城")
    True
    """
    # Converted character by character whatever the script: both sides of a comparison go the same way.
    folded = unicodedata.normalize("NFKC", name).translate(_folded()).translate(_traditional())
    return _SEPARATORS.sub("", folded.lower())
