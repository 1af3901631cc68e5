"""What must hold of what comes in by files, tables and queries, and of what goes out into a page."""

from __future__ import annotations

import html.parser
import importlib
import io
import json
import os
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kg.tables
from kg.detect.gazetteer import _build
from kg.errors import QueryError, TableError
from kg.lang.own_terms import read_own_terms
from kg.read.articles import _article
from kg.read.formats import Opened, Page, Unreadable, pages
from kg.read.listing import Listing, parse_listing
from kg.resolve.judgement_file import JudgementFile
from kg.resolve.judgements import PAIRS, Judgement, parse_judgements
from kg.store.refusal import Admitted, admit
from kg.tables import language
from tests.fuzz.texts import text_of

NAMES = ("a.txt", "a.html", "a.md", "a.jsonl", "a.json", "a.eml", "a.rss", "a.docx", "a.pdf", "a.zip", "a.tar", "a")
HOME = Path(tempfile.gettempdir()) if not Path("/dev/shm").is_dir() else Path("/dev/shm")


def reader(data: bytes) -> None:
    """A file of any format gives articles, or says in one line what is wrong. The first byte chooses its name."""
    if not data:
        return
    found = 0
    for one in pages(Opened(io.BytesIO(data[1:]), NAMES[data[0] % len(NAMES)])):
        found += 1
        if isinstance(one, Unreadable):
            assert str(one) and "\n" not in str(one), repr(one)
            continue
        assert isinstance(one, Page)
        try:
            article = _article(one, Path("a"), "a", Listing())
        except Unreadable:
            continue
        assert article.text and article.title is not None and "\n" not in article.title
        article.id.encode()
    assert found, "neither an article nor a reason"


# Loaders of tables: each reads the rows of the shipped one and of the user's own alike.
LOADERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "time_words.tsv": ("kg.detect.time_forms", "_words", ()),
    "time_cues.tsv": ("kg.detect.cues", "load_cues", ("time_cues.tsv",)),
    "quantity_cues.tsv": ("kg.detect.cues", "load_cues", ("quantity_cues.tsv",)),
    "units.tsv": ("kg.detect.quantity", "load_units", ()),
    "counted.tsv": ("kg.detect.counted", "_counts", ()),
    "shared_parts.tsv": ("kg.detect.parts", "bodies", ()),
    "leads.tsv": ("kg.detect.leads", "_leads", (False,)),
    "venues.tsv": ("kg.detect.venues", "_pattern", ()),
    "suffixes.tsv": ("kg.detect.features", "endings", ()),
    "titles.tsv": ("kg.detect.titles", "endings", ()),
    "title_events.tsv": ("kg.detect.titles", "_ceremonies", ()),
    "offices.tsv": ("kg.detect.known", "_offices", ()),
    "furniture.tsv": ("kg.read.furniture", "_table", ()),
    "aliases.tsv": ("kg.link.declared", "templates", ()),
    "anaphora.tsv": ("kg.link.anaphora", "rows", ()),
    "aliases_short.tsv": ("kg.link.lexicon", "equivalents", ()),
    "aliases_parts.tsv": ("kg.link.lexicon", "parts", ()),
    "aliases_regions.tsv": ("kg.link.lexicon", "provinces", ()),
    "aliases_generic.tsv": ("kg.link.lexicon", "generic", ()),
    "areas.tsv": ("kg.relate.areas", "_rules", ()),
    "thresholds.tsv": ("kg.relate.settle", "thresholds", ()),
    "relation_cues.tsv": ("kg.relate.own_places", "cues", ()),
    "triggers.tsv": ("kg.relate.triggers", "_classes", ()),
    "resolve_renamed.tsv": ("kg.resolve.renamed", "patterns", ()),
    "resolve_words.tsv": ("kg.resolve.words", "_classes", ()),
    "resolve_scores.tsv": ("kg.resolve.words", "scores", ()),
}  # fmt: skip
TABLES = tuple(LOADERS)


@cache
def head(table: str) -> str:
    """The line of a shipped table that names its columns."""
    lines = language(table).read_text("utf-8").splitlines(keepends=True)
    return next(line for line in lines if not line.startswith("#"))


def _with_text(text: str, load: Callable[[], object]) -> None:
    """Load with this text in place of every table's; it may be refused, by file and line."""
    plain = kg.tables.read_text
    kg.tables.read_text = lambda path: text
    try:
        load()
    except TableError as error:
        assert "\n" not in str(error) and ".tsv" in str(error), str(error)
    finally:
        kg.tables.read_text = plain


def rules(data: bytes) -> None:
    """A table of rules is taken, or refused by file and line. The first byte chooses the table."""
    if not data:
        return
    table = TABLES[data[0] % len(TABLES)]
    module, function, arguments = LOADERS[table]
    load = getattr(importlib.import_module(module), function)
    text = text_of(data[1:])
    # Most of the time under the right columns: the checks of rows are behind that of the head.
    text = text if text.startswith("#") else head(table) + text
    _with_text(text, lambda: getattr(load, "__wrapped__", load)(*arguments))


TERMS = ("types.tsv", "relations.tsv", "relation_words.tsv")


def terms(data: bytes) -> None:
    """Own types, relations and words are taken or refused; their three tables stand one after the other."""
    parts = dict(zip(TERMS, [*text_of(data).split("\f", 2), "", ""], strict=False))
    plain = kg.tables.read_text
    kg.tables.read_text = lambda path: head(path.name) + parts[path.name]
    try:
        read_own_terms()
    except TableError as error:
        assert "\n" not in str(error), str(error)
    finally:
        kg.tables.read_text = plain


def gazetteer(data: bytes) -> None:
    """A gazetteer or a list of articles is taken or refused."""
    text = text_of(data)
    _with_text(text, lambda: _build({"parks": "Park"}))
    for error in parse_listing(text, "a.zip/articles.tsv").errors:
        assert "\n" not in str(error)


NEW = (
    Judgement("same", "甲园", "甲高新区"), Judgement("different", "甲园", "乙园"), Judgement("rename", "甲园", "乙园"),
    Judgement("retype", "甲园", "Park"), Judgement("reject", "甲园", "乙园", "partOf", "a", "甲园，乙园"),
)  # fmt: skip
COLUMNS = "judgement\tleft\tpredicate\tright\tarticle\tquote\tnote\tdate\n"


def judgements(data: bytes) -> None:
    """A file of judgements is read or refused; a judgement that is put in and taken out leaves it as it was."""
    if not data:
        return
    text = text_of(data[1:])
    text = text if data[0] & 1 else COLUMNS + text
    path = HOME / f"kg-fuzz-{os.getpid()}.tsv"
    try:
        before = parse_judgements(text, path).rows
    except TableError as error:
        assert str(path) in str(error)
        return
    for row in before:
        assert row.left and (row.verb not in PAIRS or row.right)
    if data[0] & 6:
        return
    path.write_bytes(text.encode())
    file, new = JudgementFile(path), NEW[data[0] // 8 % len(NEW)]
    try:
        file.put(new)
        if new.address not in {row.address for row in before} or file.read().rows != before:
            assert file.remove(new)
            assert sorted(map(str, file.read().rows)) == sorted(map(str, before))
    except TableError:
        assert path.read_bytes() == text.encode(), "changed, though it was refused"
    finally:
        path.unlink()


GRAPH = "https://example.org/a"
ALLOWED = ("http://ok.example/sparql",)


def guard(data: bytes) -> None:
    """What is admitted neither changes nor fetches anything, as another parser reads it."""
    text = text_of(data)
    for services in ((), ALLOWED) if "service" in text.lower() else ((),):
        try:
            admitted = admit(text, lambda iri: iri == GRAPH, services)
        except QueryError as error:
            assert str(error)
            continue
        assert {*(admitted.default or ()), *(admitted.named or ())} <= {GRAPH}
        _check_admitted(admitted, services)


_SUSPECT = re.compile("service|from|load|insert|delete|clear|drop|create|add|move|copy")
_ESCAPE = re.compile(r"\\u00([0-9a-f]{2})|\\u000000([0-9a-f]{2})")


def _check_admitted(admitted: Admitted, services: tuple[str, ...]) -> None:
    text = admitted.sparql
    if not _SUSPECT.search(_ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text.lower())):
        return
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        tree = parseQuery(text)
    except Exception:  # it reads less of SPARQL 1.2 than the database: no witness
        return
    for node in _nodes(tree):
        assert node.name != "ServiceGraphPattern" or (services and str(node.term).startswith(services)), text
        assert node.name != "DatasetClause" or admitted.default is not None, text
        assert not re.fullmatch("Load|Clear|Drop|Create|Add|Move|Copy|Insert.*|Delete.*|Modify", node.name), text


def _nodes(node: Any) -> Iterator[Any]:
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue):
        yield node
        for part in node.values():
            yield from _nodes(part)
    elif isinstance(node, list | tuple) or hasattr(node, "asList"):
        for part in node:
            yield from _nodes(part)


class _Elements(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def _tags(page: str) -> list[str]:
    elements = _Elements()
    elements.feed(page)
    return elements.tags


def _page(text: str, kind: str) -> str:
    import networkx as nx

    from kg.view.network import network_page

    graph = nx.MultiDiGraph()
    said = {
        "quote": text, "sentence": f"甲{text}乙", "article": text, "title": text, "url": text, "published": "2021",
        "rule": text, "modality": text, "confidence": 0.5,
    }  # fmt: skip
    value = {"predicate": "heldOn", "value": text, "unit": text, **said}
    graph.add_node("a", name=text, type="Park", types=["Park", text], names=[text, "甲" + text], values=[value])
    graph.add_node(text + "b", name="乙", type=text, types=[], names=[], values=[])
    graph.add_edge("a", text + "b", predicate=text, evidence=[said])
    return network_page(graph, title=text, kind=kind)


@cache
def _plain(kind: str) -> list[str]:
    return _tags(_page("甲", kind))


def labels(data: bytes) -> None:
    """Data embedded in a page's script never ends it, and is read back as it was; the page's elements are its own."""
    from kg.view.page import embedded

    text = text_of(data)
    told = embedded({"n": text, text: [text]})
    assert not re.search("[<>&\u2028\u2029]", told)
    assert json.loads(told) == {"n": text, text: [text]}
    if zlib.crc32(data) % 512 == 0:  # a whole page takes as long as thousands of labels
        assert _tags(_page(text, "matrix")) == _plain("matrix"), text
