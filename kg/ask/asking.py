"""From a question to its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from kg.ask.aims import answered
from kg.ask.answer import Answer
from kg.ask.answering import Answering
from kg.ask.frame import Declined, Frame
from kg.ask.names import Named, NameIndex
from kg.ask.queries import Query
from kg.ask.reading import Plain, Token, plain, read
from kg.ask.refusals import REASONS, one_name
from kg.ask.said import reading, sentence
from kg.ask.shape import understand
from kg.query import Names
from kg.query.source import Source
from kg.tables import language, read_rows
from kg.vocabulary import BASE, Iri, term_iri

LONGEST = 300  # characters of a question
REACH = 6  # tokens on either side of unknown words that may be of the same name
_LATEST = "SELECT (MAX(STR(?day)) AS ?latest) { ?article a schema:NewsArticle ; dcterms:issued ?day }"
_KNOWN = "_ask_index"


def ask(graph: Any, question: str, *, today: date | None = None) -> Answer:
    """Answer a question in Chinese from a graph (`kg.open(...)`) or anything with a `select(sparql)`.

    `today`: from where 去年 and 近三年 are seen; None: from the day of the latest article. A question that is not
    understood is no error: the answer says why, and what can be asked. Raises StoreError, QueryError: the store fails.
    """
    source, index = _opened(graph)
    asked = plain(question[: LONGEST + 1])
    if len(question) > LONGEST:
        return _declined(question, Declined("several"), source, index, [])
    day = today or _latest(source)
    tokens = read(asked, index, day)
    tokens, remarks = _completed(tokens, asked, index)
    frame = understand(tokens, asked)
    if isinstance(frame, Declined):
        return _declined(question, frame, source, index, tokens)
    run = Answering(source, index)
    found = answered(frame, run)
    remarks += [f"“{t.text}”不作为条件" for t in tokens if t.kind == "hedge"]
    remarks += _shared(frame, index) + run.remarks
    # Where nothing is found the reading may be at fault: it is told as less sure, and other questions are offered.
    empty = not found.items and found.truth is None
    near = _templates([token.named for token in tokens if token.named], source, index) if empty else ()
    return Answer(
        question, True, sentence(frame, found), frame.aim, tuple(found.items), reading(frame),
        tuple(dict.fromkeys(remarks)), _confidence(tokens) / (2 if empty else 1), found.truth, found.total,
        suggestions=tuple(dict.fromkeys(near))[:5], queries=_asked(run.queries),
    )  # fmt: skip


def _opened(graph: Any) -> tuple[Source, NameIndex]:
    """The store, and the index of its names: kept with the graph, for the next question."""
    source: Source = getattr(graph, "store", graph)
    index = getattr(graph, _KNOWN, None)
    if not isinstance(index, NameIndex):
        index = NameIndex(source, getattr(graph, "_names", None) or Names(source))
        if hasattr(graph, "__dict__"):
            setattr(graph, _KNOWN, index)
    return source, index


def _latest(source: Source) -> date:
    rows = list(source.select(_LATEST))
    latest = str(rows[0][0]) if rows and rows[0][0] else ""
    parts = [int(part) for part in latest.split("-") if part.isdigit()] + [12, 28]
    try:
        return date(*(parts if len(latest) == 10 else [parts[0], parts[1] if len(latest) > 4 else 12, 28])[:3])
    except (ValueError, IndexError):
        return date.today()


def _completed(tokens: list[Token], asked: Plain, index: NameIndex) -> tuple[list[Token], list[str]]:
    """Unknown words that are part of just one name are taken for it, and the answer says so."""
    remarks: list[str] = []
    while found := next(filter(None, (_part(tokens, i, asked, index) for i in range(len(tokens)))), None):
        first, last, part = found
        start, end = tokens[first].start, tokens[last].end
        remarks.append(f"“{asked.text[start:end]}”按“{part.name}”理解")
        whole = Token(start, end, asked.text[start:end], "name", named=part)
        tokens = [*tokens[:first], whole, *tokens[last + 1 :]]
    return tokens, remarks


def _part(tokens: list[Token], place: int, asked: Plain, index: NameIndex) -> tuple[int, int, Named] | None:
    """The longest run of tokens around an unknown one that is part of one entity's name, and that one."""
    if tokens[place].kind != "unknown" and not (place and one_name(tokens[place - 1], tokens[place])):
        return None
    among = index.around(tokens[place].text)
    runs = [
        (first, last)
        for first in range(max(0, place - REACH), place + 1)
        for last in range(place, min(len(tokens), place + REACH + 1))
    ]
    for first, last in sorted(runs, key=lambda run: tokens[run[0]].start - tokens[run[1]].end) if among else ():
        text = asked.text[tokens[first].start : tokens[last].end]
        beside = [tokens[i].kind for i in (first - 1, last + 1) if 0 <= i < len(tokens)]
        if (part := index.part(text, among)) and not {"unknown", "name"} & set(beside):
            return first, last, part
    return None


def _shared(frame: Frame, index: NameIndex) -> list[str]:
    """Remarks on names that several things bear: all of them are answered about."""
    named: list[Named] = [*frame.heads, *frame.to, *frame.but]
    if frame.things:
        named += [one for one in (*frame.things.by, frame.things.of, frame.things.inside) if one]
    return [
        f"“{one.name}”有 {len(one.iris)} 个所指："
        + "、".join(dict.fromkeys(_told_apart(iri, index) for iri in one.iris))
        for one in dict.fromkeys(named)
        if len(one.iris) > 1
    ]


def _told_apart(iri: Iri, index: NameIndex) -> str:
    label = index.label(iri)
    return f"{label}（{iri.removeprefix(BASE)}）" if iri.removeprefix(BASE) != label else label


def _confidence(tokens: Iterable[Token]) -> float:
    sure = 1.0
    for token in tokens:
        if token.kind == "hedge":
            sure *= 0.9
        elif token.named and token.named.how != "exact":
            sure *= 0.85 if token.named.how == "part" else 0.95
    return round(sure, 2)


def _asked(queries: Iterable[Query]) -> tuple[Query, ...]:
    return tuple(dict.fromkeys(queries))


def _declined(question: str, why: Declined, source: Source, index: NameIndex, tokens: list[Token]) -> Answer:
    near = tuple(index.nearest(why.word)) if why.reason == "unknown" and len(why.word) > 1 else ()
    said = REASONS[why.reason] + (f"：“{why.word}”" if why.word else "")
    offered = [_instead(question, why.word, name) for name in near if why.word in question]
    known = [token.named for token in tokens if token.named]
    offered += _templates(known, source, index)
    return Answer(question, False, said, reason=why.reason, names=near, suggestions=tuple(dict.fromkeys(offered))[:5])


def _instead(question: str, word: str, name: str) -> str:
    """The question with the name in the place of the word, and of what stands around it that is the name's, too.

    >>> _instead("龙科设备基地投资多少", "龙科", "龙科设备基地项目")
    '龙科设备基地项目投资多少'
    """
    start, end = question.index(word), question.index(word) + len(word)
    while end < len(question) and question[start : end + 1] in name:
        end += 1
    while start and question[start - 1 : end] in name:
        start -= 1
    return question[:start] + name + question[end:]


def _templates(known: list[Named], source: Source, index: NameIndex) -> Iterator[str]:
    """Questions about the names of a question that the graph has facts for; without names, about any."""
    if not known:
        yield from examples(source, index=index, count=3)
        return
    for row in _rows():
        for named in known:
            if row["type"] in named.types and _has(source, named.iris, row):
                yield row["question"].format(named.name)


def examples(graph: Any, *, index: NameIndex | None = None, count: int = 100) -> list[str]:
    """Questions that this graph can answer: of each sort one, about what it says most of."""
    source = getattr(graph, "store", graph)
    index = index or _opened(graph)[1]
    found: list[str] = []
    for row in _rows():
        if len(found) == count:
            break
        rows = list(source.select(_most(row)))
        if rows and rows[0][0]:
            found.append(row["question"].format(index.label(rows[0][0])))
    return found


def _most(row: dict[str, str]) -> str:
    """The query for the thing of which the graph says most of what the row asks."""
    return (
        f"SELECT ?x (COUNT(?y) AS ?n) {{ ?x a <{term_iri(row['type'])}> . {_triple(row)} }} "
        "GROUP BY ?x ORDER BY DESC(?n) STR(?x) LIMIT 1"
    )


def _triple(row: dict[str, str]) -> str:
    subject, object_ = ("?x", "?y") if row["side"] == "subject" else ("?y", "?x")
    other = f" . ?y a <{term_iri(row['other'])}>" if row["other"] else ""
    return f"{subject} <{term_iri(row['predicate'])}> {object_}{other}"


def _has(source: Source, things: Iterable[Iri], row: dict[str, str]) -> bool:
    values = " ".join(f"<{iri}>" for iri in things)
    return bool(list(source.select(f"SELECT ?y {{ VALUES ?x {{ {values} }} {_triple(row)} }} LIMIT 1")))


def _rows() -> list[dict[str, str]]:
    """The sorts of questions, the first of every type before the second of any."""
    rows = [
        row for _, row in read_rows(language("ask", "examples.tsv"), ("type", "predicate", "side", "other", "question"))
    ]
    seen: dict[str, int] = {}
    ranked: list[tuple[int, int, dict[str, str]]] = []
    for row in rows:
        seen[row["type"]] = seen.get(row["type"], 0) + 1
        ranked.append((seen[row["type"]], len(ranked), row))
    return [row for _, _, row in sorted(ranked, key=lambda each: each[:2])]
