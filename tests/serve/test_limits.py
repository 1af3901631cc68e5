"""Limits that are kept, processes that die, builds that go on, many clients."""

from __future__ import annotations

import json
import os
import signal
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.serve.conftest import RUNAWAY, Answer, Server, serving

TIMEOUT, ROWS = 1.5, 2000
SMALL = "SELECT ?o { <https://example.org/n5> ?p ?o } LIMIT 5"
pytestmark = [pytest.mark.alone, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def limited(wide_store: Path) -> Iterator[Server]:
    options = ("--timeout", str(TIMEOUT), "--max-rows", str(ROWS), "--max-memory", "300")
    with serving(wide_store, *options) as running:
        yield running


@pytest.fixture(scope="module")
def patient(wide_store: Path) -> Iterator[Server]:
    """The same server with time enough: what it does here it does not for want of time, however busy the machine."""
    with serving(wide_store, "--timeout", "60", "--max-rows", str(ROWS), "--max-memory", "300") as running:
        yield running


def _timed(server: Server, query: str, **more: str) -> tuple[float, Answer]:
    begun = time.perf_counter()
    answer = server.ask(query, **more)
    return time.perf_counter() - begun, answer


@pytest.mark.parametrize(
    "query",
    [
        RUNAWAY,
        RUNAWAY.replace("(COUNT(*) AS ?n)", "DISTINCT ?a ?d"),
        "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?nothing) }",
        "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) = CONCAT(STR(?f), ?h)) }",
        "SELECT * { ?a (!<http://x/y>)* ?b . ?c (!<http://x/y>)* ?d . ?e ?f ?g FILTER(?g = ?nothing) }",
    ],
)
def test_the_time_limit_is_kept(limited: Server, query: str) -> None:
    for _ in range(3):  # a machine that is busy with other things may be late once
        taken, answer = _timed(limited, query)
        if taken <= TIMEOUT + 0.5:
            break
    assert answer.status == 504 and "no answer within 1.5 s" in json.loads(answer.text)["detail"]
    assert TIMEOUT - 0.1 <= taken <= TIMEOUT + 0.5


@pytest.mark.parametrize("kind", ["json", "xml", "csv", "tsv"])
def test_the_row_limit_is_exact(patient: Server, kind: str) -> None:
    whole = patient.ask(f"SELECT * {{ ?s ?p ?o }} LIMIT {ROWS}", format=kind)
    assert whole.status == 200
    rows = {"json": b'"s":', "xml": b"<result>", "csv": b"https://example.org/n", "tsv": b"<https://example.org/n"}
    assert whole.body.count(rows[kind]) >= ROWS - 20
    over = patient.ask(f"SELECT * {{ ?s ?p ?o }} LIMIT {ROWS + 1}", format=kind)
    assert over.status == 422 and "more than 2,000 rows" in over.text


@pytest.mark.parametrize(
    ("value", "kind"), [("},{", "json"), ("<result>", "xml"), ("\\r\\n", "csv"), ("{},{},{}", "json")]
)
def test_values_that_look_like_rows_are_not_counted(patient: Server, value: str, kind: str) -> None:
    query = f'SELECT ?s ("{value * 3}" AS ?x) {{ ?s ?p ?o }} LIMIT 1500'
    answer = patient.ask(query, format=kind)
    assert answer.status == 200 and answer.body.count(b"https://example.org/") >= 1490


def test_the_row_limit_counts_triples(patient: Server) -> None:
    assert patient.ask(f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o }} LIMIT {ROWS}").status == 200
    assert patient.ask(f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o }} LIMIT {ROWS + 1}").status == 422


def test_empty_rows_are_rows(limited: Server) -> None:
    query = "SELECT ?none { ?s ?p ?o } LIMIT "
    assert limited.ask(query + str(ROWS)).status == 200
    assert limited.ask(query + str(ROWS + 1)).status == 422


def test_the_memory_limit_is_kept_and_the_next_query_is_answered(limited: Server) -> None:
    hungry = (
        "SELECT ?a (GROUP_CONCAT(?x) AS ?y) { ?a ?b ?c . ?d ?e ?f "
        'BIND(CONCAT(STR(?a), STR(?d), "' + "x" * 5000 + '") AS ?x) } GROUP BY ?a'
    )
    taken, answer = _timed(limited, hungry)
    assert answer.status in (422, 504) and taken < TIMEOUT + 0.5
    assert limited.ask(SMALL).status == 200


def test_deep_nesting_ends_in_an_error(limited: Server) -> None:
    for deep in ("(" * 200_000 + "1" + ")" * 200_000, "!" * 300_000 + "1"):
        answer = limited.request(
            "POST", "/sparql", {"Content-Type": "application/sparql-query"}, f"ASK {{ FILTER({deep}) }}"
        )
        assert answer.status in (400, 422, 504) and json.loads(answer.text)["detail"]
    assert limited.ask(SMALL).status == 200


def test_large_answers_are_whole_and_leave_nothing_behind(limited: Server) -> None:
    query = f'SELECT ?s ("{"x" * 200}" AS ?x) {{ ?s ?p ?o }} LIMIT {ROWS}'
    for _ in range(3):
        answer = limited.ask(query)
        assert answer.status == 200 and int(answer.headers["Content-Length"]) == len(answer.body) > 400_000
        assert len(json.loads(answer.text)["results"]["bindings"]) == ROWS


def test_a_killed_process_is_replaced(limited: Server) -> None:
    assert limited.ask(SMALL).status == 200
    for pid in limited.workers():
        os.kill(pid, signal.SIGKILL)
    for _ in range(12):
        assert limited.ask(SMALL).status == 200


def test_processes_have_no_network(limited: Server) -> None:
    spaces = {Path(f"/proc/{pid}/ns/net").readlink() for pid in limited.workers()}
    assert spaces
    if Path("/proc/self/ns/net").readlink() in spaces:
        # Only where the system lets nobody give up the network.
        assert subprocess.run(["unshare", "--net", "--map-root-user", "true"], check=False).returncode != 0


def test_a_client_that_hangs_up_frees_its_process(patient: Server) -> None:
    def settles_at(number: int) -> bool:
        end = time.monotonic() + 20
        while len(patient.processes()) != number and time.monotonic() < end:
            time.sleep(0.1)
        return len(patient.processes()) == number

    before = len(patient.processes())
    with socket.create_connection(patient.at) as connection:
        body = f"query={RUNAWAY.replace('+', '%2B').replace('&', '%26')}"
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        connection.sendall((head + "Content-Type: application/x-www-form-urlencoded\r\n\r\n" + body).encode())
        assert settles_at(before + 1)  # it runs, and another has taken its place
    assert settles_at(before)


def test_runaways_do_not_slow_small_queries(limited: Server) -> None:
    def median() -> float:
        return statistics.median(_timed(limited, SMALL)[0] for _ in range(40))

    alone = median()
    done = threading.Event()
    refused: list[int] = []

    def run_away() -> None:
        while not done.is_set():
            refused.append(limited.ask(RUNAWAY).status)
            time.sleep(0.05)

    with ThreadPoolExecutor(10) as pool:
        for _ in range(10):
            pool.submit(run_away)
        time.sleep(1)
        beside = median()
        done.set()
    assert set(refused) <= {503, 504}
    # The bench holds the bar of 2; a busy machine that runs tests gets some room.
    assert beside < 4 * alone + 0.03, f"{alone * 1000:.1f} ms alone, {beside * 1000:.1f} ms beside runaways"


def test_who_is_refused_for_want_of_room_is_told_when_to_come_back(limited: Server) -> None:
    with ThreadPoolExecutor(14) as pool:
        answers = list(pool.map(lambda _: limited.ask(RUNAWAY), range(14)))
    busy = [answer for answer in answers if answer.status == 503]
    assert busy and all(answer.headers["Retry-After"].isdigit() for answer in busy)
    assert all("try again in" in json.loads(answer.text)["detail"] for answer in busy)


def test_many_clients_at_once(server: Server) -> None:
    def client(number: int) -> set[int]:
        return {server.ask(f"SELECT * {{ ?s ?p ?o FILTER(?o != {number}) }}").status for _ in range(4)}

    with ThreadPoolExecutor(64) as pool:
        assert set().union(*pool.map(client, range(64))) == {200}
