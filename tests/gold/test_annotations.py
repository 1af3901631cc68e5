"""The annotations keep the guideline's form: what can be checked without a reader is checked here.

`python tests/gold/test_annotations.py FOLDER` checks a folder while one writes in it.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.lang import aligned
from kg.vocabulary import DATE_PREDICATES, DOMAINS, ENTITY_RANGES, ENTITY_TYPES, MONEY_PREDICATES, STATUSES

FOLDER = Path(__file__).parent
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def squeezed(text: str) -> str:
    return re.sub(r"[\s\"'“”‘’]", "", aligned(text, traditional=True))


def value_faults(fact: dict[str, Any]) -> list[str]:
    predicate, value = fact["p"], fact["v"]
    if predicate in DATE_PREDICATES and not (isinstance(value, str) and _DATE.fullmatch(value)):
        return [f"{predicate}: {value!r} is no date"]
    if predicate in (*MONEY_PREDICATES, "area") and not isinstance(value, int | float):
        return [f"{predicate}: {value!r} is no number"]
    if predicate == "status" and value not in STATUSES:
        return [f"status: {value!r} is not one of {', '.join(STATUSES)}"]
    return []


def fact_faults(fact: dict[str, Any], types: dict[str, set[str]], text: str) -> list[str]:
    subject, predicate = fact["s"], fact["p"]
    if subject not in types or predicate not in DOMAINS or ("o" in fact and fact["o"] not in types):
        return [f"unknown subject, predicate or object: {fact}"]
    found = [] if squeezed(fact["quote"]) in text else [f"quote not in the text: {fact['quote']}"]
    if not types[subject] & set(DOMAINS[predicate]):
        found.append(f"{predicate}: a {'/'.join(types[subject])} cannot be its subject ({subject})")
    if ("o" in fact) != (predicate in ENTITY_RANGES):
        return [*found, f"{predicate}: wants {'an entity' if predicate in ENTITY_RANGES else 'a value'}"]
    if "o" in fact:
        if not types[fact["o"]] & set(ENTITY_RANGES[predicate]):
            found.append(f"{predicate}: a {'/'.join(types[fact['o']])} cannot be its object ({fact['o']})")
        return found
    return found + value_faults(fact)


def entity_faults(entity: dict[str, Any], text: str) -> list[str]:
    found = [
        f"{entity['id']}: unknown type {kind!r}"
        for kind in (entity["type"], *entity.get("also", []))
        if kind not in ENTITY_TYPES
    ]
    missing = [name for name in entity["names"] if squeezed(name) not in text]
    # A name restored from a shared part (江津区、永川区生态环境局) ends as the text does.
    lost = [n for n in missing if squeezed(n)[-2:] not in text]
    return found + [f"{entity['id']}: name not in the text: {name}" for name in lost]


def pair_faults(gold: dict[str, Any]) -> list[str]:
    """Two or three parties that sign together also cooperate; of one that signs 分别 with several, each with that one.

    Funds are no parties of a cooperation.
    """
    funds = {e["id"] for e in gold["entities"] if e["type"] == "Fund"}
    parties: dict[str, set[str]] = {}
    for fact in gold["facts"]:
        if fact["p"] == "signatory" and not fact.get("optional"):
            parties.setdefault(fact["s"], set()).add(fact["o"])
    joined: dict[str, set[str]] = {}
    for fact in gold["facts"]:
        if fact["p"] == "cooperatesWith":
            joined.setdefault(fact["s"], set()).add(fact["o"])
            joined.setdefault(fact["o"], set()).add(fact["s"])
    return [
        f"{party} signs {agreement} with others and cooperates with none of them"
        for agreement, held in parties.items()
        if 2 <= len(held) <= 3 and not held & funds
        for party in sorted(held)
        if not joined.get(party, set()) & held
    ]


def faults(path: Path, texts: Path) -> list[str]:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = squeezed((texts / f"{path.stem}.txt").read_text(encoding="utf-8"))
    types = {e["id"]: {e["type"], *e.get("also", [])} for e in gold["entities"]}
    found = [] if gold["id"] == path.stem else [f"id {gold['id']!r} is not the file's name"]
    found += [fault for entity in gold["entities"] for fault in entity_faults(entity, text)]
    found += [fault for fact in gold["facts"] for fault in fact_faults(fact, types, text)]
    counts = Counter((f["s"], f["p"], str(f.get("o", f.get("v")))) for f in gold["facts"])
    found += [f"said twice: {key}" for key, count in counts.items() if count > 1]
    return found + pair_faults(gold)


ARTICLES = sorted((FOLDER / "train").glob("*.json")) + sorted((FOLDER / "dev").glob("*.json"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_annotation(path: Path) -> None:
    assert faults(path, path.parent) == []


def test_every_article_is_listed() -> None:
    for folder in (FOLDER / "train", FOLDER / "dev"):
        listed = [
            line.split("\t")[0] for line in (folder / "articles.tsv").read_text(encoding="utf-8").splitlines()[1:]
        ]
        assert sorted(listed) == sorted(path.with_suffix(".txt").name for path in folder.glob("*.json"))


if __name__ == "__main__":
    for path in sorted(Path(sys.argv[1]).glob("*.json")):
        for fault in faults(path, path.parent):
            sys.stdout.write(f"{path.stem}: {fault}\n")
