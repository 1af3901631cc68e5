"""A project in its scene -> what is to be seen of its state: the triggers and words of its clause and sentence."""

from __future__ import annotations

from collections.abc import Iterator

from kg.lang.words import cut
from kg.model import Span
from kg.relate.scene import Scene
from kg.relate.triggers import trigger_classes

_STOPS = ",，;；。:："


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
    kind = item.kind + ("+" if len(item.types) > 1 else "")
    right = scene.copy[group.span.end : min(sentence.end, group.span.end + 90)]
    left = scene.copy[max(sentence.start, group.span.start - 60) : group.span.start]
    found = ["1", f"k={kind}", f"n={scene.copy[item.span.end - 2 : item.span.end]}", f"g={min(group.size, 4)}"]
    found += _clauses(_split(right), "a", kind)
    found += _clauses(_split(left)[::-1], "b", kind)
    found += [f"l={w}" for w in cut(left)[-2:]] + [f"r={w}" for w in cut(right)[:2]]
    found += [f"rr={'_'.join(cut(right)[:2])}", f"rr={'_'.join(cut(right)[:3])}", f"ll={'_'.join(cut(left)[-2:])}"]
    following = _next_sentence(scene, item.sentence)
    if following is not None:
        found += [f"nt={c}" for c in trigger_classes(scene.copy[following.start : following.start + 30])]
    rivals = sum(1 for k in scene.by_sentence[item.sentence] if scene.items[k].kind == item.kind)
    found.append(f"rivals={min(rivals - group.size, 3)}")
    found += [f"mark={mark}" for mark in item.marks]
    found += [f"sure={item.sure}", f"sure={item.kind}{item.sure}"] if item.sure else []
    return list(dict.fromkeys(found))


def _split(text: str) -> list[str]:
    parts = [""]
    for character in text:
        if character in _STOPS:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _clauses(clauses: list[str], side: str, kind: str) -> list[str]:
    found: list[str] = []
    for distance, clause in enumerate(clauses[:5]):
        place = f"{side}{min(distance, 2)}"
        words = cut(clause)
        found += [f"{place}={word}" for word in words[:15] if word.strip()]
        classes = trigger_classes(clause)
        found += [f"t{place}={c}" for c in classes] + [f"t{place}{kind}={c}" for c in classes]
        if classes:
            found += [f"tf{place}={classes[0]}", f"tl{place}={classes[-1]}"]
    return found


def _next_sentence(scene: Scene, sentence: int) -> Span | None:
    if sentence + 1 >= len(scene.sentences):
        return None
    here, there = scene.sentences[sentence], scene.sentences[sentence + 1]
    return there.span if here.paragraph == there.paragraph else None
