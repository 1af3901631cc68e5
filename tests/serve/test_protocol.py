"""SPARQL 1.1 Protocol, Query Results and Service Description, request by request."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pytest
import rdflib

from tests.serve.conftest import EX, ONE, TWO, Server

SELECT, ASK = "SELECT ?o { <https://example.org/park> <https://example.org/area> ?o }", "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s <https://example.org/with> ?o . BIND(rdf:type AS ?p) }"
DESCRIBE = "DESCRIBE <https://example.org/other>"
COUNT = "SELECT (COUNT(*) AS ?n) { <https://example.org/park> <https://example.org/with> ?o }"
NAMED = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
JSON, XML, CSV, TSV = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"
)  # fmt: skip
TURTLE, NT, LD, RDF = "text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"


@dataclass
class Case:
    """A request, and what must come back."""

    name: str
    status: int
    kind: str = ""
    has: str | bytes = ""
    method: str = "GET"
    query: str | None = None
    url: list[tuple[str, str]] = field(default_factory=list)
    body: str | bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    path: str = "/sparql"
    lacks: str = ""


def get(name: str, status: int, query: str, accept: str | None = None, **more: object) -> Case:
    headers = {"Accept": accept} if accept else {}
    return Case(name, status, query=query, headers=headers, **more)  # type: ignore[arg-type]


def form(name: str, status: int, *pairs: tuple[str, str], kind: str = FORM, **more: object) -> Case:
    return Case(name, status, method="POST", body=urlencode(pairs), headers={"Content-Type": kind}, **more)  # type: ignore[arg-type]


def post(name: str, status: int, body: str | bytes, kind: str | None = QUERY, **more: object) -> Case:
    headers = {"Content-Type": kind} if kind else {}
    return Case(name, status, method="POST", body=body, headers=headers, **more)  # type: ignore[arg-type]


ONE_ROW = '"value":"1198","datatype":"http://www.w3.org/2001/XMLSchema#integer"'
NS = "http://www.w3.org/2005/sparql-results#"
CASES = [
    # 2.1 query operation: three ways to send one
    get("query via GET", 200, SELECT, kind=JSON, has=ONE_ROW),
    form("query via URL-encoded POST", 200, ("query", SELECT), has=ONE_ROW, kind=FORM),
    form("query via URL-encoded POST with charset", 200, ("query", SELECT), kind=f"{FORM}; charset=UTF-8", has=ONE_ROW),
    post("query via POST directly", 200, SELECT, has=ONE_ROW),
    post("query via POST directly with charset", 200, SELECT, kind=f"{QUERY}; charset=utf-8", has=ONE_ROW),
    post("query via POST directly, media type in capitals", 200, SELECT, kind="Application/SPARQL-Query", has=ONE_ROW),
    get("plus signs are spaces", 200, "ASK { FILTER('a b' = 'a b') }", has="true"),
    post("plus signs in a direct POST are plus signs", 200, "ASK { FILTER(1 + 1 = 2) }", has="true"),
    form("Chinese in a form", 200, ("query", "ASK { ?s rdfs:label '重庆高新区'@zh }"), has="true"),
    post("Chinese in a direct POST", 200, "ASK { ?s rdfs:label '重庆高新区'@zh }".encode(), has="true"),
    get("Chinese in the address", 200, "ASK { ?s rdfs:label '重庆高新区'@zh }", has="true"),
    # 2.1.4 datasets
    get("default graph: the union, a fact told twice counts once", 200, COUNT, has='"value":"1"'),
    get("one default graph by GET", 200, COUNT, url=[("default-graph-uri", TWO)], has='"value":"1"'),
    get("one default graph that has it not", 200, SELECT, url=[("default-graph-uri", TWO)], has='"bindings":[]'),
    get("several default graphs are merged", 200, COUNT, url=[("default-graph-uri", ONE), ("default-graph-uri", TWO)],
        has='"value":"1"'),
    form("default graph by form", 200, ("query", SELECT), ("default-graph-uri", TWO), has='"bindings":[]'),
    post("default graph by direct POST", 200, SELECT, url=[("default-graph-uri", TWO)], has='"bindings":[]'),
    get("named graphs by GET", 200, NAMED, url=[("named-graph-uri", TWO)], has=TWO, lacks=ONE),
    form("named graphs by form", 200, ("query", NAMED), ("named-graph-uri", ONE), ("named-graph-uri", TWO), has=TWO),
    post("named graphs by direct POST", 200, NAMED, url=[("named-graph-uri", ONE)], has=ONE, lacks=TWO),
    get("only named graphs: the default graph is empty", 200, ASK, url=[("named-graph-uri", ONE)], has="false"),
    get("only default graphs: no named ones", 200, NAMED, url=[("default-graph-uri", ONE)], has='"bindings":[]'),
    get("both", 200, NAMED, url=[("default-graph-uri", ONE), ("named-graph-uri", TWO)], has=TWO, lacks=ONE),
    get("the protocol's graphs win over the query's", 200, COUNT.replace("{", f"FROM <{ONE}> {{", 1),
        url=[("default-graph-uri", TWO)], has='"value":"1"'),
    get("FROM", 200, SELECT.replace("{", f"FROM <{TWO}> {{", 1), has='"bindings":[]'),
    get("FROM several are merged", 200, COUNT.replace("{", f"FROM <{ONE}> FROM <{TWO}> {{", 1), has='"value":"1"'),
    get("FROM NAMED", 200, NAMED.replace("{", f"FROM NAMED <{ONE}> {{", 1), has=ONE, lacks=TWO),
    get("FROM by a prefix", 200, f"PREFIX e: <{EX}> " + NAMED.replace("{", "FROM NAMED e:one {", 1), has=ONE),
    get("all named graphs", 200, NAMED, has=ONE),
    get("an unknown default graph", 403, ASK, url=[("default-graph-uri", "https://example.org/none")], has="no graph"),
    get("an unknown named graph", 403, ASK, url=[("named-graph-uri", "file:///etc/passwd")], has="no graph"),
    # 2.1.5 and 2.1.6: formats and statuses of SELECT and ASK
    get("SELECT as JSON", 200, SELECT, JSON, kind=JSON, has=ONE_ROW),
    get("SELECT as application/json", 200, SELECT, "application/json", kind="application/json", has=ONE_ROW),
    get("SELECT as XML", 200, SELECT, XML, kind=XML, has=NS),
    get("SELECT as application/xml", 200, SELECT, "application/xml", kind="application/xml", has=NS),
    get("SELECT as CSV", 200, SELECT, CSV, kind=f"{CSV}; charset=utf-8", has="o\r\n1198\r\n"),
    get("SELECT as TSV", 200, SELECT, TSV, kind=f"{TSV}; charset=utf-8", has="?o\n1198\n"),
    get("ASK as JSON", 200, ASK, JSON, kind=JSON, has='"boolean":true'),
    get("ASK as XML", 200, ASK, XML, kind=XML, has="<boolean>true</boolean>"),
    get("anything", 200, SELECT, "*/*", kind=JSON),
    get("any application type", 200, SELECT, "application/*", kind=JSON),
    get("any text type", 200, SELECT, "text/*", kind=CSV),
    get("q-values decide", 200, SELECT, f"{JSON};q=0.3, {CSV};q=0.8, {XML};q=0.5", kind=CSV),
    get("q=0 excludes", 200, SELECT, f"{JSON};q=0, */*;q=0.1", kind="application/json"),
    get("a type that is not known is passed over", 200, SELECT, f"image/png, {TSV}", kind=TSV),
    get("spaces and capitals in Accept", 200, SELECT, "Text/CSV ; q=1 , */* ; q=0.1", kind=CSV),
    get("the format by name", 200, SELECT, url=[("format", "csv")], kind=CSV),
    get("an unknown format by name", 406, SELECT, url=[("format", "pdf")], has="text/csv"),
    get("none of what is accepted", 406, SELECT, "image/png", kind="application/problem+json", has=CSV),
    get("rows are no Turtle", 406, SELECT, TURTLE, has=JSON),
    get("triples are no CSV", 406, CONSTRUCT, CSV, has=TURTLE),
    # … and of CONSTRUCT and DESCRIBE
    get("CONSTRUCT by default", 200, CONSTRUCT, kind=f"{TURTLE}; charset=utf-8", has="<https://example.org/park> a "),
    get("CONSTRUCT as Turtle", 200, CONSTRUCT, TURTLE, kind=TURTLE),
    get("CONSTRUCT as N-Triples", 200, CONSTRUCT, NT, kind=NT, has="<https://example.org/other> .\n"),
    get("CONSTRUCT as JSON-LD", 200, CONSTRUCT, LD, kind=LD, has='"@id"'),
    get("CONSTRUCT as RDF/XML", 200, CONSTRUCT, RDF, kind=RDF, has="<rdf:RDF"),
    get("CONSTRUCT as N-Quads", 200, CONSTRUCT, "application/n-quads", kind="application/n-quads"),
    get("CONSTRUCT as TriG", 200, CONSTRUCT, "application/trig", kind="application/trig"),
    get("CONSTRUCT as json by name", 200, CONSTRUCT, url=[("format", "json")], kind=LD),
    get("CONSTRUCT of nothing", 200, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(false) }", NT, kind=NT),
    get("DESCRIBE", 200, DESCRIBE, NT, kind=NT, has="\u6210\u90fd"),
    get("DESCRIBE of nothing", 200, "DESCRIBE <https://example.org/nothing>", NT, kind=NT),
    # bad requests
    get("malformed", 400, "SELECT * { ?s ?p }", kind="application/problem+json", has='"line":1,"column":18'),
    form("malformed in a form", 400, ("query", "SELECT"), has="line"),
    post("malformed in a body", 400, "SELECT *\nWHERE { ?s a ?o", has='"line":2,"column":16'),
    get("an empty query", 400, "", has="begins with SELECT"),
    Case("no query but a graph", 400, url=[("default-graph-uri", ONE)], has="exactly one"),
    Case("two queries", 400, url=[("query", ASK), ("query", ASK)], has="exactly one"),
    form("two queries in a form", 400, ("query", ASK), ("query", ASK), has="exactly one"),
    form("no query in a form", 400, ("q", ASK), has="exactly one"),
    post("a POST without a media type", 415, "", kind=None, has="no Content-Type"),
    post("a query as text/plain", 415, ASK, kind="text/plain", has=QUERY),
    post("a query as JSON", 415, '{"query": "ASK {}"}', kind="application/json", has=QUERY),
    post("a query in UTF-16", 415, ASK.encode("utf-16"), kind=f"{QUERY}; charset=UTF-16", has="UTF-8"),
    post("a query that is not UTF-8", 400, "ASK { ?s ?p '\u91cd' }".encode("gb18030"), has="not UTF-8"),
    Case("parameters that are not UTF-8", 400, path="/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%d6%d8%22%20%7D"),
    post("a compressed query", 415, b"\x1f\x8b", url=[], kind=QUERY, has="compressed"),
    form("a query that is too long", 413, ("query", "#" * (2**20 + 1)), has="larger than"),
    Case("PUT", 405, method="PUT", body=ASK, has="GET"),
    Case("DELETE", 405, method="DELETE", has="GET"),
    Case("PATCH", 405, method="PATCH", body=ASK, has="GET"),
    # 2.2 update operation: refused in all its forms
    Case("update via GET", 403, url=[("update", "DROP ALL")], has="refused"),
    form("update via form", 403, ("update", "DROP ALL"), has="refused"),
    post("update via direct POST", 403, "DROP ALL", kind="application/sparql-update", has="refused"),
    get("update as a query", 403, "DROP ALL", has="DROP changes the graph"),
    # 4 HTTP around it
    Case("OPTIONS", 204, method="OPTIONS"),
    Case("HEAD of a query", 200, method="HEAD", query=SELECT, kind=JSON),
    Case("HEAD of a bad query", 400, method="HEAD", query="SELEC"),
    Case("an address that is none", 404, path="/nothing-here", has="Not Found"),
    # service description and VoID
    Case("service description", 200, kind=TURTLE, has="sd:Service"),
    Case("service description as N-Triples", 200, kind=NT, headers={"Accept": NT}, has="#endpoint>"),
    Case("service description as RDF/XML", 200, kind=RDF, headers={"Accept": RDF}, has="rdf:RDF"),
    Case("service description as JSON-LD", 200, kind=LD, headers={"Accept": LD}, has="@id"),
    Case("service description for who wants an image", 200, kind=TURTLE, headers={"Accept": "image/png"}),
    Case("HEAD of the service description", 200, method="HEAD", kind=TURTLE),
    Case("VoID", 200, path="/.well-known/void", kind=TURTLE, has="void:triples 8"),
    Case("the dataset", 200, path="/dataset", kind=NT, headers={"Accept": NT}, has="void#Dataset"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_protocol(server: Server, case: Case) -> None:
    pairs = ([("query", case.query)] if case.query is not None else []) + case.url
    path = case.path + ("?" + urlencode(pairs) if pairs else "")
    headers = dict(case.headers)
    if case.name == "a compressed query":
        headers["Content-Encoding"] = "gzip"
    answer = server.request(case.method, path, headers, case.body)
    assert answer.status == case.status, answer.text[:500]
    if case.kind and case.kind != FORM:
        media_type = answer.kind if ";" in case.kind else answer.kind.partition(";")[0]
        assert case.kind.startswith(media_type) or media_type == case.kind
    assert case.has in (answer.body if isinstance(case.has, bytes) else answer.text)
    assert not case.lacks or case.lacks not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "default-src" in str(
        answer.headers["Content-Security-Policy"]
    )
    if case.method == "HEAD":
        assert not answer.body
    elif answer.status >= 400:
        said = json.loads(answer.text)
        assert said["status"] == answer.status and said["detail"] and "\n" not in said["detail"]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 90 and len({case.name for case in CASES}) == len(CASES)


def test_a_refused_method_says_which_ones_there_are(server: Server) -> None:
    for method in ("PUT", "OPTIONS"):
        assert server.request(method, "/sparql").headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_values_come_back_as_they_are_in_every_format(server: Server) -> None:
    query = "SELECT ?l ?n ?d { ?s rdfs:label ?l ; <https://example.org/note> ?n ; <https://example.org/since> ?d }"
    note = 'says "a, b",\r\nthen\tmore <b>'
    row = json.loads(server.ask(query, JSON).text)["results"]["bindings"][0]
    assert row["n"] == {"type": "literal", "value": note}
    assert row["l"] == {"type": "literal", "value": "重庆高新区", "xml:lang": "zh"}
    assert row["d"]["datatype"].endswith("#date")
    for kind, format in ((JSON, "json"), (XML, "xml"), (TSV, "tsv")):
        found = rdflib.query.Result.parse(source=_stream(server.ask(query, kind).body), format=format)
        assert [str(value) for value in next(iter(found))] == ["重庆高新区", note, "1991-03-06"]
    csv = server.ask(query, CSV).text
    assert csv == 'l,n,d\r\n重庆高新区,"says ""a, b"",\r\nthen\tmore <b>",1991-03-06\r\n'


def _stream(body: bytes) -> object:
    from io import BytesIO

    return BytesIO(body)


def test_unbound_values_and_no_variables(server: Server) -> None:
    query = "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (UNDEF 2) (UNDEF UNDEF) } }"
    rows = json.loads(server.ask(query, JSON).text)["results"]["bindings"]
    assert [sorted(row) for row in rows] == [["a"], ["b"], []]
    assert server.ask(query, CSV).text == "a,b\r\n1,\r\n,2\r\n,\r\n"
    tree = ET.fromstring(server.ask(query, XML).text)
    assert len(tree.findall(f".//{{{NS}}}result")) == 3


def test_graphs_are_the_same_in_every_format(server: Server) -> None:
    wanted = None
    for kind, name in ((TURTLE, "turtle"), (NT, "nt"), (LD, "json-ld"), (RDF, "xml")):
        triples = set(rdflib.Graph().parse(data=server.ask(CONSTRUCT, kind).text, format=name))
        wanted = wanted or triples
        assert triples == wanted and len(triples) == 1


def test_the_description_names_the_endpoint_and_what_it_gives(server: Server) -> None:
    found = rdflib.Graph().parse(data=server.request("GET", "/sparql").text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = found.value(predicate=rdflib.RDF.type, object=sd.Service)
    assert str(service) == str(found.value(service, sd.endpoint)) == f"{server.address}/sparql"
    assert len(list(found.objects(service, sd.resultFormat))) == 10
    assert (found.value(service, sd.defaultDataset), rdflib.RDF.type, sd.Dataset) in found


def test_a_host_that_is_no_host_is_not_repeated(server: Server) -> None:
    answer = server.request("GET", "/sparql", {"Host": 'x"><script>'})
    assert answer.status == 421 and answer.kind == "application/problem+json"


def test_long_addresses_are_read(server: Server) -> None:
    path = "/sparql?query=" + quote("ASK {} #" + "a" * 60_000)
    assert server.request("GET", path).status == 200
