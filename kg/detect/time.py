"""Article, sentences in -> the times that the text names, resolved to dates where the article makes them plain.

The written forms come from `kg.detect.time_forms`; here each is counted from the publication date (今年, 昨天, 5月17日)
or from the date before it in the text (当天, 同年6月, 8天后). What cannot be known stays without a value.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.detect.cues import clauses_around, find_marks, load_cues
from kg.detect.dates import PartialDate, parse_date, partial
from kg.detect.time_forms import Form, Step, find_forms
from kg.lang import aligned
from kg.model import TIME, Article, Mention, Sentence, Span

CUES = "time_cues.tsv"
REACH = 24  # characters of the clause in which cues are looked for
# Days. A month and day without a year that would lie further ahead of the publication is last year's; a nearer one
# announces what is to come.
AHEAD = 90
RECENT = 60  # days before the publication within which a date is one of the news itself
# Marks of times from which no 当天 or 次月 is counted: they tell no moment of the story.
_ASIDE = frozenset(
    {"expected", "title", "name", "asof", "since", "period", "issued", "vague", "quoted", "future", "dateline"}
)
# Marks of times that say nothing about the year of the story.
_NO_YEAR = frozenset({"title", "period", "issued", "vague", "future"})
_TITLE = re.compile(r"《[^《》]{1,80}》|“[^“”]{1,120}”")

Place = tuple[int, int]  # paragraph, sentence


@dataclass(slots=True)
class _Story:
    """Where the reader stands: the publication date, and the dates told so far."""

    published: PartialDate | None
    lead: PartialDate | None = None  # the first day told that is part of the news
    day: PartialDate | None = None  # the latest day
    day_paragraph: int = -1
    month: PartialDate | None = None  # the latest day or month
    month_place: Place = (-1, -1)
    year: PartialDate | None = None  # the latest date told, were it but a year
    told: PartialDate | None = None  # the latest date whose year was told in words
    told_place: Place = (-1, -1)
    section: int | None = None  # the year of a heading that is nothing but a year

    def base(self, step: Step, place: Place) -> PartialDate | None:
        """The date that `step` counts from."""
        if step.base == "published":
            return self.published
        if step.unit != "day":
            return self.month if step.unit == "month" else self.year
        # A new paragraph's 当天 goes back to the day of the news, not to an earlier one told in between.
        if self.lead is None or self.day is None or place[0] == self.day_paragraph:
            return self.day
        return self.lead if self.day.days_after(self.lead) < 0 else self.day

    def _recent(self, day: PartialDate) -> bool:
        return self.published is None or 0 <= self.published.days_after(day) <= RECENT

    def tell(self, form: Form, found: PartialDate, marks: frozenset[str], place: Place) -> None:
        """Note what later times may count from."""
        if not marks & _NO_YEAR:
            self.year = found
            goes_on = self.told is not None and self.told_place[0] == place[0] and self.told.year == found.year
            aside = "name" in marks or ("since" in marks and found.month is None)
            if goes_on or (form.year is not None and not aside):
                self.told, self.told_place = found, place
        if marks & _ASIDE:
            return
        if found.month is not None:
            self.month, self.month_place = found, place
        if found.day is not None:
            self.day, self.day_paragraph = found, place[0]
            if self.lead is None and self._recent(found):
                self.lead = found


def find_times(article: Article, sentences: Sequence[Sentence]) -> list[Mention]:
    """Every time that the text names (`Time`), in text order; `value` is None where it cannot be told.

    `sentences` say what stands near: a month and day belong to the year of the date before it in their sentence or
    paragraph. Marks: see `kg/lang/zh/time_cues.tsv` and `time_words.tsv`; ``range`` and ``period`` (the first day,
    month or year of several), ``title`` (inside 《》), ``quoted``, ``future`` (later than the publication).

    >>> article = Article("a", "a.txt", "", "2021-05-20", "3月26日，双方签约。8天后，园区揭牌。预计明年建成。")
    >>> for mention in find_times(article, ()): print(mention.surface, mention.value.lexical, mention.marks)
    3月26日 2021-03-26 ()
    8天后 2021-04-03 ('relative',)
    明年 2022 ('expected', 'future')
    """
    copy = aligned(article.text, traditional=True)
    enclosed = [m.span() for m in _TITLE.finditer(article.text)]
    starts = [sentence.span.start for sentence in sentences]
    story = _Story(parse_date(article.published))
    mentions = []
    forms = list(find_forms(copy))
    clauses = clauses_around(copy, [(form.start, form.end) for form in forms], REACH)
    for form, (before, after) in zip(forms, clauses, strict=True):
        marks = dict.fromkeys((*form.marks, *find_marks(load_cues(CUES), TIME, before, after)))
        if enclosing := _enclosing(copy, form, enclosed):
            marks[enclosing] = None
        if "recurring" in marks:
            continue
        index = bisect_right(starts, form.start) - 1
        place = (sentences[index].paragraph, index) if index >= 0 else (0, 0)
        found = _resolved(form, story, marks, place)
        if found and found.day and found == parse_date(article.published) and not _in_prose(copy, form):
            marks["issued"] = None  # the page's own date
        if {"issued", "dateline"} & marks.keys():
            story.published = _issued(found, story.published)
        if found and story.published and found.days_after(story.published) > 0:
            marks["future"] = None
        _tell(story, form, found, frozenset(marks), place, _is_line(copy, form))
        surface, value = article.text[form.start : form.end], found.value if found else None
        span, told = Span(form.start, form.end), tuple(marks)
        mentions.append(Mention(span, surface, TIME, form.rule, value, _confidence(form, told), told))
    return mentions


def _issued(told: PartialDate | None, published: PartialDate | None) -> PartialDate | None:
    """What 昨天 counts from: the dateline's day, where it does not contradict the known publication."""
    if told is None or told.day is None:
        return published
    return told if published is None or 0 <= published.days_after(told) <= 7 else published


def _enclosing(copy: str, form: Form, enclosed: Sequence[tuple[int, int]]) -> str | None:
    """``title`` or ``quoted`` where the form stands inside 《》 or “”."""
    at = bisect_right(enclosed, (form.start, len(copy))) - 1
    if at < 0 or form.end > enclosed[at][1]:
        return None
    return "title" if copy[enclosed[at][0]] == "《" else "quoted"


def _confidence(form: Form, marks: Sequence[str]) -> float:
    """Told outright 1; counted from elsewhere less; a rough count (两年前) least."""
    if "approx" in marks:
        return 0.5
    return 1.0 if isinstance(form.year, int) else 0.95 if form.month is not None else 0.85


def _is_line(copy: str, form: Form) -> bool:
    """True where the time is a line of its own: a heading of what follows."""
    line_start = copy.rfind("\n", max(0, form.start - 9), form.start) + 1
    if form.start - line_start > 8 or (line_start == 0 and form.start > 8):
        return False
    line_end = copy.find("\n", form.end, form.end + 9)
    rest = copy[line_start : form.start] + copy[form.end : line_end if line_end >= 0 else form.end + 9]
    return not re.search(r"\w", rest)


def _in_prose(copy: str, form: Form) -> bool:
    """True where the line of the time holds a sentence: not a headline or the short line under it."""
    left, right = copy.rfind("\n", max(0, form.start - 60), form.start), copy.find("\n", form.end, form.end + 60)
    short = (left >= 0 or form.start < 60) and (right >= 0 or len(copy) - form.end < 60)
    return not short or "。" in copy[left + 1 : right if right >= 0 else len(copy)] or not isinstance(form.year, int)


def _tell(
    story: _Story, form: Form, found: PartialDate | None, marks: frozenset[str], place: Place, line: bool
) -> None:
    if line and found and found.month is None and isinstance(form.year, int):
        story.section = found.year
    if "vague" in marks:
        story.day = None
    if found is not None:
        story.tell(form, found, marks, place)


def _resolved(form: Form, story: _Story, marks: Collection[str], place: Place) -> PartialDate | None:
    """The date that a form tells at this point of the story."""
    if isinstance(form.day, Step):
        return _stepped_day(form, form.day, story, place)
    day = form.day
    if isinstance(form.year, Step):
        base = story.base(form.year, place)
        if base is None or isinstance(form.month, Step):
            return None
        if base is story.published and "near" in form.marks and story.told and story.told_place[0] == place[0]:
            base = story.told
        return partial(base.year + form.year.count, form.month, day)
    if isinstance(form.month, Step):
        base = story.base(form.month, place)
        moved = base.shifted("month", form.month.count) if base else None
        return partial(moved.year, moved.month, day) if moved else None
    if form.year is not None:
        return partial(form.year, form.month, day)
    if form.month is not None:
        return _without_year(form.month, day, story, marks, place)
    return _without_month(day, story, place) if day is not None else None


def _stepped_day(form: Form, step: Step, story: _Story, place: Place) -> PartialDate | None:
    base = story.base(step, place)
    if base is None:
        return None
    if isinstance(form.year, Step):  # 两年前的今天, 十年后的同一天
        return partial(base.year + form.year.count, base.month, base.day) if base.day else None
    return base.shifted(step.unit, step.count)


def _without_year(
    month: int, day: int | None, story: _Story, marks: Collection[str], place: Place
) -> PartialDate | None:
    """5月17日: of the year told just before, else the one that lies nearest to the publication."""
    told, published = story.told, story.published
    # A bare year of long ago (始于1996年) reigns over its sentence, another date over its paragraph.
    near = told is not None and (
        place == story.told_place or (place[0] == story.told_place[0] and _is_near(told, published))
    )
    if told is not None and (near or published is None):
        found, following = partial(told.year, month, day), partial(told.year + 1, month, day)
        if found and following and published and told.month and told.days_after(found) > RECENT:
            # 去年12月签约，2月开工: a story goes on, unless that would be after the article.
            return following if following.days_after(published) <= 0 else found
        return found
    if story.section is not None:
        return partial(story.section, month, day)
    if published is None:
        return None
    found = partial(published.year, month, day)
    if found is None or published.month is None:
        return found or partial(published.year - 1, month, day)
    ahead = found.days_after(published)
    if "expected" in marks:
        return partial(published.year + 1, month, day) if ahead < -180 else found
    return partial(published.year - 1, month, day) if ahead > AHEAD else found


def _is_near(told: PartialDate, published: PartialDate | None) -> bool:
    return told.month is not None or published is None or published.year - told.year <= 1


def _without_month(day: int, story: _Story, place: Place) -> PartialDate | None:
    """26日: of the month told just before, else the latest such day up to the publication."""
    latest, published = story.month, story.published
    if latest is not None and (published is None or place[1] - story.month_place[1] <= 1):
        return partial(latest.year, latest.month, day)
    if published is None or published.month is None:
        return None
    found = partial(published.year, published.month, day)
    if found is None or (published.day is not None and day > published.day + 1):
        before = published.shifted("month", -1)
        return partial(before.year, before.month, day) if before else None
    return found
