"""Lists of bodies that take part in a meeting or are members of an alliance: 甲局、乙局等单位负责人参加.

The meeting, or the alliance, stands some clauses before; what lies between says nothing of the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.errors import TableError
from kg.model import Evidence, Span, Statement
from kg.relate.scene import Item, Scene
from kg.tables import language, read_rows
from kg.vocabulary import INSTITUTION_TYPES

_PARTIES = frozenset((*INSTITUTION_TYPES, "Region", "Park"))
_SURE, _FROM_BEFORE = 0.85, 0.75
_BACK = 3  # so many sentences back the meeting may stand
_ROOM = 28  # characters between the list and the word
# Between two lists that go on as one: 甲市乙局、丙局,丁市戊局等部门及己镇.
_GOES_ON = re.compile(r"等?(?:单位|部门|有关部门|省市|地市|地)?(?:[,、]|以及|及|和|与)[\"']?")
_SENT = re.compile(r"负责|代表|派员|有关|相关|单位|部门|领导|嘉宾|企业|组团|派")
_FROM = re.compile(r"(?:来自|在|赴|到|率|随)\Z")


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns: who attends, what else may be taken part in, what leads to a list of members, what follows one."""
    words: dict[str, list[str]] = {"attend": [], "other": [], "members": [], "join": []}
    for _, row in read_rows(language("rosters.tsv"), ("word", "place", "example")):
        if row["place"] not in words:
            raise TableError(f"{row.place}: place {row['place']!r}; expected one of {', '.join(words)}")
        words[row["place"]].append(re.escape(row.filled("word")))
    attend, other, members, join = ("|".join(sorted(each, key=len, reverse=True)) for each in words.values())
    return (
        re.compile(f"(?:{attend})"),
        re.compile(f"[^,;。]{{0,6}}(?:{other})"),
        re.compile(rf"(?:{members})[^,;。、]{{0,4}}?(?:中,?)?(?:还|主要)?(?:有|包括|包含|涵盖|为|是|:)了?\Z"),
        re.compile(rf"(?:等[^,;。、]{{0,8}})?(?:{join})"),
    )


def rosters(scene: Scene) -> Iterator[Statement]:
    """Yield who takes part in a meeting and who is a member of an alliance, where a list of them says so."""
    lists: dict[int, list[Item]] = {}
    for item in scene.items:
        if item.kind in _PARTIES and not item.anaphor:
            lists.setdefault(item.group, []).append(item)
    for number in sorted(scene.by_sentence):
        groups = [g for g in dict.fromkeys(scene.items[k].group for k in scene.by_sentence[number]) if g in lists]
        yield from _attending(scene, number, groups, lists)
        yield from _members(scene, number, groups, lists)


def _attending(scene: Scene, number: int, groups: list[int], lists: dict[int, list[Item]]) -> Iterator[Statement]:
    attend, other, _, _ = _words()
    span = scene.sentences[number].span
    for word in attend.finditer(scene.copy, span.start, span.end):
        before = [g for g in groups if scene.groups[g].span.end <= word.start()]
        if not before or other.match(scene.copy, word.end()):
            continue
        between = scene.copy[scene.groups[before[-1]].span.end : word.start()]
        if len(between) > _ROOM or re.search("[,;:。]", between):
            continue
        members = [item for g in _run(scene, before) for item in lists[g]]
        if not members or (len(members) < 2 and not _SENT.search(between)):
            continue
        if event := _event(scene, number, members[0].span.start, word.end()):
            yield from _say(scene, event, "participant", members, word.end())


def _run(scene: Scene, groups: list[int]) -> list[int]:
    """The last of the lists, and those before it that it goes on from."""
    found = [groups[-1]]
    for group in groups[-2::-1]:
        between = scene.copy[scene.groups[group].span.end : scene.groups[found[0]].span.start]
        if not _GOES_ON.fullmatch(between):
            break
        found.insert(0, group)
    start = scene.groups[found[0]].span.start
    return found[1:] if _FROM.search(scene.copy, max(0, start - 2), start) else found


def _event(scene: Scene, number: int, start: int, end: int) -> Item | None:
    """The meeting attended: named right after the word, or last before the list."""
    here = [scene.items[k] for k in scene.by_sentence[number]]
    after = [i for i in here if i.kind == "Event" and end <= i.span.start <= end + 4]
    if after:
        return after[0]
    return _last(scene, number, start, "Event")


def _last(scene: Scene, number: int, start: int, kind: str) -> Item | None:
    """The thing of the kind that the sentence names before `start`, or the first that an earlier sentence names."""
    here = [scene.items[k] for k in scene.by_sentence[number]]
    if before := [i for i in here if i.kind == kind and i.span.end <= start]:
        return before[-1]
    for back in range(number - 1, max(-1, number - 1 - _BACK), -1):
        found = [scene.items[k] for k in scene.by_sentence.get(back, ()) if scene.items[k].kind == kind]
        if found:
            return found[0]
    return None


def _members(scene: Scene, number: int, groups: list[int], lists: dict[int, list[Item]]) -> Iterator[Statement]:
    _, _, lead, join = _words()
    span = scene.sentences[number].span
    for place, group in enumerate(groups):
        listed = scene.groups[group].span
        after = join.match(scene.copy, listed.end)
        if after or lead.search(scene.copy, max(span.start, listed.start - 16), listed.start):
            run = _run(scene, groups[: place + 1]) if after else [group]
            members = [item for g in run for item in lists[g] if item.kind != "Alliance" or len(lists[g]) > 1]
            alliance = _last(scene, number, members[0].span.start, "Alliance") if members else None
            if alliance and alliance not in members:
                yield from _say(scene, alliance, "member", members, after.end() if after else listed.end)


def _say(scene: Scene, subject: Item, predicate: str, members: list[Item], end: int) -> Iterator[Statement]:
    near = subject.sentence == members[0].sentence
    span = Span(min(subject.span.start, members[0].span.start), max(end, subject.span.end))
    quote = scene.article.text[span.start : span.end]
    evidence = (Evidence(span, quote, f"roster:{predicate}", _SURE if near else _FROM_BEFORE),)
    for target in subject.targets[:1]:
        for item in members:
            for party in item.targets:
                if party != target:
                    yield Statement(target, predicate, party, evidence)
