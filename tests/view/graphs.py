"""Networks for the tests of the view, from annotated articles and made up."""

from __future__ import annotations

from pathlib import Path
from random import Random

import networkx as nx

from kg.lang import normal_name
from kg.learn.gold import GoldArticle, load_gold
from kg.tables import read_rows
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


ENDINGS = {
    "Park": ("高新区", "经开区", "科技园", "产业园"), "Agreement": ("战略合作协议", "合作备忘录"),
    "Project": ("产业化项目", "基地项目"), "Event": ("联席会议", "签约仪式"), "Company": ("科技有限公司", "集团"),
    "Government": ("管委会", "人民政府"), "Region": ("市", "区"),
}  # fmt: skip
LINKS = ("signatory", "cooperatesWith", "locatedIn", "builder", "partOf", "participant", "industry")
DATES = {"Agreement": "signedOn", "Event": "heldOn", "Project": "startedOn", "Park": "establishedOn"}


def made_up(nodes: int, edges: int, seed: int = 1) -> nx.MultiDiGraph:
    """A network of so many things and facts with names, quotes and dates like real ones; few have many neighbours."""
    chance = Random(seed)
    graph = nx.MultiDiGraph()
    places = [row["short"] or row["name"] for _, row in read_rows(ROOT / "seeds/gazetteer/prefectures.tsv", ("name",))]
    kinds = list(ENDINGS)
    for i in range(nodes):
        kind = kinds[chance.randrange(len(kinds))]
        name = chance.choice(places) + chance.choice(places)[:2] + f"{i}号" + chance.choice(ENDINGS[kind])
        date = f"{chance.randint(2015, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        values = [{"predicate": DATES[kind], "value": date, **_said(chance, name, date)}] if kind in DATES else []
        graph.add_node(f"{BASE}{name}", name=name, type=kind, types=[kind], names=[name, name[:-2]], values=values)
    iris = list(graph)
    made = 0  # counting a graph's edges takes as long as it is large
    while made < edges:
        # The square makes the first of them hubs.
        a, b = iris[int(nodes * chance.random() ** 2.5)], iris[chance.randrange(nodes)]
        key = chance.choice(LINKS)
        if a != b and not graph.has_edge(a, b, key):
            told = [
                _said(chance, graph.nodes[a]["name"], graph.nodes[b]["name"]) for _ in range(chance.choice((1, 1, 2)))
            ]
            graph.add_edge(a, b, key=key, predicate=key, evidence=told)
            made += 1
    return graph


def _said(chance: Random, first: str, second: str) -> dict[str, object]:
    number = chance.randrange(400)
    quote = f"{first}与{second}在会上签署合作协议，推进第{number}批重点项目建设"
    return {
        "quote": quote, "sentence": f"会议指出，{quote}，双方将在科技创新、人才交流、政务服务等方面深化合作。",
        "article": f"{number:04}", "title": f"区域合作报道第{number}篇：双方深化合作", "published": "2023-05-01",
        "url": f"https://example.org/{number}", "confidence": round(chance.uniform(0.5, 1), 2), "rule": "made-up",
        "modality": "asserted",
    }  # fmt: skip
