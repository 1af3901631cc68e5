"""A language model beside the rules: through real HTTP, with right, hostile and malformed answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli import run
from kg.graph import Graph
from kg.lang import normal_name
from kg.llm import Client, LlmError, LlmReader
from kg.llm.accepting import accept
from kg.llm.told import told
from kg.model import Article, Value
from kg.pipeline import build, extract
from kg.store import Store

TEXT = (
    "两城携手共建产业园\n2021年3月26日，甲江高新区与乙山高新区签署《产业共建合作协议》。"
    "乙山高新区的云岭数谷项目总投资35亿元，由丙川集团有限公司投资建设。"
)
ENTITIES = [
    {"name": "甲江高新区", "type": "Park"}, {"name": "乙山高新区", "type": "Park"},
    {"name": "《产业共建合作协议》", "type": "Agreement"}, {"name": "云岭数谷项目", "type": "Project"},
    {"name": "丙川集团有限公司", "type": "Company"},
]  # fmt: skip
QUOTE = "甲江高新区与乙山高新区签署《产业共建合作协议》"
MONEY = "云岭数谷项目总投资35亿元，由丙川集团有限公司投资建设"
FACTS = [
    {"subject": "产业共建合作协议", "predicate": "signatory", "object": "甲江高新区", "quote": QUOTE},
    {"subject": "产业共建合作协议", "predicate": "signedOn", "value": "2021-03-26", "quote": "2021年3月26日，" + QUOTE},
    {"subject": "云岭数谷项目", "predicate": "totalInvestment", "value": 3500000000, "quote": MONEY},
    {"subject": "云岭数谷项目", "predicate": "investor", "object": "丙川集团有限公司", "quote": MONEY},
]
Answer = Callable[[dict[str, Any]], tuple[int, bytes]]


def answered(content: object) -> tuple[int, bytes]:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return 200, json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


class Server:
    """A server of the chat protocol on loopback; `answers` are given in turn, the last one for ever."""

    def __init__(self, *answers: tuple[int, bytes]) -> None:
        asked: list[dict[str, Any]] = []
        heads: list[dict[str, str]] = []
        left = list(answers)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                heads.append(dict(self.headers))
                status, body = left.pop(0) if len(left) > 1 else left[0]
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                if 300 <= status < 400:
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self.asked, self.heads = asked, heads
        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def serving() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def serve(*answers: tuple[int, bytes]) -> Server:
        servers.append(Server(*answers))
        return servers[-1]

    yield serve
    for server in servers:
        server.close()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_claims_are_joined_and_marked(serving: Callable[..., Server], article: Path, tmp_path: Path) -> None:
    invented = {"subject": "云岭数谷项目", "predicate": "status", "value": "completed", "quote": "项目已经建成"}
    server = serving(answered({"entities": ENTITIES, "facts": [*FACTS, invented]}))
    with Store(tmp_path / "graph", write=True) as store:
        report = build([article], store, reader=LlmReader(Client(server.url, "m1")))
    assert report.new == ["a"] and not report.failed and not report.dropped
    assert report.model["new"] + report.model["agreed"] == len(FACTS)
    assert report.model["rejected"] == {"the quote is not in the text": 1}
    with Graph.open(tmp_path / "graph") as graph:
        rows = list(graph.store.select("SELECT ?rule ?quote { ?c a rc:Claim ; rc:rule ?rule ; rc:quote ?quote }"))
        mine = [row for row in rows if str(row[0]).endswith("llm:m1")]
        assert len(mine) == len(FACTS) and all(str(row[1]) in TEXT for row in rows)
        assert "丙川集团有限公司" in {fact.other for fact in graph.show("云岭数谷项目").facts}
    said = server.asked[0]
    assert said["model"] == "m1" and said["temperature"] == 0 and TEXT in said["messages"][1]["content"]
    assert "signatory" in said["messages"][0]["content"] and "Authorization" not in server.heads[0]


def test_an_article_is_asked_once(serving: Callable[..., Server], article: Path, tmp_path: Path) -> None:
    server = serving(answered({"entities": ENTITIES, "facts": FACTS}))
    for model in ("m1", "m1", "m2"):
        with Store(tmp_path / "graph", write=True) as store:
            build([article], store, reader=LlmReader(Client(server.url, model)))
    assert [one["model"] for one in server.asked] == ["m1", "m2"]


def test_command_and_key(
    serving: Callable[..., Server], article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("KG_LLM_KEY", "secret-1")
    server = serving((503, b"busy"), answered({"entities": ENTITIES, "facts": FACTS}))
    store = str(tmp_path / "graph")
    assert run(["build", str(article), "--store", store, "--llm", server.url, "--model", "m1"]) == 0
    said = capsys.readouterr()
    assert "the model: " in said.out and "secret-1" not in said.out + said.err
    assert len(server.asked) == 2 and server.heads[1]["Authorization"] == "Bearer secret-1"
    assert run(["build", str(article), "--store", store, "--llm", server.url]) == 1
    assert "go together" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (answered("I am sorry, I cannot do that."), "no JSON"),
        (answered("[1, 2]"), "no JSON object"),
        (answered("[" * 100_000), "no JSON"),
        ((200, b"<html>gateway</html>"), "no answer of the chat protocol"),
        ((200, b'{"choices": []}'), "no answer of the chat protocol"),
        ((200, b'{"choices": [{"message": {"content": null}}]}'), "without text"),
        ((401, b"who are you"), "KG_LLM_KEY"),
        ((404, b'{"error": "no such model"}'), "no such model"),
        ((302, b""), "error 302"),
    ],
)
def test_no_usable_answer_fails_the_article_in_one_line(
    answer: tuple[int, bytes], words: str, serving: Callable[..., Server], article: Path, tmp_path: Path
) -> None:
    server = serving(answer)
    with Store(tmp_path / "graph", write=True) as store:
        report = build([article], store, reader=LlmReader(Client(server.url, "m1")))
        assert not store.articles()
    assert len(report.failed) == 1 and words in report.failed[0].reason and "\n" not in report.failed[0].reason


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(LlmError, match="cannot be reached"):
        Client("http://127.0.0.1:9/v1", "m").complete("a", "b")


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ({**FACTS[0], "quote": QUOTE + "！"}, "the quote is not in the text"),
        ({**FACTS[0], "quote": ""}, "the quote is not in the text"),
        ({**FACTS[0], "quote": ["a"]}, "the quote is not in the text"),
        ({**FACTS[0], "predicate": "loves"}, "no predicate of the ontology"),
        ({**FACTS[0], "predicate": ["signatory"]}, "no predicate of the ontology"),
        ({**FACTS[0], "object": "月球高新区"}, "the object is no entity that the predicate takes"),
        ({**FACTS[0], "object": "产业共建合作协议"}, "the object is no entity that the predicate takes"),
        ({**FACTS[0], "subject": "甲江高新区"}, "the subject is no entity that the predicate takes"),
        ({**FACTS[0], "modality": "possible"}, "denied, or merely possible"),
        ({**FACTS[1], "value": "2021-02-31x"}, "no value of the kind that the predicate takes"),
        ({**FACTS[1], "value": "2021-03-27"}, "the value is not in its quote"),
        ({**FACTS[2], "value": "NaN"}, "no value of the kind that the predicate takes"),
        ({**FACTS[2], "value": -5}, "no value of the kind that the predicate takes"),
        ({**FACTS[2], "value": 1e400}, "no value of the kind that the predicate takes"),
        ({**FACTS[2], "value": 9900000000}, "the value is not in its quote"),
        ({**FACTS[2], "value": {"a": 1}}, "no value of the kind that the predicate takes"),
    ],
)
def test_what_is_thrown_away(fact: dict[str, Any], reason: str) -> None:
    accepted = accept(json.dumps({"entities": ENTITIES, "facts": [fact]}), TEXT)
    assert accepted.facts == [] and accepted.rejected == {reason: 1}


def test_an_answer_in_a_fence_is_read() -> None:
    fenced = "```json\n" + json.dumps({"entities": ENTITIES, "facts": FACTS}, ensure_ascii=False) + "\n```"
    assert len(accept(fenced, TEXT).facts) == len(FACTS)


def test_names_that_are_not_in_the_text_are_no_entities() -> None:
    accepted = accept(
        json.dumps({"entities": [{"name": "火星高新区", "type": "Park"}, {"name": "甲江高新区", "type": "X"}]}), TEXT
    )
    assert accepted.names == {} and sum(accepted.rejected.values()) == 2


_KEYS = ("entities", "facts", "name", "type", "subject", "predicate", "object", "value", "quote")
_LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
_JSON = st.recursive(
    _LEAVES | st.sampled_from([QUOTE, "甲江高新区", "产业共建合作协议", "signatory", "Park", "Agreement", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["entities", "facts"]), st.lists(_JSON, max_size=4), max_size=2))
@settings(max_examples=150, deadline=None)
def test_any_json_is_borne(found: dict[str, Any]) -> None:
    accepted = accept(json.dumps(found), TEXT)
    assert all(fact.quote in TEXT for fact in accepted.facts)
    assert all(key in normal_name(TEXT) for key in accepted.names)


@pytest.mark.parametrize(
    ("value", "quote", "expected"),
    [
        (Value("1640000000", "decimal"), "投资16.4亿元", True),
        (Value("300000000", "decimal"), "投资三亿元", True),
        (Value("1740000000", "decimal"), "投资16.4亿元", False),
        (Value("0.0853", "decimal", "km2"), "占地128亩", True),
        (Value("2020", "gYear"), "去年签约", True),
        (Value("2020-05", "gYearMonth"), "2020年5月", True),
        (Value("2020-06", "gYearMonth"), "2020年5月", False),
    ],
)
def test_told(value: Value, quote: str, expected: bool) -> None:
    assert told(value, quote) is expected


def test_nothing_said_changes_nothing() -> None:
    from kg.llm.accepting import Accepted
    from kg.llm.reading import joined

    extraction = extract(Article("a", "a.txt", "", None, TEXT))
    assert joined(extraction, Accepted(), "llm:m")[0] == extraction
