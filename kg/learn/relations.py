"""Gold articles -> the two models of `kg.relate`: what a pair of mentions says, and how far a project has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.learn.crf import train
from kg.learn.gold import GoldArticle
from kg.learn.logistic import learn_numbers
from kg.learn.names import Judged
from kg.learn.oracle import entity_ids, find_words, gold_linking
from kg.learn.terms import value_key
from kg.learn.unseen import detected
from kg.model import AREA, MONEY, Linking, Sentence, Span
from kg.relate.classifier import NONE, STATE_MODEL
from kg.relate.features import PairFeatures
from kg.relate.keys import Ints, Keys
from kg.relate.laid import Laid
from kg.relate.pairs import BITS, pairs
from kg.relate.scene import Item, Scene, build_scene
from kg.relate.states import state_features, states
from kg.relate.weights import FACT_MODEL, PAIR_MODEL, Floats, write_fact_weights, write_pair_weights
from kg.segment import split_sentences
from kg.vocabulary import PREDICATES

Example = tuple[list[str], str]

# Chosen by cross-validation over articles.
_STATES = {"c1": 0.05, "c2": 0.3, "max_iterations": 80, "feature.minfreq": 2}
_PENALTY = 2.0
_FEWEST = 3  # facts that a predicate is learned from


@dataclass(frozen=True, slots=True)
class PairExamples:
    """Pairs one after the other: the keys of all features, how many of them each pair has, the predicates that its
    types allow and those that are said, as `BITS`."""

    features: Keys
    counts: Ints
    licensed: Ints
    said: Ints


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of an article by the entities they join; `places` are where each is said."""

    sure: dict[tuple[str, str], set[str]]
    optional: set[tuple[str, str]]
    places: dict[tuple[str, str], list[Span]]


def train_relations(golds: Iterable[GoldArticle], folder: Path, judged: list[Judged] | None = None) -> None:
    """Learn all models from the articles and write them into `folder`; the same articles give the same bytes.

    Every article is learned from twice: with the gold's names, which state most, and with the names that the product
    finds in it unseen, so that the models meet names that are missing, cut short or invented. What weighs facts against
    one another learns from what models of pairs and states say of articles that they have not seen.
    `judged`: what `kg.learn.names.unseen` says of the articles, where it is known already.
    """
    from kg.learn.facts import learn_facts

    golds = list(golds)
    read = [*_read_unseen(golds, judged)]
    scenes = [*map(_scene, golds), *((gold, scene) for gold, scene, _ in read)]
    examples = Examples(scenes)
    write_fact_weights(learn_facts(examples, read), folder / FACT_MODEL)
    write_pair_weights(examples.learn_pairs(), folder / PAIR_MODEL)
    examples.learn_states(folder / STATE_MODEL)


class Examples:
    """What pairs and states are learned from, each with its article, so that articles can be left out."""

    def __init__(self, scenes: Iterable[tuple[GoldArticle, Scene]]) -> None:
        self._states: list[tuple[str, list[str], str]] = []
        articles: list[str] = []
        parts: list[PairExamples] = []
        for gold, scene in scenes:
            name = gold.article.id
            parts.append(pair_examples(gold, scene))
            articles += [name] * len(parts[-1].counts)
            self._states += [(name, features, state) for features, state in state_examples(gold, scene)]
        columns = zip(*((part.features, part.counts, part.licensed, part.said) for part in parts), strict=True)
        every, self._counts, self._licensed, self._said = map(np.concatenate, columns)
        self._keys, numbers = np.unique(every, return_inverse=True)
        self._features = numbers.astype(np.int32)
        self._articles = np.array(articles)

    def learn_pairs(self, without: frozenset[str] = frozenset()) -> dict[str, tuple[Keys, Floats]]:
        """{predicate: keys of features, weights}: each predicate by itself, from the pairs whose types allow it."""
        learned = {}
        known = ~np.isin(self._articles, sorted(without))
        for predicate in PREDICATES:
            rows = known & ((self._licensed & BITS[predicate]) > 0)
            so = (self._said[rows] & BITS[predicate]) > 0
            if so.sum() >= _FEWEST:
                features = self._features[np.repeat(rows, self._counts)].astype(np.int64)
                numbers, weights = learn_numbers(features, self._counts[rows], so, _PENALTY)
                learned[predicate] = self._keys[numbers], weights
        return learned

    def learn_states(self, path: Path, without: frozenset[str] = frozenset()) -> None:
        """The model of states, written to `path`."""
        train(((features, state) for name, features, state in self._states if name not in without), path, _STATES)


def _scene(gold: GoldArticle) -> tuple[GoldArticle, Scene]:
    sentences: Sequence[Sentence] = split_sentences(gold.article.text)
    linking: Linking = gold_linking(gold, sentences)
    return gold, build_scene(gold.article, sentences, linking)


def _read_unseen(
    golds: Sequence[GoldArticle], judged: list[Judged] | None
) -> Iterator[tuple[GoldArticle, Scene, Linking]]:
    for gold, sentences, linking in detected(golds, judged):
        yield gold, build_scene(gold.article, sentences, linking), linking


def pair_examples(gold: GoldArticle, scene: Scene) -> PairExamples:
    """Every pair of the scene with the predicates that the gold has for it; doubtful ones are passed over.

    A fact is learned from where its two sides stand nearest to one another: that they also stand two sentences
    apart says nothing.
    """
    facts, laid = facts_of(gold), Laid(scene)
    near = pairs(laid)
    candidates = [(pair, _keys(scene, *pair)) for pair in zip(near.subject.tolist(), near.object.tolist(), strict=True)]
    nearest: dict[tuple[str, str], int] = {}
    for (subject, object_), keys in candidates:
        s, o = scene.items[subject], scene.items[object_]
        for key in keys:
            if any(_near(scene, place, s, o) for place in facts.places.get(key, ())):
                nearest[key] = min(nearest.get(key, 9), abs(s.sentence - o.sentence))
    kept, told = [], []
    for number, ((subject, object_), keys) in enumerate(candidates):
        s, o = scene.items[subject], scene.items[object_]
        gap = abs(s.sentence - o.sentence)
        known = [key for key in keys if key in facts.sure or key in facts.optional]
        said = [key for key in known if nearest.get(key, 9) == gap and _said_by(scene, facts, key, s, o)]
        labels = set().union(*(facts.sure.get(key, ()) for key in said))
        if subject > object_:
            labels.discard("cooperatesWith")
        if labels or not known:
            kept.append(number)
            told.append(sum(BITS[label] for label in labels))
    rows = np.array(kept, np.int64)
    features, counts = _in_rows(PairFeatures(laid), near.subject[rows], near.object[rows])
    return PairExamples(features, counts, near.licensed[rows], np.array(told, np.int64))


def _in_rows(features: PairFeatures, subjects: Ints, objects: Ints) -> tuple[Keys, Ints]:
    """The features of the pairs, one pair after the other, and how many each has."""
    if not len(subjects):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    found, of_pairs = features.of(subjects, objects)
    return found[np.argsort(of_pairs, kind="stable")], np.bincount(of_pairs)


def _keys(scene: Scene, subject: int, object_: int) -> list[tuple[str, str]]:
    s, o = scene.items[subject], scene.items[object_]
    return [(a, b) for a in s.targets for b in (o.targets or _values(o))]


def _said_by(scene: Scene, facts: Facts, key: tuple[str, str], s: Item, o: Item) -> bool:
    return any(_near(scene, place, s, o) for place in facts.places.get(key, ()))


def state_examples(gold: GoldArticle, scene: Scene) -> Iterator[Example]:
    """Every possible project of the scene with the state that its sentence tells."""
    told: dict[str, list[tuple[str, Span, bool]]] = defaultdict(list)
    ids = entity_ids(gold)
    for fact in gold.facts:
        if fact.predicate == "status":
            told[ids[fact.subject]].append((fact.object, find_words(gold.article.text, fact.quote), fact.optional))
    for index in states(scene):
        item = scene.items[index]
        sentence = scene.sentences[item.sentence].span
        here = [t for target in item.targets for t in told[target] if t[1].overlaps(sentence)]
        if any(optional for _, _, optional in here):
            continue
        elsewhere = any(told[target] for target in item.targets)
        if here or not elsewhere or not item.anaphor:
            yield state_features(scene, index), here[0][0] if here else NONE


def _values(item: Item) -> tuple[str, ...]:
    """The value of an item as facts are compared by."""
    if item.value is None:
        return ()
    predicate = {MONEY: "totalInvestment", AREA: "area"}.get(item.kind, "")
    return (value_key(predicate, item.value.lexical),)


def _near(scene: Scene, place: Span, s: Item, o: Item) -> bool:
    """True where the pair's sentences touch the words that say the fact."""
    first, last = sorted((s.sentence, o.sentence))
    return scene.sentences[first].span.start < place.end and place.start < scene.sentences[last].span.end


def facts_of(gold: GoldArticle) -> Facts:
    """The facts of an article, by what they join and where they are said."""
    ids = entity_ids(gold)
    sure: dict[tuple[str, str], set[str]] = defaultdict(set)
    optional: set[tuple[str, str]] = set()
    places: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for fact in gold.facts:
        if fact.predicate in ("status", "cooperationArea"):
            continue
        key = (ids[fact.subject], value_key(fact.predicate, fact.object) if fact.is_value else ids[fact.object])
        keys = [key, key[::-1]] if fact.predicate == "cooperatesWith" else [key]
        place = find_words(gold.article.text, fact.quote)
        for key in keys:
            places[key].append(place)
            if fact.optional:
                optional.add(key)
            else:
                sure[key].add(fact.predicate)
    return Facts(sure, optional, places)
