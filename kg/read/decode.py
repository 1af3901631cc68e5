"""Bytes of a file -> text, strictly: a wrong guess would put wrong words into the graph."""

from __future__ import annotations

import codecs
import unicodedata

from kg.lang import aligned

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of the characters of a text, so many may be of the kinds that no text has: private, unassigned, control, U+FFFD.
GARBLED = 0.02
_ODD = frozenset(("Co", "Cn", "Cc", "Cs"))
_USUAL = frozenset("\n\r\t\f\v\u3000")


class NotText(ValueError):
    """The bytes are no text; the message says why and what to do."""


def decode(data: bytes) -> str:
    """Text of `data`: UTF-8, UTF-16 or UTF-32 by its mark, else UTF-8, GB18030 (it includes GBK), Big5 or UTF-16.

    Raises NotText: empty, binary, in another encoding, or too garbled to be read.
    """
    if not data.strip():
        raise NotText("the file is empty; delete it, or put the article's text into it")
    text = _marked(data)
    if text is None:
        text = _wide(data) if b"\x00" in data else _unmarked(data)
    if not text.strip("\ufeff \n\r\t\u3000"):
        raise NotText("the file is empty; delete it, or put the article's text into it")
    if share := _garbled(text):
        raise NotText(f"garbled: {share:.0%} of the characters are none of any language; save it anew as UTF-8")
    return text


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise NotText(f"not valid {encoding} (byte {error.start}); save it anew as UTF-8") from error
    return None


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: the zero bytes are those of line ends and digits."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_chinese(text, least=0.9):
            return text
    raise NotText("binary, not text; convert it to a text file (UTF-8) first")


def _unmarked(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as utf8:
        # Nearly any run of bytes is GB18030 or Big5. Chinese text in it is made of common characters (GB2312).
        for encoding, least in (("gb18030", 0.8), ("big5hkscs", 0.9), ("utf-16-le", 0.95), ("utf-16-be", 0.95)):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _is_chinese(text, least):
                return text
        other = _guess(data)
        reason = f"neither UTF-8 (byte {utf8.start}) nor plausible as GB18030, Big5 or UTF-16{other}"
        raise NotText(f"{reason}; save it anew as UTF-8") from utf8


def _guess(data: bytes) -> str:
    """What else it may be, to help whoever saves it anew; never used to read it."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:20_000]).best()
    return f" (it may be {best.encoding})" if best and best.encoding not in ("utf_8", "gb18030", "big5hkscs") else ""


def _is_chinese(text: str, least: float) -> bool:
    """True where so much of what is not ASCII is a character of GB2312: true of Chinese, hardly of wrong guesses."""
    wide = [character for character in aligned(text) if character > "\x7f"]
    common = sum(1 for character in wide if _in_gb2312(character))
    return bool(wide) and common >= least * len(wide)


def _in_gb2312(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def _garbled(text: str) -> float:
    """The share of characters that no text has, or 0.0 where it can be borne."""
    odd = sum(c == "\ufffd" or (unicodedata.category(c) in _ODD and c not in _USUAL) for c in text)
    return odd / len(text) if odd > GARBLED * len(text) else 0.0
