"""Written numbers -> exact decimals: Arabic, Chinese, mixed (1.2万亿, 3亿2000万, 三百二十, 1,415); no floats."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
_LARGE = (("亿", Decimal(10**8)), ("万", Decimal(10**4)))
_ARABIC = re.compile(r"\d+(?:\.\d+)?")
_VAGUE = re.compile(r"[几数]|^[百千万亿]")
_ROUND = re.compile(r"[多余来]")
# Characters of a written number, and figures of its value: what has more is no amount of anything.
_LONGEST, _LARGEST = 40, 24

DIGITS = "零〇○一二两三四五六七八九"
MULTIPLIERS = "十百千万亿"


def parse_number(written: str) -> Decimal | None:
    """The exact value of a written number; None where it is vague (数亿, 百余亿, 上千) or no number.

    >>> parse_number("1.2万亿"), parse_number("三百零五"), parse_number("300余亿"), parse_number("百余亿")
    (Decimal('1200000000000'), Decimal('305'), Decimal('30000000000'), None)
    """
    if len(written) > _LONGEST or _VAGUE.search(written):
        return None
    plain = _ROUND.sub("", written).replace(",", "").replace("·", ".").replace(" ", "")
    with localcontext() as context:
        context.prec = 400  # exact, whatever stands there: 40 times 亿 are 320 figures
        value = _large(plain) if plain else None
    return None if value is None or value.adjusted() > _LARGEST else _tidy(value)


def plain_decimal(value: Decimal) -> str:
    """The canonical lexical form: no exponent, no needless zeros.

    >>> plain_decimal(Decimal("3.130E+2")), plain_decimal(Decimal("0.0853333"))
    ('313', '0.0853333')
    """
    return format(_tidy(value), "f")


def _tidy(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _large(written: str) -> Decimal | None:
    """A number with 亿 and 万: each scales what stands before it."""
    for sign, scale in _LARGE:
        left, found, right = written.rpartition(sign)
        if found:
            head, tail = _large(left), _tail(right, scale)
            return None if head is None or tail is None else head * scale + tail
    return _section(written)


def _tail(written: str, scale: Decimal) -> Decimal | None:
    """What follows a large unit: nothing, a smaller number, or the spoken tenth (三亿五)."""
    if not written:
        return Decimal(0)
    if len(written) == 1 and written in _DIGITS:
        return _DIGITS[written] * scale / 10
    return _large(written.lstrip("零"))


def _section(written: str) -> Decimal | None:
    """A number below 万: digits with 十, 百, 千, or digits one after another (二〇二一)."""
    if _ARABIC.fullmatch(written):
        return Decimal(written)
    if written and all(c in _DIGITS for c in written):
        # 二三(十亿) is a guess between two, not twenty-three; a year or number plate has more digits or a nought.
        return Decimal("".join(str(_DIGITS[c]) for c in written)) if len(written) != 2 or "〇" in written else None
    total, rest = Decimal(0), written
    while rest:
        matched = re.match(r"零?(\d{1,4}(?:\.\d+)?|[一二两三四五六七八九])?([十百千]?)", rest)
        if matched is None or not matched.group():
            return None
        figure, unit = matched.groups()
        if figure is None and unit != "十":
            return None
        amount = Decimal(1) if figure is None else Decimal(_DIGITS.get(figure, figure))
        total += amount * _SMALL.get(unit, Decimal(1))
        rest = rest[matched.end() :]
        if not unit and rest:
            return None
    return total
