"""Every IRI, prefix, type and predicate, written once. A test holds this equal to `ontology/cooperation.ttl`."""

from __future__ import annotations

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
ENTITY_TYPES: tuple[str, ...] = (
    "Park", "Region", *INSTITUTION_TYPES, "Agreement", "Project", "Policy", "Event", "Fund", "Industry", "Mechanism",
)  # fmt: skip

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
PREDICATES: tuple[str, ...] = tuple(DOMAINS)
