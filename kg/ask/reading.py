"""A question -> its tokens: names of the graph, words of the tables, times; and what is none of these."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kg.ask.names import Named, NameIndex
from kg.ask.times import Range, ranges
from kg.ask.words import Word, lexicon
from kg.lang import normal_name

_UNKNOWN, _WORD, _NAME, _SHORT, _LETTER = 8.0, 1.0, 0.9, 1.1, 0.2
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」|\"[^\"]*\"|『[^』]*』")
_PAUSE = "，,。；;！!？?：:…、"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a question, `start` to `end` in its plain form; `kind`: "name", "time", "unknown", "pause", or a kind
    of `words.tsv` with what it means."""

    start: int
    end: int
    text: str
    kind: str
    means: str = ""
    named: Named | None = None
    time: Range | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """A question without spaces and quotation marks, in simplified characters; `quoted`: what stood in marks."""

    text: str
    quoted: tuple[tuple[int, int], ...]


def plain(question: str) -> Plain:
    """The plain form of a question.

    >>> plain("《合作 備忘錄》誰簽的？").text
    '合作备忘录谁签的?'
    """
    written = unicodedata.normalize("NFKC", question)
    places, text = [0], ""
    for character in written:
        text += normal_name(character)
        places.append(len(text))
    quoted = tuple((places[m.start()], places[m.end()]) for m in _QUOTED.finditer(written))
    return Plain(text, tuple(span for span in quoted if span[1] > span[0]))


def read(asked: Plain, index: NameIndex, today: date) -> list[Token]:
    """The tokens of a question: those that leave the fewest characters over, of these the fewest."""
    text = asked.text
    arcs: dict[int, list[tuple[float, Token]]] = {}
    for cost, token in _candidates(asked, index, today):
        arcs.setdefault(token.start, []).append((cost, token))
    best: list[tuple[float, Token | None]] = [(0.0, None)]
    best += [(float("inf"), None) for _ in text]
    for start in range(len(text)):
        unknown = Token(start, start + 1, text[start], "pause" if text[start] in _PAUSE else "unknown")
        spent = best[start][0]
        for cost, token in [*arcs.get(start, ()), (_LETTER if unknown.kind == "pause" else _UNKNOWN, unknown)]:
            if spent + cost < best[token.end][0]:
                best[token.end] = (spent + cost, token)
    tokens: list[Token] = []
    place = len(text)
    while place:
        last = best[place][1]
        assert last
        tokens.append(last)
        place = last.start
    return _joined(tokens[::-1])


def _candidates(asked: Plain, index: NameIndex, today: date) -> Iterator[tuple[float, Token]]:
    text, known = asked.text, lexicon()
    quotes = set(asked.quoted)
    for time in ranges(text, today):
        start, end = time.place
        yield _WORD - 0.01 * (end - start), Token(start, end, text[start:end], "time", time=time)
    for pattern, word in known.patterns:
        for match in pattern.finditer(text):
            yield _WORD, _token(text, *match.span(), word)
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + max(known.longest, index.longest + 8)) + 1):
            piece = text[start:end]
            found = known.words.get(piece)
            if found and (start, end) not in quotes:
                yield _WORD + (0.1 if len(piece) == 1 else 0) - 0.01 * len(piece), _token(text, start, end, found)
            elif len(piece) > 1 and (named := index.find(piece)):
                cost = _NAME if named.how == "exact" else _SHORT
                yield cost - 0.01 * len(piece), Token(start, end, piece, "name", named=named)


def _token(text: str, start: int, end: int, word: Word) -> Token:
    return Token(start, end, text[start:end], word.kind, word.means)


def _joined(tokens: list[Token]) -> list[Token]:
    """Unknown characters beside one another as one token."""
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        if last and last.kind == token.kind == "unknown":
            out[-1] = replace(last, end=token.end, text=last.text + token.text)
        else:
            out.append(token)
    return out
