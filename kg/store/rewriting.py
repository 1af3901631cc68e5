"""A query as it was asked -> as a server is asked it: over our graphs alone, and a part of the answer at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.store.parser import TOKEN

KEPT = "urn:kg:kept"  # the graph in which a server keeps what no query is to see
MERGED = "urn:kg:merged"  # the merge of all articles, where the server's default graph is the union of its graphs
GRAPH_TYPE = "urn:kg:Graph"
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_MODIFIERS = ("ORDER", "LIMIT", "OFFSET", "VALUES")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query in parts, as places in its text. `form`: its first word; `template`: of a CONSTRUCT that has one;
    `where`: from { to behind }; `dataset`: of each FROM clause; `graphs`: of each GRAPH with its variable;
    `named`: it speaks of graphs; `modifiers`: where ORDER BY, LIMIT, OFFSET and VALUES behind `where` begin."""

    text: str
    form: str
    begin: int
    template: tuple[int, int] | None
    where: tuple[int, int] | None
    dataset: tuple[tuple[int, int], ...]
    graphs: tuple[tuple[int, str], ...]
    named: bool
    modifiers: tuple[tuple[int, str], ...]


def parts(sparql: str) -> Asked:
    """Find the parts of a query; of text that is no query, whatever looks like them."""
    tokens = [(m.start(), m.end(), m[0]) for m in TOKEN.finditer(sparql) if not m[0].startswith("#")]
    words = [token[2].upper() for token in tokens]
    first = next((i for i, word in enumerate(words) if word in _FORMS), len(tokens))
    form, begin = (words[first], tokens[first][0]) if first < len(tokens) else ("", len(sparql))
    groups, behind = _groups(tokens, first)
    template = groups.pop(0) if form == "CONSTRUCT" and len(groups) > 1 else None
    where = groups[0] if groups else None
    dataset, graphs, modifiers = [], [], []
    for i in range(first, len(tokens)):
        start, _, _ = tokens[i]
        if words[i] == "FROM" and (not where or start < where[0]):
            last = i + 2 if words[i + 1 : i + 2] == ["NAMED"] else i + 1
            dataset.append((start, tokens[min(last, len(tokens) - 1)][1]))
        elif words[i] == "GRAPH" and i + 1 < len(tokens) and tokens[i + 1][2][:1] in "?$":
            graphs.append((start, tokens[i + 1][2]))
        elif words[i] in _MODIFIERS and i in behind and where and start >= where[1]:
            modifiers.append((start, words[i]))
    named = "GRAPH" in words[first:]
    return Asked(sparql, form, begin, template, where, tuple(dataset), tuple(graphs), named, tuple(modifiers))


def _groups(tokens: Sequence[tuple[int, int, str]], first: int) -> tuple[list[tuple[int, int]], set[int]]:
    """The { } that stand in nothing else, and which tokens stand outside of any bracket."""
    found, outside, depth, begin = [], set(), 0, 0
    for i in range(first, len(tokens)):
        start, end, word = tokens[i]
        if word in ("{", "("):
            if depth == 0 and word == "{":
                begin = start
            depth += 1
        elif word in ("}", ")"):
            depth -= 1
            if depth == 0 and word == "}":
                found.append((begin, end))
        elif depth == 0:
            outside.add(i)
    return found, outside


def ours(asked: Asked, *, union: bool) -> tuple[str, str]:
    """The query over our graphs alone, and the default graph that goes with it (empty: the server's own).

    `union`: the server's default graph is the union of all graphs, so that a fact of two articles would count twice.
    """
    if asked.dataset:
        return asked.text, ""
    filled: list[tuple[int, str]] = []
    for place, variable in asked.graphs:
        hidden = f"GRAPH <{KEPT}> {{ {variable} a <{GRAPH_TYPE}> }} " if union else f"FILTER({variable} != <{KEPT}>) "
        filled.append((place, hidden))
    if not union:
        return _filled(asked.text, filled), ""
    if not asked.named or not asked.where:
        return asked.text, MERGED
    begin, end = asked.where
    filled += [(begin + 1, f" GRAPH <{MERGED}> {{ "), (end - 1, " } ")]
    return _filled(asked.text, filled), ""


def _filled(text: str, pieces: Sequence[tuple[int, str]]) -> str:
    for place, piece in sorted(pieces, reverse=True):
        text = text[:place] + piece + text[place:]
    return text


def limit_of(asked: Asked) -> int | None:
    """How many rows a query asks for itself."""
    place = next((place for place, word in asked.modifiers if word == "LIMIT"), None)
    words = asked.text[place:].split() if place is not None else []
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else None


def page(asked: Asked, columns: Sequence[str], limit: int, offset: int) -> str:
    """The rows from `offset` on of a SELECT, at most `limit`, in an order that is the same for every page."""
    text, begin = asked.text, asked.begin
    order = " ".join(f"?{name}" for name in columns)
    places = {word: place for place, word in reversed(asked.modifiers)}
    if "ORDER" in places:
        behind = min((place for place, word in asked.modifiers if place > places["ORDER"]), default=len(text))
        query = f"{text[begin:behind].rstrip()} {order} {text[behind:]}"
    else:
        behind = min((place for place, _ in asked.modifiers), default=len(text))
        query = f"{text[begin:behind]}\nORDER BY {order} {text[behind:]}"
    dataset = " ".join(text[start:end] for start, end in asked.dataset)
    for start, end in reversed(asked.dataset):
        query = query[: start - begin] + query[end - begin :]
    return f"{text[:begin]}SELECT * {dataset} {{ {{ {query}\n}} }} LIMIT {limit} OFFSET {offset}"


def as_select(asked: Asked) -> str | None:
    """The SELECT of all variables that a CONSTRUCT is made of; None: it has no template of its own."""
    if not asked.template:
        return None
    start, end = asked.template
    head = asked.text[asked.begin : start]
    return f"{asked.text[: asked.begin]}SELECT *{head[len('CONSTRUCT') :]}{asked.text[end:]}"
