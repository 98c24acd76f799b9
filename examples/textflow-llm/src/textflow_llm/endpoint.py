"""One call of an endpoint that speaks OpenAI's protocol, made until it is answered."""

import http.client
import json
import time
from contextlib import closing
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from textflow_llm.kept import Kept, Usage

#: No answer that we could use is longer; a server that sends more is cut off.
_MOST_BYTES = 16 * 1024 * 1024
_MOST_TOKENS = 2**53
_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500
#: No wait between two attempts is longer, whatever the server asks for.
_LONGEST_WAIT = 300.0

Messages = list[dict[str, str]]
Items = list[Any]


class EndpointError(Exception):
    """The endpoint has given no answer that could be used; the document fails."""


class _TryAgainError(Exception):
    """It may be better the next time; ``wait`` is what the endpoint asks for, in seconds."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


class Patience(NamedTuple):
    """How often and how long an endpoint is asked."""

    attempts: int
    #: Seconds for one call.
    timeout: float
    #: Seconds before the second attempt; twice as many before each one more.
    wait: float
    #: Calls a minute of all processes together; 0 for as many as there are.
    per_minute: float


class Endpoint:
    """
    A model behind a URL; it alone is talked to: no redirect is followed, and no proxy used.

    An answer that could be used is kept, and the same question is not asked again.
    """

    def __init__(
        self, target: tuple[str, str, str], patience: Patience, kept: Kept, work: str
    ) -> None:
        """Take URL, model and key; ``work`` is what the account says of the calls."""
        url, self._model, self._key = target
        self._url = urlsplit(url)
        if self._url.scheme not in ("http", "https") or not self._url.hostname:
            message = f"endpoint {url!r} is no URL; write it as https://api.example.org/v1"
            raise ValueError(message)
        self._patience, self._kept, self._work = patience, kept, work

    def items(self, messages: Messages) -> Items:
        """Return the items of the answer to ``messages``; raises EndpointError."""
        body = json.dumps({"model": self._model, "messages": messages, "temperature": 0})
        key = sha256(f"{self._url.geturl()} {body}".encode()).hexdigest()
        kept = self._kept.answer(key)
        return self._asked_for(key, body) if kept is None else items_in(kept)

    def _asked_for(self, key: str, body: str) -> Items:
        """Ask until there is an answer; raises EndpointError."""
        *more, last = range(self._patience.attempts)
        for attempt in more:
            try:
                return self._asked(key, body)
            except _TryAgainError as error:
                wait = max(self._patience.wait * 2**attempt, error.wait)
            time.sleep(min(wait, _LONGEST_WAIT))
        try:
            return self._asked(key, body)
        except _TryAgainError as error:
            message = f"no usable answer in {last + 1} attempts; the last one: {error}"
            raise EndpointError(message) from error

    def _asked(self, key: str, body: str) -> Items:
        """Make one call, and write it down; raises EndpointError, _TryAgainError."""
        every = self._patience.per_minute
        time.sleep(self._kept.turn(60 / every if every else 0))
        answer, usage = _content(self._posted(body))
        try:
            items = items_in(answer)
        except _TryAgainError:
            self._kept.keep(self._work, key, None, usage)
            raise
        self._kept.keep(self._work, key, answer, usage)
        return items

    def _posted(self, body: str) -> bytes:
        """Return what the endpoint sends; raises EndpointError, _TryAgainError."""
        secure = self._url.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        server = kind(self._url.hostname or "", self._url.port, timeout=self._patience.timeout)
        head = {"Content-Type": "application/json"}
        if self._key:
            head["Authorization"] = f"Bearer {self._key}"
        try:
            with closing(server):
                path = f"{self._url.path.rstrip('/')}/chat/completions"
                server.request("POST", path, body.encode(), head)
                answer = server.getresponse()
                data = _read(answer, time.monotonic() + self._patience.timeout)
        except (OSError, http.client.HTTPException) as error:
            message = f"{type(error).__name__}: {error}"
            raise _TryAgainError(message) from error
        _check_status(answer, data)
        return data


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    """Return the body; raises TimeoutError where it drips in too slowly."""
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(65_536):
        parts.append(part)
        size += len(part)
        if time.monotonic() > until or size > _MOST_BYTES:
            message = f"the answer had not ended after {size} bytes"
            raise TimeoutError(message)
    return b"".join(parts)


def _check_status(answer: http.client.HTTPResponse, data: bytes) -> None:
    if answer.status == _OK:
        return
    said = f"status {answer.status}: {data[:200].decode('utf-8', 'replace')}"
    if answer.status == _TOO_MANY or answer.status >= _SERVER_ERROR:
        wait = answer.headers.get("Retry-After", "")
        raise _TryAgainError(said, float(wait) if wait.isdecimal() else 0.0)
    raise EndpointError(said)


def _content(data: bytes) -> tuple[str, Usage]:
    """Return the words of the model and their tokens; raises _TryAgainError."""
    try:
        answer = json.loads(data)
        content = str(answer["choices"][0]["message"]["content"])
        used = answer.get("usage") or {}
        usage = Usage(_count(used.get("prompt_tokens")), _count(used.get("completion_tokens")))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        message = f"its form is not that of an answer: {type(error).__name__}: {error}"
        raise _TryAgainError(message) from error
    return content.encode("utf-8", "replace").decode(), usage


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < _MOST_TOKENS else 0


def items_in(content: str) -> Items:
    """
    Return the items in what a model says, whatever it has put around the JSON.

    >>> items_in('Here it is: {"items": [{"text": "rain"}]}')
    [{'text': 'rain'}]
    """
    try:
        found = json.loads(content[content.index("{") : content.rindex("}") + 1])
        items = found["items"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        message = f"it is no JSON with `items`: {content[:80]!r}"
        raise _TryAgainError(message) from error
    if not isinstance(items, list):
        message = f"`items` is a {type(items).__name__}, wanted a list"
        raise _TryAgainError(message)
    return items
