"""A Dask cluster (extra `kg[dask]`): the same work, on other machines."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from kg.errors import UserError
from kg.work.limit import may_end_itself
from kg.work.place import Numbered, Work, worked

if TYPE_CHECKING:
    from distributed import Client

WAIT = 10  # seconds for the scheduler to answer


class Cluster:
    """The workers of the scheduler at `address`, each of which has to have the same `version()`. Close it.

    Raises UserError, one line: `distributed` is not installed, no scheduler, no worker, one without kg or with
    another version.
    """

    def __init__(self, address: str, version: Callable[[], str]) -> None:
        self._address = address
        self._client = _client(address)
        try:
            self.workers = self._checked(version)
        except BaseException:
            self.close(now=True)
            raise

    def _checked(self, version: Callable[[], str]) -> int:
        """How many threads work there, after a look at every worker."""
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=WAIT)
        threads = self._client.nthreads()
        if not threads:
            raise UserError(f"{self._address}: this cluster has no workers; start some: dask worker {self._address}")
        here = _python()
        kinds = {"the scheduler": self._on_scheduler(find_spec, "kg"), **self._ask(find_spec, "kg")}
        for place, found in kinds.items():
            if found is None or isinstance(found, BaseException):
                raise UserError(f"{place}: kg is not installed there; install the same version as here, and dask")
        for place, found in self._ask(_described, version).items():
            if found != (here, version()):
                wrong = f"its {_difference(found, here)} than here"
                raise UserError(f"{place}: {wrong}; install the same there, and start it with the same settings")
        return sum(threads.values())

    def _ask(self, function: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._client.run(function, *arguments, on_error="return")
        return found

    def _on_scheduler(self, function: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return self._client.run_on_scheduler(function, *arguments)
        except Exception as error:
            return error

    def submit(self, work: Work, batch: Numbered) -> Future[list[Any]]:
        """One task for all of them. Where a worker dies, the scheduler gives it to another, three times."""
        inner = self._client.submit(_worked, work, list(batch), pure=False)
        future: Future[list[Any]] = Future()
        future.set_running_or_notify_cancel()
        inner.add_done_callback(lambda done: pass_on(done, future, self._address))
        return future

    def died(self, error: BaseException) -> bool:
        """True where worker after worker died of it."""
        return type(error).__name__ == "KilledWorker"

    def suspects(self) -> None:
        """It is not known which of a batch."""

    def restart(self) -> None:
        """The cluster sees to that itself."""

    def close(self, *, now: bool = False) -> None:
        """Let go of the cluster; its workers go on."""
        with suppress(Exception):
            self._client.close(timeout=2 if now else 10)


def _client(address: str) -> Client:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise UserError("--dask needs the library distributed; install it with: pip install 'kg[dask]'") from error
    try:
        return Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())[:120]
        raise UserError(
            f"{address}: no Dask scheduler answers there ({reason}); start one with: dask scheduler"
        ) from error


def _difference(found: Any, here: str) -> str:
    if isinstance(found, BaseException):
        return f"kg is another ({' '.join(str(found).split())[:120]})"
    return f"Python is another ({found[0]}, not {here})" if found[0] != here else "kg or tables of names are others"


def pass_on(done: Any, future: Future[list[Any]], address: str) -> None:
    """From a future of the cluster to one of ours. Its status is no guide: a result whose worker dies before it was
    fetched is "lost" until another worker has made it anew, and `result` waits for that."""
    try:
        future.set_result(done.result())
    except CancelledError:
        gone = UserError(f"{address}: the scheduler is gone; start it again, and the same command goes on")
        future.set_exception(gone)
    except BaseException as error:
        future.set_exception(error)


# On a worker


def _worked(work: Work, batch: Numbered) -> list[Any]:
    may_end_itself()
    return worked(work, batch)


def _described(version: Callable[[], str]) -> tuple[str, str]:
    return _python(), version()


def _python() -> str:
    return ".".join(map(str, sys.version_info[:2]))
