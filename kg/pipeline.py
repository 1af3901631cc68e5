"""The stages in order, and the only place where they meet: files in, a graph of their articles in a store out.

read -> segment -> detect -> link -> relate -> rdf: a pure function of one article, so that it can run anywhere. What an
article says is kept as it was read; then resolve -> store: what all of them mean together (`kg.change`). One process
writes.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.change import settle
from kg.change.coverage import cover, notes
from kg.change.version import digest_of
from kg.errors import KgError
from kg.model import Article, Extraction
from kg.rdf import article_iri, quads
from kg.rdf.conforming import conforming, explained
from kg.rdf.resolved import ntriples
from kg.report import BuildReport, Failure
from kg.store.extracts import Extract, packed
from kg.tables import check_own, own_folders, resource
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from kg.llm import Added, LlmReader
    from kg.resolve.judgements import Judgements
    from kg.store import Store

__all__ = ["BuildReport", "Failure", "build", "check_own_tables", "conforming_quads", "extract", "extractor_version"]

CHUNK = 20  # articles a task: enough to outweigh a process's overhead, few enough to share out evenly
BATCH = 100  # articles kept at a time: what a build that is killed has to read again
_EXTRACTORS = ("read", "segment", "detect", "link", "relate", "resolve", "rdf", "lang")

Progress = Callable[[str], None]


def extract(article: Article) -> Extraction:
    """Read one article: its entities and facts, each with the words that state it."""
    from kg.detect import detect
    from kg.link import link
    from kg.relate import relate
    from kg.segment import split_sentences

    sentences = split_sentences(article.text)
    linking = link(article, sentences, detect(article, sentences))
    relating = relate(article, sentences, linking)
    return Extraction(
        article, relating.entities, relating.statements, sentences, linking.links, relating.rejected
    )  # fmt: skip


def check_own_tables() -> None:
    """Read the user's own tables, where there are any, before any article. Raises TableError: file, line, what."""
    check_own()
    if own_folders():
        from kg.read import clean

        extract(Article("", "", "", None, clean("甲市与乙市于2021年3月签约，总投资3亿元。")))


@dataclass(frozen=True, slots=True)
class _Built:
    """One article as it was read, ready to be kept, or the reason why there is none."""

    article: str
    extract: Extract | None = None
    violations: tuple[str, ...] = ()
    failure: str = ""
    added: Added | None = None


def build(
    paths: Iterable[str | Path],
    store: Store,
    *,
    base: str = BASE,
    executor: Executor | None = None,
    progress: Progress | None = None,
    prune: bool = False,
    judgements: Judgements | None = None,
    reader: LlmReader | None = None,
) -> BuildReport:
    """Bring the articles of `paths` (files, folders) into `store`; those that have not changed are not read again.

    Each article is written whole or not at all; what cannot be read or built is reported, and the others go on.
    `executor`: where to extract (default: here), any `concurrent.futures.Executor`. `progress` is called with the id
    of each article that is done. `prune`: remove the articles of the store that `paths` no longer hold,
    where all of them could be read. `judgements`: all that hold; they win over what is resolved by rule.
    `reader`: a language model that reads each article beside the rules; one that gives no answer fails the article.

    Raises StoreError: the store cannot be written.
    """
    report = BuildReport()
    known = store.articles()
    marks = store.extracts.marks()
    if not known and not marks:
        cover(store)
    seen: dict[str, str] = {}  # IRI -> id, in the order of reading

    def due() -> Iterator[tuple[Article, str, str]]:
        for article in _readable(paths, report):
            iri, mark = article_iri(article.id, base), _fingerprint(article, base, reader)
            seen[iri] = article.id
            if marks.get(iri) == mark:
                _tell(progress, article.id)
            else:
                yield article, iri, mark

    keeper = _Keeper(store, report)
    try:
        for built in _results(due(), partial(_work, base=base, reader=reader), executor):
            keeper.add(built)
            _tell(progress, built.article)
    except KeyboardInterrupt:
        # Whoever stops a long build keeps what is done.
        keeper.flush()
        settle(store, report, judgements, read=keeper.read)
        raise
    finally:
        keeper.flush()
    # A file that cannot be read today is not gone: its article stays.
    if prune and not report.failed:
        cover(store)
        report.removed = store.extracts.remove(iri for iri in store.extracts.ids() if iri not in seen)
    settle(store, report, judgements, read=keeper.read)
    _in_order(report, seen, keeper.unbuilt)
    return report


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
            report.failed.append(_failure(str(item)))


def _failure(reason: str) -> Failure:
    return Failure(reason.partition(": ")[0], reason)


def _results(
    due: Iterator[tuple[Article, str, str]],
    work: Callable[[Sequence[tuple[Article, str, str]]], list[_Built]],
    executor: Executor | None,
) -> Iterator[_Built]:
    """Build here or elsewhere, in the order of the articles; at most a few chunks are under way at a time."""
    if executor is None:
        for one in due:
            yield from work([one])
        return
    waiting: list[Any] = []
    while chunk := list(islice(due, CHUNK)):
        waiting.append(executor.submit(work, chunk))
        if len(waiting) >= 2 * int(getattr(executor, "_max_workers", 4)):
            yield from waiting.pop(0).result()
    for task in waiting:
        yield from task.result()


def _work(articles: Sequence[tuple[Article, str, str]], base: str, reader: LlmReader | None) -> list[_Built]:
    return [_one(article, iri, mark, base, reader) for article, iri, mark in articles]


def _one(article: Article, iri: str, mark: str, base: str, reader: LlmReader | None) -> _Built:
    added = None
    try:
        extraction = extract(article)
        if reader:
            extraction, added = reader.read(extraction)
        kept, violations = conforming_quads(extraction, base)
        triples = ntriples(kept)
        read = Extract(iri, article.id, base, mark, notes(extraction, triples), packed(triples))
    except KgError as error:
        return _Built(article.id, failure=f"{article.source}: {error}")
    except Exception as error:
        # An article that trips the extractor must not stop the thousands behind it.
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
        reason = f"{article.source}: the extractor failed ({where}: {error}); report it with the article"
        return _Built(article.id, failure=" ".join(reason.split()))
    return _Built(article.id, read, tuple(violations), added=added)


def conforming_quads(extraction: Extraction, base: str = BASE) -> tuple[list[Any], list[str]]:
    """The article's graph without the claims that break the ontology's shapes, and a line on each of those."""
    every = list(quads(extraction, base))
    kept, violations = conforming(every)
    return kept, explained(violations, every, base)


@dataclass(slots=True)
class _Keeper:
    """Keeps what was read, many articles at a time. `read`: their IRIs; `unbuilt`: ids of those that failed."""

    store: Store
    report: BuildReport
    read: set[str] = field(default_factory=set)
    unbuilt: set[str] = field(default_factory=set)
    waiting: list[Extract] = field(default_factory=list)

    def add(self, built: _Built) -> None:
        """Keep the article soon, or report why it is not built."""
        if built.extract is None:
            self.report.failed.append(_failure(built.failure))
            self.unbuilt.add(built.article)
            return
        self.report.dropped += [(built.article, wrong) for wrong in built.violations]
        if built.added:
            self.report.count_model(built.added.new, built.added.agreed, built.added.rejected)
        self.read.add(built.extract.iri)
        self.waiting.append(built.extract)
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Keep what waits."""
        waiting, self.waiting = self.waiting, []
        if waiting:
            self.store.extracts.put(waiting)


def _tell(progress: Progress | None, article: str) -> None:
    if progress:
        progress(article)


def _fingerprint(article: Article, base: str, reader: LlmReader | None) -> str:
    """What the article's graph depends on, in short: its text and description, the namespace, the extractor."""
    said = [article.id, article.title, article.published, article.url, article.text, base, extractor_version()]
    said += [reader.name] if reader else []
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@cache
def extractor_version() -> str:
    """A digest of all that decides what is read from a text: code, tables, models, gazetteer, shapes."""
    package = Path(__file__).parent
    folders = [*(package / name for name in _EXTRACTORS), resource("seeds", "gazetteer"), resource("ontology")]
    return digest_of([*folders, *own_folders().values()])
