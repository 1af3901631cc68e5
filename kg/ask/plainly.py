"""Questions without a verb that relates: what somebody has, everything about it, how two are tied, what happened."""

from __future__ import annotations

from dataclasses import replace

from kg.ask.frame import Declined, Frame, Kind, Things
from kg.ask.question import Operand, Question, can, types_of
from kg.ask.sets import tied, timed
from kg.ask.sides import as_things, asked_kinds, named

_PLACE, _PARENT = ("locatedIn", "partOf"), ("subsidiaryOf", "partOf", "locatedIn")
_WEAK = ("everything", "names", "articles", "timeline", "path", "partner")


def by_names_alone(q: Question) -> Frame | Declined | None:
    """The frame of such a question; None: nothing is asked that is understood."""
    weak = [i for i in q.all("role") if q.tokens[i].means in _WEAK]
    q.use(*(i for i in q.all("verb") if q.tokens[i].means in ("happen", "mention")))
    given = q.names()
    things = as_things(given)
    if weak and not things:
        return _by_weak(q, weak)
    if q.first("ask") is not None:
        return _which(q, things)
    q.use(*(one.at for one in given))
    if things:
        return _set_alone(q, things) if len(given) == 1 else Declined("unclear")
    states, kinds = q.all("state"), tuple(kind for i in q.all("type") for kind in q.kinds_at(i))
    if q.first("whether") is not None:
        return _whether(q, kinds, states)
    if kinds or states:
        return _noun_alone(q, kinds)
    if len(given) == 2:
        return _two(given)
    return Frame("everything", heads=named(given)) if len(given) == 1 else None


def _set_alone(q: Question, things: Things) -> Frame:
    whether = q.first("whether")
    return Frame("whether" if whether is not None else "list", things=things)


def _by_weak(q: Question, weak: list[int]) -> Frame | Declined:
    means = {q.tokens[i].means for i in weak}
    if len(means) > 1:
        means -= {"everything"}
    given = q.names()
    q.use(*weak, *q.all("how"), *(one.at for one in given))
    _, kinds = asked_kinds(q)
    wanted = means.pop()
    time = q.time()
    if wanted == "timeline":
        return Frame("timeline", heads=named(given), time=time) if len(given) < 2 else Declined("unclear")
    if time and wanted != "partner":
        return Declined("unused", q.tokens[next(i for i, t in enumerate(q.tokens) if t.time)].text)
    if wanted == "path":
        return _two(given) if len(given) == 2 else Declined("unclear")
    if wanted == "partner":
        return Frame("partners", heads=named(given), kinds=kinds, time=time) if len(given) == 1 else Declined("unclear")
    if not given:
        return Declined("unclear")
    if wanted == "everything" and len(given) == 2:
        return _two(given)
    aim = {"everything": "everything", "names": "names", "articles": "articles"}[wanted]
    return Frame(aim, heads=named(given))  # type: ignore[arg-type]


def _which(q: Question, things: Things | None) -> Frame | Declined | None:
    """重庆有哪些园区, 甲签的协议有哪些, 甲是什么."""
    ask = q.first("ask")
    assert ask is not None
    means = q.tokens[ask].means
    states = q.all("state")
    q.use(*states)
    _, kinds = asked_kinds(q)
    given = q.names()
    q.use(*(one.at for one in given))
    if things:
        same = not kinds or types_of(kinds) == things.types
        return Frame("list", things=things) if same and len(given) == 1 and means in ("which", "many", "who") else None
    if means not in ("which", "many", "who"):
        return None
    if not kinds:
        alone = len(given) == 1 and means == "which" and q.kind(q.before(ask)) in ("name", "")
        return Frame("everything", heads=named(given)) if alone and not states else None
    if types_of(kinds) <= {"Region"} and q.has("at") and len(given) == 1 and given[0].can(_PLACE, "subject"):
        return Frame("value", heads=named(given), predicates=_PLACE, kinds=kinds)
    if len(given) == 1 and given[0].types == {"Alliance"} and can(kinds, ("member",), "object"):
        return Frame("value", heads=named(given), predicates=("member",), kinds=kinds)
    if len(given) == 1 and given[0].at < ask and q.kind(len(q.tokens) - 1 - _ending(q)) == "of":
        # 甲是哪个园区的: whose it is.
        whose = can(kinds, _PARENT, "object") and given[0].can(_PARENT, "subject")
        return Frame("value", heads=named(given), predicates=_PARENT, kinds=kinds) if whose else Declined("unclear")
    made = tied(kinds, given)
    if made is None:
        return Declined("unclear")
    if states:
        made = replace(made, state=q.tokens[states[0]].means)
    return Frame("list", things=timed(q, made))


def _ending(q: Question) -> int:
    """How many tokens without meaning end the question."""
    count = 0
    while count < len(q.tokens) and q.tokens[-1 - count].kind in ("pause", "small"):
        count += 1
    return count


def _whether(q: Question, kinds: tuple[Kind, ...], states: list[int]) -> Frame | Declined | None:
    given = list(q.operands)
    q.use(q.first("whether"), *states, *q.all("type"))
    if states and len(given) == 1 and can((), ("status",), "subject"):
        return Frame("whether", heads=named(given), predicates=("status",), state=q.tokens[states[0]].means)
    if kinds and given:
        made = tied(kinds, given)
        return Frame("whether", things=timed(q, made)) if made else Declined("unclear")
    if len(given) == 2 and q.kind(q.before(given[1].at)) == "at" and given[0].can(_PLACE, "subject"):
        return Frame("whether", heads=named(given[:1]), predicates=_PLACE, to=named(given[1:]))
    return _two(given) if len(given) == 2 else None


def _two(given: list[Operand]) -> Frame | Declined:
    one, other = named(given)
    return Declined("mismatch", one.name) if set(one.iris) & set(other.iris) else Frame("path", heads=(one, other))


def _noun_alone(q: Question, kinds: tuple[Kind, ...]) -> Frame | None:
    """列出重庆的园区, 在建项目: a noun phrase asks for its list."""
    states = q.all("state")
    if not kinds:
        return None
    made = tied(kinds, list(q.operands))
    if made is None:
        return None
    q.use(*states, *q.all("type"))
    if states:
        made = replace(made, state=q.tokens[states[0]].means)
    return Frame("list", things=timed(q, made))
