"""``python -m kg.learn ablation FOLDER…``: what each layer of the extraction adds to F1, by predicate.

Each layer is left out by itself, and the articles are read without it; what F1 falls by is what the layer adds beside
all others. Without the learned names, known names and rules alone find what is named. The models stay as they are: they
have learned beside the layer that is left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from kg.learn.evaluation import Measurement, load_folder, measure
from kg.learn.gold import GoldArticle
from kg.model import ANAPHOR, Extraction, Linking, Mention

# layer -> the rules of the mentions that it finds, as they begin
MENTIONS: Mapping[str, tuple[str, ...]] = {
    "gazetteer": ("gazetteer", "model:known"),
    "grammar, titles": ("title", "venue", "shared-part", "party-government", "model:grammar", "model:quoted"),
}
LAYERS = (*MENTIONS, "learned names", "coreference", "weighing", "learned relations")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("gold", nargs="+", type=Path, help="folders of gold .json files with their texts")
    parser.add_argument("--texts", type=Path, default=Path("seeds/articles"), help="texts that are not beside the gold")


def run(arguments: argparse.Namespace) -> int:
    """Measure with all layers and without each, and print the table."""
    golds = [gold for folder in arguments.gold for gold in load_folder(folder, arguments.texts)]
    without = {layer: measure(golds, partial(extract, layer=layer)) for layer in LAYERS}
    sys.stdout.write("\n".join(table(measure(golds), without)) + "\n")
    return 0


def extract(gold: GoldArticle, layer: str) -> Extraction:
    """What the product extracts without one of its layers."""
    from kg.detect import complete, detect
    from kg.link import link
    from kg.relate import relate
    from kg.segment import split_sentences

    article = gold.article
    sentences = split_sentences(article.text)
    mentions = complete(article, sentences, ()) if layer == "learned names" else detect(article, sentences)
    linking = link(article, sentences, _without(layer, mentions))
    if layer == "coreference":
        linking = replace(linking, links=tuple(each for each in linking.links if each.mention.kind != ANAPHOR))
    said = _unweighed(gold, linking) if layer == "weighing" else relate(article, sentences, linking)
    statements = said.statements
    if layer == "learned relations":
        statements = tuple(s for s in statements if s.evidence[0].rule.startswith("area:"))
    return Extraction(article, said.entities, statements, sentences, linking.links, said.rejected)


def _without(layer: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple(mention for mention in mentions if not mention.rule.startswith(MENTIONS.get(layer, ("\0",))))


def _unweighed(gold: GoldArticle, linking: Linking) -> Extraction:
    from kg.relate.relating import shipped_models, think
    from kg.relate.scene import build_scene
    from kg.relate.settle import settle
    from kg.segment import split_sentences

    models = shipped_models()
    scene = build_scene(gold.article, split_sentences(gold.article.text), linking)
    said, rejected = settle(think(scene, models.pairs, models.states))
    return Extraction(gold.article, linking.entities, tuple(said), rejected=tuple(rejected))


def table(full: Measurement, without: Mapping[str, Measurement]) -> Iterator[str]:
    """One line a figure: F1 with all layers, and what it loses without each."""
    yield "| F1 of | all | " + " | ".join(f"without {layer}" for layer in without) + " |"
    yield "| --- |" + " ---: |" * (1 + len(without))
    predicates = [name for name in full.tallies if name.startswith("fact ")]
    for name in ("entities", "facts", *sorted(predicates, key=lambda name: (-full.figure(name).gold, name))):
        yield _line(name.removeprefix("fact "), full.figure(name).f1, (m.figure(name).f1 for m in without.values()))


def _line(name: str, full: float, others: Iterable[float]) -> str:
    losses = " | ".join(f"{other - full:+.3f}" if abs(other - full) >= 0.0005 else "0" for other in others)
    return f"| {name} | {full:.3f} | {losses} |"
