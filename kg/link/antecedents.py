"""An anaphor -> what it stands for, in the context of what the article has spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.lang import normal_name
from kg.link.anaphora import Anaphor
from kg.link.clusters import Cluster
from kg.link.context import LOOSE_HEADS, PARTIES, Context, Seen, bears, distinct, ends_in
from kg.link.lexicon import generic, is_grouping, provinces, region_characters, region_core

# 双方为A、B: what comes after the anaphor says what it stands for.
_SAYS = re.compile(r"(?:均|都|分别|依次)?(?:为|是|系|即|包括|：|:|——)\s{0,2}[“《]?")
# A region behind one of these is where something happens, not a party to it.
_AT = frozenset("在于赴到")
_AT_EVENT = re.compile(r"[会式坛]上|现场")
_MUNICIPALITIES = frozenset({"北京", "天津", "上海", "重庆"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word stands for: clusters in text order (none: undecided), score, reason."""

    clusters: tuple[Cluster, ...]
    score: float
    reason: str


Group = tuple[tuple[Cluster, ...], float, str]
NOTHING = Meaning((), 0.0, "nothing named before fits")


def resolve(anaphor: Anaphor, context: Context) -> Meaning:
    """What the anaphor stands for: what it stood for before, where nothing was named since then."""
    before = context.text[max(0, anaphor.span.start - 5) : anaphor.span.start]
    after = context.text[anaphor.span.end : anaphor.span.end + 3]
    key = (anaphor.row.name, anaphor.number, anaphor.head, before, after)
    version, known = context.memory.get(key, (-1, NOTHING))
    if version == context.version:
        return known  # type: ignore[no-any-return]
    meaning = _resolve(anaphor, context)
    context.memory[key] = (context.version, meaning)
    if len(meaning.clusters) > 1 and meaning.score > 0.7:
        context.said[context.text[anaphor.span.start : anaphor.span.end]] = meaning.clusters
    return meaning


def _resolve(anaphor: Anaphor, context: Context) -> Meaning:
    if anaphor.row.resolve == "group":
        return _right_before(anaphor, context) or _said_after(anaphor, context) or _together(anaphor, context)
    if anaphor.row.resolve in ("first", "last"):
        return _one_of_two(anaphor, context)
    if anaphor.row.resolve == "event":
        return _event(anaphor, context)
    return _single(anaphor, context)


def _single(anaphor: Anaphor, context: Context) -> Meaning:
    kinds = anaphor.row.types or frozenset(generic().heads.get(anaphor.head, ()))
    at, bare = anaphor.span.start, anaphor.row.resolve == "bare"
    if anaphor.head:
        if found := context.nearest(at, kinds, (anaphor.head,)):
            return Meaning((found,), 0.85, f"named last of those that end in {anaphor.head}")
        if bare and anaphor.head not in LOOSE_HEADS:
            return NOTHING
    elif anaphor.row.suffix and (found := context.nearest(at, kinds, tuple(anaphor.row.suffix))):
        return Meaning((found,), 0.8, "named last of those that end so")
    found = context.nearest(at, kinds, ())
    return Meaning((found,), 0.5 if bare else 0.65, "named last of its type") if found else NOTHING


def _event(anaphor: Anaphor, context: Context) -> Meaning:
    at, kinds = anaphor.span.start, anaphor.row.types
    ends = (anaphor.head,) if len(anaphor.head) > 1 else ()
    tries = ((ends, True, 0.92), (ends, False, 0.88)) if ends else ()
    for wanted, held, score in (*tries, ((), True, 0.85), ((), False, 0.75)):
        if found := context.nearest(at, kinds, wanted, held):
            return Meaning((found,), score, "the event named last" + (" that takes place" if held else ""))
    return NOTHING


def _one_of_two(anaphor: Anaphor, context: Context) -> Meaning:
    """前者, 后者: of the two things named together last, else of the last two of one type."""
    here = context.sentence_at(anaphor.span.start)
    fitting = [
        s for s in context.recent() if s.cluster.best_type() in anaphor.row.types and s.end <= anaphor.span.start
    ]
    place = 0 if anaphor.row.resolve == "first" else 1
    pairs = [pair for run in context.runs(fitting) if len(pair := distinct(run)) == 2 and here - run[0].sentence <= 1]
    if pairs:
        return Meaning((pairs[-1][place],), 0.8, "of the two named together last")
    if fitting:
        kind = fitting[-1].cluster.best_type()
        last = distinct(s for s in reversed(fitting) if s.cluster.best_type() == kind and here - s.sentence <= 2)[:2]
        if len(last) == 2:
            return Meaning((last[1 - place],), 0.6, "of the last two of one type")
    return NOTHING


def _right_before(anaphor: Anaphor, context: Context) -> Meaning | None:
    """甲市、乙市、丙公司三方: the names that end where the word begins, where there are as many as it says."""
    kinds = PARTIES if anaphor.row.types & PARTIES else anaphor.row.types
    named = [seen for seen in context.recent() if seen.cluster.best_type() in kinds and not seen.group]
    if anaphor.number is None or not named or named[-1].end != anaphor.span.start:
        return None
    members = distinct(context.runs(named)[-1])
    return Meaning(members, 0.95, "named right before it") if len(members) == anaphor.number else None


def _said_after(anaphor: Anaphor, context: Context) -> Meaning | None:
    says = _SAYS.match(context.text, anaphor.span.end)
    if says is None or anaphor.number is None:
        return None
    ahead = [s for s in context.ahead(says.end()) if s.cluster.best_type() in anaphor.row.types]
    for run in context.runs(ahead)[:1]:
        members = distinct(run)
        if run[0].start <= says.end() + 1 and len(members) == anaphor.number:
            return Meaning(members, 0.95, "said right after it")
    return None


def _together(anaphor: Anaphor, context: Context) -> Meaning:
    """The things named together last that fit the anaphor's number, types, suffix and region characters."""
    here = context.sentence_at(anaphor.span.start)
    regions_only = "Region" in anaphor.row.types and "Company" not in anaphor.row.types
    around = context.recent_with_names_within(regions_only)
    # 两地 says regions where regions are named, else whatever else it may.
    for types in ({"Region"}, anaphor.row.types) if regions_only else (anaphor.row.types,):
        fitting = [s for s in around if s.cluster.best_type() in types and passes(s.cluster, anaphor)]
        best = _best_group(anaphor, context, fitting, here)
        if best.clusters:
            return best
        best = _loose(anaphor, context, fitting)
        if best.clusters:
            return best
    return _named_later(anaphor, context)


def _named_later(anaphor: Anaphor, context: Context) -> Meaning:
    """A headline's 五市: the first group of that number that comes after. Not of 川渝两地, which says who they are."""
    if any(seen.end == anaphor.span.start for seen in context.recent()[-4:]):
        return NOTHING
    ahead = [
        s for s in context.ahead(anaphor.span.end)
        if s.cluster.best_type() in anaphor.row.types and passes(s.cluster, anaphor)
    ]  # fmt: skip
    for run in context.runs(ahead):
        if len(members := distinct(run)) == anaphor.number and len(members) > 1:
            return Meaning(members, 0.5, "named together first after it")
    return NOTHING


def _best_group(anaphor: Anaphor, context: Context, fitting: Sequence[Seen], here: int) -> Meaning:
    best = NOTHING
    lead = lead_of(anaphor, context)
    parties = "Company" in anaphor.row.types
    groups = (
        *_groups(context, fitting, here, parties),
        *_of_the_event(anaphor, context),
        *_as_before(anaphor, context),
    )
    for members, score, reason in groups:
        wanted = anaphor.number in (None, len(members)) and len(members) > 1 and not _nested(members)
        if wanted and score > best.score and lead_fits(lead, members):
            best = Meaning(members, min(score, 0.95), reason)
    return best


def _groups(context: Context, fitting: Sequence[Seen], here: int, parties: bool) -> Iterator[Group]:
    """Groups named together, with a score that falls with the distance in sentences; `parties`: of such as act."""
    for run in context.runs(fitting):
        bonus = 0.04 if context.is_signing(run[0].sentence) else 0.0
        bonus -= 0.1 if any(seen.within for seen in run) else 0.0
        # The later of two in one sentence stands nearer.
        near = 0.01 * (run[0].start / (len(context.text) + 1))
        score = 0.9 + bonus + near - 0.03 * (here - run[0].sentence)
        # What a word stood for is no surer here than there.
        yield distinct(run), min(score, *(seen.score for seen in run if seen.group), 1.0), "named together last"
    by_sentence: dict[int, list[Seen]] = {}
    for seen in fitting:
        if (
            parties
            and seen.cluster.best_type() == "Region"
            and context.text[max(0, seen.start - 1) : seen.start] in _AT
        ):
            continue
        by_sentence.setdefault(seen.sentence, []).append(seen)
    for number, members in by_sentence.items():
        bonus = 0.12 if context.is_signing(number) else 0.0
        bonus -= 0.1 if any(seen.within for seen in members) else 0.0
        yield distinct(members), 0.74 + bonus - 0.03 * (here - number), "all of the kind in the last such sentence"


def _nested(members: Sequence[Cluster]) -> bool:
    """True where one of a few regions lies in another (重庆市, 重庆中心城区): they are not named as equals."""
    cores = [region_core(c.form.normal) for c in members if c.best_type() == "Region"]
    return len(cores) <= 5 and any(a != b and a in b for a in cores for b in cores)


def _as_before(anaphor: Anaphor, context: Context) -> Iterator[Group]:
    """What the same word stood for when it was last used, however long ago."""
    surface = context.text[anaphor.span.start : anaphor.span.end]
    if members := context.said.get(surface):
        yield members, 0.78, "as before"


def _of_the_event(anaphor: Anaphor, context: Context) -> Iterator[Group]:
    """会上，双方…: the parties that the name of the event bears."""
    here = context.sentence_at(anaphor.span.start)
    start = context.starts[here] if here >= 0 else 0
    if _AT_EVENT.search(context.text, start, anaphor.span.start):
        event = context.nearest(start, frozenset({"Event"}), (), held=True)
        if event:
            members = tuple(c for c in context.within.of(event) if passes(c, anaphor) and _is_of(c, anaphor))
            yield members, 0.89, "the parties in the event's name"
    for seen in context.ahead(anaphor.span.end):
        if seen.sentence != here:
            break
        if seen.cluster.best_type() == "Agreement":
            members = tuple(c for c in context.within.of(seen.cluster) if passes(c, anaphor) and _is_of(c, anaphor))
            yield members, 0.93, "the parties in the name of what they sign"


def _is_of(cluster: Cluster, anaphor: Anaphor) -> bool:
    return cluster.best_type() in anaphor.row.types


def passes(cluster: Cluster, anaphor: Anaphor) -> bool:
    """True where a name ends in the anaphor's head or in one of the suffix's characters, or is that of a region
    without its level (never a province's for a city's, nor the other way round)."""
    suffix = anaphor.row.suffix
    if cluster.best_type() == "Region" and is_grouping(cluster.form.normal):
        return False
    if anaphor.head:
        return ends_in(cluster, (anaphor.head,)) or (anaphor.head in LOOSE_HEADS)
    if not suffix:
        return True
    core = region_core(cluster.form.normal)
    if suffix == "省" or core in provinces():
        return core in provinces() and (suffix == "省" or (core in _MUNICIPALITIES and "市" in suffix))
    if any(normal_name(n)[-1:] in suffix for n in cluster.names):
        return True
    return cluster.best_type() == "Region" and core == cluster.form.normal and len(core) <= 4


def lead_of(anaphor: Anaphor, context: Context) -> str:
    """The region characters right before the anaphor that say which ones it means (成渝 in 成渝双方), or none."""
    for length in (anaphor.number,) if anaphor.number else (5, 4, 3, 2):
        lead = context.text[max(0, anaphor.span.start - length) : anaphor.span.start]
        if len(lead) != length:
            continue
        bearers = [context.bearers.get(character) for character in lead]
        known = all(bearer or character in region_characters() for character, bearer in zip(lead, bearers, strict=True))
        named = [id(bearer) for bearer in bearers if bearer]
        if known and len(set(lead)) == length and len(set(named)) == len(named):
            return lead
    return ""


def lead_fits(lead: str, members: Sequence[Cluster]) -> bool:
    """True where each region character before the anaphor (成渝双方) is one of the members', and none is left over."""
    return not lead or (len(lead) == len(members) and all(any(bears(m, c) for m in members) for c in lead))


def _loose(anaphor: Anaphor, context: Context, fitting: Sequence[Seen]) -> Meaning:
    """No group fits: the region characters before it (成渝双方), or the last different things in their number."""
    latest = distinct(reversed(fitting))
    if lead := lead_of(anaphor, context):
        named = [
            next((c for c in latest if bears(c, character)), None) or context.bearers.get(character)
            for character in lead
        ]
        found = tuple(c for c in named if c is not None and c.best_type() in anaphor.row.types)
        if len(found) == len(lead) == len({id(c) for c in found}):
            return Meaning(found, 0.75, "by their characters")
        return NOTHING
    if anaphor.number is not None and 2 <= anaphor.number <= 4 and len(latest) >= anaphor.number:
        last = tuple(reversed(latest[: anaphor.number]))
        return NOTHING if _nested(last) else Meaning(last, 0.45, "the last different ones that fit")
    return NOTHING
