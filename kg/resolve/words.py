"""The tables that resolution reads, once each."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from kg.errors import TableError
from kg.lang import normal_name
from kg.lang.words import made_of
from kg.tables import language, read_rows, resource

CLASSES = (
    "department", "public", "unique", "bare", "place_tells", "gap", "telling", "nation", "line", "joint", "dateline",
    "homonym", "level", "person", "kind",
)  # fmt: skip
_NUMBER = r"(?:[0-9]+(?:年度|季度|[届次期批轮号年月日份项个大省市地国区县镇]))"


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a class of `resolve_words.tsv`, the longest first. Raises TableError: an unknown class."""
    return _classes()[name]


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    path = language("resolve_words.tsv")
    found: dict[str, list[str]] = {name: [] for name in CLASSES}
    for _, row in read_rows(path, ("class", "word")):
        if row["class"] not in found:
            raise TableError(f"{row.place}: unknown class {row['class']!r}; use one of {', '.join(found)}")
        found[row["class"]].append(row.filled("word"))
    return {name: tuple(sorted(every, key=len, reverse=True)) for name, every in found.items()}


@cache
def name_parts(name: str) -> tuple[str, ...]:
    """The words of a class of `aliases_parts.tsv` (body, company, zone, business, …), the longest first."""
    rows = read_rows(language("aliases_parts.tsv"), ("class", "word"))
    return tuple(sorted((row.filled("word") for _, row in rows if row["class"] == name), key=len, reverse=True))


def any_of(every: tuple[str, ...]) -> str:
    """Words as one alternative of a regular expression, in their order."""
    return "(?:" + "|".join(map(re.escape, every)) + ")"


@cache
def equivalents() -> tuple[tuple[str, str], ...]:
    """(long form, short form), in the order in which they are replaced, in comparison form."""
    pairs = []
    for table in ("aliases_short.tsv", "resolve_short.tsv"):
        for _, row in read_rows(language(table), ("long", "short", "example")):
            pairs.append((normal_name(row.filled("long")), normal_name(row["short"])))
    return tuple(pair for pair in pairs if pair[0] and pair[0] != pair[1])


@cache
def generic() -> re.Pattern[str]:
    """Fits names put together from general words alone (战略合作协议, 2次联席会议, 管委会, 第一人民医院); in the
    form of `anatomy`, with Arabic numbers."""
    rows = read_rows(language("aliases_generic.tsv"), ("word", "role", "type", "alone"))
    every = {reduce_words(normal_name(row.filled("word"))) for _, row in rows} | set(words("bare"))
    part = _NUMBER + "|" + "|".join(map(re.escape, sorted(every, key=lambda w: (-len(w), w))))
    # A name so long is never general, and the limit keeps the search short.
    return re.compile(rf"(?=.{{1,16}}$)(?:{part})+")


def reduce_words(text: str) -> str:
    """Customary short forms in place of long ones."""
    if not _any_long()(text):
        return text
    for long, short in equivalents():
        if long in text:
            text = text.replace(long, short)
    return text


@cache
def _any_long() -> Callable[[str], object]:
    """Whether a text has a long form in it, in one pass."""
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick([long for long, _ in equivalents()]).find_matches_as_indexes


@cache
def _common() -> frozenset[str]:
    fields = [row["name"] for _, row in read_rows(resource("seeds", "gazetteer", "industries.tsv"), ("name",))]
    own = {*words("gap"), *words("department"), *words("bare"), *name_parts("business"), *name_parts("body"), *fields}
    kinds = {*name_parts("zone"), *words("public"), *words("kind")}
    return frozenset({reduce_words(normal_name(word)) for word in (own | kinds)} - {""})


@lru_cache(maxsize=8192)
def is_common(stem: str) -> bool:
    """True for the core of a name that is made of words which any place or company may have: 农业科院, 能源建设."""
    return bool(stem) and made_of(stem, _common())


@cache
def public_body() -> re.Pattern[str]:
    """Fits what a public body is called beside its place: 科技局, 市生态环境局, 委, 人民法院."""
    fields = any_of(tuple(sorted({reduce_words(w) for w in words("department")}, key=lambda w: (-len(w), w))))
    bodies = any_of(tuple(sorted({reduce_words(w) for w in words("public")}, key=lambda w: (-len(w), w))))
    return re.compile(rf"{any_of(words('level'))}?(?:{fields}{{0,3}}(?:和|与)?{fields}?)?{bodies}")


@cache
def known_names() -> dict[str, str]:
    """Comparison form of a well-known name or short form -> the name by which the gazetteer has it first; short forms
    of several things are left out."""
    known: dict[str, str] = {}
    several: set[str] = set()
    for table in ("enterprises", "universities", "bodies", "parks", "regions"):
        for _, row in read_rows(resource("seeds", "gazetteer", f"{table}.tsv"), ("name",)):
            forms = [normal_name(name) for name in (row["name"], *filter(None, row.get("short", "").split("|")))]
            # What an earlier table knows under one of these names is the same thing.
            name = next((known[form] for form in forms if form in known), row["name"])
            several |= {form for form in forms[1:] if known.get(form, name) != name}
            for form in forms:
                known.setdefault(form, name)
    return {form: name for form, name in known.items() if form not in several}


@cache
def scores() -> dict[str, tuple[float, str]]:
    """Sign -> (score, what it says), of `resolve_scores.tsv`. Raises TableError: a score that is no number."""
    path = language("resolve_scores.tsv")
    found = {}
    for _, row in read_rows(path, ("sign", "score", "reason")):
        found[row["sign"]] = (row.number("score", -1, 1), row["reason"])
    return found


def score(sign: str) -> float:
    """The score of a sign."""
    return scores()[sign][0]
