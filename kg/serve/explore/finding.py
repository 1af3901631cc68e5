"""Words as people type them -> things: names and other names by their characters, by pinyin, by its initials, mixed.

The table is made once for each build; a search goes over all of it, in strings of all names one after the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.lang import normal_name
from kg.serve.explore.index import Index, Thing

LONGEST = 40  # characters of a name by whose sound it is found
TITLE = 14  # what is longer is rather a title than a name
_HAN = ("\u3400", "\u9fff")
_EXACT, _BEGINS, _SOUNDS_BEGIN, _HOLDS, _SOUNDS = range(5)


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found, by this one of its names."""

    thing: Thing
    name: str


class Lines:
    """Texts one after the other, to be searched at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._whole = "\n".join(texts)
        self._starts = [0]
        for text in texts:
            self._starts.append(self._starts[-1] + len(text) + 1)

    def holding(self, wanted: str) -> Iterator[tuple[int, int]]:
        """(number of a text, where in it) for every place of what is wanted."""
        at = self._whole.find(wanted)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number, at - self._starts[number]
            at = self._whole.find(wanted, at + 1)

    def holding_in_order(self, letters: str) -> Iterator[int]:
        """The numbers of the texts that hold the letters in their order, whatever stands between."""
        steps = "".join(rf"[^\n{re.escape(c)}]*{re.escape(c)}" for c in letters)
        for match in re.finditer(rf"(?m)^{steps}", self._whole):
            yield bisect_right(self._starts, match.start()) - 1


class Finder:
    """Finds things by what is typed."""

    def __init__(self, index: Index) -> None:
        self._things = list(index.things.values())
        self._names = [(place, name) for place, thing in enumerate(self._things) for name in thing.names]
        self._keys = Lines([normal_name(name).replace("\n", " ") for _, name in self._names])
        self._syllables = [_syllables(key[:LONGEST]) for key in self._keys.texts]
        self._sounds = Lines(["".join(syllables) for syllables in self._syllables])
        self._initials = Lines(["".join(syllable[0] for syllable in syllables) for syllables in self._syllables])

    def find(self, typed: str, limit: int = 10) -> list[Found]:
        """The things that fit, the best first: by how they fit, then by their importance. Nothing for nothing."""
        wanted = normal_name(typed).replace("\n", " ")
        if not wanted:
            return []
        best: dict[int, tuple[int, int, str]] = {}
        for number, fit in self._fits(wanted, limit).items():
            place, name = self._names[number]
            rank = (fit, len(self._keys.texts[number]))
            if place not in best or rank < best[place][:2]:
                best[place] = (*rank, name)
        # Of names that fit alike, titles of whole sentences come last.
        ranked = sorted(best.items(), key=lambda item: (item[1][0], item[1][1] > TITLE, item[0]))[:limit]
        return [Found(self._things[place], name) for place, (_, _, name) in ranked]

    def _fits(self, wanted: str, limit: int) -> dict[int, int]:
        """Number of a name -> how it fits."""
        fits: dict[int, int] = {}
        for number, at in self._keys.holding(wanted):
            whole = len(self._keys.texts[number]) == len(wanted)
            fits.setdefault(number, _EXACT if whole else _BEGINS if at == 0 else _HOLDS)
        if wanted.isascii():
            self._sounding(wanted, fits)
        if len(fits) < limit and not all(_HAN[0] <= c <= _HAN[1] for c in wanted):
            for number in self._likely(wanted):
                if number not in fits and (fit := _mixed(wanted, self._keys.texts[number], self._syllables[number])):
                    fits[number] = fit
        return fits

    def _sounding(self, wanted: str, fits: dict[int, int]) -> None:
        """Add the names whose initials or sound hold what is wanted, from the beginning of a syllable on."""
        for number, at in self._initials.holding(wanted):
            if at == 0 or len(wanted) > 1:
                fits.setdefault(number, _SOUNDS_BEGIN if at == 0 else _SOUNDS)
        for number, at in self._sounds.holding(wanted):
            if at == 0:
                fits[number] = min(fits.get(number, _SOUNDS), _SOUNDS_BEGIN)
            elif number not in fits and len(wanted) > 1 and at in _starts(self._syllables[number]):
                fits[number] = _SOUNDS

    def _likely(self, wanted: str) -> Iterator[int]:
        """The names that may hold what is wanted partly as characters, partly as sound."""
        written = [c for c in wanted if not c.isascii()]
        if not written:
            yield from self._sounds.holding_in_order(wanted)
            return
        for number in dict.fromkeys(number for number, _ in self._keys.holding(written[0])):
            if all(c in self._keys.texts[number] for c in written):
                yield number


def _syllables(key: str) -> tuple[str, ...]:
    """What each character of a name sounds like; a character that is none of Chinese stands for itself."""
    if not any(_HAN[0] <= character <= _HAN[1] for character in key):
        return ()
    from pypinyin.contrib.mmseg import seg

    found = tuple(syllable for word in seg.cut(key) for syllable in _read(word))
    return found if len(found) == len(key) else ()


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, ...]:
    """The syllables of a word (重庆 is not zhòng), other characters as they are. Names share most of their words."""
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(word, style=Style.NORMAL)
    return tuple(syllables) if len(syllables) == len(word) else tuple(word)


def _starts(syllables: Sequence[str]) -> set[int]:
    places = [0]
    for syllable in syllables:
        places.append(places[-1] + len(syllable))
    return set(places)


def _mixed(wanted: str, key: str, syllables: Sequence[str]) -> int | None:
    """Each character of the name may be typed as itself or as the beginning of its sound: 重庆gaoxq."""
    for first, (character, syllable) in enumerate(zip(key, syllables, strict=False)):
        if wanted[0] in (character, syllable[0]) and _reads(wanted, key[first:LONGEST], syllables[first:]):
            return _SOUNDS_BEGIN if first == 0 else _SOUNDS
    return None


def _reads(wanted: str, key: str, syllables: Sequence[str]) -> bool:
    """True where what is wanted can be read along the characters, from the first on."""
    open_ends = {0}  # how much of what is wanted has been read
    for character, syllable in zip(key, syllables, strict=True):
        after: set[int] = set()
        for done in open_ends:
            if wanted[done] == character:
                after.add(done + 1)
            after.update(done + n for n in range(1, len(syllable) + 1) if wanted.startswith(syllable[:n], done))
        if len(wanted) in after:
            return True
        if not after:
            return False
        open_ends = after
    return False
