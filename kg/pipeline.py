"""The stages in order, and the only place where they meet: files in, a graph of their articles in a store out.

read -> segment -> detect -> link -> relate -> rdf -> store. Everything up to the store is a pure function of one
article, so that it can run anywhere; one process writes.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.model import Article, Extraction
from kg.vocabulary import BASE, QUOTE, compact

if TYPE_CHECKING:
    from kg.query import Stats
    from kg.store import Store

CHUNK = 20  # articles a task: enough to outweigh a process's overhead, few enough to share out evenly
BATCH = 100  # new articles written at a time: what a build that is killed has to read again
_EXTRACTORS = ("read", "segment", "detect", "link", "relate", "rdf", "lang")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or article that was not built, and why: one line that says where, what, and what to do."""

    source: str
    reason: str


@dataclass(slots=True)
class BuildReport:
    """What a build did. `new`, `changed`, `unchanged`: ids of articles; `dropped`: (article id, what is wrong) of
    claims that break the ontology's shapes and were left out; `stats`: the figures of the whole graph afterwards."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    stats: Stats | None = None

    def asdict(self) -> dict[str, Any]:
        """The report as plain data, for JSON."""
        return {
            "new": self.new, "changed": self.changed, "unchanged": self.unchanged, "removed": self.removed,
            "failed": [{"source": failure.source, "reason": failure.reason} for failure in self.failed],
            "dropped": [{"article": article, "violation": wrong} for article, wrong in self.dropped],
            **(self.stats.asdict() if self.stats else {}),
        }  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class _Built:
    """One article's graph, ready to be written, or the reason why there is none."""

    article: str
    iri: str
    fingerprint: str
    quads: tuple[Any, ...] = ()
    violations: tuple[str, ...] = ()
    failure: str = ""


def build(
    paths: Iterable[str | Path],
    store: Store,
    *,
    base: str = BASE,
    executor: Executor | None = None,
    progress: Progress | None = None,
    prune: bool = False,
) -> BuildReport:
    """Bring the articles of `paths` (files, folders) into `store`; those that have not changed are passed over.

    Each article is written whole or not at all; what cannot be read or built is reported, and the others go on.
    `executor`: where to extract (default: here), any `concurrent.futures.Executor`. `progress` is called with the id
    of each article that is done. `prune`: remove the articles of the store that `paths` no longer hold,
    where all of them could be read.

    Raises StoreError: the store cannot be written.
    """
    from kg.query import stats
    from kg.rdf import article_iri

    report = BuildReport()
    known = store.articles()
    seen: set[str] = set()

    def due() -> Iterator[tuple[Article, str, str]]:
        for article in _readable(paths, seen, report):
            iri, mark = article_iri(article.id, base), _fingerprint(article, base)
            if store.fingerprint(iri) == mark:
                report.unchanged.append(article.id)
                _tell(progress, article.id)
            else:
                yield article, iri, mark

    writer = _Writer(store, report, set(known))
    try:
        for built in _results(due(), base, executor):
            writer.add(built)
            _tell(progress, built.article)
    finally:
        # Whoever stops a long build keeps what is done.
        writer.flush()
    # A file that cannot be read today is not gone: its article stays.
    if prune and not report.failed:
        kept = {article_iri(name, base) for name in seen}
        report.removed = [name for iri, name in known.items() if iri not in kept and store.remove(iri)]
    report.stats = stats(store)
    return report


def _readable(paths: Iterable[str | Path], seen: set[str], report: BuildReport) -> Iterator[Article]:
    """The articles that could be read; what could not goes into the report."""
    from kg.read import read_articles

    for item in read_articles(paths):
        if isinstance(item, Article):
            seen.add(item.id)
            yield item
        else:
            report.failed.append(_failure(str(item)))


def _failure(reason: str) -> Failure:
    return Failure(reason.partition(": ")[0], reason)


def _results(due: Iterator[tuple[Article, str, str]], base: str, executor: Executor | None) -> Iterator[_Built]:
    """Build here or elsewhere, in the order of the articles; at most a few chunks are under way at a time."""
    if executor is None:
        for one in due:
            yield from _work([one], base)
        return
    waiting: list[Any] = []
    while chunk := list(islice(due, CHUNK)):
        waiting.append(executor.submit(_work, chunk, base))
        if len(waiting) >= 2 * int(getattr(executor, "_max_workers", 4)):
            yield from waiting.pop(0).result()
    for task in waiting:
        yield from task.result()


def _work(articles: Sequence[tuple[Article, str, str]], base: str) -> list[_Built]:
    return [_one(article, iri, mark, base) for article, iri, mark in articles]


def _one(article: Article, iri: str, mark: str, base: str) -> _Built:
    try:
        kept, violations = conforming_quads(extract(article), base)
    except KgError as error:
        return _Built(article.id, iri, mark, failure=f"{article.source}: {error}")
    except Exception as error:
        # An article that trips the extractor must not stop the thousands behind it.
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
        reason = f"{article.source}: the extractor failed ({where}: {error}); report it with the article"
        return _Built(article.id, iri, mark, failure=" ".join(reason.split()))
    return _Built(article.id, iri, mark, tuple(kept), tuple(violations))


def conforming_quads(extraction: Extraction, base: str = BASE) -> tuple[list[Any], list[str]]:
    """The article's graph without the claims that break the ontology's shapes, and a line on each of those."""
    from kg.rdf import quads
    from kg.rdf.conforming import conforming

    every = list(quads(extraction, base))
    kept, violations = conforming(every)
    if not violations:
        return kept, []
    quotes = {
        str(quad.subject)[1:-1]: str(getattr(quad.object, "value", ""))
        for quad in every
        if quad.predicate.value == QUOTE
    }
    lines = []
    for bad in violations:
        what = " ".join(filter(None, (bad.focus.removeprefix(base), compact(bad.path) if bad.path else "", bad.value)))
        why = " ".join(filter(None, (bad.constraint.removesuffix("ConstraintComponent"), bad.expected)))
        words = "".join(f": “{' '.join(quotes[claim].split())}”" for claim in bad.claims[:1] if claim in quotes)
        lines.append(f"{what} breaks the shapes ({why}){words}")
    return kept, lines


@dataclass(slots=True)
class _Writer:
    """Writes what is built: new articles many at a time, which is several times faster; others one by one."""

    store: Store
    report: BuildReport
    known: set[str]
    waiting: list[_Built] = field(default_factory=list)

    def add(self, built: _Built) -> None:
        """Write the article soon, or report why it is not built."""
        if built.failure:
            self.report.failed.append(_failure(built.failure))
            return
        self.report.dropped += [(built.article, wrong) for wrong in built.violations]
        if built.iri not in self.known:
            self.known.add(built.iri)
            self.report.new.append(built.article)
            self.waiting.append(built)
            if len(self.waiting) >= BATCH:
                self.flush()
            return
        if any(other.iri == built.iri for other in self.waiting):
            self.flush()
        changed = self.store.replace_article(built.iri, built.quads, built.fingerprint)
        (self.report.changed if changed else self.report.unchanged).append(built.article)

    def flush(self) -> None:
        """Write what waits."""
        waiting, self.waiting = self.waiting, []
        if waiting:
            self.store.add_articles([(one.iri, one.quads, one.fingerprint) for one in waiting])


def _tell(progress: Progress | None, article: str) -> None:
    if progress:
        progress(article)


def _fingerprint(article: Article, base: str) -> str:
    """What the article's graph depends on, in short: its text and description, the namespace, the extractor."""
    said = [article.id, article.title, article.published, article.url, article.text, base, extractor_version()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@cache
def extractor_version() -> str:
    """A digest of all that decides what is read from a text: code, tables, models, gazetteer, shapes."""
    from kg.tables import resource

    package = Path(__file__).parent
    folders = [*(package / name for name in _EXTRACTORS), resource("seeds", "gazetteer"), resource("ontology")]
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
