"""How names, types and values are compared when a graph is measured: the definitions of `tests/gold/score.py`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kg.vocabulary import DATE_PREDICATES, ENTITY_RANGES, INSTITUTION_TYPES, MONEY_PREDICATES, PREDICATES

INSTITUTIONS = frozenset(INSTITUTION_TYPES)
PLACES = frozenset(("Park", "Region", "Government"))
ONLY_IN_FACTS = frozenset(("Region", "Industry", "Mechanism"))
NUMBERS = frozenset((*MONEY_PREDICATES, "area"))
VALUE_PREDICATES = frozenset(PREDICATES) - ENTITY_RANGES.keys()

# Predicates that say nearly the same count as one in the relaxed figures.
FAMILIES: dict[str, str] = {
    "locatedIn": "in", "partOf": "in",
    "builder": "party", "participant": "party", "organizer": "party", "member": "party", "investor": "party",
    **dict.fromkeys(MONEY_PREDICATES, "money"),
    **dict.fromkeys(DATE_PREDICATES, "date"),
}  # fmt: skip

_SET_ASIDE = re.compile(r"[\s\"'“”‘’「」『』《》〈〉·•・]")


@cache
def norm(name: str) -> str:
    """The comparison form of a name: NFKC, lower case, without white space, quotes, book-title marks, middle dots.

    >>> norm("《西部（重庆） 科学城》") == norm("西部(重庆)科学城")
    True
    """
    return _SET_ASIDE.sub("", unicodedata.normalize("NFKC", name).lower())


def close(a: str, b: str) -> bool:
    """True where one name holds the other and is at most twice as long.

    >>> close("科学城", "重庆科学城"), close("重庆", "重庆高新区管委会")
    (True, False)
    """
    short, long = sorted((a, b), key=len)
    return bool(short) and short in long and 2 * len(short) >= len(long)


def family_type(kind: str) -> str:
    """The type by which entities are matched: the six institution types count as one."""
    return "Institution" if kind in INSTITUTIONS else kind


def value_key(predicate: str, value: str) -> str:
    """The comparison form of a value: areas to three significant digits, sums to six, words as names.

    >>> value_key("area", "0.085333"), value_key("totalInvestment", "35150000000.0")
    ('0.0853', '3.515e+10')
    """
    if predicate in NUMBERS:
        try:
            return f"{float(value):.3g}" if predicate == "area" else f"{float(value):.6g}"
        except ValueError:
            return value
    return norm(value)
