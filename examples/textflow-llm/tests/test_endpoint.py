"""How an endpoint is asked: again where that may help, no more often than is allowed, and once."""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from textflow_llm.endpoint import Endpoint, EndpointError, Patience, items_in
from textflow_llm.kept import Kept, Usage

RIGHT = {"choices": [{"message": {"content": '{"items": []}'}}]}
ASKED = [{"role": "user", "content": "It rained."}]


@dataclass
class Scripted:
    """A server that gives the answers of a list, one after the other."""

    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    url: str = ""

    def then(self, status: int, said: object = RIGHT, **head: str) -> None:
        """Add an answer."""
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        names = {name.replace("_", "-"): value for name, value in head.items()}
        self.answers.append((status, names, body))


@pytest.fixture
def server() -> Iterator[Scripted]:
    """Serve a script while the test runs."""
    script = Scripted()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.asked.append((self.path, dict(self.headers), body))
            status, head, said = script.answers.pop(0)
            self.send_response(status)
            for name, value in head.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        threading.Thread(target=serving.serve_forever, args=(0.05,), daemon=True).start()
        script.url = f"http://127.0.0.1:{serving.server_address[1]}/v1/"
        yield script
        serving.shutdown()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """Return an empty cache that is open."""
    with Kept(str(tmp_path / "paid")) as opened:
        yield opened


def endpoint(server: Scripted, kept: Kept, **more: Any) -> Endpoint:
    """Return what is tested, in a hurry."""
    patience = Patience(attempts=3, timeout=30, wait=0.001, per_minute=0)._replace(**more)
    return Endpoint((server.url, "small", "secret-key"), patience, kept, "work")


def test_an_answer_is_paid_once(server: Scripted, kept: Kept) -> None:
    """What is asked, and with which key; the second time the answer is known."""
    server.then(200)
    one = endpoint(server, kept)
    assert one.items(ASKED) == one.items(ASKED) == []
    ((path, head, body),) = server.asked
    assert path == "/v1/chat/completions"
    assert head["Authorization"] == "Bearer secret-key"
    assert body == {"model": "small", "messages": ASKED, "temperature": 0}


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (429, {}),
        (503, {}),
        (200, b"<html>"),
        (200, b"[]"),
        (200, {"choices": []}),
        (200, {"choices": [{"message": {"content": "I cannot."}}]}),
        (200, {"choices": [{"message": {"content": '{"items": {"a": 1}}'}}]}),
        (200, b'{"choices": [{"message": {"content": "{\\"items\\": [\\"\\\\ud800'),
        (200, b"[" * 100_000),
    ],
)
def test_what_may_be_better_the_next_time_is_tried_again(
    server: Scripted, kept: Kept, status: int, said: object
) -> None:
    """Up to so many attempts; then the document fails, and the last answer is in the message."""
    server.then(status, said)
    server.then(200)
    assert endpoint(server, kept).items(ASKED) == []
    for _ in range(3):
        server.then(status, said)
    with pytest.raises(EndpointError, match="no usable answer in 3 attempts; the last one: "):
        endpoint(server, kept).items([*ASKED, *ASKED])
    assert len(server.asked) == 5


@pytest.mark.parametrize("status", [301, 307, 400, 401, 404])
def test_what_will_not_be_better_is_said_at_once(server: Scripted, kept: Kept, status: int) -> None:
    """No redirect is followed: the key is for the endpoint that was named, and for no other."""
    server.then(status, b"no such model", Location="http://127.0.0.1:9/v1")
    with pytest.raises(EndpointError, match=f"^status {status}: no such model$"):
        endpoint(server, kept).items(ASKED)
    assert len(server.asked) == 1


def test_the_endpoint_may_say_how_long_to_wait(server: Scripted, kept: Kept) -> None:
    """It is not asked earlier."""
    server.then(429, {}, Retry_After="1")
    server.then(200)
    began = time.monotonic()
    endpoint(server, kept).items(ASKED)
    assert time.monotonic() - began >= 1


def test_calls_are_no_more_often_than_is_allowed(server: Scripted, kept: Kept) -> None:
    """Of all threads and processes that share the cache."""
    one = endpoint(server, kept, per_minute=600)
    began = time.monotonic()
    for number in range(4):
        server.then(200)
        one.items([{"role": "user", "content": str(number)}])
    assert time.monotonic() - began >= 0.3


def test_an_account_counts_what_was_paid_since_the_run_began(server: Scripted, kept: Kept) -> None:
    """Answers of no use, too; a run that goes on has the beginning that it had."""
    kept.keep("work", "before", "{}", Usage(7, 7))
    kept.began("run")
    usage = {"prompt_tokens": 100, "completion_tokens": 20}
    server.then(200, {"choices": [{"message": {"content": "no"}}], "usage": usage})
    server.then(200, RIGHT | {"usage": usage})
    endpoint(server, kept).items(ASKED)
    kept.began("run")
    assert kept.account("run", "work") == {
        "calls": 2,
        "unusable_answers": 1,
        "tokens_in": 200,
        "tokens_out": 40,
    }


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": -1}, {"prompt_tokens": "many"}])
def test_an_endpoint_may_not_count(server: Scripted, kept: Kept, usage: object) -> None:
    """Or count in its own way."""
    kept.began("run")
    server.then(200, RIGHT | {"usage": usage})
    endpoint(server, kept).items(ASKED)
    assert kept.account("run", "work")["tokens_in"] == 0


@pytest.mark.parametrize("url", ["api.example.org/v1", "file:///etc/passwd", "http://"])
def test_what_is_no_url_is_refused(kept: Kept, url: str) -> None:
    """When the stage is set up, before the first document."""
    with pytest.raises(ValueError, match="is no URL"):
        Endpoint((url, "small", ""), Patience(1, 1, 1, 0), kept, "work")


def test_what_a_model_writes_around_its_answer_is_left_out() -> None:
    """As many do, whatever they are told."""
    assert items_in('Sure!\n```json\n{"items": [{"text": "}"}]}\n```') == [{"text": "}"}]
