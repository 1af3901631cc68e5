"""Messages in, the model's answer out, over the chat completions protocol."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

from kg.errors import KgError

KEY = "KG_LLM_KEY"  # the variable of the environment that holds the server's key; never in a file or argument
_LARGEST = 4_000_000  # bytes of an answer
_TRIES = 4
_AGAIN = (408, 425, 429, 500, 502, 503, 504)


class LlmError(KgError):
    """The model's server gives no usable answer: which one, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Client:
    """A model behind `url` (as http://127.0.0.1:11434/v1). `timeout`: seconds to wait for an answer.

    It can be pickled: a connection is made for each call, which costs nothing beside the model's time.
    """

    url: str
    model: str
    timeout: float = 120.0

    def complete(self, system: str, user: str) -> str:
        """The model's answer, at temperature 0. Raises LlmError."""
        body = {
            "model": self.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "response_format": {"type": "json_object"},
        }
        data = self._post(json.dumps(body, ensure_ascii=False).encode())
        try:
            content = json.loads(data)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise LlmError(f"{self.url}: no answer of the chat protocol ({_short(data)}); check --llm") from error
        if not isinstance(content, str):
            raise LlmError(f"{self.url}: an answer without text; try another model")
        return content

    def _post(self, body: bytes) -> bytes:
        import urllib3

        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "kg"}
        if key := os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {key}"
        again = urllib3.Retry(
            _TRIES, status_forcelist=_AGAIN, allowed_methods=None, backoff_factor=0.5, redirect=0,
            raise_on_status=False, respect_retry_after_header=True, read=1,
        )  # fmt: skip
        address = self.url.rstrip("/") + "/chat/completions"
        try:
            with urllib3.PoolManager(timeout=urllib3.Timeout(connect=10, read=self.timeout), retries=again) as pool:
                answer = pool.request(
                    "POST", address, body=body, headers=headers, preload_content=False, redirect=False
                )
                data: bytes = answer.read(_LARGEST + 1)
                answer.release_conn()
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            reason = _short(str(error).split(": ")[-1])
            raise LlmError(f"{self.url}: cannot be reached ({reason}); is the model's server running there?") from error
        if answer.status in (401, 403):
            raise LlmError(f"{self.url}: refuses the key ({answer.status}); put the right one into {KEY}")
        if answer.status != 200:
            raise LlmError(f"{self.url}: error {answer.status} ({_short(data)}); check --llm and --model")
        if len(data) > _LARGEST:
            raise LlmError(f"{self.url}: an answer of more than {_LARGEST // 1_000_000} MB; try another model")
        return data


def _short(said: Any) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:120]
