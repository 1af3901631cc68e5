"""Names in, what the page needs to find them by pinyin out: a reading for each character, and the names that differ.

Most characters have one reading in nearly all names, so a table of characters is enough; a name in which one is read
otherwise (重庆 is not zhòng) is written out. The readings are pypinyin's tables; its own functions take 50 times as
long, for tones and styles that nobody types.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

LONGEST = 40  # characters of a name that are read
_PHRASES = (4, 3, 2)  # lengths of phrases that are looked up
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0302\u0304\u030c"))


def readings(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """`characters`: reading -> the characters read so; `names`: name -> its syllables where the table would be wrong.

    >>> readings(["重庆", "重点", "重点项目"])["names"]
    {'重庆': 'chong qing'}
    """
    spelled: dict[str, list[tuple[str, str]]] = {}
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in dict.fromkeys(names):
        spelled[name] = list(_spelled(name[:LONGEST]))
        for character, syllable in spelled[name]:
            votes[character][syllable] += 1
    usual = {character: min(found, key=lambda s: (-found[s], s)) for character, found in votes.items()}
    table: defaultdict[str, str] = defaultdict(str)
    for character, syllable in sorted(usual.items()):
        table[syllable] += character
    return {
        "characters": dict(sorted(table.items())),
        "names": {
            name: " ".join(syllable for _, syllable in pairs)
            for name, pairs in spelled.items()
            if any(usual[character] != syllable for character, syllable in pairs)
        },
    }


def _spelled(name: str) -> Iterator[tuple[str, str]]:
    """The characters of a name that have a reading, each with it; phrases before single characters."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    at = 0
    while at < len(name):
        for length in _PHRASES:
            phrase = name[at : at + length]
            if len(phrase) == length and phrase in PHRASES_DICT:
                yield from ((c, _plain(said[0])) for c, said in zip(phrase, PHRASES_DICT[phrase], strict=True))
                at += length
                break
        else:
            if said := PINYIN_DICT.get(ord(name[at])):
                yield name[at], _plain(said.split(",")[0])
            at += 1


@cache
def _plain(syllable: str) -> str:
    """A syllable as it is typed.

    >>> _plain("lǜ"), _plain("chóng")
    ('lv', 'chong')
    """
    return unicodedata.normalize("NFD", syllable).translate(_TONES).replace("u\u0308", "v")
