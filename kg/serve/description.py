"""What the endpoint says of itself: the SPARQL service description, and VoID of what it holds.

Both are CONSTRUCT queries, so that they are written in every format that answers are.
"""

from __future__ import annotations

import re
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.answers import answered
from kg.serve.pool import Question
from kg.serve.service import Service
from kg.serve.trouble import Trouble
from kg.vocabulary import ARTICLE, CLAIM, PREFIXES, RC

_PREFIXES = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX format: <http://www.w3.org/ns/formats/>
"""
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
            "N-Triples", "JSON-LD", "RDF_XML", "N-Quads", "TriG")  # fmt: skip
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
_TITLE = '"区域合作知识图谱"@zh, "Regional cooperation knowledge graph"@en'


async def service_description(request: Request) -> Response:
    """The description of the service, in the client's format."""
    settings = request.app.state.settings
    features = ["sd:UnionDefaultGraph"] + ["sd:BasicFederatedQuery"] * bool(settings.services)
    endpoint, dataset = f"{origin(request)}/sparql", f"{origin(request)}/dataset"
    return await _described(request, f"""{_PREFIXES}CONSTRUCT {{
  <{endpoint}> a sd:Service ; sd:endpoint <{endpoint}> ; sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature {", ".join(features)} ; sd:resultFormat {", ".join(f"<{_format(name)}>" for name in _RESULTS)} ;
    sd:defaultDataset <{dataset}> .
  <{dataset}> a sd:Dataset, void:Dataset ; dcterms:title {_TITLE} ; void:sparqlEndpoint <{endpoint}> ;
    sd:defaultGraph <{dataset}#union> .
  <{dataset}#union> a sd:Graph ; rdfs:comment "What all articles say together; each is a named graph."@en .
}} {{}}""")  # fmt: skip


async def void(request: Request) -> Response:
    """VoID: the vocabularies of the dataset and, where they can be counted in time, how much there is."""
    counted = _void(origin(request), counted=True)
    try:
        return await _described(request, counted)
    except Trouble as trouble:
        if trouble.status not in (503, 504):
            raise
        return await _described(request, _void(origin(request), counted=False))


_COUNTS = """
  {dataset} void:triples ?triples ; void:entities ?entities ; void:documents ?articles ; void:classPartition ?part .
  ?part void:class ?type ; void:entities ?many ."""
_COUNTING = """
  { SELECT (COUNT(*) AS ?triples) { ?s ?p ?o FILTER(!STRSTARTS(STR(?p), "urn:kg:")) } }
  { SELECT (COUNT(DISTINCT ?e) AS ?entities) { ?e rdfs:label ?l } }
  { SELECT (COUNT(*) AS ?articles) { ?a a <{article}> } }
  OPTIONAL {
    { SELECT ?type (COUNT(*) AS ?many) { ?e a ?type FILTER(?type != <{claim}>) } GROUP BY ?type }
    BIND(IRI(CONCAT("{base}/dataset#", REPLACE(STR(?type), "^.*[/#]", ""))) AS ?part)
  }"""
_USED = ("rdfs", "skos", "dcterms", "schema", "prov", "org", "oa")


def _void(base: str, *, counted: bool) -> str:
    dataset, vocabularies = f"<{base}/dataset>", ", ".join(f"<{PREFIXES[prefix]}>" for prefix in _USED)
    counts = _COUNTS.replace("{dataset}", dataset) if counted else ""
    counting = _COUNTING.replace("{base}", base).replace("{article}", ARTICLE).replace("{claim}", CLAIM)
    return f"""{_PREFIXES}CONSTRUCT {{
  <{base}/.well-known/void> a void:DatasetDescription ; foaf:topic {dataset} ; foaf:primaryTopic {dataset} .
  {dataset} a void:Dataset ; dcterms:title {_TITLE} ; void:sparqlEndpoint <{base}/sparql> ; foaf:homepage <{base}/> ;
    void:uriSpace "{PREFIXES["id"]}" ; void:vocabulary <{RC}>, {vocabularies} . {counts}
}} {{ {counting if counted else ""} }}"""


async def _described(request: Request, sparql: str) -> Response:
    """The answer, found once for each state of the graph and format."""
    service: Service = request.app.state.service
    accept = request.headers.get("accept")
    question = Question(sparql, accept=accept, format=request.query_params.get("format"))
    try:
        return answered(await service.ask_once(question))
    except Trouble as trouble:
        if trouble.status != 406:
            raise
        # A description is better than none: RFC 9110 leaves this to the server.
        return answered(await service.ask_once(replace(question, accept=None, format=None)))


def thing(iri: str) -> str:
    """A query for what the graph says of a thing: its facts, the claims of them, the names of their other sides."""
    node = _node(iri)
    return f"""CONSTRUCT {{ {node} ?p ?o . ?s ?q {node} . ?other rdfs:label ?name . ?claim ?r ?v }} {{
  {{ {node} ?p ?o FILTER(!STRSTARTS(STR(?p), "urn:kg:")) OPTIONAL {{ ?o rdfs:label ?name BIND(?o AS ?other) }} }}
  UNION {{ ?s ?q {node} FILTER(?q != rdf:subject && ?q != rdf:object && ?q != prov:wasDerivedFrom)
    OPTIONAL {{ ?s rdfs:label ?name BIND(?s AS ?other) }} }}
  UNION {{ {{ ?claim rdf:subject {node} }} UNION {{ ?claim rdf:object {node} }} ?claim ?r ?v }}
}}"""


def _node(iri: str) -> str:
    if any(sign in '<>"{}|^`\\' or sign <= " " for sign in iri) or ":" not in iri:
        raise Trouble(404, "no such thing here")
    return f"<{iri}>"


def origin(request: Request) -> str:
    """The address under which the client sees the server, as far as it is one."""
    host = request.headers.get("host", "")
    known = host if _HOST.fullmatch(host) else "localhost"
    return f"{request.url.scheme}://{known}"


def _format(name: str) -> str:
    return f"http://www.w3.org/ns/formats/{name}"
