"""What each aim makes of its rows: a list, values, a count, a sum, a yes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.ask.answer import Evidence, Item
from kg.ask.answering import Answering, Row, iris, within
from kg.ask.frame import Frame
from kg.vocabulary import STATUSES, Iri

NEIGHBOURS = 150  # of either side, among which a connection of two steps is looked for


@dataclass(frozen=True, slots=True)
class Found:
    """Items, and what they come to: a truth of a yes-or-no question, a total of a count or sum."""

    items: list[Item]
    truth: bool | None = None
    total: Decimal | int | None = None


def answered(frame: Frame, run: Answering) -> Found:
    """Answer a frame."""
    return _AIMS[frame.aim](frame, run)


def _list(frame: Frame, run: Answering) -> Found:
    assert frame.things
    return Found(run.listed(frame.things))


def _count(frame: Frame, run: Answering) -> Found:
    items = _value(frame, run).items if frame.predicates else _list(frame, run).items
    return Found(items, total=len({item.iri or item.text for item in items}))


def _value(frame: Frame, run: Answering) -> Found:
    subjects = run.subjects(frame)
    if frame.check and frame.to and not run.facts(subjects, frame.check, iris(frame.to)):
        run.remarks.append(f"图中没有记载所问对象与{'、'.join(one.name for one in frame.to)}有此关系")
        return Found([])
    rows = run.facts(subjects, frame.predicates)
    but = set(iris(frame.but))
    rows = [row for row in rows if row[2] not in but]
    if set(frame.predicates) == {"locatedIn", "partOf"}:
        rows = _places(rows, run)
    if frame.time:
        rows = [row for row in rows if within(str(row[2]), frame.time)]
    several = len({row[0] for row in rows}) > 1 or (frame.things is not None and not frame.but)
    apart = len(frame.predicates) > 1
    names_only = all(isinstance(row[2], Iri) for row in rows) and frame.things is not None
    items = run.values(rows, several=several and not names_only, apart=apart and not names_only)
    return Found(run.of_kinds(items, frame.kinds))


def _places(rows: list[Row], run: Answering) -> list[Row]:
    """Of wholes that something is part of, those that are places."""
    kinds = run.index.kinds(row[2] for row in rows)
    return [row for row in rows if not str(row[1]).endswith("#partOf") or kinds[row[2]] & {"Park", "Region"}]


def _sum(frame: Frame, run: Answering) -> Found:
    """What things cost together: each once, and not what is part of another of them."""
    items = _value(frame, run).items
    yuan = [item for item in items if item.unit == "CNY" and isinstance(item.value, Decimal | int)]
    most: dict[str, Decimal] = {}
    for item in yuan:
        value = Decimal(item.value)  # type: ignore[arg-type]
        most[item.of] = max(most.get(item.of, value), value)
    if not most:
        return Found(items)
    labels = {run.index.label(iri): iri for iri in run.subjects(frame)}
    wholes = {
        row[0] for row in run.facts(labels.values(), ("partOf",), [labels[name] for name in most if name in labels])
    }
    parts = {name for name in most if labels.get(name) in wholes}
    if parts:
        run.remarks.append(f"{'、'.join(sorted(parts))}是其中别的项目的一部分，不重复计入")
    if len(yuan) < len(items):
        run.remarks.append("外币金额不计入合计")
    total = sum((value for name, value in most.items() if name not in parts), Decimal(0))
    return Found(items, total=total)


def _whether(frame: Frame, run: Answering) -> Found:
    if frame.things:
        items = run.listed(frame.things)
        return Found(items, truth=True if items else None)
    subjects, objects = iris(frame.heads), iris(frame.to)
    if frame.predicates == ("cooperatesWith",):
        rows = [row for row in run.rows("partners", of=subjects) if row[12] in objects]
        return Found(run.values(rows, several=True, apart=True), truth=True if rows else None)
    rows = run.facts(subjects, frame.predicates, objects)
    if frame.to:
        if not rows and set(frame.predicates) & {"locatedIn", "partOf"}:
            return _lies_in(frame, run)
        return Found(run.values(rows, several=len(subjects) > 1, apart=True), truth=True if rows else None)
    items = run.values(rows, several=len(subjects) > 1, apart=True)
    if frame.time:
        told = [within(str(item.value), frame.time) for item in items]
        return Found(items, truth=None if not told else bool(any(told)))
    if frame.state:
        return Found(items, truth=_reached(items, frame.state))
    return Found(items, truth=True if items else None)


def _lies_in(frame: Frame, run: Answering) -> Found:
    """A place lies in what its place lies in."""
    rows = run.rows("within", thing=iris(frame.heads), place=iris(frame.to))
    if not rows:
        return Found([])
    return Found(
        run.values(run.facts(iris(frame.heads), ("locatedIn", "partOf")), several=False, apart=True), truth=True
    )


def _reached(items: list[Item], state: str) -> bool | None:
    """True where a state, or a date of it, is told; False where the graph tells only earlier ones."""
    if not items:
        return None
    if any(item.predicate != "status" for item in items):
        return True
    ranks = [STATUSES.index(str(item.value)) for item in items if str(item.value) in STATUSES]
    if state in ("planned", "signed", "underway"):
        return any(str(item.value) == state for item in items)
    return max(ranks, default=-1) >= STATUSES.index(state)


def _everything(frame: Frame, run: Answering) -> Found:
    subjects = set(iris(frame.heads))
    rows = run.rows("about", about=sorted(subjects))
    own = run.values([row for row in rows if row[0] in subjects], several=False, apart=True)
    others = run.values([r for r in rows if r[0] not in subjects], several=False, apart=True, swapped=True)
    turned = [Item(i.text, i.iri, i.value, i.unit, i.of, f"^{i.predicate}", i.planned, i.evidence) for i in others]
    return Found(own + turned)


def _path(frame: Frame, run: Answering) -> Found:
    """Facts between two; what both are tied to; where there is neither, two steps between them."""
    one, other = (set(head.iris) for head in frame.heads)
    ones, others = run.rows("about", about=sorted(one)), run.rows("about", about=sorted(other))
    direct = run.values([row for row in ones if {row[0], row[2]} & other], several=True, apart=True)
    near, far = _neighbours(ones, one), _neighbours(others, other)
    known = run.index.kinds([*near, *far])
    between = [iri for iri in near if iri in far and known[iri] and iri not in one | other]
    items = [_via(run, [iri], near[iri] + far[iri]) for iri in between]
    if not direct and not items:
        items = _two_steps(run, {i: r for i, r in near.items() if known[i]}, {i: r for i, r in far.items() if known[i]})
    return Found(direct + items)


def _neighbours(rows: Sequence[Row], centre: set[Iri]) -> dict[Iri, list[Row]]:
    found: dict[Iri, list[Row]] = {}
    for row in rows:
        for side in (row[0], row[2]):
            if isinstance(side, Iri) and side not in centre:
                found.setdefault(side, []).append(row)
    return found


def _via(run: Answering, steps: Sequence[Iri], rows: Sequence[Row]) -> Item:
    name = " — ".join(map(run.index.label, steps))
    return Item(name, str(steps[0]) if len(steps) == 1 else None, evidence=run.evidence(rows))


def _two_steps(run: Answering, near: dict[Iri, list[Row]], far: dict[Iri, list[Row]]) -> list[Item]:
    if not near or not far or max(len(near), len(far)) > NEIGHBOURS:
        return []
    items = []
    for a, b, turned in ((near, far, False), (far, near, True)):
        for row in run.facts(a, (), b):
            steps = [row[2], row[0]] if turned else [row[0], row[2]]
            items.append(_via(run, steps, [*near[steps[0]][:1], row, *far[steps[1]][:1]]))
    return list({item.text: item for item in items}.values())


def _timeline(frame: Frame, run: Answering) -> Found:
    time = frame.time
    rows = run.rows(
        "timeline", of=iris(frame.heads),
        **{"from": [time.start] if time and time.start else [], "to": [time.end] if time and time.end else []},
    )  # fmt: skip
    return Found(run.values(rows, several=True, apart=True))


def _names(frame: Frame, run: Answering) -> Found:
    items = []
    for iri in iris(frame.heads):
        items += [Item(name, str(iri)) for name in run.index.names.all.get(iri, [])]
    return Found(items)


def _articles(frame: Frame, run: Answering) -> Found:
    found: dict[str, list[Evidence]] = {}
    titles: dict[str, str] = {}
    for thing, article, id, title, published in run.rows("sources", thing=iris(frame.heads)):
        titles[str(article)] = title or id
        evidence = Evidence(run.index.label(thing), "", "", "", 0, id, title, published, 1.0, "asserted")
        found.setdefault(str(article), []).append(evidence)
    return Found([Item(titles[iri], iri, evidence=tuple(rows)) for iri, rows in found.items()])


def _partners(frame: Frame, run: Answering) -> Found:
    groups: dict[Iri, list[tuple[object, ...]]] = {}
    for row in run.rows("partners", of=iris(frame.heads)):
        if frame.time is None or (row[11] and within(str(row[11]), frame.time)):
            groups.setdefault(row[12], []).append(row)
    if frame.time:
        run.remarks.append("时间按文章的刊发日期")
    items = [Item(run.index.label(iri), str(iri), evidence=run.evidence(rows)) for iri, rows in groups.items()]
    return Found(run.of_kinds(items, frame.kinds))


_AIMS: dict[str, Callable[[Frame, Answering], Found]] = {
    "list": _list, "count": _count, "value": _value, "sum": _sum, "whether": _whether, "everything": _everything,
    "path": _path, "timeline": _timeline, "names": _names, "articles": _articles, "partners": _partners,
}  # fmt: skip
