"""Nothing that is asked, read or imported makes `kg` call another machine, or tell what a file of this one holds.

A listener stands where every trap points to: it must see nothing. A file holds a word that must come out nowhere.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.errors import KgError
from tests.serve.conftest import Server
from tests.store.test_refusal import FROMS, MIXED, SERVICES, UPDATES

WORD = "SECRET-4711-秘密"
ARTICLE = "甲市高新区与乙市经开区4月2日在甲市签署战略合作协议，双方将共建生物医药产业园，总投资20亿元。"


@dataclass
class Trap:
    """Where the traps point to: an address of this machine, and a file of it."""

    address: str
    secret: Path
    seen: list[bytes] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The file's address."""
        return self.secret.as_uri()


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trap]:
    """A listener that answers like a server of RDF, and writes down who calls."""
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text(WORD, encoding="utf-8")
    listening = socket.create_server(("127.0.0.1", 0))
    made = Trap(f"http://127.0.0.1:{listening.getsockname()[1]}/x", secret)

    def listen() -> None:
        while True:
            try:
                caller, _ = listening.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(2)
                made.seen.append(caller.recv(2000))
                body = f'<http://x/s> <http://x/p> "{WORD}" .'.encode()
                caller.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/turtle\r\n\r\n" + body)

    threading.Thread(target=listen, daemon=True).start()
    yield made
    listening.close()


def _kg(*arguments: str | Path, cwd: Path) -> str:
    """What a command prints. In this process, which has the network: a build would use it if anything did."""
    from click.testing import CliRunner

    from kg.cli import cli

    with contextlib.chdir(cwd):
        done = CliRunner().invoke(cli, list(map(str, arguments)))
    assert done.exception is None or isinstance(done.exception, SystemExit | KgError), done.exc_info
    return done.output + str(done.exception or "")


def test_the_listener_listens(trap: Trap) -> None:
    host, _, port = trap.address.removeprefix("http://").removesuffix("/x").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as one:
        one.sendall(b"GET / HTTP/1.0\r\n\r\n")
        while one.recv(1000):
            pass
    assert trap.seen.pop().startswith(b"GET")


def test_sparql_over_http_calls_nobody(server: Server, trap: Trap) -> None:
    place, name = trap.address.removesuffix("x"), trap.secret.as_posix().lstrip("/")
    queries = [
        query.replace("http://127.0.0.1:9/x", trap.address).replace("http://127.0.0.1:9/", place)
        .replace("file:///etc/passwd", trap.file).replace("etc/passwd", name)
        for query in (*SERVICES, *FROMS, *UPDATES, *MIXED)
    ]  # fmt: skip
    assert len(set(queries)) >= 100
    for query in queries:
        for headers, body in (
            ({"Content-Type": "application/sparql-query"}, query.encode()),
            ({"Content-Type": "application/sparql-update"}, query.encode()),
        ):
            answer = server.request("POST", "/sparql", headers, body)
            assert answer.status in (400, 403), (answer.status, query)
            assert WORD not in answer.text
    assert trap.seen == []


@pytest.mark.parametrize(
    "name", ["default-graph-uri", "named-graph-uri", "using-graph-uri", "format", "query", "update"]
)
def test_no_parameter_is_an_address_that_is_fetched(server: Server, trap: Trap, name: str) -> None:
    for address in (trap.address, trap.file, f"{trap.address}#x", "//" + trap.address.removeprefix("http://")):
        for path in ("/sparql?query=ASK%7B%7D&", "/query?", "/?", "/search?q=x&"):
            answer = server.request("GET", f"{path}{name}={quote(address, safe='')}")
            assert WORD not in answer.text
    assert trap.seen == []


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/assets/../../../model.py",
     "/assets//etc/passwd", "/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2fmodel.py", "/id/../../etc/passwd",
     "/id/%2e%2e/%2e%2e/etc/passwd",
     "/questions/..%2f..%2fready.py", "/questions/%2fetc%2fpasswd", "/list/..%2f..%2fetc%2fpasswd",
     "/static/%00/page.css", "/static/....//app.py", "/static/%252e%252e/app.py", "/static/..\\app.py"],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_shown(server: Server, path: str) -> None:
    answer = server.request("GET", path)
    assert answer.status in (400, 404), answer.status
    assert "root:" not in answer.text and "from __future__" not in answer.text


def _rdf(trap: Trap) -> dict[str, str]:
    """RDF in files that want something from elsewhere."""
    article = "https://w3id.org/regional-cooperation/id/x"
    head = (
        "@prefix rc: <https://w3id.org/regional-cooperation/ontology#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        f"<{article}> a <https://schema.org/NewsArticle> ; owl:imports <{trap.address}> , <{trap.file}> .\n"
    )
    entities = f'<!DOCTYPE r [<!ENTITY a SYSTEM "{trap.file}"><!ENTITY b SYSTEM "{trap.address}">'
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:o="http://www.w3.org/2002/07/owl#">'
    node = f'<rdf:Description rdf:about="{article}"><o:versionInfo>%s</o:versionInfo></rdf:Description></rdf:RDF>'
    return {
        "imports.ttl": head,
        "imports.trig": head,
        "base.ttl": f"@base <{trap.address}> .\n" + head,
        "entities.rdf": f"{entities}]>{rdf}{node % '&a;&b;'}",
        "parameters.rdf": f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{trap.address}"> %p;]>{rdf}{node % "x"}',
        "external.rdf": f'<!DOCTYPE r SYSTEM "{trap.address}">{rdf}{node % "x"}',
        "imports.rdf": f'{rdf}<rdf:Description rdf:about="{article}"><o:imports rdf:resource="{trap.address}"/>'
        "</rdf:Description></rdf:RDF>",
        "context.jsonld": json.dumps({"@context": trap.address, "@id": article, "@type": "NewsArticle"}),
        "query.nq": f"<{article}> <http://www.w3.org/2002/07/owl#imports> <{trap.address}> <{article}> .\n",
    }


def test_imports_fetch_nothing(trap: Trap, tmp_path: Path) -> None:
    for name, text in _rdf(trap).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        store = tmp_path / f"{name}.graph"
        told = _kg("import", name, "--store", store, cwd=tmp_path)
        told += _kg("export", "out.nq", "--store", store, cwd=tmp_path) if store.exists() else ""
        out = tmp_path / "out.nq"
        told += out.read_text("utf-8") if out.exists() else ""
        assert WORD not in told, name
    assert trap.seen == []


def _articles(folder: Path, trap: Trap) -> None:
    """Articles in every format that can point elsewhere."""
    xhtml, include = "http://www.w3.org/1999/xhtml", "http://www.w3.org/2001/XInclude"
    entity = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{trap.file}"><!ENTITY b SYSTEM "{trap.address}">]>'
    parameter = f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{trap.address}"> %p;]>'
    loads = (
        f'<base href="{trap.address}"><link rel=stylesheet href="{trap.address}"><script src="{trap.address}"></script>'
        f'<img src="{trap.address}"><iframe src="{trap.file}"></iframe><object data="{trap.address}"></object>'
        f'<meta http-equiv=refresh content="0;url={trap.address}"><link rel=canonical href="{trap.address}">'
    )
    body = f"<h1>两地合作</h1><p>{ARTICLE}</p>"
    feed = (
        '%s<rss version="2.0"><channel><title>x</title><link>%s</link><item><title>两地合作</title><link>%s</link>'
        "<enclosure url='%s'/><description>%s&a;&b;</description></item></channel></rss>"
    )
    written = {
        "page.html": f"<html><head>{loads}</head><body>{body}</body></html>",
        "page.xhtml": f'<?xml version="1.0"?>{entity}<html xmlns="{xhtml}"><body>{body}&a;&b;</body></html>',
        "entities.html": f"{entity}<html><body>{body}<p>&a;&b;</p></body></html>",
        "include.html": f'<html xmlns:xi="{include}"><body>{body}<xi:include href="{trap.file}"/></body></html>',
        "feed.xml": feed % (entity, trap.address, trap.address, trap.address, ARTICLE),
        "parameter.xml": feed % (parameter, trap.address, trap.address, trap.address, ARTICLE),
        "feed.rss": feed % (entity, trap.address, trap.address, trap.address, ARTICLE),
        "words.md": f"# 两地合作\n\n![x]({trap.address})\n\n{ARTICLE}\n\n[x]: {trap.file}\n<img src='{trap.address}'>",
        "lines.jsonl": json.dumps({"title": "两地合作", "url": trap.address, "text": ARTICLE + "&a;"}),
        "plain.txt": f"两地合作\n{trap.address}\n{ARTICLE}",
    }  # fmt: skip
    mail = "From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: "
    written["mail.eml"] = (
        f'{mail}message/external-body; access-type=URL; URL="{trap.address}"\n\n\n--q\nContent-Type: text/html; '
        f"charset=utf-8\n\n<html><body>{loads}{body}</body></html>\n--q--\n"
    )
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "articles.tsv").write_text(f"file\ttitle\turl\nplain.txt\t两地合作\t{trap.address}\n", encoding="utf-8")
    (folder / "link.txt").symlink_to(folder / "plain.txt")
    _office(folder, trap, entity)


def _office(folder: Path, trap: Trap, entity: str) -> None:
    """A document and a sheet whose parts have entities and point elsewhere."""
    ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(folder / "word.docx", "w") as made:
        made.writestr(
            "[Content_Types].xml",
            f'{entity}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kinds}"/></Types>',
        )
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        made.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r2" Type="{office}/attachedTemplate" '
            f'Target="{trap.address}" TargetMode="External"/><Relationship Id="r3" Type="{office}/image" '
            f'Target="{trap.file}" TargetMode="External"/></Relationships>',
        )
        text = f"<w:p><w:r><w:t>{ARTICLE}&a;&b;</w:t></w:r></w:p>"
        made.writestr("word/document.xml", f'{entity}<w:document xmlns:w="{ns}"><w:body>{text}</w:body></w:document>')
    with zipfile.ZipFile(folder / "pack.zip", "w") as pack:
        pack.writestr("../../escaped.txt", ARTICLE)
        pack.writestr("/tmp/escaped.txt", ARTICLE)
        pack.write(folder / "entities.html", "in/entities.html")
    link = zipfile.ZipInfo("leads-out.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(folder / "link.zip", "w") as pack:
        pack.writestr(link, str(trap.secret))


def test_articles_fetch_nothing_and_write_nothing_elsewhere(trap: Trap, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "articles"
    folder.mkdir(parents=True)
    _articles(folder, trap)
    told = _kg("build", folder, "--store", tmp_path / "graph", cwd=tmp_path)
    told += _kg("export", "out.nq", "--store", tmp_path / "graph", cwd=tmp_path)
    told += _kg("view", "out.html", "--store", tmp_path / "graph", cwd=tmp_path)
    quads = (tmp_path / "out.nq").read_text("utf-8")
    assert "战略合作协议" in quads and quads.count("NewsArticle") >= 8
    assert WORD not in told + quads + (tmp_path / "out.html").read_text("utf-8")
    assert trap.seen == []
    assert not list(tmp_path.rglob("escaped.txt")) and not Path("/tmp/escaped.txt").exists()


def test_a_store_address_is_asked_only_where_the_user_names_it(trap: Trap, tmp_path: Path) -> None:
    told = _kg("query", "SELECT * { ?s ?p ?o }", "--store", trap.file, cwd=tmp_path)
    assert WORD not in told and trap.seen == []
