"""The tables of aliases, read once: words without a name of their own, customary short forms, region characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.errors import TableError
from kg.lang import normal_name
from kg.tables import language, read_rows, resource
from kg.vocabulary import ENTITY_TYPES

PARTS = ("body", "company", "zone", "lossy", "empty", "business", "nation", "grouping")
_NUMBER = (
    r"(?:第?[0-9一二两三四五六七八九十百]++(?:年度|季度|[届次期批轮号年月日份项个大省市地国区县镇])?|首[届次批期])"
)


@dataclass(frozen=True, slots=True)
class Generic:
    """Words that say what a thing is, not which: `heads` word -> the types it tells; `alone` those that refer back
    by themselves; `pattern` fits whole names."""

    heads: dict[str, tuple[str, ...]]
    alone: frozenset[str]
    pattern: re.Pattern[str]


@cache
def generic() -> Generic:
    """The table `aliases_generic.tsv`. Raises TableError: an unknown role or type."""
    path = language("aliases_generic.tsv")
    heads: dict[str, tuple[str, ...]] = {}
    words: set[str] = set()
    alone: set[str] = set()
    for _, row in read_rows(path, ("word", "role", "type", "alone")):
        alone |= {row["word"]} if row["alone"] == "yes" else set()
        if row["role"] == "head" and row["type"] in ENTITY_TYPES:
            heads[row["word"]] = (*heads.get(row["word"], ()), row["type"])
        elif row["role"] != "modifier" or row["type"]:
            raise TableError(f"{row.place}: role {row['role']!r} with type {row['type']!r}; expected head or modifier")
        words.add(row.filled("word"))
    part = _NUMBER + "|" + "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    last = "|".join(map(re.escape, sorted(heads, key=len, reverse=True)))
    # A name so long is never generic, and the limit keeps the search short.
    return Generic(
        heads, frozenset(alone), re.compile(rf"(?=.{{1,16}}$)(?:{part})*?(?P<head>{last})(?:[(（].{{1,4}}[)）])?")
    )


@cache
def equivalents() -> tuple[tuple[str, str], ...]:
    """Pairs (long form, short form) in the order of `aliases_short.tsv`, in the form in which names are compared."""
    rows = read_rows(language("aliases_short.tsv"), ("long", "short", "example"))
    return tuple((normal_name(row.filled("long")), normal_name(row["short"])) for _, row in rows)


@cache
def region_characters() -> dict[str, tuple[str, ...]]:
    """A region's character -> full names it may stand for, provinces first (渝 -> 重庆市)."""
    found: dict[str, tuple[str, ...]] = {}
    for _, row in read_rows(language("aliases_regions.tsv"), ("abbreviation", "name", "level")):
        found[row.filled("abbreviation")] = (*found.get(row["abbreviation"], ()), row["name"])
    return found


@cache
def provinces() -> dict[str, str]:
    """The core of a province's name -> its full name (重庆 -> 重庆市, 内蒙古 -> 内蒙古自治区)."""
    names = [
        row["name"]
        for _, row in read_rows(language("aliases_regions.tsv"), ("abbreviation", "name", "level"))
        if row["level"] == "province"
    ]
    return {region_core(name): name for name in names}


@lru_cache(maxsize=16_384)
def region_core(name: str) -> str:
    """A province's or city's name without its level; unchanged where less than two characters would be left.

    >>> region_core("广西壮族自治区"), region_core("襄阳市"), region_core("忠县")
    ('广西', '襄阳', '忠县')
    """
    return _level().sub("", name)


@cache
def parts() -> dict[str, tuple[str, ...]]:
    """Class -> words of `aliases_parts.tsv`, the longest first. Raises TableError: an unknown class."""
    path = language("aliases_parts.tsv")
    found: dict[str, list[str]] = {name: [] for name in PARTS}
    for _, row in read_rows(path, ("class", "word")):
        if row["class"] not in found:
            raise TableError(f"{row.place}: unknown class {row['class']!r}; use one of {', '.join(found)}")
        found[row["class"]].append(row.filled("word"))
    return {name: tuple(sorted(words, key=len, reverse=True)) for name, words in found.items()}


def any_of(name: str) -> str:
    """The words of a class as one alternative of a regular expression, the longest first."""
    return "(?:" + "|".join(map(re.escape, parts()[name])) + ")"


@cache
def _level() -> re.Pattern[str]:
    units = rf"{any_of('nation')}*自治[区州县旗]|特别行政区|地区|林区|[省市州盟县旗镇乡]|(?<![新园发作范验技游港税])区"
    return re.compile(rf"(?<=..)(?:{units})$")


@cache
def gazetteer() -> frozenset[str]:
    """The names and short forms of provinces, prefectures and counties, and 中国."""
    found = {"中国"}
    for table in ("provinces", "prefectures", "counties"):
        for _, row in read_rows(resource("seeds", "gazetteer", f"{table}.tsv"), ("name", "short")):
            found |= {row["name"], row["short"]}
    return frozenset(found - {""})


@cache
def _grouping() -> re.Pattern[str]:
    return re.compile(rf"{any_of('grouping')}$")


def is_grouping(name: str) -> bool:
    """True for a region that holds several: 成渝地区双城经济圈, 长三角, 川渝 (no prefecture such as 阿里地区)."""
    several = 2 <= len(name) <= 4 and all(character in region_characters() for character in name)
    return name not in gazetteer() and (several or _grouping().search(name) is not None)


def place_length(name: str, places: frozenset[str] = frozenset()) -> int:
    """How many characters of places a name begins with: 6 in 重庆市巴南区人大常委会, 0 in 天府新区.

    `places` are further names that are known to be places.
    """
    end = 0
    for _ in range(3):
        for length in range(min(len(name) - end, 12), 1, -1):
            piece = name[end : end + length]
            if piece in gazetteer() or piece in places:
                end += length
                break
        else:
            break
    return end
