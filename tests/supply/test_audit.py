"""The audit says a fault aloud, and passes over nothing but a database that cannot be reached."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.supply import audit

FAULTY = {"name": "x", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}


def test_faults_fail_and_none_pass() -> None:
    assert audit.told({"dependencies": [{"name": "x", "version": "1", "vulns": []}]})[0] == 0
    status, text = audit.told({"dependencies": [FAULTY]})
    assert status == 1 and "x 1: CVE-1 (mended in 2)" in text


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("requests.exceptions.ConnectionError: …", 0),
        ("Failed to resolve 'x'", 0),
        ("ERROR: bad requirement", 1),
        ("", 1),
    ],
)
def test_only_a_database_out_of_reach_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, status: int
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess((), 1, "", said))
    found, text = audit.audit(tmp_path / "lock.txt")
    assert found == status and ("SKIPPED" in text) is (status == 0)
