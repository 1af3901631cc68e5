"""`kg reject` and `kg accept`: a claim goes and comes back, and the row finds it in an edited article."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.correcting import ARTICLES, Bench

FACT = ("金凤软件园", "totalInvestment", "5000000000")
MEMO = "政务服务跨省通办合作备忘录"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = Bench(tmp_path_factory.mktemp("claims"))
    bench.write(**ARTICLES)
    bench.build()
    assert FACT in bench.facts()
    return bench


@pytest.fixture
def bench(built: Bench, tmp_path: Path) -> Bench:
    shutil.copytree(built.folder, tmp_path / "bench")
    return Bench(tmp_path / "bench")


def test_a_rejected_fact_leaves_the_graph_and_comes_back(bench: Bench) -> None:
    before, facts = bench.bytes(), bench.facts()
    told = bench.kg("reject", "--fact", *FACT)
    assert "“" in told
    assert bench.facts() == facts - {FACT}
    rejected = bench.bytes()
    bench.rebuild()
    assert bench.bytes() == rejected
    bench.kg("undo")
    assert bench.bytes() == before


def test_a_claim_is_rejected_by_its_iri_and_found_again_by_its_words(bench: Bench) -> None:
    (claim,) = bench.json_query(
        'SELECT ?c { ?c rdf:predicate rc:totalInvestment ; rc:quote ?q FILTER(CONTAINS(?q, "50亿")) }'
    )
    told = bench.json("reject", claim["c"])
    assert told["judgements"][0]["article"] == "c"
    assert FACT not in bench.facts()
    # What stands before it moves its place, and so its IRI.
    bench.write(c="4月，天气转暖。\n" + ARTICLES["c"])
    bench.build()
    assert FACT not in bench.facts()
    bench.kg("accept", "--fact", *FACT, "--article", "c")
    assert FACT not in bench.facts()  # the row with the words is the more exact one
    bench.kg("undo")
    bench.kg("undo")
    assert FACT in bench.facts()


def test_a_claim_by_the_end_of_its_iri(bench: Bench) -> None:
    (claim,) = bench.json_query(
        'SELECT ?c { ?c rdf:predicate rc:totalInvestment ; rc:quote ?q FILTER(CONTAINS(?q, "50亿")) }'
    )
    assert bench.json("reject", claim["c"][-16:])["claims"][0]["iri"] == claim["c"]


def test_a_card_tells_the_claims_to_reject(bench: Bench) -> None:
    quiet, told = bench.kg("show", "金凤软件园"), bench.kg("show", "金凤软件园", "--claims")
    assert re.sub("  [0-9a-f]{16}$", "", told, flags=re.MULTILINE) == quiet != told
    (line,) = re.findall(r"^  50亿.*\n(.+)$", told, re.MULTILINE)
    assert "totalInvestment" in bench.kg("reject", line.split()[-1])
    assert FACT not in bench.facts()


def test_in_one_article_only(bench: Bench) -> None:
    fact = (MEMO, "signatory", "重庆高新区")
    bench.kg("reject", "--fact", *fact, "--article", "a")
    assert fact in bench.facts()
    bench.kg("reject", "--fact", *fact, "--article", "b")
    assert fact not in bench.facts()


def test_an_accepted_fact_is_sure(bench: Bench) -> None:
    fact = (MEMO, "signatory", "重庆高新区")
    bench.kg("accept", "--fact", *fact)
    card = bench.json("show", MEMO)[0]
    (sure,) = [f["evidence"] for f in card["facts"] if f["predicate"] == "signatory" and f["other"] == "重庆高新区"]
    assert {told["confidence"] for told in sure} == {1.0}


def test_a_row_that_no_claim_answers_any_more_is_told(bench: Bench) -> None:
    bench.kg("reject", "--fact", *FACT)
    bench.write(c="金凤软件园位于重庆高新区。")
    assert "graph.judgements.tsv:3: " in bench.build()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("reject", "--fact", "金凤软件园", "totalInvestment", "6"), "of totalInvestment told is 5000000000"),
        (("reject", "--fact", "金凤软件园", "cost", "6"), "cost: no such predicate; use one of signatory"),
        (("reject", "--fact", "金凤软件圆", "area", "6"), "no entity bears this name"),
        (("reject", "--fact", *FACT, "--article", "a"), "no claim of article a says this"),
        (("accept", "id:claim/none-0"), "no claim bears this IRI"),
    ],
)
def test_what_cannot_be_is_one_line(bench: Bench, arguments: tuple[str, ...], says: str) -> None:
    assert says in bench.refused(*arguments)
    assert not bench.file.exists()


def test_wrong_usage(bench: Bench) -> None:
    assert bench.run("reject").exit_code == 2
    assert bench.run("reject", "id:claim/a-0", "--fact", *FACT).exit_code == 2
