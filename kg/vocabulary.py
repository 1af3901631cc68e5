"""Every IRI, prefix, type and predicate, written once. A test holds this equal to `ontology/cooperation.ttl`."""

from __future__ import annotations

from collections.abc import Iterable

RC = "https://w3id.org/regional-cooperation/ontology#"
BASE = "https://w3id.org/regional-cooperation/id/"

PREFIXES: dict[str, str] = {
    "rc": RC,
    "id": BASE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "oa": "http://www.w3.org/ns/oa#",
}

INSTITUTION_TYPES: tuple[str, ...] = ("Government", "University", "Research", "Company", "Alliance", "Institution")
# Types and predicates of the user's own come into these collections while the program runs (`kg.terms`): look at them
# where they are used, and keep no copy.
ENTITY_TYPES: list[str] = [
    "Park", "Region", *INSTITUTION_TYPES, "Agreement", "Project", "Policy", "Event", "Fund", "Industry", "Mechanism",
]  # fmt: skip

STATUSES: tuple[str, ...] = ("planned", "signed", "started", "underway", "completed")

_PARTY = ("Park", "Region", *INSTITUTION_TYPES)

# predicate -> (subject types, object types or the datatype kind of its value)
DOMAINS: dict[str, tuple[str, ...]] = {
    "signatory": ("Agreement",),
    "signedOn": ("Agreement",),
    "signedAt": ("Agreement",),
    "cooperationArea": ("Agreement", "Alliance", "Mechanism"),
    "cooperatesWith": (*_PARTY, "Fund"),
    "locatedIn": (*INSTITUTION_TYPES, "Park", "Project", "Event", "Fund"),
    "partOf": ("Park", "Region", "Project", *INSTITUTION_TYPES, "Event", "Mechanism"),
    "builder": ("Project", "Park", *INSTITUTION_TYPES, "Fund", "Mechanism"),
    "participant": ("Event", "Project", "Mechanism"),
    "organizer": ("Event",),
    "member": ("Alliance",),
    "investor": ("Project", "Fund", "Company"),
    "subsidiaryOf": ("Company", "Research"),
    "industry": ("Park", "Project", "Company", "Research", "Fund", "Agreement", "Alliance", "Event"),
    "issuer": ("Policy",),
    "issuedOn": ("Policy",),
    "heldOn": ("Event",),
    "startedOn": ("Project", "Park"),
    "completedOn": ("Project",),
    "establishedOn": ("Park", *INSTITUTION_TYPES, "Fund"),
    "totalInvestment": ("Project", "Park", "Event", "Fund", "Agreement"),
    "annualInvestment": ("Project", "Park", "Event", "Fund", "Agreement"),
    "status": ("Project",),
    "area": ("Park", "Project"),
}

ENTITY_RANGES: dict[str, tuple[str, ...]] = {
    "signatory": (*INSTITUTION_TYPES, "Park", "Region", "Fund"),
    "signedAt": ("Event",),
    "cooperatesWith": (*_PARTY, "Fund"),
    "locatedIn": ("Park", "Region", *INSTITUTION_TYPES),
    "partOf": (*_PARTY, "Project", "Event", "Mechanism"),
    "builder": _PARTY,
    "participant": _PARTY,
    "organizer": _PARTY,
    "member": _PARTY,
    "investor": (*_PARTY, "Fund"),
    "subsidiaryOf": (*INSTITUTION_TYPES, "Park"),
    "industry": ("Industry",),
    "issuer": (*_PARTY, "Event"),
}

DATE_PREDICATES: tuple[str, ...] = (
    "signedOn", "issuedOn", "heldOn", "startedOn", "completedOn", "establishedOn",
)  # fmt: skip
MONEY_PREDICATES: tuple[str, ...] = ("totalInvestment", "annualInvestment")
PREDICATES: list[str] = list(DOMAINS)

# Name -> IRI, and IRI -> name, of the user's own types and predicates.
OWN_IRIS: dict[str, str] = {}
OWN_NAMES: dict[str, str] = {}


def term_iri(name: str) -> str:
    """The IRI of a type or predicate by its local name: in our namespace, or where the user's own term stands.

    >>> term_iri("Park")
    'https://w3id.org/regional-cooperation/ontology#Park'
    """
    return OWN_IRIS.get(name) or RC + name


def term_name(iri: str) -> str:
    """The local name of a term, ours or the user's own; any other IRI as it is."""
    return OWN_NAMES.get(iri) or iri.removeprefix(RC)


def term_list(names: Iterable[str]) -> str:
    """Terms as SPARQL lists them, by their IRIs."""
    return " ".join(f"<{term_iri(name)}>" for name in names)


class Iri(str):
    """An IRI among plain values: a string that knows it is no literal."""

    __slots__ = ()


def compact(iri: str) -> str:
    """The IRI as people read it: with one of our prefixes where it has one.

    >>> compact("https://w3id.org/regional-cooperation/ontology#Park")
    'rc:Park'
    """
    prefix = max((p for p in PREFIXES if iri.startswith(PREFIXES[p])), key=lambda p: len(PREFIXES[p]), default=None)
    return f"{prefix}:{iri[len(PREFIXES[prefix]) :]}" if prefix else iri


SYMMETRIC_PREDICATES: list[str] = ["cooperatesWith"]

# Superclasses of the ontology. Data bears the types themselves, never these.
SUPERCLASSES: dict[str, tuple[str, ...]] = {
    "Entity": tuple(ENTITY_TYPES),
    "Party": _PARTY,
    "Place": ("Park", "Region"),
    "Organization": INSTITUTION_TYPES,
    "Document": ("Agreement", "Policy"),
}

# Currencies beside the yuan (ISO 4217): each is a datatype `rc:USD`, so that its sums never mix with sums of yuan.
CURRENCIES: tuple[str, ...] = (
    "USD", "EUR", "JPY", "HKD", "MOP", "TWD", "GBP", "KRW", "SGD", "AUD", "CAD", "CHF", "RUB", "THB", "MYR", "IDR",
    "VND", "KZT", "INR", "PKR", "LAK", "MMK",
)  # fmt: skip

# Claims: a fact as one article states it in one place.
CLAIM = RC + "Claim"
CLAIM_SUBJECT = PREFIXES["rdf"] + "subject"
CLAIM_PREDICATE = PREFIXES["rdf"] + "predicate"
CLAIM_OBJECT = PREFIXES["rdf"] + "object"
QUOTE, START, END = RC + "quote", RC + "start", RC + "end"
RULE, CONFIDENCE, MODALITY, UNIT = RC + "rule", RC + "confidence", RC + "modality", RC + "unit"
DERIVED_FROM = PREFIXES["prov"] + "wasDerivedFrom"
INVERSE_LABEL = RC + "inverseLabel"  # of a relation: its name from the side of the object
TOLD_VALUE = RC + "toldValue"  # what this article says, where the fact's value is another article's, more precise
JUDGEMENT = RC + "judgement"
JUDGED: tuple[str, ...] = ("accepted",)  # a rejected claim is not in the graph
MODALITIES: tuple[str, ...] = ("asserted", "planned", "possible", "denied")
EDGE_MODALITIES: tuple[str, ...] = ("asserted", "planned")  # the others are told by claims alone

# Below the base: `id:article/ID` names an article and its graph, `id:claim/ID-DIGEST` a claim, `id:resolution` the
# graph of what was decided across articles, `id:resolution/DIGEST` a decision or conflict; `id:vocabulary` the graph
# that declares the user's own terms, `id:term/NAME` one of them.
ARTICLES, CLAIMS, RESOLUTION = "article/", "claim/", "resolution"
VOCABULARY, OWN_TERMS = "vocabulary", "term/"

# Articles, and what an article graph says of every node.
ARTICLE = PREFIXES["schema"] + "NewsArticle"
IDENTIFIER, TITLE, ISSUED = (PREFIXES["dcterms"] + name for name in ("identifier", "title", "issued"))
URL = PREFIXES["schema"] + "url"
TEXT, CONTENT_HASH = RC + "text", RC + "contentHash"
TYPE = PREFIXES["rdf"] + "type"
LABEL, ALT_LABEL = PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel"

# Across articles, in a graph of their own: which nodes were merged and why, which articles are copies, what
# contradicts.
DECISION, CONFLICT = RC + "Decision", RC + "Conflict"
CANDIDATE, CANDIDATE_NAME, VERDICT, SCORE, REASON, DECIDED_BY = (
    RC + name for name in ("candidate", "candidateName", "verdict", "score", "reason", "decidedBy")
)  # fmt: skip
MERGED_FROM, DUPLICATE_OF = RC + "mergedFrom", RC + "duplicateOf"
ABOUT, PROPERTY, CONFLICTING_CLAIM = RC + "about", RC + "property", RC + "claim"
VERDICTS: tuple[str, ...] = ("same", "different", "doubtful")
DECIDERS: tuple[str, ...] = ("rules", "judgement")

# Predicates of which a thing has one value, and the types for which that holds (empty: every type). A park's total
# investment may be that of this year's projects or of last year's; a project's is one sum.
SINGLE_VALUED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(DATE_PREDICATES, ()),
    "totalInvestment": ("Project", "Fund", "Agreement"),
}
