"""The stages in order, and the only place where they meet: files in, a graph of their articles in a store out.

read -> segment -> detect -> link -> relate -> rdf: a pure function of one article, so that it can run anywhere. What an
article says is kept as it was read; then resolve -> store: what all of them mean together (`kg.change`). One process
writes.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.change import settle
from kg.change.coverage import cover, notes
from kg.change.keeping import Built, Keeper
from kg.change.version import digest_of
from kg.errors import KgError, UserError
from kg.lang.own_held import hold_tables, take_tables
from kg.model import Article, Extraction
from kg.rdf import article_iri, quads
from kg.rdf.conforming import conforming, explained
from kg.rdf.resolved import ntriples
from kg.rdf.sound import sound
from kg.report import BuildReport, Failure, Watch
from kg.store.extracts import Extract, packed, packed_notes
from kg.tables import check_own, own_folders, resource
from kg.terms import own_terms
from kg.vocabulary import BASE
from kg.work import Cluster, Elsewhere, Here, Place, Processes, Stream, TookTooLong, limited

if TYPE_CHECKING:
    from kg.llm import LlmReader
    from kg.resolve.judgements import Judgements
    from kg.store.opening import WritableStore

__all__ = [
    "BuildReport", "Failure", "build", "check_own_tables", "conforming_quads", "extract", "extractor_version", "warm",
    "workers",
]  # fmt: skip

SMALL = 20_000  # characters of all articles together, below which starting processes is not worth their start
SECONDS = 600.0  # an article may take: what takes longer never ends
_EXTRACTORS = ("read", "segment", "detect", "link", "relate", "resolve", "rdf", "lang")

SETTLING = "what all articles mean together is brought up to date"
STOPPING = "stopping: what was read is brought into the graph; press Ctrl-C again to leave that to the next build"

Progress = Callable[[str], None]


def extract(article: Article) -> Extraction:
    """Read one article: its entities and facts, each with the words that state it."""
    from kg.detect import detect
    from kg.link import link
    from kg.link.own_types import refined
    from kg.relate import relate
    from kg.segment import split_sentences

    hold_tables()
    sentences = split_sentences(article.text)
    linking = refined(link(article, sentences, detect(article, sentences)))
    relating = relate(article, sentences, linking)
    return Extraction(
        article, relating.entities, relating.statements, sentences, linking.links, relating.rejected
    )  # fmt: skip


def check_own_tables() -> None:
    """Read the user's own tables, where there are any, before any article. Raises TableError: file, line, what."""
    check_own()
    hold_tables(anew=True)
    if own_folders():
        from kg.lang.own_terms import check_examples
        from kg.read import clean
        from kg.relate.own_relations import pairs_in_example

        check_examples(own_terms().words, pairs_in_example)

        extract(Article("", "", "", None, clean("甲市与乙市于2021年3月签约，总投资3亿元。")))


def warm() -> None:
    """Load all that reading an article needs; never raises: what is wrong is told where an article is read."""
    with suppress(Exception):
        article = Article("甲", "甲", "甲", None, "甲市与乙市于2021年3月签约，总投资3亿元。")
        _one(_Due(article, "urn:x", ""), BASE, None, 0.0, extractor_version())


def workers(number: int) -> Processes:
    """So many processes to read articles in, for `build`; close it afterwards."""
    return Processes(number, warm=warm, preload=("kg.preloaded",))


def cluster(address: str) -> Cluster:
    """The Dask cluster whose scheduler is at `address`, to read articles on, for `build`; close it afterwards.

    Raises UserError: not reachable, no worker, or one whose kg is another.
    """
    return Cluster(address, extractor_version)


@dataclass(frozen=True, slots=True)
class _Due:
    """An article that is to be read, its IRI, and from what its graph will be made."""

    article: Article
    iri: str
    mark: str


def build(
    paths: Iterable[str | Path],
    store: WritableStore,
    *,
    base: str = BASE,
    executor: Executor | Place | None = None,
    progress: Progress | Watch | None = None,
    prune: bool = False,
    judgements: Judgements | None = None,
    reader: LlmReader | None = None,
    seconds: float = SECONDS,
) -> BuildReport:
    """Bring the articles of `paths` (files, folders) into `store`; those that have not changed are not read again.

    Each article is written whole or not at all; what cannot be read or built is reported, and the others go on.
    `executor`: where to extract (default: here), a place of `kg.work` or any `concurrent.futures.Executor`. `progress`
    is called with the id of each article that is done, or is a Watch. `prune`: remove the store's articles that `paths`
    no longer hold, where all could be read. `judgements`: all that hold; they win over rules. `reader`: a language
    model that reads each article, too; no answer of it fails the article. `seconds`: the longest an article may take.

    Raises StoreError: the store cannot be written; KeyboardInterrupt, after what was read is brought into the graph.
    """
    paths, report = list(paths), BuildReport()
    watch = progress if isinstance(progress, Watch) else Watch(progress)
    marks = store.extracts.marks()
    take_tables(base, marks.values())
    if not marks and not store.articles():
        cover(store)
    seen: dict[str, str] = {}  # IRI -> id, in the order of reading

    def due() -> Iterator[_Due]:
        for article in _readable(paths, report):
            iri, mark = article_iri(article.id, base), _fingerprint(article, base, reader)
            seen[iri] = article.id
            if marks.get(iri) == mark:
                watch.done(article.id, len(report.failed))
            else:
                yield _Due(article, iri, mark)

    keeper = Keeper(store, report)
    work = partial(_one, base=base, reader=reader, seconds=seconds, version=extractor_version())
    if isinstance(progress, Watch):
        from kg.read import how_many

        watch.begin(how_many(paths))
    try:
        _read(due(), work, executor, keeper, watch)
    except KeyboardInterrupt:
        # Whoever stops a long build keeps what is done.
        watch.turn(STOPPING)
        settle(store, report, judgements, read=keeper.read)
        raise
    watch.turn(SETTLING)
    # A file that cannot be read today is not gone: its article stays.
    if prune and not report.failed:
        cover(store)
        report.removed = store.extracts.remove(iri for iri in store.extracts.ids() if iri not in seen)
    settle(store, report, judgements, read=keeper.read, place=executor if isinstance(executor, Processes) else None)
    _in_order(report, seen, keeper.unbuilt)
    return report


def _read(
    due: Iterator[_Due],
    work: Callable[[_Due], Built],
    executor: Executor | Place | None,
    keeper: Keeper,
    watch: Watch,
) -> None:
    """Read what is due and keep it."""
    due, place = _placed(due, executor)
    stream = Stream(due, work, place, weight=lambda one: len(one.article.text), lost=_lost)
    try:
        for built in stream:
            keeper.add(built)
            watch.done(built.article, len(keeper.report.failed))
    except KeyboardInterrupt:
        place.close(now=True)
        for built in stream.finished():
            keeper.add(built)
        raise
    finally:
        keeper.flush()


def _placed(due: Iterator[_Due], executor: Executor | Place | None) -> tuple[Iterator[_Due], Place]:
    """Where to read: a handful of articles is not worth starting processes."""
    if executor is None:
        return due, Here()
    if isinstance(executor, Executor):
        return due, Elsewhere(executor)
    if isinstance(executor, Processes):
        first, characters = [], 0
        for one in due:
            first.append(one)
            characters += len(one.article.text)
            if characters >= SMALL:
                return chain(first, due), executor
        return iter(first), Here()
    return due, executor


def _lost(one: _Due) -> Built:
    reason = "the process that read it died, twice (out of memory, or a fault in a library); report it with the article"
    return Built(one.article.id, failure=f"{one.article.source}: {reason}")


def _in_order(report: BuildReport, seen: dict[str, str], unbuilt: set[str]) -> None:
    """The report tells of articles in the order in which they were read; those that were not, at the end."""
    places = {article: place for place, article in enumerate(seen.values())}
    for found in (report.new, report.changed, report.rewritten):
        found.sort(key=lambda article: (places.get(article, len(places)), article))
    told = {*report.new, *report.changed, *report.rewritten, *unbuilt}
    report.unchanged = [article for article in seen.values() if article not in told]


def _readable(paths: Iterable[str | Path], report: BuildReport) -> Iterator[Article]:
    """The articles that could be read; what could not goes into the report."""
    from kg.read import read_articles

    for item in read_articles(paths):
        if isinstance(item, Article):
            yield item
        else:
            report.fail(str(item))


def _one(due: _Due, base: str, reader: LlmReader | None, seconds: float, version: str) -> Built:
    if version != extractor_version():
        where = "the worker has another kg, or other tables of your own, than the one who asks"
        raise UserError(f"{where}; install the same version there, and start it with the same settings")
    article, added = due.article, None
    try:
        hold_tables(base)
        with limited(seconds):
            extraction = extract(article)
        if reader:
            extraction, added = reader.read(extraction)
        with limited(seconds):
            kept, violations = conforming_quads(extraction, base)
            triples = ntriples(kept)
            noted = packed_notes(notes(extraction, triples))
        read = Extract(due.iri, article.id, base, due.mark, noted, packed(triples))
    except TookTooLong:
        told = f"not read within {seconds:,.0f} seconds; leave it out, or give it longer with --timeout"
        return Built(article.id, failure=f"{article.source}: {told}")
    except KgError as error:
        return Built(article.id, failure=f"{article.source}: {error}")
    except Exception as error:
        # An article that trips the extractor must not stop the thousands behind it.
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
        reason = f"{article.source}: the extractor failed ({where}: {error}); report it with the article"
        return Built(article.id, failure=" ".join(reason.split()))
    return Built(article.id, read, tuple(violations), added=added)


def conforming_quads(extraction: Extraction, base: str = BASE) -> tuple[list[Any], list[str]]:
    """The article's graph without the claims that break the ontology's shapes, and a line on each of those."""
    every = list(quads(extraction, base))
    if sound(extraction, base):
        return every, []
    kept, violations = conforming(every)
    return kept, explained(violations, every, base)


def _fingerprint(article: Article, base: str, reader: LlmReader | None) -> str:
    """What the article's graph depends on, in short: its text and description, the namespace, the extractor."""
    said = [article.id, article.title, article.published, article.url, article.text, base, extractor_version()]
    said += [reader.name] if reader else []
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@cache
def extractor_version() -> str:
    """A digest of all that decides what is read from a text: code, tables (but those of questions), models, shapes."""
    package = Path(__file__).parent
    folders = [*(package / name for name in _EXTRACTORS), resource("seeds", "gazetteer"), resource("ontology")]
    return digest_of([*folders, *own_folders().values()], but=[package / "lang" / "zh" / "ask"])
