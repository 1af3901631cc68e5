"""A name taken apart for comparing: its customary short form, places at its beginning, numbers, kind of body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lang import normal_name
from kg.link.lexicon import any_of, equivalents, generic, place_length
from kg.vocabulary import INSTITUTION_TYPES

_MARK = re.compile(
    r"第?[0-9一二两三四五六七八九十百]+(?:届|次|期|批|轮|号|年度|年|季度|标段|线)|首[届次批期轮]|[0-9.+]+"
)
_BRACKETS = re.compile(r"\([^()]*\)")
INSTITUTIONS = frozenset(INSTITUTION_TYPES)
_FAMILIES = (
    INSTITUTIONS,
    frozenset({"Park", "Project", "Mechanism", "Research"}),
    frozenset({"Park", "Region"}),
    frozenset({"Project", "Policy", "Mechanism"}),
    frozenset({"Agreement", "Policy"}),
    frozenset({"Fund", "Company"}),
)


@dataclass(frozen=True, slots=True)
class Form:
    """A name as names are compared.

    `normal` is the plain comparison form; `reduced` has customary short forms in place of long ones; `place` says how
    many characters of places `reduced` begins with; `marks` are its numbers; `body` is the kind of body or zone it
    ends in ("公司" for every legal form of a company); `generic` is true of a word without a name of its own, whose
    last word is `head`.
    """

    normal: str
    reduced: str
    place: int
    marks: tuple[str, ...]
    body: str
    generic: bool
    head: str


@cache
def _body() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<company>{any_of('company')})|(?P<body>{any_of('body')}|{any_of('zone')}))$")


@cache
def _reducible() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(long) for long, _ in equivalents()) or r"(?!)")


@lru_cache(maxsize=16_384)
def form(name: str) -> Form:
    """Take a name apart."""
    normal = normal_name(name)
    reduced = normal
    for long, short in equivalents() if _reducible().search(normal) else ():
        reduced = reduced.replace(long, short)
    # What stands in brackets at the end ((有限合伙), (试行)) says nothing of the kind of body.
    bare = _BRACKETS.sub("", reduced) if reduced.endswith(")") else reduced
    body = _body().search(bare)
    whole = generic().pattern.fullmatch(normal)
    kind = "" if body is None else ("公司" if body["company"] else body["body"])
    return Form(
        normal, reduced, place_length(reduced), tuple(_MARK.findall(normal)), kind,
        whole is not None, whole["head"] if whole else "",
    )  # fmt: skip


@lru_cache(maxsize=4_096)
def compatible(a: frozenset[str], b: frozenset[str]) -> bool:
    """True where one thing may be called both types."""
    return bool(a & b) or any(a & family and b & family for family in _FAMILIES)
