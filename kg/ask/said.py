"""Answers in words: the sentence that answers, what a question was taken for, and values as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kg.ask.aims import Found
from kg.ask.answer import Item
from kg.ask.frame import Frame, Things
from kg.lang.labels import labels

_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
SHOWN = 12  # items that the sentence names; all of them are in the answer


def money(amount: Decimal, unit: str) -> str:
    """A sum in words.

    >>> money(Decimal("35150000000"), "CNY"), money(Decimal(1200000), "USD")
    ('351.5亿元', '120万USD')
    """
    currency = "元" if unit == "CNY" else unit
    size, name = next(((size, name) for size, name in _SCALES if abs(amount) >= size), (1, ""))
    return f"{(amount / size).normalize():f}{name}{currency}"


def shown(item: Item) -> str:
    """An item as the sentence has it."""
    if item.unit and isinstance(item.value, Decimal | int):
        number = Decimal(item.value)
        text = f"{number.normalize():f}平方公里" if item.unit == "km2" else money(number, item.unit)
    elif item.predicate == "status" and str(item.value) in labels("status"):
        text = labels("status")[str(item.value)].zh
    else:
        text = item.text
    return f"{text}（计划）" if item.planned else text


def sentence(frame: Frame, found: Found) -> str:
    """The answer in one sentence."""
    items = found.items
    if frame.aim == "whether":
        return _truth(found)
    if not items:
        return "图中没有记载"
    if frame.aim == "count":
        return f"{found.total} 个：{_together(items)}" if items else "0"
    if frame.aim == "sum" and found.total is not None:
        many = len({item.of for item in items}) > 1
        return f"合计 {money(Decimal(found.total), 'CNY')}：{_together(items)}" if many else _together(items)
    if frame.aim == "everything":
        return f"{frame.heads[0].name}：{len(items)} 项记载"
    return _together(items)


def _truth(found: Found) -> str:
    if found.truth is None:
        return "图中没有记载"
    said = f"：{_together(found.items)}" if found.items else ""
    return ("是" if found.truth else "不是，图中的记载不同") + said


def _together(items: Sequence[Item]) -> str:
    parts = []
    for item in items[:SHOWN]:
        kind = labels("predicate").get(item.predicate) if item.of or _mixed(items) else None
        words = f"{kind.zh} {shown(item)}" if kind and not item.iri else shown(item)
        parts.append(f"{item.of}：{words}" if item.of else words)
    rest = f"……共 {len(items)} 项" if len(items) > SHOWN else ""
    return ("；" if any(item.of for item in items) else "、").join(dict.fromkeys(parts)) + rest


def _mixed(items: Sequence[Item]) -> bool:
    return len({item.predicate for item in items}) > 1


def reading(frame: Frame) -> str:
    """What the question was taken for, in words.

    It names everything that the answer was chosen by, so that a wrong reading can be seen.
    """
    whose = _set(frame.things) if frame.things else "和".join(f"“{one.name}”" for one in frame.heads)
    wanted = "或".join(labels("predicate")[p].zh for p in frame.predicates if p in labels("predicate"))
    kinds = "、".join(kind.named or _type(kind.type) for kind in frame.kinds)
    time = f"（{frame.time.shown}）" if frame.time else ""
    to = "、".join(f"“{one.name}”" for one in frame.to)
    if frame.aim in ("list", "count"):
        text = whose if not wanted else f"{whose}的{wanted}"
        return f"{'数' if frame.aim == 'count' else '列出'}：{text}{f'（{kinds}）' if kinds else ''}{time}"
    if frame.aim in ("value", "sum"):
        but = "、".join(f"“{one.name}”" for one in frame.but)
        return f"{whose}的{wanted}{f'（{kinds}）' if kinds else ''}{f'，{but}之外' if but else ''}{time}"
    if frame.aim == "whether":
        state = labels("status")[frame.state].zh if frame.state else ""
        return f"是否：{whose}{f'的{wanted}' if wanted else ''}{f'有{to}' if to else ''}{state}{time}"
    title = {"everything": "关于{}的一切", "path": "{}之间的联系", "timeline": "{}大事记", "names": "{}的名称",
             "articles": "提到{}的文章", "partners": "{}的合作伙伴"}[frame.aim]  # fmt: skip
    return title.format(whose) + (f"（{kinds}）" if kinds else "") + time


def _type(name: str) -> str:
    known = labels("type").get(name)
    return known.zh if known else {"Entity": "事物", "Party": "主体"}.get(name, name)


def _set(things: Things) -> str:
    words: list[str] = []
    if things.by:
        fact = "或".join(labels("predicate")[p].zh for p in things.fact)
        words.append(f"{fact}为{'和'.join(f'“{one.name}”' for one in things.by)}")
    if things.of:
        words.append(f"属于“{things.of.name}”")
    if things.inside:
        words.append(f"位于“{things.inside.name}”")
    if things.state:
        words.append(labels("status")[things.state].zh)
    if things.time:
        date = "或".join(labels("predicate")[p].zh for p in things.when) or "刊发日期"
        words.append(f"{date}在 {things.time.shown}")
    kinds = "、".join(dict.fromkeys(kind.named or _type(kind.type) for kind in things.kinds))
    return f"{'、'.join(words)}的{kinds}" if words else kinds
