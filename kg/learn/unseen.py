"""Gold articles as the product reads them: names detected by models that have not seen the article, beside the gold.

What is learned after the names must meet their faults: names missed, cut short, invented.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.lang import normal_name
from kg.learn.gold import GoldArticle, project
from kg.learn.measure import family
from kg.learn.names import FOLDS, Judged
from kg.learn.oracle import entity_ids
from kg.model import Entity, Link, Linking, Sentence


def detected(
    golds: Sequence[GoldArticle], judged: list[Judged] | None = None, folds: int = FOLDS
) -> Iterator[tuple[GoldArticle, tuple[Sentence, ...], Linking]]:
    """Each article with its sentences and the linking of the names that were found in it, unseen.

    Neither the model of names nor the judge of them has learned from the article: how sure they are is what later
    stages meet. `judged`: what `kg.learn.names.unseen` says of the articles, where it is known already.
    """
    from kg.detect import complete
    from kg.detect.learned import accepted, with_certainty
    from kg.detect.verdicts import open_judge
    from kg.learn.names import examples, train_judge, unseen
    from kg.link import link
    from kg.segment import split_sentences

    judged = judged or unseen(golds, examples(golds), folds)
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(folds):
            path = Path(folder) / f"{fold}.npz"
            train_judge((rows for i, rows in enumerate(judged) if i % folds != fold), path)
            judge = open_judge(path)
            for i in range(fold, len(golds), folds):
                article = golds[i].article
                names = [
                    mention
                    for sequence in judged[i]
                    for mention in accepted(article.text, with_certainty([w for w, _ in sequence], judge))
                ]
                sentences = split_sentences(article.text)
                linking = link(article, sentences, complete(article, sentences, names))
                yield golds[i], sentences, beside_gold(golds[i], linking)


def beside_gold(gold: GoldArticle, linking: Linking) -> Linking:
    """The same linking with the gold's ids for the entities that are the gold's; the others keep their own."""
    ids = entity_ids(gold)
    standing = {mention.span: entity.id for mention, entity in project(gold)}
    named: dict[str, list[str]] = defaultdict(list)
    families = {entity.id: {family(kind) for kind in entity.types} for entity in gold.entities}
    for entity in gold.entities:
        for name in entity.names:
            named[normal_name(name)].append(entity.id)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for found in linking.links:
        if found.entity_id and found.mention.span in standing:
            votes[found.entity_id][standing[found.mention.span]] += 1
    meant: dict[str, str] = {}
    for thing in linking.entities:
        kinds = {family(kind) for kind in thing.types}
        same = [other for name in thing.names for other in named.get(normal_name(name), ())]
        told = [other for other, _ in votes[thing.id].most_common()]
        fitting = [other for other in (*told, *same) if families[other] & kinds]
        if fitting:
            meant[thing.id] = ids[fitting[0]]
    return _renamed(linking, meant)


def _renamed(linking: Linking, meant: dict[str, str]) -> Linking:
    entities: dict[str, Entity] = {}
    for entity in linking.entities:
        renamed = replace(entity, id=meant.get(entity.id, entity.id))
        entities.setdefault(renamed.id, renamed)
    links = (replace(link, entity_id=meant.get(link.entity_id or "", link.entity_id)) for link in linking.links)
    kept: dict[tuple[int, int, str, str | None], Link] = {}
    for link in links:
        kept.setdefault((link.mention.span.start, link.mention.span.end, link.mention.kind, link.entity_id), link)
    return Linking(tuple(entities.values()), tuple(kept.values()))
