"""The stage itself: pairs are scored, the best evidence of each fact kept, contradictions and implications settled.

What is said in the end and what was thought of and dropped are both handed on: doubt is data.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.lang.words import BORDER
from kg.model import Article, Entity, Evidence, Linking, Modality, Sentence, Span, Statement, Value
from kg.relate.areas import cooperation_areas
from kg.relate.carried import carried
from kg.relate.ceremonies import ceremonies
from kg.relate.classifier import STATE_MODEL, Classifier, classifier
from kg.relate.features import PairFeatures
from kg.relate.laid import Laid
from kg.relate.own_relations import own_relations
from kg.relate.pairs import Pairs, pairs
from kg.relate.probable import Probable, probable
from kg.relate.rosters import rosters
from kg.relate.scene import Item, Scene, build_scene
from kg.relate.settle import settle, with_own
from kg.relate.states import state_features, states
from kg.relate.triggers import trigger_classes, trigger_classes_each
from kg.relate.weighing import weigh
from kg.relate.weights import FACT_MODEL, PAIR_MODEL, FactWeights, Floats, PairWeights, shipped
from kg.vocabulary import DOMAINS, OWN_IRIS

# What only a project has, whatever else it may be.
_OF_PROJECTS = frozenset(p for p, kinds in DOMAINS.items() if kinds == ("Project",) and p not in OWN_IRIS)
# Thoughts less likely than this are not pursued.
_FAINT = 0.05
# A name less sure than this counts only where something is said of it. Chosen by cross-validation.
_NAMED_SURELY = 0.6
# A quote goes on to the end of its clause, but not beyond so many characters.
_TAIL = 60
_CLAUSE_END = re.compile("[，,。；;！!？?\n]")


@dataclass(frozen=True, slots=True)
class Relating:
    """The statements of an article; `rejected` are those too doubtful, or beaten by another.

    `entities`: those of the linking, with the types that what is said of them shows: a park that is completed is also
    a project.
    """

    statements: tuple[Statement, ...]
    rejected: tuple[Statement, ...]
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Models:
    """The models that relating asks: of predicates, of states, and of facts against one another."""

    pairs: PairWeights
    states: Classifier
    facts: FactWeights


def shipped_models() -> Models:
    """The models that ship with the product."""
    return Models(shipped(PairWeights, PAIR_MODEL), classifier(STATE_MODEL), shipped(FactWeights, FACT_MODEL))


def relate(article: Article, sentences: Sequence[Sentence], linking: Linking, models: Models | None = None) -> Relating:
    """Find what the article says of its entities. Every statement's quote is an exact slice of the text."""
    models = models or shipped_models()
    scene = build_scene(article, sentences, linking)
    thoughts, own = think(scene, models.pairs, models.states), own_relations(scene)
    said, rejected = settle(weigh(thoughts, article, linking, models.facts))
    said = with_own(said, own)
    known = _known(linking, said)
    return Relating(tuple(said), tuple(rejected), tuple(_typed((e for e in linking.entities if e.id in known), said)))


def think(scene: Scene, pair_weights: PairWeights, states: Classifier) -> list[Statement]:
    """All that the article may say, each thought by itself, several of one fact among them."""
    thoughts = [*_of_pairs(scene, pair_weights), *_of_states(scene, states), *cooperation_areas(scene)]
    thoughts += [*rosters(scene), *carried(scene)]
    return [*thoughts, *ceremonies(scene, thoughts)]


def _known(linking: Linking, said: Sequence[Statement]) -> set[str]:
    """The entities that are named surely enough, or of which something is said."""
    known = {s.subject for s in said} | {s.object for s in said if isinstance(s.object, str)}
    return known | {
        link.entity_id for link in linking.links if link.entity_id and link.mention.confidence >= _NAMED_SURELY
    }


def _typed(entities: Iterable[Entity], said: Sequence[Statement]) -> Iterator[Entity]:
    """The entities, each with the type Project where something is said of it that only a project can have."""
    built = {s.subject for s in said if s.predicate in _OF_PROJECTS}
    for entity in entities:
        missing = entity.id in built and "Project" not in entity.types
        yield replace(entity, types=(*entity.types, "Project")) if missing else entity


def _of_pairs(scene: Scene, weights: PairWeights) -> Iterator[Statement]:
    if len(scene.items) < 2:
        return
    laid = Laid(scene)
    near = pairs(laid)
    found = probable(PairFeatures(laid), near, weights)
    subjects, objects = near.subject[found.pair], near.object[found.pair]
    likely = (found.own + _of_lists(laid, near, found)) / 2
    backwards = (subjects > objects) & (found.column == _column(weights, "cooperatesWith"))
    kept = (likely >= _FAINT) & ~backwards
    rows = [each[kept].tolist() for each in (subjects, objects, found.column, likely)]
    said = _Said(scene, zip(*rows[:2], strict=True))
    for subject, object_, column, probability in zip(*rows, strict=True):
        yield from said.statements(subject, object_, weights.predicates[column], probability)


def _column(weights: PairWeights, predicate: str) -> int:
    return weights.predicates.index(predicate) if predicate in weights.predicates else -1


def _of_lists(laid: Laid, near: Pairs, found: Probable) -> Floats:
    """How likely a predicate is for the members of two lists on the average: what is said of a list is said of each."""
    size, number = len(laid.scene.groups), found.columns
    codes = laid.group[near.subject] * size + laid.group[near.object]
    _, lists, counts = np.unique(codes, return_inverse=True, return_counts=True)
    cells = lists[found.pair] * number + found.column
    places, which = np.unique(cells, return_inverse=True)
    average = np.bincount(which, found.own, len(places)) / counts[places // number]
    listed = laid.group[near.subject[found.pair]] == laid.group[near.object[found.pair]]
    together: Floats = np.where(listed, found.own, average[which] if len(which) else found.own)
    return together


class _Said:
    """Statements of pairs; a quote that several share is cut out once, and all are searched at one go."""

    def __init__(self, scene: Scene, pairs_: Iterable[tuple[int, int]]) -> None:
        self._items = scene.items
        places = dict.fromkeys(self._place(*pair) for pair in pairs_)
        spans = [_quote(scene, *place) for place in places]
        quotes = [scene.article.text[span.start : span.end] for span in spans]
        classes = trigger_classes_each([quote.replace(BORDER, " ") for quote in quotes])
        modalities = (_modality(each) for each in classes)
        self._quotes = dict(zip(places, zip(spans, quotes, modalities, strict=True), strict=True))

    def _place(self, one: int, other: int) -> tuple[int, int]:
        a, b = self._items[one].span, self._items[other].span
        return min(a.start, b.start), max(a.end, b.end)

    def statements(self, subject: int, object_: int, predicate: str, probability: float) -> Iterator[Statement]:
        """What the pair says, of each that the two stand for."""
        s, o = self._items[subject], self._items[object_]
        span, quote, modality = self._quotes[self._place(subject, object_)]
        evidence = (Evidence(span, quote, f"pair:{predicate}", round(min(probability, 1.0), 3), modality),)
        for subject_id in s.targets:
            for target in o.targets if o.value is None else (o.value,):
                if target != subject_id:
                    yield Statement(subject_id, predicate, target, evidence)


def _of_states(scene: Scene, classifier: Classifier) -> Iterator[Statement]:
    """The states of projects; the members of a list share theirs."""
    lists: dict[int, list[tuple[Item, dict[str, float]]]] = defaultdict(list)
    for index in states(scene):
        item = scene.items[index]
        lists[item.group].append((item, classifier.probabilities(state_features(scene, index), _FAINT / 2)))
    for number, members in lists.items():
        group = scene.groups[number].span
        for state in sorted({state for _, found in members for state in found}):
            shared = sum(found.get(state, 0.0) for _, found in members) / len(members)
            for item, found in members:
                probability = (found.get(state, 0.0) + shared) / 2
                if probability < _FAINT:
                    continue
                span = _quote(scene, item.span.start, max(group.end, item.span.end))
                evidence = (_evidence(scene, span, "state:status", probability),)
                for target in item.targets:
                    yield Statement(target, "status", Value(state, "status"), evidence)


def _quote(scene: Scene, start: int, end: int) -> Span:
    """From the first of the two to the end of the clause that holds the last."""
    text = scene.article.text
    stop = _CLAUSE_END.search(text, end, end + _TAIL)
    if stop:
        return Span(start, stop.start())
    return Span(start, len(text) if len(text) < end + _TAIL else end)


def _evidence(scene: Scene, span: Span, rule: str, confidence: float) -> Evidence:
    quote = scene.article.text[span.start : span.end]
    return Evidence(span, quote, rule, round(min(confidence, 1.0), 3), _modality(trigger_classes(quote)))


def _modality(classes: Sequence[str]) -> Modality:
    return "planned" if "planned" in classes else "asserted"
