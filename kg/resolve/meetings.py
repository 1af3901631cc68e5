"""Titled things of different articles, compared: agreements, meetings and policies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.resolve.anatomy import anatomy, written
from kg.resolve.scores import TITLED, Finding
from kg.resolve.shortening import left_out
from kg.resolve.thing import Thing, compatible, near
from kg.resolve.titles import dates_agree, ending, is_general, title_form, when, without_parties
from kg.resolve.words import known_names, score

_YEARS = re.compile(r"(?:(?:19|20)[0-9]{2})(?:-(?:19|20)?[0-9]{2})?(?:年度|年)?")
_LONG = 8


class Parties:
    """What a party's name stands for across the articles: the thing that bears it, as far as things are merged."""

    def __init__(self, things: Sequence[Thing], find: Callable[[int], int]) -> None:
        self.things, self.find = things, find
        self.by_form: dict[str, int] = {}
        for thing in things:
            if thing.type not in TITLED:
                for form in (thing.form, thing.anatomy.form):
                    self.by_form.setdefault(form, thing.index)

    def known(self, form: str) -> bool:
        """True for a name (in comparison form) that a thing bears, or the gazetteer has."""
        return form in self.by_form or form in known_names()

    def root(self, name: str) -> str:
        """One text for all names of one thing."""
        form = written(name)
        known = written(known_names().get(form, form))
        index = self.by_form.get(form, self.by_form.get(known))
        return known if index is None else self.things[self.find(index)].label


@dataclass(eq=False)
class Titled:
    """A titled thing with what tells it apart."""

    thing: Thing
    among: Parties

    @cached_property
    def split(self) -> tuple[str, tuple[str, ...]]:
        """The title without the parties before it, and those; a policy has none, its region belongs to its name."""
        if self.thing.type == "Policy":
            return self.thing.form, ()
        title, parties = without_parties(self.thing.form, self.among.known)
        return title, tuple(self.among.root(name) for name in parties)

    @cached_property
    def whole(self) -> str:
        """The whole title as titles are compared; of a meeting without its year, which may stand beside it."""
        return self._compared(self.thing.label)

    @cached_property
    def title(self) -> str:
        """The title without its parties, as it is compared."""
        return self._compared(self.split[0])

    def _compared(self, title: str) -> str:
        form = title_form(title)
        return _YEARS.sub("", form) if self.thing.type == "Event" else form

    @cached_property
    def general(self) -> bool:
        """True where the title, its parties aside, says what it is, not which."""
        return is_general(self.title)

    @cached_property
    def nameless(self) -> bool:
        """True where even the whole title does."""
        return is_general(self.whole)

    @cached_property
    def parties(self) -> frozenset[str]:
        """Who signed, took part, or stands in the title."""
        told = {self.among.root(name) for profile in self.thing.profiles for name in profile.parties}
        return frozenset(told | set(self.split[1]))

    @cached_property
    def party_places(self) -> frozenset[str]:
        """The codes of the places in its parties' names."""
        return frozenset(code for name in self.parties for code in anatomy(name).places)

    @cached_property
    def near(self) -> frozenset[str]:
        """Who its sentences name."""
        return frozenset(self.among.root(name) for profile in self.thing.profiles for name in profile.near)

    @cached_property
    def when(self) -> tuple[str, ...]:
        """Its dates."""
        return when(self.thing)

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """The numbers that must be the same; a meeting's year may stand beside it instead."""
        marks = self.thing.anatomy.marks
        if self.thing.type != "Event":
            return marks
        return tuple(mark for mark in marks if not _YEARS.fullmatch(mark))

    def keys(self) -> Iterator[str]:
        """The keys of the blocks that it is in."""
        if not self.nameless:
            yield f"t:{self.whole}"
            yield f"z:{ending(self.whole)}{' '.join(self.marks)}"
        if not self.general:
            yield f"t:{self.title}"
            return
        for party in sorted(self.parties | self.near):
            yield f"g:{self.title}|{party}"


def compare_titled(a: Titled, b: Titled) -> Finding | None:
    """The strongest sign that two titled things are one; None where numbers, dates or parties speak against it."""
    if not compatible(a.thing.types, b.thing.types) or a.marks != b.marks:
        return None
    if not a.thing.articles.isdisjoint(b.thing.articles):
        return None  # one article has both: it means two
    if ("Event" in (a.thing.type, b.thing.type)) and a.thing.type != b.thing.type:
        return None
    agree = dates_agree(a.when, b.when)
    if agree is False and a.thing.type == "Event":
        return None
    if (a.whole == b.whole and not a.nameless) or (a.title == b.title and not a.general):
        return _same_title(a, b, agree)
    if a.title == b.title:
        return _untitled(a, b, agree)
    return None if a.nameless or b.nameless else _shorter(a, b, agree)


def _same_title(a: Titled, b: Titled, agree: bool | None) -> Finding | None:
    if a.parties and b.parties and not _share_parties(a, b):
        return None
    if agree is False and len(a.title) < _LONG:
        return None
    side = 0 if len(a.whole) == len(b.whole) else (1 if len(a.whole) > len(b.whole) else -1)
    return _finding("title", f"the same title: {b.thing.label}", agree, side)


def _share_parties(a: Titled, b: Titled) -> bool:
    """True where a party of one is one of the other's, or of the same place (浙江, 浙江省人民政府)."""
    return bool(a.parties & b.parties) or near(a.party_places, b.party_places)


def _shorter(a: Titled, b: Titled, agree: bool | None) -> Finding | None:
    """One title is the end of the other (川渝党政联席会议第五次会议), or the other with words left out."""
    long, short = (a, b) if len(a.whole) > len(b.whole) else (b, a)
    if a.thing.type != b.thing.type or len(short.whole) < _LONG:
        return None
    side = 1 if long is a else -1
    beside = bool((a.parties | a.near) & (b.parties | b.near))
    if long.whole.endswith(short.whole) and (short.whole.startswith("{") or (agree and beside)):
        return _finding("title_end", f"the end of {long.thing.label}", agree, side)
    found = left_out(short.thing.anatomy, long.thing.anatomy)
    if found is None:
        return None
    sure, gaps = found
    return _finding("gaps" if sure else "gaps_unsure", f"{long.thing.label} without {'、'.join(gaps)}", agree, side)


def _untitled(a: Titled, b: Titled, agree: bool | None) -> Finding | None:
    """Two things without a title of their own: the same parties on the same day."""
    shared = a.parties & b.parties
    same = bool(shared) and (a.parties == b.parties or (len(shared) > 1 and shared in (a.parties, b.parties)))
    shared = shared if same else _told_beside(a, b)
    if not shared or agree is False:
        return None
    names = "、".join(sorted(shared))
    if agree is None or len(shared) < 2:
        return _finding("untitled_unsure", f"the same words and parties: {names}", None, 0)
    return _finding("untitled", f"the same words, parties and date: {names}", agree, 0)


def _told_beside(a: Titled, b: Titled) -> frozenset[str]:
    """The parties that one is told to have and that stand beside the other in its sentence."""
    for one, other in ((a, b), (b, a)):
        if len(one.parties) > 1 and other.parties <= one.parties <= other.near | other.parties:
            return one.parties
    return frozenset()


def _finding(sign: str, said: str, agree: bool | None, side: int) -> Finding:
    total, reasons = score(sign), [f"{score(sign):.2f} {said}"]
    if agree:
        total += score("date")
        reasons.append(f"{score('date'):+.2f} the same date")
    elif agree is False:
        total += score("elsewhere")
        reasons.append(f"{score('elsewhere'):+.2f} other dates")
    return Finding(round(min(max(total, 0.0), 1.0), 4), tuple(reasons), sign, side)
