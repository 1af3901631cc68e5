"""A name taken apart, as names of different articles are compared: places, core, kind, numbers, legal form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lang import normal_name
from kg.resolve.places import Codes, read_place
from kg.resolve.words import any_of, generic, name_parts, public_body, reduce_words, words

_MARKS_OF_TITLES = re.compile(r"[、,:;。!?…]")
# What is longer (as in a graph that somebody else made) is no name that could be taken apart.
_LONGEST = 2_000
_NUMERALS = "零一二三四五六七八九"
_CHINESE = re.compile(
    r"第?((?<![零〇一二两三四五六七八九十百])[零〇一二两三四五六七八九十百]++|(?<![0-9])[0-9]++)(?=年度|季度|标段|号线|[次届期批号轮年])|首(?=[届次期批轮])"
)
_MARK = re.compile(r"(?:(?<![a-z])[a-z]++)?[0-9]+(?:\.[0-9]+)?(?:季度|标段|号线|[次届期批号轮年线])?")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_BRACKET = re.compile(r"\(([^()]{2,12})\)")


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A name as names are compared.

    `form`: comparison form, numbers Arabic, customary short forms for long ones, the places in front as ``{code}``
    where they are sure; `stem`: the form without places, 中国 and legal form; `places`: codes of the place in front
    or in brackets, several where its name is of several; `marks`: its numbers; `body`: the kind of body or zone that
    it ends in (公司 for every legal form); `bare`: what is left beside the place is no name of its own.
    """

    form: str
    stem: str
    places: Codes
    marks: tuple[str, ...]
    body: str
    bare: bool
    bracket: bool = False

    @property
    def years(self) -> tuple[str, ...]:
        """The years in the name."""
        return tuple(_YEAR.findall(" ".join(self.marks)))


def anatomy(name: str, region: bool = False) -> Anatomy:
    """Take a name apart; `region`: it names a region."""
    return _anatomy(written(name), region)


@lru_cache(maxsize=8192)
def _anatomy(plain: str, region: bool) -> Anatomy:
    if len(plain) > _LONGEST:
        return Anatomy(plain, plain, (), (), "", False)
    if region:
        end, codes = read_place(plain, region=True)
        whole = codes if end == len(plain) else ()
        form = f"{{{whole[0]}}}" if len(whole) == 1 else plain
        return Anatomy(form, plain, whole or codes, _marks(plain), "", False)
    reduced = reduce_words(plain)
    end, codes = read_place(reduced)
    rest = reduced[end:]
    inside = False
    if not codes:
        rest, codes = _from_brackets(_without_nation(rest))
        inside = bool(codes)
    form = _placed(codes, rest, reduced, inside)
    stem = _without_nation(rest)
    legal = _legal().search(stem)
    body = "公司" if legal else _last(_bracketless(stem))
    if legal and legal.start():
        # 长电科技(宿迁)有限公司: the place in brackets is part of which company it is.
        stem = stem[: legal.start()] + "".join(p for p in _BRACKET.findall(legal[0]) if read_place(p)[0])
    stem = stem.replace("(", "").replace(")", "")
    return Anatomy(form, stem, codes, _marks(reduced), body, is_bare(rest), inside)


@lru_cache(maxsize=8192)
def written(name: str) -> str:
    """The name in comparison form: dashes alike, Arabic numbers, without the marks that divide a title.

    >>> written("哈密—重庆第二十七次、首届")
    '哈密-重庆27次1届'
    """
    plain = _MARKS_OF_TITLES.sub("", _dashes(normal_name(name)))
    return _CHINESE.sub(lambda match: arabic(match[1]) if match[1] else "1", plain)


def _dashes(text: str) -> str:
    return re.sub(r"[\u2010-\u2015\u2212\u2500~]+|-{2,}", "-", text)


def arabic(numeral: str) -> str:
    """A number below a thousand in Arabic figures.

    >>> arabic("二十七"), arabic("十"), arabic("12"), arabic("一百零三")
    ('27', '10', '12', '103')
    """
    if numeral.isdigit() and numeral.isascii():
        return numeral
    total = digit = 0
    for character in numeral.replace("〇", "零").replace("两", "二"):
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 * (len(numeral) > 1 and not set(numeral) & set("十百")) + _NUMERALS.index(character)
    return str(total + digit)


def _marks(form: str) -> tuple[str, ...]:
    return tuple(sorted(_MARK.findall(form)))


def _without_nation(text: str) -> str:
    for word in words("nation"):
        if text.startswith(word) and len(text) - len(word) > 3:
            return text[len(word) :]
    return text


def _from_brackets(text: str) -> tuple[str, Codes]:
    """西部(重庆)科学城 -> 西部科学城 and the place; brackets at the end ((北京), (一期)) stay."""
    match = _BRACKET.search(text)
    if match is None or match.end() == len(text):
        return text, ()
    end, codes = read_place(match[1], region=True)
    if end != len(match[1]) or len(codes) != 1 or text[match.end() :] in name_parts("company"):
        return text, ()
    return text[: match.start()] + text[match.end() :], codes


def _placed(codes: Codes, rest: str, reduced: str, inside: bool) -> str:
    if len(codes) != 1:
        return reduced
    return f"{{{codes[0]}}}{rest}"


def _bracketless(text: str) -> str:
    return _BRACKET.sub("", text) if text.endswith(")") else text


@cache
def _legal() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(name_parts('company'))}|\([^()]{{1,8}}\)(?=.*{any_of(name_parts('company'))}))++$")


@cache
def _kinds() -> re.Pattern[str]:
    every = {reduce_words(w) for name in ("body", "zone") for w in name_parts(name)}
    return re.compile(rf"{any_of(tuple(sorted(every, key=lambda w: (-len(w), w))))}$")


def _last(text: str) -> str:
    match = _kinds().search(text)
    return match[0] if match else ""


def is_bare(rest: str) -> bool:
    """True for what says what a thing is, not which, of the part of a name behind its place: 高新区, 市科技局."""
    if not rest:
        return True
    return generic().fullmatch(rest) is not None or public_body().fullmatch(rest) is not None
