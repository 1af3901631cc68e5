"""A limit on the time of one piece of work, wherever it runs."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from types import FrameType

GRACE = 5.0  # seconds beyond the limit after which a worker's process that does not react is ended


class TookTooLong(Exception):
    """The piece of work took longer than it may."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in the block when it has run for so long; 0: it may run for ever.

    Stops Python and regular expressions; another library only in a process of `may_end_itself`.
    """
    if seconds <= 0:
        yield
        return
    end = _own_end(seconds + GRACE) if _Process.disposable else nullcontext()
    with _alarm(seconds) if _has_alarms() else _timer(seconds), end:
        yield


class _Process:
    disposable = False
    running = 0  # pieces of work, in as many threads
    lock = threading.Lock()


@contextmanager
def _own_end(seconds: float) -> Iterator[None]:
    """The process ends after so long, whatever holds it up. Of several threads the last to begin sets the time."""
    with _Process.lock:
        _Process.running += 1
        faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        yield
    finally:
        with _Process.lock:
            _Process.running -= 1
            if not _Process.running:
                faulthandler.cancel_dump_traceback_later()


def may_end_itself() -> None:
    """Say that this process is a worker: where a piece of work does not stop at its limit, the process ends."""
    _Process.disposable = True


@cache
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)


def _has_alarms() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    """In a thread that is not the main one, as on a cluster's worker."""
    thread = ctypes.c_ulong(threading.get_ident())
    lock, over = threading.Lock(), False

    def ring() -> None:
        with lock:
            if not over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TookTooLong))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
        timer.cancel()
