"""Is a value one that its quote can tell? What the words plainly do not hold is an invention."""

from __future__ import annotations

import re

from kg.lang import aligned
from kg.model import Value

_DIGITS = re.compile(r"\d+")
_NUMERAL = re.compile("[〇零一二三四五六七八九十百千两]")
# Times that stand on another one: the year or month is not in the words.
_RELATIVE = re.compile(
    "今|昨|明|去年|前年|当[年月天日]|同[年月日]|次[年月日]|翌|本[年月]|上[年月个]|下[年月个]|[年月天日周]后|[年月天日周]前|[初中底末]"
)


def told(value: Value, quote: str) -> bool:
    """True where the figures of `value` stand in the quote, in digits; or where it has numerals or relative times.

    >>> told(Value("35150000000", "decimal"), "总投资351.5亿元"), told(Value("2021-03-26", "date"), "3月27日签约")
    (True, False)
    """
    copy = aligned(quote)
    if value.datatype == "decimal":
        figures = value.lexical.replace(".", "").strip("0")
        plain = copy.replace(",", "").replace(".", "")
        # An area in another unit (128亩) has other figures; the unit is then in the words.
        converted = value.unit == "km2" and bool(_DIGITS.search(plain))
        return figures in plain or converted or bool(_NUMERAL.search(copy))
    if value.datatype in ("date", "gYearMonth", "gYear"):
        numbers = {int(run) for run in _DIGITS.findall(copy)}
        last = int(value.lexical.split("-")[-1])
        return last in numbers or bool(_NUMERAL.search(copy) or _RELATIVE.search(copy))
    return True
