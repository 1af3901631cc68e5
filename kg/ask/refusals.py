"""Questions that are not answered, by their words alone: no guess is made about what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.ask.frame import Declined
from kg.ask.reading import Plain, Token

REASONS = {
    "negation": "否定的问法不能回答：图中没有记载不等于没有发生",
    "exclusion": "带有“除…之外、其他”的问法不能回答",
    "superlative": "排名、最值的问法不在此列，可用 kg query central、investment、totals",
    "comparison": "比较的问法不在此列，可分别询问",
    "reason": "图中只有事实，没有原因和目的",
    "opinion": "图中只有事实，没有评价和看法",
    "future": "图中只有文章已经陈述的事实，没有预测",
    "method": "图中没有做法和过程",
    "person": "图中没有人物",
    "measure": "图中没有这类数据",
    "alternative": "选择问句不能回答，可分别询问",
    "condition": "假设的问法不能回答",
    "change": "图中没有变更和终止的记载",
    "several": "一次只能回答一个问题，请分开询问",
    "unknown": "没有理解",
    "empty": "请输入问题",
    "unused": "没有用上",
    "unclear": "没有看懂问的是什么",
    "mismatch": "这个问题不适用于所问的对象",
    "beside": "两个名称连在一起，不知是并列还是从属；并列请用“和”隔开",
}


def refused(tokens: Sequence[Token], asked: Plain) -> Declined | None:
    """Why the question is not answered, where its words alone tell."""
    if not any(token.kind not in ("pause", "small", "polite") for token in tokens):
        return Declined("empty")
    for token in tokens:
        if token.kind == "refuse":
            return Declined(token.means, token.text)
    if stray := _no_question_mark(tokens):
        return Declined("negation", stray)
    if word := _unknown(tokens, asked):
        return Declined("unknown", word)
    for token in tokens:
        if token.time and token.text.startswith("明年"):
            return Declined("future", token.text)
    for one, other in pairwise(tokens):
        if one.kind == other.kind == "name":
            return Declined("beside", f"{one.text}{other.text}")
    if _several(tokens):
        return Declined("several")
    return None


def _no_question_mark(tokens: Sequence[Token]) -> str:
    """没有 asks at the end of a question (签了没有), and denies before a verb (没有参加)."""
    for place, token in enumerate(tokens):
        rest = tokens[place + 1 :]
        if token.text in ("没有", "没") and any(after.kind not in ("pause", "small") for after in rest):
            return token.text
    return ""


def _unknown(tokens: Sequence[Token], asked: Plain) -> str:
    """The first words that no table and no name explains: with what stands in the same marks around them."""
    for start, end in asked.quoted:
        if not any(t.kind == "name" and t.start <= start and end <= t.end for t in tokens):
            return asked.text[start:end]
    for place, token in enumerate(tokens):
        if token.kind == "unknown":
            return _whole(tokens, place)
    return next((one.text + other.text for one, other in pairwise(tokens) if one_name(one, other)), "")


def one_name(one: Token, other: Token) -> bool:
    """True where a name and a noun that names end in stand together: 成都 + 科学城 is some science city, not 成都's."""
    return one.kind == "name" and other.kind == "type" and ":" in other.means


_PART_OF_NAME = ("type", "name")


def _whole(tokens: Sequence[Token], place: int) -> str:
    """The unknown characters with the words beside them that names are made of: 苏州 + 工业园区."""
    first = last = place
    while first and tokens[first - 1].kind in _PART_OF_NAME:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].kind in (*_PART_OF_NAME, "unknown"):
        last += 1
    return "".join(token.text for token in tokens[first : last + 1])


def _several(tokens: Sequence[Token]) -> bool:
    """True where more is asked than one thing."""
    asks = [token for token in tokens if token.kind == "ask"]
    return len(asks) > 1
