"""A small world told by articles that are quickly made and quickly read: for tests of what articles mean together.

An article's text is its facts as JSON, and `read` gives them back as an extraction: no extractor is needed.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.model import Article, Datatype, Entity, Evidence, Extraction, Modality, Span, Statement, Value
from kg.resolve.judgements import Judgement, Judgements

# type -> things, each with the names that articles may use for it
THINGS: dict[str, list[list[str]]] = {
    "Park": [
        ["西部(重庆)科学城", "西部（重庆）科学城"], ["重庆高新区", "重庆高新技术产业开发区"], ["成都高新区"],
        ["沪苏合作示范区"], ["沪皖合作示范区"], ["金凤软件园一期"], ["金凤软件园二期"],
    ],
    "Region": [["重庆市", "重庆"], ["成都市", "成都"], ["南京市"], ["徐州市"], ["鼓楼区"]],
    "Government": [["重庆高新区管委会"], ["鼓楼区人民政府"]],
    "Company": [["西部智联", "西部智能网联科技有限公司"], ["甲集团有限公司"], ["甲集团有限公司重庆分公司"]],
    "Agreement": [["政务服务跨省通办合作备忘录"], ["战略合作协议"], ["科技创新合作框架协议"]],
    "Event": [["第一次联席会议"], ["第二次联席会议"], ["2021年集中开工活动"]],
    "Project": [["西永隧道"], ["超瞬态实验装置", "超瞬态装置"], ["金凤实验室一期工程"]],
}  # fmt: skip
LOCAL = ("战略合作协议", "第一次联席会议", "第二次联席会议")
DATES = ("2021", "2021-03", "2021-03-26", "2021", "2021-03-26", "2022-01-02")
SUMS = ("5000000000", "5030000000", "5300000000", "300000000")
FACTS: tuple[tuple[str, str, str], ...] = (
    ("Agreement", "signatory", "Park"), ("Agreement", "signedOn", "date"), ("Agreement", "signatory", "Company"),
    ("Park", "cooperatesWith", "Park"), ("Park", "locatedIn", "Region"), ("Event", "heldOn", "date"),
    ("Event", "participant", "Park"), ("Project", "builder", "Company"), ("Project", "totalInvestment", "sum"),
    ("Project", "startedOn", "date"), ("Park", "establishedOn", "date"), ("Government", "locatedIn", "Region"),
    ("Region", "partOf", "Region"), ("Park", "totalInvestment", "sum"), ("Project", "completedOn", "date"),
    ("Project", "totalInvestment", "sum"), ("Agreement", "signedOn", "date"), ("Park", "establishedOn", "date"),
)  # fmt: skip
MODALITIES: tuple[Modality, ...] = ("asserted", "asserted", "asserted", "planned", "denied")
_DATATYPES: dict[int, Datatype] = {4: "gYear", 7: "gYearMonth", 10: "date"}


def article(rng: random.Random, name: str) -> Article:
    """An article of a few random facts."""
    named: dict[tuple[str, int], list[str]] = {}

    def thing(kind: str) -> str:
        # Some things are in many articles, and some in few.
        number = min(rng.randrange(len(THINGS[kind])) for _ in range(2))
        names = THINGS[kind][number]
        return named.setdefault((kind, number), rng.sample(names, rng.randint(1, len(names))))[0]

    facts = []
    for _ in range(rng.randint(2, 9)):
        subject, predicate, obj = rng.choice(FACTS)
        other = rng.choice(DATES) if obj == "date" else rng.choice(SUMS) if obj == "sum" else thing(obj)
        facts.append([thing(subject), predicate, other, obj, rng.choice(MODALITIES), rng.choice((0.5, 0.8, 0.97))])
    entities = [[kind, names] for (kind, _), names in named.items()]
    text = json.dumps({"entities": entities, "facts": facts}, ensure_ascii=False)
    return Article(name, f"{name}.txt", f"题{name}", rng.choice((None, "2021-04-01", "2021", "2022-05")), text)


def read(article: Article) -> Extraction:
    """What the article says."""
    said = json.loads(article.text)
    entities, ids = [], {}
    for kind, names in said["entities"]:
        local = names[0] in LOCAL
        ids[names[0]] = f"a/{article.id}/{names[0]}-1" if local else names[0]
        entities.append(Entity(ids[names[0]], (kind,), tuple(names), local))
    statements = []
    for place, (subject, predicate, other, kind, modality, confidence) in enumerate(said["facts"]):
        if subject == other:
            continue
        span = Span(place, place + 9)
        evidence = Evidence(span, article.text[place : place + 9], "test", confidence, modality)
        value: str | Value = ids.get(other, other)
        if kind == "date":
            value = Value(other, _DATATYPES[len(other)])
        elif kind == "sum":
            value = Value(other, "decimal")
        statements.append(Statement(ids[subject], predicate, value, (evidence,)))
    return Extraction(article, tuple(entities), tuple(statements))


def judgements(rng: random.Random, articles: Iterable[Article]) -> Judgements:
    """A few random decisions, some of which find nothing."""
    parks = [names[0] for names in THINGS["Park"]]
    rows = []
    if rng.random() < 0.5:
        left, right = rng.sample(parks, 2)
        rows.append(Judgement(rng.choice(("same", "different")), left, right))
    if rng.random() < 0.3:
        rows.append(Judgement("rename", rng.choice(parks), "新名区"))
    if rng.random() < 0.3:
        rows.append(Judgement("retype", "西永隧道", "Park"))
    for one in articles:
        for subject, predicate, other, *_ in json.loads(one.text)["facts"]:
            if rng.random() < 0.15:
                named = rng.choice((one.id, ""))
                rows.append(Judgement(rng.choice(("reject", "accept")), subject, other, predicate, named))
    by_address = {row.address: row for row in rows}
    return Judgements(tuple(by_address.values()))


@dataclass
class History:
    """What became of a folder: the articles that it holds after each of its changes."""

    rng: random.Random
    articles: dict[str, Article] = field(default_factory=dict)
    count: int = 0

    def change(self) -> None:
        """Add, edit, rename or delete some articles; or copy one under another name."""
        for _ in range(self.rng.randint(1, 3) if self.articles else 5):
            what = self.rng.choice(("add", "add", "edit", "rename", "delete", "copy"))
            if what == "add" or not self.articles:
                name = self._name()
                self.articles[name] = article(self.rng, name)
                continue
            name = self.rng.choice(sorted(self.articles))
            if what == "edit":
                self.articles[name] = article(self.rng, name)
                continue
            old = self.articles[name] if what == "copy" else self.articles.pop(name)
            if what in ("rename", "copy"):
                new = self._name()
                self.articles[new] = Article(new, old.source, old.title, old.published, old.text)

    def _name(self) -> str:
        self.count += 1
        return self.rng.choice(("", "x/")) + f"n{self.count}"

    def shuffled(self) -> list[Article]:
        """The articles in some order."""
        found: list[Any] = sorted(self.articles.values(), key=lambda one: one.id)
        self.rng.shuffle(found)
        return found
