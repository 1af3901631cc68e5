"""Pairs of items in their scene -> what is to be seen of each: words between, before and after, triggers, places.

A feature is a 64-bit key (`kg.relate.keys`) of its name, its scope and its text. Scope ``K`` is the pair's kinds, the
subject's first, with their order (`Agreement>Park`), ``T`` the order with the distance in sentences. A list
counts as one thing: its members share what stands around it. All pairs are looked at together, feature by feature.
"""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np

from kg.relate.keys import Ints, Keys, followed, key, keys, ranges
from kg.relate.laid import Laid
from kg.relate.pairs import REACH
from kg.relate.seen import Flags, ItemKeys, Seen
from kg.relate.surroundings import NEAR, Row, Sides, Surroundings

_WORDS_AS_A_WHOLE, _TRIGGERS_AS_A_WHOLE = 6, 4
_IN_TWOS = 30


class PairFeatures:
    """Features of the pairs of one scene; what lists have in common is looked at once."""

    def __init__(self, laid: Laid) -> None:
        self._laid, self._items = laid, ItemKeys(laid)

    @cached_property
    def _around(self) -> Surroundings:
        return Surroundings(self._laid)

    def of(self, subjects: Ints, objects: Ints) -> tuple[Keys, Ints]:
        """The features of the pairs (numbers of items): keys, and the number of the pair that each belongs to. No pair
        has one twice; the order is the same each time."""
        seen = Seen(self._items, self._around, subjects, objects)
        _of_kinds(seen)
        _of_lists(seen)
        _between(seen)
        _beside(seen)
        _standing(seen)
        _rivals(seen)
        _names(seen)
        return np.concatenate(seen.keys), np.concatenate(seen.pairs)


@cache
def _digits(number: int, most: int = 9999) -> Keys:
    """The keys of all numbers of so many digits, up to the one that is asked for at `most`."""
    return keys(f"{n:0{number}d}" for n in range(min(10**number, most + 1)))


def _text(text: str) -> Keys:
    return np.array(key(text), np.uint64)


def _of_kinds(seen: Seen) -> None:
    seen.add("", "1", _text(""))
    seen.add("K", "K", _text(""))
    seen.add("K", "D", _digits(1)[seen.gap])


def _of_lists(seen: Seen) -> None:
    """Two members of one list."""
    if not seen.listed.any():
        return
    place, sizes = seen.laid.place, np.diff(seen.laid.first_of)
    next_ = place[seen.second] == place[seen.first] + 1
    joint = np.where(next_, seen.items.joints[seen.second], _text("、、"))
    seen.add("K", "same", joint, seen.listed)
    seen.add("", "same", joint, seen.listed)
    seen.add("K", "size", _digits(1)[np.minimum(sizes[seen.list_a], 5)], seen.listed)


def _between(seen: Seen) -> None:
    """What stands between two things that are not of one list."""
    laid, around = seen.laid, seen.around
    two = ~seen.listed
    # What a sentence says of a thing named before, it says as if the thing stood at its beginning.
    begin = laid.begin[seen.sentence]
    lists, family, ahead = laid.lists_of_family_before, laid.family[seen.first], laid.group[begin]
    passed = lists[family, ahead] - lists[family, np.minimum(seen.list_a + 1, ahead)]
    rank = _digits(1)[np.minimum(passed, 3)]
    seen.add("K", "rank", rank, seen.apart)
    seen.add("T", "rank", rank, seen.apart)
    start = np.where(seen.apart, around.words_from[seen.sentence], around.word_at[seen.list_a] + 1)
    length = np.where(two, around.word_at[seen.list_b] - start, 0)
    held_from = np.where(seen.apart, begin, laid.first_of[seen.list_a + 1])
    _counts(seen, two, held_from, start, length)
    _said(seen, two, start, length)
    start = np.where(seen.apart, around.triggers_from[seen.sentence], around.trigger_at[seen.list_a])
    _triggers(seen, two, start, np.where(two, around.trigger_at[seen.list_b] - start, 0))


def _counts(seen: Seen, two: Flags, held_from: Ints, start: Ints, length: Ints) -> None:
    """How many things and commas stand between, and how many things of the kinds of the two."""
    laid, commas = seen.laid, seen.around.commas_before
    held_to = laid.first_of[seen.list_b]
    before = laid.kinds_before
    held = np.minimum(held_to - held_from, 5) * two
    like_s, like_o = (
        np.minimum(before[kind, held_to] - before[kind, held_from], 3) * two
        for kind in (laid.kind[seen.subject], laid.kind[seen.object])
    )
    comma = np.minimum(commas[start + length] - commas[start], 4) * two
    one = _digits(1)
    for name, scopes, number in (("ms", "TK", like_s), ("mo", "TK", like_o), ("m", "K", held), ("c", "TK", comma)):
        for scope in scopes:
            seen.add(scope, name, one[number], two)
    seen.add("K", "mso", _digits(3, 334)[like_s * 100 + like_o * 10 + comma], two)


def _said(seen: Seen, two: Flags, start: Ints, length: Ints) -> None:
    """The words between: all when they are few, each, in pairs, the first and the last."""
    row = seen.around.words
    few = two & (length <= _WORDS_AS_A_WHOLE)
    whole = _whole(row, start, length, few, _WORDS_AS_A_WHOLE)
    seen.add("T", "b", whole, few)
    seen.add("K", "b", whole, few)
    places, pairs = ranges(start, np.minimum(length, NEAR))
    new = row.last[places] < start[pairs]
    places, pairs = places[new], pairs[new]
    seen.add_all("T", "w", row.keys[places], pairs)
    seen.add_all("K", "w", row.keys[places], pairs)
    places, pairs = ranges(start, np.clip(length - 1, 0, _IN_TWOS))
    new = row.last_two[places] < start[pairs]
    places, pairs = places[new], pairs[new]
    seen.add_all("T", "ww", row.two[places], pairs)
    some, several = length > 0, length > 1
    last = np.maximum(start + length - 1, 0)
    first = np.minimum(start, last)
    seen.add("K", "w1", row.keys[first], some)
    seen.add("K", "w-1", row.keys[last], some)
    seen.add("T", "w2", np.where(several, row.two[first], row.keys[first]), some)
    seen.add("T", "w-2", np.where(several, row.two[np.maximum(last - 1, 0)], row.keys[last]), some)


def _whole(row: Row, start: Ints, length: Ints, few: Flags, most: int) -> Keys:
    """The key of the whole stretch, where it has `few` (at most `most`) words."""
    found = np.zeros(len(start), np.uint64)
    for step in range(most):
        on = few & (step < length)
        if not on.any():
            break
        found[on] = followed(found[on], row.keys[start[on] + step])
    return found


def _triggers(seen: Seen, two: Flags, start: Ints, length: Ints) -> None:
    row = seen.around.triggers
    seen.add("K", "t0", _text(""), two & (length == 0))
    some = length > 0
    if not some.any():
        return
    places, pairs = ranges(start, length)
    new = row.last[places] < start[pairs]
    places, pairs = places[new], pairs[new]
    seen.add_all("K", "t", row.keys[places], pairs)
    seen.add_all("T", "t", row.keys[places], pairs)
    first, last = np.where(some, start, 0), np.where(some, start + length - 1, 0)
    seen.add("K", "t1", row.keys[first], some)
    seen.add("K", "t-1", row.keys[last], some)
    few = some & (length <= _TRIGGERS_AS_A_WHOLE)
    seen.add("K", "ts", _whole(row, start, length, few, _TRIGGERS_AS_A_WHOLE), few)


def _beside(seen: Seen) -> None:
    """What stands before the first and after the second, and both with what stands between: 由A、B | 共同投资建设."""
    around = seen.around
    for side, lists in ((around.left, seen.list_a), (around.right, seen.list_b)):
        _side(seen, side, lists)
    size = len(seen.laid.scene.groups)
    codes, which = np.unique(seen.list_a * size * 2 + seen.list_b * 2 + seen.apart, return_inverse=True)
    places = (codes // 2 // size).tolist(), (codes // 2 % size).tolist(), (codes % 2 > 0).tolist()
    short = around.short(*places)[which]
    before, after, word = around.before[seen.list_a], around.after[seen.list_b], around.next_word[seen.list_b]
    frame = followed(followed(before, short), after)
    seen.add("K", "f2", followed(short, after))
    seen.add("K", "f", frame)
    seen.add("T", "f", frame)
    seen.add("K", "fw", followed(short, word))
    seen.add("K", "fl", followed(before, short))


def _side(seen: Seen, side: Sides, lists: Ints) -> None:
    for scope, texts, starts in (("K", side.keys, side.starts), ("T", side.shared, side.shared_starts)):
        places, pairs = ranges(starts[lists], np.diff(starts)[lists])
        seen.add_all(scope, None, texts[places], pairs)


def _standing(seen: Seen) -> None:
    """Places in sentence, list and paragraph."""
    laid, scene, apart = seen.laid, seen.laid.scene, seen.apart
    opens = seen.first == laid.begin[laid.sentence[seen.first]]
    truths = np.array([[key(f"{gap}{truth}") for truth in (False, True)] for gap in range(REACH + 1)], np.uint64)
    seen.add("K", "first", truths[seen.gap, opens.astype(np.int64)])
    place = np.minimum(laid.place, 1)
    seen.add("K", "place", _digits(2)[place[seen.subject] * 10 + place[seen.object]])
    if not apart.any():
        return
    steps = np.minimum(laid.paragraph[seen.second] - laid.paragraph[seen.first], 1)
    truth = keys(("False", "True"))
    opens = seen.list_b == laid.group[laid.begin[seen.sentence]]
    seen.add("K", "open", truth[opens.astype(np.int64)], apart)
    seen.add("K", "par", _digits(2)[steps * 10 + seen.gap], apart)
    around = seen.around
    seen.add("K", "start", around.opening[seen.sentence], apart & around.opened[seen.sentence])
    headings = np.array([sentence.heading for sentence in scene.sentences], np.int64)
    seen.add("K", "head", truth[headings[laid.sentence[seen.first]]], apart)


def _rivals(seen: Seen) -> None:
    """Who else stands near: others like the first about the second, others like the second about the first."""
    laid, apart = seen.laid, seen.apart
    here, there = seen.sentence, laid.sentence[seen.first]
    like_a, like_b = laid.family[seen.first], laid.family[seen.second]
    stop, begin, end = laid.first_of[seen.list_b + 1], laid.begin[here], laid.begin[here + 1]

    def others(family: Ints, start: Ints, stop: Ints) -> Ints:
        """How many items of a family stand from `start` to `stop`."""
        before = laid.families_before
        return before[family, stop] - before[family, start]

    before = others(like_a, begin, np.where(apart, laid.first_of[seen.list_b], laid.first_of[seen.list_a]))
    after = others(like_a, stop, end)
    from_, to, own = laid.first_of[seen.list_a], laid.first_of[seen.list_a + 1], others(like_b, stop, end)
    away = others(like_b, laid.begin[there], from_) + others(like_b, to, laid.begin[there + 1])
    before, after, own = (np.minimum(count, 2) for count in (before, after, np.where(apart, away, own)))
    tail = apart * 10
    for name, count in (("ra", after), ("rb", before), ("ro", own)):
        seen.add("K", name, _digits(2)[tail + count])
    seen.add("K", "rabo", _digits(4, 1222)[tail * 100 + before * 100 + after * 10 + own])


def _names(seen: Seen) -> None:
    """What the names themselves tell, and how sure they are."""
    items = seen.items
    for name, side in (("s", seen.subject), ("o", seen.object)):
        sure = items.sure[side]
        seen.add("K", "s" + name, sure, sure > 0)
        seen.add("", "s" + name, sure, sure > 0)
        seen.add("K", "a" + name, _text(""), items.anaphors[side])
    for mark, bearing in items.marks.items():
        seen.add("K", "mark", _text(mark), bearing[seen.subject] | bearing[seen.object])
    seen.add("K", "sn", items.tails[seen.subject])
    values = items.values[seen.object]
    seen.add("K", "prec", items.tails[seen.object], values)
    seen.add("K", "on", items.tails[seen.object], ~values)
    names = items.names
    pairs = zip(seen.subject.tolist(), seen.object.tolist(), strict=True)
    shared = np.array([_share(names[s], names[o]) for s, o in pairs], np.bool_)
    seen.add("K", "share", _text(""), shared & ~values)


def _share(name: str, other: str) -> bool:
    return other in name or (len(other) > 2 and other[:2] == name[:2])
