"""Lines of a page -> paragraphs: narrow columns are joined, sentences that the layout cut are put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kg.lang.words import straddles

# Columns wider than this are no columns but paragraphs set in one line each.
WIDEST = 64.0
SLACK = 2.0
# A line without an end that fills this much of its column goes on; quotation marks may be narrow or wide.
FULL_ENOUGH = 0.75

_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_END = re.compile(r"[。！？!?；;…｡][”’」』）)》\"']*\s*$|[。！？!?…]$")
_CLAUSE = re.compile(r"[，。；,、]")
_SENTENCE = re.compile(r"[。！？；]")
_STARTS = re.compile(
    r"[▲▼△▽↓↑◀▶◆◇■□●○★☆◎※▇•〔①-⑳]|【[^】]{1,12}】|——|[一二三四五六七八九十]{1,3}[、．.·]|"
    r"[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、．.](?!\d)|第[一二三四五六七八九十]{1,3}[章条节]|本报讯|本网讯"
)
_CAPTION = re.compile(r"[▲▼△▽↓↑◀▶]|[上下左右]?图[为：:]|【[^】]{1,8}】$")
# No line of Chinese begins with these: what stands before them goes on.
_NEVER_FIRST = re.compile(r"[，。、；：？！）》」』】”’〉,;:?!)%％]")
# Nor does a line that is whole end with these; a number and its unit belong together.
_NEVER_LAST = re.compile(r"[的和与及将把被从向由而]$|[（(《“「【、，]$")
_NUMBER_UNIT = re.compile(r"[0-9.]+\n(?:[0-9年月日亿万千百元个项家户次米公平倍位名座条届期]|%|％)")
_WORDS = re.compile(f"[{_HAN}]")
_OPENERS = {"（": "）)", "(": "）)", "《": "》", "“": "”", "「": "」", "【": "】"}
_LATIN = re.compile(r"[A-Za-z]")
_LATIN_END = re.compile(r"[A-Za-z]$")
_UNBREAKABLE = re.compile(r"[0-9A-Za-z.%+-]{0,12}")
# So much of the end of a paragraph is looked at: more would make the time grow with its square.
_TAIL = 400
_HALF = re.compile(r"[\x00-\x7f]")


@dataclass(slots=True)
class Line:
    """A line of the page: its text without margins, whether a blank line or an indent sets it off, its width (one
    Chinese character is 1, a half-width one 0.5)."""

    text: str
    gap: bool
    indent: bool
    width: float


@dataclass
class Block:
    """Lines without a blank line between; `column` is the width of the column that they fill, or 0."""

    lines: list[Line]
    column: float = 0.0

    @cached_property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @cached_property
    def has_clause(self) -> bool:
        return bool(_CLAUSE.search(self.text))

    @property
    def is_prose(self) -> bool:
        return self.has_clause and not self.is_caption

    @property
    def is_caption(self) -> bool:
        return bool(_CAPTION.match(self.lines[0].text)) and len(self.lines) <= 4


class Paragraph:
    """What is joined so far: its parts, and what the next decision needs to know of them."""

    def __init__(self, text: str) -> None:
        self.parts = [text]
        self.tail = text[-_TAIL:]
        self.has_clause = bool(_CLAUSE.search(text))

    def add(self, text: str) -> None:
        """Put `text` behind; two Latin words keep a space between."""
        if _LATIN_END.search(self.tail[-1:]) and _LATIN.match(text):
            text = " " + text
        self.parts.append(text)
        self.tail = (self.tail + text)[-_TAIL:]
        self.has_clause = self.has_clause or bool(_CLAUSE.search(text))

    @property
    def ended(self) -> bool:
        return bool(_END.search(self.tail[-12:]))

    @property
    def announces(self) -> bool:
        """True before a list or a new part: 如下：, 不断上演——."""
        return self.tail.endswith(("：", ":", "—"))


def join_lines(text: str) -> str:
    """Paragraphs, one a line. Lines that a column broke are joined; so are the halves of a sentence with a blank line
    or a caption between them (the caption then follows). Only line ends are touched, never a word."""
    blocks = _blocks(text)
    wrapped = _measure(blocks)
    paragraphs: list[Paragraph] = []
    for block in _captions_after(blocks, wrapped):
        for place, line in enumerate(block.lines):
            before = block.lines[place - 1] if place else None
            if paragraphs and _goes_on(paragraphs[-1], before, line, block, wrapped):
                paragraphs[-1].add(line.text)
            else:
                paragraphs.append(Paragraph(line.text))
    return "\n".join("".join(paragraph.parts) for paragraph in paragraphs)


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    gap = True
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            gap = True
            continue
        margin = raw[: len(raw) - len(raw.lstrip())]
        indent = sum(0.5 if c == " " else 1.0 for c in margin) >= 1.5
        item = Line(line, gap, indent, _width(line))
        if gap:
            blocks.append(Block([item]))
        else:
            blocks[-1].lines.append(item)
        gap = False
    return blocks


def _width(line: str) -> float:
    return len(line) - len(_HALF.findall(line)) / 2


def _measure(blocks: Sequence[Block]) -> bool:
    """Find the column of each block; True where the article is set in columns.

    The sign of a column is that its lines end in the middle of words, or that those that end in the middle of a
    sentence all reach its edge. A list of short items has equal widths too, but no word is broken in it.
    """
    open_ends, broken, full = 0, 0, 0
    for block in blocks:
        edge = max(line.width for line in block.lines) - SLACK
        for line, after in pairwise(block.lines):
            if line.width <= WIDEST and not _END.search(line.text):
                open_ends += 1
                full += line.width >= edge
                broken += _is_broken(line.text, after.text)
    for before, block in pairwise(blocks):
        if len(before.lines) > 2 and len(block.lines) > 2 and not _END.search(before.lines[-1].text):
            broken += _is_broken(before.lines[-1].text, block.lines[0].text)
    wrapped = broken >= 2 and broken * 8 >= open_ends
    wrapped = wrapped or (broken == 1 and open_ends >= 2 and full * 4 >= open_ends * 3)
    if wrapped:
        for block in blocks:
            widest = max(line.width for line in block.lines)
            if len(block.lines) >= 2 and widest <= WIDEST:
                block.column = widest
        _borrow_columns(blocks)
    return wrapped


def _is_broken(before: str, after: str) -> bool:
    """True where a word, a number, or a number and its unit lies across the line end."""
    return straddles(before, after) or _is_one_number(before, after)


def _borrow_columns(blocks: Sequence[Block]) -> None:
    """Two lines do not show their column's width: the nearest larger block's counts, where it is wider."""
    known = 0.0
    for order in (blocks, blocks[::-1]):
        for block in order:
            if len(block.lines) >= 3:
                known = block.column
            elif block.column:
                block.column = max(block.column, known)


def _captions_after(blocks: list[Block], wrapped: bool) -> list[Block]:
    """A caption between the halves of a sentence is set after the second half."""
    ordered = list(blocks)
    for place in range(1, len(ordered) - 1):
        before, caption, after = ordered[place - 1 : place + 2]
        if not caption.is_caption or before.is_caption or not before.is_prose or not after.is_prose:
            continue
        cut = re.sub(r"——$", "", before.text)
        if not _END.search(cut) and not _STARTS.match(after.lines[0].text) and _unfinished(cut, wrapped):
            ordered[place : place + 2] = [after, caption]
    return ordered


def _unfinished(text: str, wrapped: bool) -> bool:
    """True for prose without an end. Where lines are paragraphs, the open end must be long: signatures are short."""
    if _END.search(text) or not _CLAUSE.search(text):
        return False
    if wrapped:
        return True
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    tail = text[ends[-1] :] if ends else ""
    return bool(ends) and len(tail) >= 12 and "，" in tail


def _goes_on(done: Paragraph, before: Line | None, line: Line, block: Block, wrapped: bool) -> bool:
    """True where `line` continues the paragraph `done`. `before` is the line above it in the same block, if any."""
    if _CAPTION.match(line.text):
        return False
    ended = done.ended
    if _is_open(done.tail, line.text) or (_NEVER_FIRST.match(line.text) and not ended):
        return True
    if _STARTS.match(line.text) and (ended or before is None or not _is_full(before, line, block)):
        return False
    if before is None or not wrapped:
        return not ended and _continues_over_gap(done, line, block, wrapped)
    if ended:
        return _is_full(before, line, block) and not line.indent and len(block.lines) > 2
    if straddles(done.tail, line.text) or _hangs_together(done.tail, line.text):
        return True
    # A line without any comma may be a heading: only a block that is a column says that it is not.
    long_enough = before.width >= FULL_ENOUGH * block.column > 0 and not line.indent
    if long_enough and ((len(block.lines) > 2 and block.has_clause) or done.has_clause):
        return True
    return done.has_clause and not line.indent and not done.announces


def _hangs_together(done: str, after: str) -> bool:
    """True where the two ends by themselves ask for each other: 为核心的 | 西部, 26 | 日."""
    return bool(_NEVER_LAST.search(done[-1:])) or _is_one_number(done[-20:], after)


def _is_one_number(before: str, after: str) -> bool:
    """True where a number, or it and its unit, lies across the line end; rows of figures are no text."""
    return bool(_NUMBER_UNIT.search(f"{before[-8:]}\n{after[:1]}") and _WORDS.search(before) and _WORDS.search(after))


def _continues_over_gap(done: Paragraph, line: Line, block: Block, wrapped: bool) -> bool:
    if not done.has_clause or done.announces:
        return False
    if _hangs_together(done.tail, line.text) and not line.indent:
        return True
    if not (block.has_clause if wrapped else _CLAUSE.search(line.text)):
        return wrapped and straddles(done.tail, line.text)
    if _CAPTION.match(done.parts[0]):
        return False
    return _unfinished(done.tail, wrapped) or straddles(done.tail, line.text)


def _is_open(tail: str, after: str) -> bool:
    """True where a bracket or title opened shortly before the end of `tail` is closed in what follows."""
    tail = tail[-40:]
    for opener, closers in _OPENERS.items():
        place = tail.rfind(opener)
        if place >= 0 and not any(closer in tail[place:] for closer in closers):
            ahead = after[:60]
            found = [i for closer in closers if (i := ahead.find(closer)) >= 0]
            if found and opener not in ahead[: min(found)]:
                return True
    return False


def _is_full(before: Line, line: Line, block: Block) -> bool:
    """True where no further character would have fitted on the line `before`."""
    run = _UNBREAKABLE.match(line.text)
    unbreakable = len(run.group()) / 2 if run else 0.0
    return 0 < block.column <= before.width + SLACK + unbreakable
