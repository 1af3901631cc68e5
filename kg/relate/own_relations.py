"""Relations by the words that say them (`relation_words.tsv`), and nothing learned: who stands where around the word.

甲对口支援乙, 甲对乙开展对口支援, 乙由甲对口支援, 对口支援乙的甲, 乙的对口支援单位是甲; what is said of a list is said
of each member; a clause without a subject has that of the clause before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Evidence, Modality, Span, Statement
from kg.relate.own_places import CLAUSE, Place, clauses_of, cues, fitting, role_before, several
from kg.relate.scene import Item, Scene
from kg.relate.triggers import trigger_classes
from kg.terms import RelationWord, own_terms
from kg.vocabulary import DOMAINS, ENTITY_RANGES, SYMMETRIC_PREDICATES

_FAR = 14  # characters between a marked name and the word that it belongs to
_NEAR = 8  # characters between the word and the object after it
_TAIL = 60  # a quote goes on to the end of its clause, but not beyond so many characters
_DIRECT, _APART, _PAIR, _CARRIED, _BEFORE = 0.9, 0.8, 0.65, 0.7, 0.55
_LINK = re.compile(rf"(?:了|过|着|给|到|起|的)?[^,;:。!?、]{{0,{_NEAR}}}\Z")
_OF = re.compile(r"(?:的|之|所)[^,;:。!?、]{0,6}\Z")
_IS = r"(?:(?:分别|主要|也|仍|均|就)?(?:为|是|系|有|包括)|:)?[^,;:。!?、]{0,4}\Z"
_START = re.compile(r"[^,;:。!?、]{0,6}\Z")


@dataclass(frozen=True, slots=True)
class _Found:
    """Who does what is said to whom, how surely; `since`: from where on words such as 拟 and 未 speak of it."""

    subjects: Place
    objects: Place
    sure: float
    since: int


def own_relations(scene: Scene) -> Iterator[Statement]:
    """What the words of the user's own tables say, a statement for each pair; nothing where there are no tables."""
    if words := own_terms().words:
        for number in sorted(scene.by_sentence):
            for word in words:
                yield from _of_word(scene, number, word)


def _of_word(scene: Scene, number: int, word: RelationWord) -> Iterator[Statement]:
    span = scene.sentences[number].span
    at = scene.copy.find(word.word, span.start, span.end)
    while at >= 0:
        trigger = Span(at, at + len(word.word))
        in_a_name = any(scene.items[index].span.overlaps(trigger) for index in scene.by_sentence[number])
        if not in_a_name and (found := _Reader(scene, number, word, trigger).read()):
            yield from _statements(scene, word, trigger, found)
        at = scene.copy.find(word.word, trigger.end, span.end)


class _Reader:
    """Reads one word where it stands. First it looks for marked names (由甲, 对乙), then for names before and after."""

    def __init__(self, scene: Scene, number: int, word: RelationWord, trigger: Span) -> None:
        self.scene, self.number, self.word, self.trigger = scene, number, word, trigger
        self.copy = scene.copy
        self.symmetric = word.relation in SYMMETRIC_PREDICATES
        roles = (DOMAINS[word.relation], ENTITY_RANGES[word.relation])
        # Grammatically: who stands as the subject, and who as the object.
        self.doers, self.done_to = roles[::-1] if word.reversed else roles
        self.clauses = clauses_of(scene, number)
        self.here = next(
            i for i, clause in enumerate(self.clauses) if clause.covers(trigger) or clause.end > trigger.start
        )
        self.places = self._places(self.clauses[self.here])
        self.before = [place for place in self.places if place.span.end <= trigger.start]
        self.after = [place for place in self.places if place.span.start >= trigger.end]

    def read(self) -> _Found | None:
        """Who and whom the word ties here; None where it ties nobody."""
        ways = (self._under, self._passive, self._with_patient, self._by_doer, self._active, self._of_two)
        return next((found for way in ways if (found := way())), None)

    def _under(self) -> _Found | None:
        """乙在甲的对口支援下脱贫; 在甲的对口支援下,乙脱贫."""
        if not self.before or not re.match("之?下", self.copy[self.trigger.end : self.trigger.end + 2]):
            return None
        last = self.before[-1]
        agent = fitting(last, self.doers) if self.copy[last.span.end : self.trigger.start] in ("", "的") else None
        if not agent:
            return None
        if obj := self._unmarked(self.before[:-1], self.done_to):
            return _Found(agent, obj, _DIRECT, obj.span.end)
        rest = [place for clause in self.clauses[self.here : self.here + 2] for place in self._places(clause)]
        later = next((place for place in rest if place.span.start >= self.trigger.end and not place.role), None)
        obj = fitting(later, self.done_to) if later else None
        return _Found(agent, obj, _APART, self.clauses[self.here].start) if obj else None

    def _passive(self) -> _Found | None:
        """乙由甲对口支援; 由甲对口支援的乙."""
        agent = self._last("agent", self.doers)
        if not agent:
            return None
        obj = self._unmarked([place for place in self.before if place.span.end <= agent.span.start], self.done_to)
        if obj:
            return _Found(agent, obj, _DIRECT, obj.span.end)
        after = self._next(_OF, self.done_to)
        if after:
            return _Found(agent, after, _DIRECT, agent.span.start)
        carried = self._carried(agent.span.start, self.done_to)
        return _Found(agent, carried[0], carried[1], self.clauses[self.here].start) if carried else None

    def _with_patient(self) -> _Found | None:
        """甲对乙开展对口支援; 对乙的对口支援由甲承担."""
        patient = self._last("patient", self.done_to)
        if patient and self.after and self.after[0].role == "agent" and (agent := fitting(self.after[0], self.doers)):
            return _Found(agent, patient, _DIRECT, patient.span.end)
        return self._with_subject(patient, patient.span.start) if patient else None

    def _by_doer(self) -> _Found | None:
        """乙的对口支援单位是甲: the word names who does it."""
        doer = cues()["doer"].match(self.copy, self.trigger.end)
        if not doer or not self.after or not self.before or self.symmetric:
            return None
        between = re.match(_IS, self.copy[doer.end() : self.after[0].span.start])
        subjects, objects = fitting(self.after[0], self.doers), fitting(self.before[-1], self.done_to)
        if between and subjects and objects:
            return _Found(subjects, objects, _APART, objects.span.end)
        return None

    def _active(self) -> _Found | None:
        """甲对口支援乙; 对口支援乙的甲."""
        if cues()["noun"].match(self.copy, self.trigger.end):
            return None
        obj = self._next(_LINK, self.done_to)
        if not obj or obj.role in ("aside", "agent"):
            return None
        later = next((place for place in self.after if place.span.start >= obj.span.end), None)
        behind = later and self.copy[obj.span.end : later.span.start] == "的"
        if later and behind and not self._unmarked(self.before, self.doers) and (s := fitting(later, self.doers)):
            return _Found(s, obj, _APART, self.clauses[self.here].start)
        return self._with_subject(obj, self.trigger.start)

    def _of_two(self) -> _Found | None:
        """甲与乙结对; 甲与乙建立对口支援关系: two names before the word, joined."""
        if not self.before or self.trigger.start - self.before[-1].span.end > _FAR:
            return None
        last = self.before[-1]
        if self.symmetric:
            members = fitting(last, self.doers)
            other = self.before[-2] if last.role == "with" and len(self.before) > 1 else None
            if other and members and (first := fitting(other, self.doers)):
                return _Found(first, members, _DIRECT, members.span.end)
            return _Found(members, members, _APART, members.span.end) if members and several(members) else None
        if len(last.items) == 2:
            first, second = (Place(item.span, (item,), "") for item in last.items)
            joint = self.copy[first.span.end : second.span.start]
        elif last.role == "with" and len(self.before) > 1:
            first, second, joint = self.before[-2], last, "与"
        else:
            return None
        subjects, objects = fitting(first, self.doers), fitting(second, self.done_to)
        if subjects and objects and cues()["with"].search(joint) and "、" not in joint:
            return _Found(subjects, objects, _PAIR, second.span.end)
        return None

    def _with_subject(self, obj: Place, end: int) -> _Found | None:
        """The object with who does it: the nearest free name before `end`, else who is spoken of."""
        free = [place for place in self.before if place.span.end <= end and place is not obj]
        subject = self._unmarked(free, self.doers)
        if subject:
            near = self.trigger.start - subject.span.end <= _FAR
            return _Found(subject, obj, _DIRECT if near else _APART, subject.span.end)
        if any(place.role in ("", "with") for place in free):
            return None  # somebody does it who cannot
        carried = self._carried(end, self.doers)
        return _Found(carried[0], obj, carried[1], self.clauses[self.here].start) if carried else None

    def _carried(self, end: int, kinds: tuple[str, ...]) -> tuple[Place, float] | None:
        """Who was spoken of: the first name of the clause before, or of the sentence before where this one opens so."""
        for index in range(self.here - 1, -1, -1):
            if places := [
                place for place in self._places(self.clauses[index]) if place.role not in ("aside", "patient")
            ]:
                first = fitting(places[0], kinds)
                return (first, _CARRIED) if first else None
        earlier = self.number - 1
        start = self.scene.sentences[self.number].span.start
        if earlier < 0 or end - start > _FAR or not _same_paragraph(self.scene, earlier, self.number):
            return None
        for clause in clauses_of(self.scene, earlier):
            if places := self._spoken_of(clause, earlier):
                first = fitting(places[0], kinds)
                return (first, _BEFORE) if first else None
        return None

    def _spoken_of(self, clause: Span, number: int) -> list[Place]:
        return [place for place in self._places(clause, number) if place.role not in ("aside", "patient")]

    def _last(self, role: str, kinds: tuple[str, ...]) -> Place | None:
        """The marked name that belongs to the word."""
        for place in reversed(self.before):
            if place.role == role and self.trigger.start - place.span.end <= _FAR:
                return fitting(place, kinds)
        return None

    def _next(self, link: re.Pattern[str], kinds: tuple[str, ...]) -> Place | None:
        """The name after the word, where what stands between lets it belong to it."""
        if self.after and link.match(self.copy[self.trigger.end : self.after[0].span.start]):
            return fitting(self.after[0], kinds)
        return None

    def _unmarked(self, places: list[Place], kinds: tuple[str, ...]) -> Place | None:
        return next((fit for place in reversed(places) if place.role == "" and (fit := fitting(place, kinds))), None)

    def _places(self, clause: Span, number: int | None = None) -> list[Place]:
        """The lists of names of a clause, in order. A list that ends the clause before goes on in none."""
        groups: dict[int, list[Item]] = {}
        for index in self.scene.by_sentence.get(self.number if number is None else number, ()):
            item = self.scene.items[index]
            if item.targets and clause.covers(item.span):
                groups.setdefault(item.group, []).append(item)
        return [self._place(clause, tuple(items)) for items in groups.values()]

    def _place(self, clause: Span, items: tuple[Item, ...]) -> Place:
        start = items[0].span.start
        edge = self.trigger.end if clause.start < self.trigger.end <= start else clause.start
        return Place(Span(start, items[-1].span.end), items, role_before(self.copy[max(edge, start - 4) : start]))


def _same_paragraph(scene: Scene, earlier: int, later: int) -> bool:
    return scene.sentences[earlier].paragraph == scene.sentences[later].paragraph


def _statements(scene: Scene, word: RelationWord, trigger: Span, found: _Found) -> Iterator[Statement]:
    text = scene.article.text
    spans = (found.subjects.span, found.objects.span, trigger)
    end = max(span.end for span in spans)
    clause = CLAUSE.match(scene.copy, end)
    if clause and clause.end() - end <= _TAIL:
        end = clause.end()
    span = Span(min(span.start for span in spans), end)
    quote = text[span.start : span.end]
    modality = _modality(scene.copy[found.since : trigger.start])
    evidence = (Evidence(span, quote, f"own:{word.relation}:{word.word}", found.sure, modality),)
    doers, done_to = found.subjects.items, found.objects.items
    subjects, objects = (done_to, doers) if word.reversed else (doers, done_to)
    for subject in subjects:
        for obj in objects:
            for s in subject.targets:
                for o in obj.targets:
                    if s != o and not (found.subjects is found.objects and o < s):
                        yield Statement(s, word.relation, o, evidence)


def _modality(before: str) -> Modality:
    """What the words between the subject and the relation word make of it: 未 denied, 有望 possible, 拟 planned."""
    classes = trigger_classes(before)
    names: tuple[tuple[str, Modality], ...] = (("deny", "denied"), ("possible", "possible"), ("planned", "planned"))
    return next((modality for cue, modality in names if cue in classes), "asserted")


def pairs_in_example(word: RelationWord) -> set[tuple[str, str]]:
    """What the word is read to say in its own example, whose names are given: pairs of subject and object."""
    from kg.relate.example import example_scene

    return {(s.subject, str(s.object)) for s in _all(example_scene(word), word)}


def _all(scene: Scene, word: RelationWord) -> Iterator[Statement]:
    for number in sorted(scene.by_sentence):
        yield from _of_word(scene, number, word)
