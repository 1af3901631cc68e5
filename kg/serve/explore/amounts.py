"""Values as people read them: sums in 亿元 or billions, areas, dates, states."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from kg.lang.labels import labels
from kg.vocabulary import MONEY_PREDICATES

_SCALES = {
    "zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    "en": ((10**12, " trillion"), (10**9, " billion"), (10**6, " million")),
}


def number(amount: Decimal) -> str:
    """A number without idle zeros, in groups of three.

    >>> number(Decimal("12345.50"))
    '12,345.5'
    """
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: Decimal, unit: str, lang: str) -> str:
    """A sum in words, to two places; `unit`: its currency, empty for yuan.

    >>> money(Decimal("35150000000"), "", "zh"), money(Decimal("35150000000"), "", "en")
    ('351.5亿元', 'CNY 35.15 billion')
    >>> money(Decimal(1200000), "USD", "zh")
    '120万 USD'
    """
    words = next(
        (f"{number(round(amount / size, 2))}{word}" for size, word in _SCALES[lang] if abs(amount) >= size), ""
    )
    words = words or number(amount)
    if lang == "en":
        return f"{unit or 'CNY'} {words}"
    return f"{words} {unit}" if unit else f"{words}元"


def value(predicate: str, text: str, unit: str, lang: str) -> str:
    """The value of a fact, by what its predicate says.

    >>> value("status", "underway", "", "zh"), value("area", "313", "", "en"), value("signedOn", "2021-03", "", "zh")
    ('在建', '313 km²', '2021-03')
    """
    if predicate == "status":
        label = labels("status").get(text)
        return str(getattr(label, lang)) if label else text
    try:
        if predicate in MONEY_PREDICATES:
            return money(Decimal(text), unit, lang)
        if predicate == "area":
            return f"{number(Decimal(text))} {'平方公里' if lang == 'zh' else 'km²'}"
    except InvalidOperation:
        return text
    return text
