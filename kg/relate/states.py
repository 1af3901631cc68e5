"""A project in its scene -> what is to be seen of its state: the triggers and words of its clause and sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kg.lang.words import BORDER, cut
from kg.model import Span
from kg.relate.scene import Scene
from kg.relate.triggers import trigger_classes, trigger_classes_each
from kg.vocabulary import OWN_IRIS

_STOPS = frozenset(",，;；。:：")


def states(scene: Scene) -> Iterator[int]:
    """The items (by index) whose state a sentence may tell."""
    for index, item in enumerate(scene.items):
        if item.targets and (item.kind in ("Project", "Park") or "Project" in item.types):
            yield index


def state_features(scene: Scene, index: int) -> list[str]:
    """The features of one item; words before (`b`), after (`a`), by clause: 0 its own, 1 the next, 2 the rest."""
    item = scene.items[index]
    group = scene.groups[item.group]
    sentence = scene.sentences[item.sentence].span
    kind = item.kind + ("+" if len(set(item.types) - OWN_IRIS.keys()) > 1 else "")
    right = scene.copy[group.span.end : min(sentence.end, group.span.end + 90)]
    left = scene.copy[max(sentence.start, group.span.start - 60) : group.span.start]
    found = ["1", f"k={kind}", f"n={scene.copy[item.span.end - 2 : item.span.end]}", f"g={min(group.size, 4)}"]
    before, after = _words(left), _words(right)
    found += _clauses(_split(after), "a", kind)
    found += _clauses(_split(before)[::-1], "b", kind)
    found += [f"l={w}" for w in before[-2:]] + [f"r={w}" for w in after[:2]]
    found += [f"rr={'_'.join(after[:2])}", f"rr={'_'.join(after[:3])}", f"ll={'_'.join(before[-2:])}"]
    following = _next_sentence(scene, item.sentence)
    if following is not None:
        found += [f"nt={c}" for c in trigger_classes(scene.copy[following.start : following.start + 30])]
    rivals = sum(1 for k in scene.by_sentence[item.sentence] if scene.items[k].kind == item.kind)
    found.append(f"rivals={min(rivals - group.size, 3)}")
    found += [f"mark={mark}" for mark in item.marks]
    found += [f"sure={item.sure}", f"sure={item.kind}{item.sure}"] if item.sure else []
    return list(dict.fromkeys(found))


@lru_cache(maxsize=512)
def _words(text: str) -> list[str]:
    """The words; the members of a list, one after the other, ask for the same."""
    return cut(text.replace(BORDER, " "))


def _split(words: list[str]) -> list[list[str]]:
    """The clauses: a stop is a word of its own."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word in _STOPS:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _clauses(clauses: list[list[str]], side: str, kind: str) -> list[str]:
    found: list[str] = []
    near = clauses[:5]
    for distance, (words, classes) in enumerate(
        zip(near, trigger_classes_each(["".join(c) for c in near]), strict=True)
    ):
        place = f"{side}{min(distance, 2)}"
        found += [f"{place}={word}" for word in words[:15] if word.strip()]
        found += [f"t{place}={c}" for c in classes] + [f"t{place}{kind}={c}" for c in classes]
        if classes:
            found += [f"tf{place}={classes[0]}", f"tl{place}={classes[-1]}"]
    return found


def _next_sentence(scene: Scene, sentence: int) -> Span | None:
    if sentence + 1 >= len(scene.sentences):
        return None
    here, there = scene.sentences[sentence], scene.sentences[sentence + 1]
    return there.span if here.paragraph == there.paragraph else None
