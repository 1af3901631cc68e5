"""Text -> words with parts of speech: rjieba where it is installed, else jieba, its elder twin; same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

Tagged = tuple[str, str]

# Both cut runs of ASCII differently: the finer cut, jieba's own pattern, is the common ground.
_ASCII = re.compile(r"[A-Za-z0-9.+#&_%-]+")
_PIECE = re.compile(r"[A-Za-z0-9]+(?:\.[0-9]+)?%?|.")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def made_of(text: str, every: frozenset[str]) -> bool:
    """True where the text is nothing but such words, one after the other, however they are cut; the empty text is.

    In linear time: as a regular expression, words that hold one another (新能源, 新, 能源) are tried in endless ways.

    >>> made_of("新能源汽车", frozenset({"新能", "新能源", "源汽车"})), made_of("新能源车", frozenset({"新能", "源"}))
    (True, False)
    """
    longest = min(max(map(len, every), default=0), len(text))
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached.update(start + n for n in range(1, longest + 1) if text[start : start + n] in every)
    return len(text) in reached


@cache
def _segmenter() -> Any:
    """One of our own: words that someone else adds to the module's default one must not change ours. None: missing."""
    try:
        import rjieba
    except ImportError:
        return None
    return rjieba.Jieba()


def tag(text: str) -> list[Tagged]:
    """The words of `text` as the segmenter cuts and tags them; joined they are the text again."""
    found = _segmenter()
    return found.tag(text) if found else list(tag_with_jieba(text))


def tag_with_jieba(text: str) -> Iterable[Tagged]:
    """The reference and fallback: jieba's words, with the tag that its dictionary has, else a guess."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel("ERROR")
    jieba.posseg.initialize()
    known: dict[str, str] = jieba.posseg.dt.word_tag_tab
    for word in jieba.cut(text):
        if word in known:
            yield word, known[word]
        elif _HAN.search(word):
            yield word, _guess(word)
        else:
            yield word, _ascii_tag(word)


@lru_cache(maxsize=8_192)
def _guess(word: str) -> str:
    import jieba.posseg

    return str(next(iter(jieba.posseg.cut(word))).flag)


def _ascii_tag(word: str) -> str:
    if _NUMBER.fullmatch(word):
        return "m"
    return "eng" if word.isascii() and word.isalnum() else "x"


def tagged(text: str, tagger: Callable[[str], Iterable[Tagged]] | None = None) -> list[Tagged]:
    """The words of `text` with jieba's part-of-speech tags; joined they are the text again.

    >>> [word for word, _ in tagged("重庆高新区签署协议")]
    ['重庆', '高新区', '签署', '协议']
    """
    words: list[Tagged] = []
    for word, kind in (tagger or tag)(text):
        if len(word) > 1 and _ASCII.fullmatch(word):
            words += [(piece, _ascii_tag(piece)) for piece in _PIECE.findall(word)]
        else:
            words.append((word, kind))
    return words


def straddles(before: str, after: str) -> bool:
    """True where a word of the dictionary lies across the border of the two: they were one text.

    >>> straddles("推动科学", "城创新发展"), straddles("坚持高站位", "谋划新思路")
    (True, False)
    """
    # A few characters on either side decide; more would only cost.
    return _straddles(before[-6:], after[:6])


@lru_cache(maxsize=8_192)
def _straddles(left: str, right: str) -> bool:
    place = 0
    for word in cut(left + right):
        if place < len(left) < place + len(word):
            return True
        place += len(word)
    return False


def cut(text: str) -> list[str]:
    """The words of `text`; joined they are the text again. Names beyond the dictionary are cut to pieces."""
    if found := _segmenter():
        return found.cut(text, False)  # type: ignore[no-any-return]
    import jieba

    return list(jieba.cut(text, HMM=False))


# Neither a word nor a part of one, and in no cleaned text.
BORDER = "\x1f"


def cut_each(texts: Iterable[str]) -> list[list[str]]:
    """The words of each text without white space: all are cut at one go, which is faster than one by one.

    No text may hold `BORDER`.

    >>> cut_each(["签署 协议", "", "重庆高新区"])
    [['签署', '协议'], [], ['重庆', '高新区']]
    """
    texts = list(texts)
    words = [word for word in cut(BORDER.join(texts)) if word == BORDER or not word.isspace()]
    found, start = [], 0
    for _ in range(len(texts) - 1):
        end = words.index(BORDER, start)
        found.append(words[start:end])
        start = end + 1
    return [*found, words[start:]] if texts else []
