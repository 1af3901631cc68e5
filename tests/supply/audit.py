"""Known faults of what is locked: `python -m tests.supply.audit` asks pip-audit, by the database at osv.dev.

Exit status 0: none, or the database cannot be reached, which is said; 1: some, or anything else that goes wrong.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).parents[2] / ".ci" / "lock.txt"
UNREACHABLE = (
    "ConnectionError", "Max retries exceeded", "Failed to resolve", "Name or service not known", "timed out",
    "Could not connect", "Connection refused", "Network is unreachable", "ProxyError", "Tunnel connection failed",
)  # fmt: skip


def audit(lock: Path) -> tuple[int, str]:
    """The exit status and what to print."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "found.json"
        command = [
            sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes", "--disable-pip",
            "--vulnerability-service", "osv", "--progress-spinner", "off", "--timeout", "10",
            "--format", "json", "--output", str(out),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        if out.exists() and out.stat().st_size:
            return told(json.loads(out.read_text("utf-8")))
    for sign in UNREACHABLE:
        if sign in done.stderr:
            return 0, f"audit: SKIPPED: the database of known faults cannot be reached from here ({sign})"
    return 1, f"audit: pip-audit failed\n{done.stderr[-3000:]}"


def told(found: dict[str, list[dict[str, object]]]) -> tuple[int, str]:
    """The same, from what pip-audit found."""
    bad = [(one["name"], one["version"], fault) for one in found["dependencies"] for fault in _faults(one)]
    if not bad:
        return 0, f"audit: {len(found['dependencies'])} packages, no known fault"
    lines = [f"  {name} {version}: {fault}" for name, version, fault in bad]
    return 1, "\n".join(["audit: known faults; raise the bound in pyproject.toml, then make lock", *lines])


def _faults(package: dict[str, object]) -> list[str]:
    faults = package.get("vulns") or []
    assert isinstance(faults, list)
    return [f"{one['id']} (mended in {', '.join(one.get('fix_versions') or ()) or 'none yet'})" for one in faults]


if __name__ == "__main__":
    status, text = audit(LOCK)
    sys.stdout.write(text + "\n")
    sys.exit(status)
