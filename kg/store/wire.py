"""Requests to a server out, whole answers in: who asks, how long to wait, when to try again."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

from kg.errors import StoreError

CONNECT, READ = 10.0, 300.0  # seconds: to be heard, and between two pieces of an answer
PAUSES = (0.3, 1.0, 2.0, 4.0)  # seconds before each further try
_LONGEST_PAUSE = 20.0  # seconds, whatever the server asks for
_BUSY = (502, 503, 504)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. `kind`: its media type; `headers` in lower case."""

    status: int
    kind: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Wire:
    """Connections to a store's server. Thread-safe; one request at a time. `name`: what people call it."""

    def __init__(self, address: str, name: str, *, patient: bool = False, pauses: tuple[float, ...] = PAUSES) -> None:
        """`patient`: try again where the server is busy or gone for a moment, too, and not only when it breaks off."""
        self.name, self._patient, self._pauses = name, patient, pauses
        self._heard = False
        self._ahead = 0.0  # seconds that the server's clock is ahead of ours
        self._one = threading.RLock()
        first = address.split(maxsplit=1)[0]
        here = urlsplit(first).hostname in _LOOPBACK
        # Without verification where nothing is to be verified: the certificates take 0.1 s to read.
        plain = all(urlsplit(url).scheme == "http" and urlsplit(url).hostname in _LOOPBACK for url in address.split())
        self.known = bool(credentials(first))
        self._client = httpx.Client(
            timeout=httpx.Timeout(READ, connect=CONNECT), auth=_auth(first), follow_redirects=False,
            headers={"User-Agent": "kg"}, trust_env=not here, verify=not plain,
        )  # fmt: skip

    def send(
        self, url: str, *, fields: Mapping[str, str] | None = None, body: bytes | None = None, kind: str = "",
        accept: str = "*/*",
    ) -> Reply:  # fmt: skip
        """POST a form or a body, which must do no harm when it comes twice. Raises StoreError: no answer."""
        headers = {"Accept": accept} | ({"Content-Type": kind} if kind else {})
        for pause in (*self._pauses, None):
            try:
                with self._one:
                    answer = self._client.post(url, data=fields, content=body, headers=headers)
            except httpx.TransportError as error:
                if pause is None or not self._again(error):
                    raise self._silent(error) from error
            else:
                self._heard = True
                self._set_clock(answer)
                if pause is None or not self._patient or answer.status_code not in _BUSY:
                    media = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
                    return Reply(answer.status_code, media, answer.content, dict(answer.headers))
                pause = max(pause, _asked_pause(answer))
            time.sleep(pause)
        raise AssertionError("the last try answers or raises")

    def now(self) -> float:
        """Seconds since 1970 by the server's clock, where it tells it."""
        return time.time() + self._ahead

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _again(self, error: httpx.TransportError) -> bool:
        if isinstance(error, (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError, httpx.CloseError)):
            return True
        # A server that was there may be starting anew; one that never was is told of at once.
        return self._patient and self._heard and isinstance(error, httpx.ConnectError)

    def _silent(self, error: httpx.TransportError) -> StoreError:
        if isinstance(error, (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout)):
            return StoreError(f"{self.name}: no answer in time; ask for less, or try again")
        if isinstance(error, httpx.UnsupportedProtocol):
            return StoreError(f"{self.name}: no address; name an endpoint, as http://127.0.0.1:7878/sparql")
        said = " ".join(str(error).split())[:120] or type(error).__name__
        return StoreError(f"{self.name}: cannot be reached ({said}); is the server running there?")

    def _set_clock(self, answer: httpx.Response) -> None:
        try:
            self._ahead = parsedate_to_datetime(answer.headers["date"]).timestamp() - time.time()
        except (KeyError, ValueError, TypeError):
            return


def credentials(address: str) -> tuple[str, str] | None:
    """Name and password for a server: from its address, the environment, or netrc. Raises StoreError: a bad netrc."""
    parts = urlsplit(address)
    if parts.username:
        return unquote(parts.username), unquote(parts.password or "")
    if user := os.environ.get(USER):
        return user, os.environ.get(PASSWORD, "")
    return _from_netrc(parts.hostname or "")


def _from_netrc(host: str) -> tuple[str, str] | None:
    import netrc

    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not path.is_file():
        return None
    try:
        found = netrc.netrc(str(path)).authenticators(host)
    except (OSError, netrc.NetrcParseError) as error:
        # Not in its own words, which may be the password's.
        raise StoreError(f"{path}: cannot be read as netrc; mend it, or set {USER} and {PASSWORD}") from error
    return (found[0], found[2] or "") if found else None


def _auth(address: str) -> httpx.Auth | None:
    if token := os.environ.get(TOKEN):
        return _Bearer(token)
    found = credentials(address)
    return _Either(*found, at_once=bool(urlsplit(address).username)) if found else None


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _Either(httpx.Auth):
    """Digest where the server asks for it, else basic; to be sent when it asks, or `at_once`."""

    def __init__(self, user: str, password: str, *, at_once: bool = False) -> None:
        self._basic, self._digest = httpx.BasicAuth(user, password), httpx.DigestAuth(user, password)
        self._at_once = at_once
        self._chosen: Callable[[httpx.Request], Generator[httpx.Request, httpx.Response, None]] | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen:
            yield from self._chosen(request)
            return
        if self._at_once:
            request.headers["Authorization"] = self._basic._auth_header
        answer = yield request
        if answer.status_code != 401:
            return
        request.headers.pop("Authorization", None)
        offered = " ".join(answer.headers.get_list("www-authenticate")).lower()
        self._chosen = (self._digest if "digest" in offered else self._basic).auth_flow
        yield from self._chosen(request)


def _asked_pause(answer: httpx.Response) -> float:
    try:
        return min(float(answer.headers.get("retry-after", 0)), _LONGEST_PAUSE)
    except ValueError:
        return 0.0
