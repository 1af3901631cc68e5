"""The nouns of the product: what travels from stage to stage. All frozen; none knows about files or RDF.

Always true, and property-tested: ``article.text[span.start:span.end] == surface`` (or ``quote``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Datatype = Literal["string", "date", "gYearMonth", "gYear", "decimal", "status"]
Modality = Literal["asserted", "planned", "possible", "denied"]

# Mention kinds beside the entity types of the vocabulary (`vocabulary.ENTITY_TYPES`).
TIME = "Time"
MONEY = "Money"
AREA = "Area"
ANAPHOR = "Anaphor"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open interval, counted in Unicode code points of the article's cleaned text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """True where `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True where the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `text` is cleaned once and then frozen: every offset refers to it.

    `id` is the path below the given folder without suffix; `published` an ISO date at the precision known
    (``2021-05-20``, ``2021-05``, ``2021``) or None.
    """

    id: str
    source: str
    title: str
    published: str | None
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or heading. `paragraph` counts the paragraphs of the text from 0; `heading` marks a line without
    an end-of-sentence mark that stands alone."""

    span: Span
    paragraph: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value: `lexical` is its canonical form.

    date ``2021-03-26``, gYearMonth ``2021-03``, gYear ``2021``; decimal a plain number in yuan (or in `unit`, an
    ISO 4217 code) or in km² (`unit` ``km2``); status one of the ontology's states; string as in the text.
    """

    lexical: str
    datatype: Datatype = "string"
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of text that names something (`kind` an entity type), tells a time, sum or area, or stands for one.

    `value` holds what the words say where that is not the surface itself: the resolved date, the amount, the name
    restored from a shared part (永川区生态环境局 in 江津区、永川区生态环境局). `marks` are remarks for later stages
    (``ceiling``, ``expected``, ``title``, …). `also` lists further types that a careful reader would accept.
    """

    span: Span
    surface: str
    kind: str
    rule: str
    value: Value | None = None
    confidence: float = 1.0
    marks: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name that the mention stands for: the restored one, else the surface."""
        return self.value.lexical if self.value and self.value.datatype == "string" else self.surface


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing as one article has it. `id` is unique in the article and the same for the same name everywhere,
    except where the name is no name of its own (`local`: 战略合作协议, 第一次联席会议): then it carries a context.

    `types`: the best first; `names`: the full name first, then every other form in this text.
    """

    id: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    local: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """What a mention stands for, with the reasons; `entity_id` None says: seen, and not decided."""

    mention: Mention
    entity_id: str | None
    score: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linking:
    """One entity per real thing of an article, and every mention with what it stands for, in text order.

    A mention of several things (双方) has several links, one for each. Mentions of times, sums and areas are here
    too, with no entity: they stand for themselves.
    """

    entities: tuple[Entity, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that state a fact: `quote` is exactly ``article.text[span.start:span.end]``."""

    span: Span
    quote: str
    rule: str
    confidence: float
    modality: Modality = "asserted"


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact of one article: subject entity id, predicate (local name), object entity id or value, evidence."""

    subject: str
    predicate: str
    object: str | Value
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a statement needs evidence: {self.subject} {self.predicate}")


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says: its entities and statements; and, for those who doubt, how they came about."""

    article: Article
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    sentences: tuple[Sentence, ...] = ()
    links: tuple[Link, ...] = ()
    rejected: tuple[Statement, ...] = field(default=())
