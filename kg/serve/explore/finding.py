"""Words as people type them -> things: names and other names by their characters, by pinyin, by its initials, mixed.

The table is made once for each build; a search goes over all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.lang import normal_name
from kg.serve.explore.index import Index, Thing

LONGEST = 40  # characters of a name by whose sound it is found
_HAN = ("\u3400", "\u9fff")
_EXACT, _BEGINS, _SOUNDS_BEGIN, _HOLDS, _SOUNDS = range(5)


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found, by this one of its names."""

    thing: Thing
    name: str


@dataclass(frozen=True, slots=True)
class _Name:
    place: int  # of the thing among all, the foremost first
    name: str
    key: str
    initials: str
    sound: str
    starts: tuple[int, ...]  # where a syllable begins in `sound`


class Finder:
    """Finds things by what is typed."""

    def __init__(self, index: Index) -> None:
        from pypinyin.contrib.mmseg import seg

        self._things = list(index.things.values())
        self._names: list[_Name] = []
        for place, thing in enumerate(self._things):
            for name in thing.names:
                key = normal_name(name)
                syllables = [s for word in seg.cut(key[:LONGEST]) for s in _read(word)] if _sounds(key) else []
                starts = [0]
                for syllable in syllables:
                    starts.append(starts[-1] + len(syllable))
                initials = "".join(syllable[0] for syllable in syllables)
                self._names.append(_Name(place, name, key, initials, "".join(syllables), tuple(starts[:-1])))

    def find(self, typed: str, limit: int = 10) -> list[Found]:
        """The things that fit, the best first: by how they fit, then by their importance. Nothing for nothing."""
        wanted = normal_name(typed)
        if not wanted:
            return []
        best: dict[int, tuple[int, int, str]] = {}
        for name in self._names:
            fit = _fit(wanted, name)
            if fit is not None and (fit, len(name.key)) < best.get(name.place, (_SOUNDS + 1, 0))[:2]:
                best[name.place] = (fit, len(name.key), name.name)
        ranked = sorted(best.items(), key=lambda item: (item[1][0], item[0]))[:limit]
        return [Found(self._things[place], name) for place, (_, _, name) in ranked]


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, ...]:
    """The syllables of a word (重庆 is not zhòng), other characters as they are. Names share most of their words."""
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(word, style=Style.NORMAL)
    return tuple(syllables) if len(syllables) == len(word) else tuple(word)


def _sounds(key: str) -> bool:
    return any(_HAN[0] <= character <= _HAN[1] for character in key[:LONGEST])


def _fit(wanted: str, name: _Name) -> int | None:
    """How the name fits what is wanted, the best 0; None: not at all."""
    if wanted in name.key:
        return _EXACT if wanted == name.key else _BEGINS if name.key.startswith(wanted) else _HOLDS
    if not name.sound or not any(character < "\u0080" for character in wanted):
        return None
    if name.initials.startswith(wanted) or name.sound.startswith(wanted):
        return _SOUNDS_BEGIN
    if wanted.isascii():
        if len(wanted) > 1 and wanted in name.initials:
            return _SOUNDS
        at = name.sound.find(wanted)
        while at > 0 and at not in name.starts:
            at = name.sound.find(wanted, at + 1)
        if at > 0:
            return _SOUNDS
    return _mixed(wanted, name)


def _mixed(wanted: str, name: _Name) -> int | None:
    """Each character of the name may be typed as itself or as the beginning of its sound: 重庆gaoxq."""
    if not _within(wanted, name):
        return None
    ends = (*name.starts[1:], len(name.sound))
    syllables = [name.sound[start:end] for start, end in zip(name.starts, ends, strict=True)]
    if len(syllables) != len(name.key[:LONGEST]):
        return None
    for first in range(len(syllables)):
        if wanted[0] in (name.key[first], name.initials[first]) and _reads(
            wanted, name.key[first:LONGEST], syllables[first:]
        ):
            return _SOUNDS_BEGIN if first == 0 else _SOUNDS
    return None


def _within(wanted: str, name: _Name) -> bool:
    """False where the name lacks a character of what is wanted, or its sound lacks the letters in their order."""
    letters = iter(name.sound)
    return all(c in letters if c.isascii() else c in name.key for c in wanted)


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
        open_ends = {done for done in after if done < len(wanted)}
    return False
