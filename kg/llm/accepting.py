"""A model's answer -> what is accepted: terms of the ontology, names and quotes that the text has exactly."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from kg.lang import normal_name, tidy_name
from kg.llm.client import LlmError
from kg.llm.told import told
from kg.model import Datatype, Modality, Value
from kg.vocabulary import (
    CURRENCIES,
    DATE_PREDICATES,
    DOMAINS,
    ENTITY_RANGES,
    ENTITY_TYPES,
    MONEY_PREDICATES,
    STATUSES,
)  # fmt: skip

_FENCE = re.compile(r"\A\s*+```[a-zA-Z]*+(.*?)```\s*+\Z", re.DOTALL)
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_DATATYPES: dict[int, Datatype] = {4: "gYear", 7: "gYearMonth", 10: "date"}
_MODALITIES = ("asserted", "planned")
_LONGEST_NAME = 80
MOST = 2000  # facts of an article: more are no reading of it


@dataclass(frozen=True, slots=True)
class Said:
    """A fact as the model says it, checked: the normalised names of its ends (`object` None: `value` is), its quote."""

    subject: str
    predicate: str
    object: str | None
    value: Value | None
    quote: str
    modality: Modality


@dataclass(slots=True)
class Accepted:
    """`names`: normalised name -> (name as the text has it, type); `rejected`: reason -> how many."""

    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    facts: list[Said] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)


def accept(answer: str, text: str) -> Accepted:
    """Check an answer against the text it is about. Raises LlmError: it is no JSON object of the asked form."""
    found = _object(answer)
    accepted = Accepted()
    solid = normal_name(text)
    for entity in _list(found, "entities"):
        if (name := _name(entity, "name", solid)) and entity.get("type") in ENTITY_TYPES:
            accepted.names.setdefault(normal_name(name), (name, str(entity["type"])))
        else:
            accepted.rejected["an entity without a type of the ontology, or not in the text"] += 1
    for fact in _list(found, "facts")[:MOST]:
        said = _fact(fact, accepted, text)
        if isinstance(said, str):
            accepted.rejected[said] += 1
        else:
            accepted.facts.append(said)
    return accepted


def _object(answer: str) -> dict[str, Any]:
    fenced = _FENCE.match(answer)
    try:
        found = json.loads(fenced[1] if fenced else answer)
    except (ValueError, RecursionError) as error:
        raise LlmError(
            f"the model's answer is no JSON ({' '.join(str(error).split())[:80]}); try another model"
        ) from error
    if not isinstance(found, dict):
        raise LlmError("the model's answer is no JSON object; try another model")
    return cast(dict[str, Any], found)


def _list(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    given = found.get(name)
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _name(entity: dict[str, Any], field_: str, solid: str) -> str | None:
    """A name that the text has, but for spaces and width."""
    name = entity.get(field_)
    tidy = tidy_name(name) if isinstance(name, str) and len(name) <= _LONGEST_NAME else ""
    return tidy if tidy and normal_name(tidy) and normal_name(tidy) in solid else None


def _fact(fact: dict[str, Any], accepted: Accepted, text: str) -> Said | str:
    """The fact, or why it is none."""
    predicate, quote = fact.get("predicate"), fact.get("quote")
    if not isinstance(predicate, str) or predicate not in DOMAINS:
        return "no predicate of the ontology"
    if not isinstance(quote, str) or not quote.strip() or quote not in text:
        return "the quote is not in the text"
    subject = _known(fact.get("subject"), accepted)
    if subject is None or accepted.names[subject][1] not in DOMAINS[predicate]:
        return "the subject is no entity that the predicate takes"
    modality = fact.get("modality", "asserted")
    if modality not in _MODALITIES:
        return "denied, or merely possible"
    if predicate in ENTITY_RANGES:
        target = _known(fact.get("object"), accepted)
        if target is None or target == subject or accepted.names[target][1] not in ENTITY_RANGES[predicate]:
            return "the object is no entity that the predicate takes"
        return Said(subject, predicate, target, None, quote, cast(Modality, modality))
    value = _value(predicate, fact)
    if value is None:
        return "no value of the kind that the predicate takes"
    if not told(value, quote):
        return "the value is not in its quote"
    return Said(subject, predicate, None, value, quote, cast(Modality, modality))


def _known(name: object, accepted: Accepted) -> str | None:
    key = normal_name(tidy_name(name)) if isinstance(name, str) and len(name) <= _LONGEST_NAME else ""
    return key if key in accepted.names else None


def _value(predicate: str, fact: dict[str, Any]) -> Value | None:
    given = fact.get("value")
    if given is None or isinstance(given, bool | dict | list):
        return None
    text = str(given).strip()
    if predicate in DATE_PREDICATES:
        return Value(text, _DATATYPES[len(text)]) if _DATE.fullmatch(text) else None
    if predicate in MONEY_PREDICATES or predicate == "area":
        return _number(text, str(fact.get("unit") or "CNY") if predicate != "area" else "km2")
    if predicate == "status":
        return Value(text, "status") if text in STATUSES else None
    return (
        Value(text) if 0 < len(text) <= _LONGEST_NAME and normal_name(text) in normal_name(str(fact["quote"])) else None
    )


def _number(text: str, unit: str) -> Value | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 < number < Decimal(10) ** 15 or unit not in ("CNY", "km2", *CURRENCIES):
        return None
    plain = f"{number.normalize():f}"
    return Value(plain, "decimal", unit)
