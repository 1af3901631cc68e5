"""No regular expression of `kg` takes more than linear time, whatever the text: each is attacked by its own repeats."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.patterns.attack import Endless, attacks, cost
from tests.patterns.collect import ROOT

# Files whose patterns are given no longer texts than this, and why: there they may take quadratic time, not more.
BOUNDED = {
    "ask/names.py": (300, "a question is no longer"),
    "ask/reading.py": (300, "likewise"),
    "detect/cues.py": (24, "the reach of a cue"),
    "link/declared.py": (64, "what stands right behind a name"),
    "link/forms.py": (2000, "a sentence is cut there, and a name stands in one"),
    "link/lexicon.py": (2000, "a name, likewise"),
    "link/shortening.py": (2000, "a name, likewise"),
    "read/furniture.py": (320, "a longer line is no furniture"),
    "read/head.py": (400, "a longer line is cut"),
    "read/lines.py": (9, "the ends of two lines"),
    "read/spaces.py": (8, "the figures around a space"),
    "relate/areas.py": (2000, "a sentence is cut there"),
    "relate/scene.py": (6, "what stands between two names of a list"),
    "resolve/anatomy.py": (2000, "a longer name is not taken apart"),
    "resolve/renamed.py": (2000, "a name in them is no longer"),
}
# Files that make white space single before their patterns see a line.
SQUEEZED = {"read/furniture.py", "read/head.py"}
OURS = {"ask/queries.py", "query/ready.py"}  # read nothing but files that ship
# Made of names at run time; each is a row of escaped words, or tried below.
MADE_LATE = 25
# From every place to the end, 6,000 characters take 18 million steps (36 ms and more), once through them 6 ms.
SCREEN, SUSPECT = 6_000, 0.02
ENDLESS = 1_000.0  # seconds; told of what was given up
LONGER, TIMES = 24_000, 9  # four times as long may take so many times as long: linear is 4, quadratic 16


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern, where it is compiled, and how it is used."""

    place: str
    pattern: re.Pattern[Any]
    uses: tuple[str, ...]


@pytest.fixture(scope="module")
def used() -> tuple[list[Used], int]:
    """Every pattern once; and how many places compile one only at run time."""
    command = [sys.executable, "-m", "tests.patterns.collect"]
    told = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=300).stdout)
    found: dict[tuple[str, int, bool, tuple[str, ...]], Used] = {}
    reached, sites = set(), told["sites"]
    for place, source, flags, of_bytes in told["patterns"]:
        path, _, line = place.rpartition(":")
        at = next((n for n, s in enumerate(sites) if s["path"] == path and s["first"] <= int(line) <= s["last"]), -1)
        assert at >= 0, place
        reached.add(at)
        uses = tuple(sites[at]["uses"])
        pattern = re.compile(source.encode("latin-1") if of_bytes else source, flags)
        found.setdefault((source, flags, of_bytes, uses), Used(place, pattern, uses))
    late = [site for at, site in enumerate(sites) if at not in reached]
    for site in late:
        if site["literal"] is not None:
            one = Used(f"{site['path']}:{site['first']}", re.compile(site["literal"]), tuple(site["uses"]))
            found.setdefault((site["literal"], 0, False, one.uses), one)
    return list(found.values()), sum(site["literal"] is None for site in late)


def slow(one: Used) -> Iterator[str]:
    """What is said of each attack that takes more than linear time, or more than a moment where texts are bounded."""
    path = one.place.rpartition(":")[0]
    if path in OURS:
        return
    if path in BOUNDED:
        length, _ = BOUNDED[path]
        for attack in attacks(one.pattern):
            if path in SQUEEZED and not attack[1].strip():
                continue
            if _cost(one, attack, length, 0.4) > 0.3:
                yield f"{one.place} {one.pattern.pattern!r:.120}: {attack} of {length} characters"
        return
    for attack in attacks(one.pattern):
        first = _cost(one, attack, SCREEN, 0.3)
        if first < SUSPECT:
            continue
        if first >= ENDLESS and _cost(one, attack, SCREEN, 2) >= ENDLESS:
            yield f"{one.place} {one.pattern.pattern!r:.120}: {attack} of {SCREEN} characters, given up"
            return
        first, then = (min(_cost(one, attack, length, 2) for _ in range(2)) for length in (SCREEN, LONGER))
        if then >= ENDLESS or then > TIMES * max(first, SUSPECT / 2):
            told = f"{first:.3f} s, four times the length {then:.3f} s"
            yield f"{one.place} {one.pattern.pattern!r:.120}: {attack}: {told}"
            return


def _cost(one: Used, attack: tuple[str, str, str], length: int, limit: float) -> float:
    try:
        return cost(one.pattern, attack, length, limit, one.uses)
    except Endless:
        return ENDLESS


@pytest.mark.timeout(300)
def test_time_is_linear(used: tuple[list[Used], int]) -> None:
    every, _ = used
    assert len(every) > 400
    told = [line for one in every for line in slow(one)]
    assert not told, "\n".join(told)


def test_few_patterns_are_made_late(used: tuple[list[Used], int]) -> None:
    """More than a handful would mean that something is no longer tried."""
    assert used[1] <= MADE_LATE


@pytest.mark.parametrize(
    ("source", "body"), [("(a+)+$", "a"), ("(?:ab|a|b)+c", "ab"), (r"\s*x", " "), (r"\d+\D*\d+!", "1")]
)
def test_what_is_not_linear_is_seen(source: str, body: str) -> None:
    assert list(slow(Used("made/up.py:1", re.compile(source), ("search",))))


def test_what_once_took_for_ever() -> None:
    """Names that can be taken apart in endless ways, and long runs where a pattern was tried from every place."""
    from kg.lang.words import made_of
    from kg.link.shortening import _legal_form
    from kg.resolve.anatomy import anatomy
    from kg.resolve.words import is_common
    from kg.serve.explore.editor import _DECLARED
    from tests.patterns.attack import within

    with within(3):
        anatomy("甲" + "有限公司" * 400 + "乙")
        assert _legal_form().search("有限公司" * 400 + "乙") is None
        assert not is_common("新能源汽车" * 400 + "甲") and is_common("新能源汽车")
        assert made_of("甲乙" * 5000, frozenset({"甲", "乙", "甲乙"}))
        anatomy("一" * 200_000)
        assert _DECLARED.findall("PREFIX" + " " * 500_000) == []
