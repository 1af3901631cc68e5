"""Networks for the tests of the view, from annotated articles and made up."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from kg.lang import normal_name
from kg.learn.gold import GoldArticle, load_gold
from kg.vocabulary import BASE

ROOT = Path(__file__).parents[2]


def gold_articles(count: int) -> list[GoldArticle]:
    """The first `count` annotated training articles."""
    found = []
    for article in load_gold(ROOT / "tests" / "gold" / "train"):
        found.append(article)
        if len(found) == count:
            break
    return found


def founding_articles() -> list[GoldArticle]:
    """The two founding articles as annotated."""
    folder = ROOT / "tests" / "gold" / "seeds"
    return list(load_gold(folder, ROOT / "seeds" / "articles"))


def network_of(articles: list[GoldArticle]) -> nx.MultiDiGraph:
    """The graph that the annotations say, entities joined by their normalised name."""
    graph = nx.MultiDiGraph()
    for gold in articles:
        told = {
            "article": BASE + gold.article.id,
            "title": gold.article.title,
            "published": gold.article.published,
            "url": gold.article.url,
        }
        iris = {}
        for entity in gold.entities:
            local = f"{gold.article.id}/" if entity.untitled else ""
            iri = iris[entity.id] = BASE + local + normal_name(entity.names[0])
            if iri not in graph:
                graph.add_node(iri, name=entity.names[0], type=entity.type, types=[], names=[], values=[])
            node = graph.nodes[iri]
            node["types"] += [t for t in entity.types if t not in node["types"]]
            node["names"] += [n for n in entity.names if n not in node["names"]]
        for fact in gold.facts:
            said = {"quote": fact.quote, "confidence": 0.9, "rule": "gold", "modality": "asserted", **told}
            if fact.is_value:
                value = {"predicate": fact.predicate, "value": fact.object, "unit": None, **said}
                graph.nodes[iris[fact.subject]]["values"].append(value)
                continue
            pair = iris[fact.subject], iris[fact.object]
            if graph.has_edge(*pair, key=fact.predicate):
                graph.edges[(*pair, fact.predicate)]["evidence"].append(said)
            else:
                graph.add_edge(*pair, key=fact.predicate, predicate=fact.predicate, evidence=[said])
    return graph
