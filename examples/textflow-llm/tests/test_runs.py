"""Whole runs: what the manifest says of them, and what is paid where one is killed."""

import json
import subprocess
import time
from pathlib import Path

import pytest
import textflow

from faulty_endpoint import Endpoint, article
from pipelines import account, claims, command, pipeline, records


def test_the_manifest_says_what_a_run_has_cost(tmp_path: Path) -> None:
    """Calls and tokens as the endpoint counts them, and money at the prices of the pipeline."""
    with Endpoint(faulty=False).serving() as endpoint:
        file = pipeline(tmp_path, endpoint, range(30), api_key="open-sesame")
        textflow.Pipeline.load(file).run()
    assert account(tmp_path) == {
        "model": "planted",
        "calls": 30,
        "unusable_answers": 0,
        "tokens_in": 3_000,
        "tokens_out": 600,
        "cost": 0.012,
    }
    assert endpoint.keys == {"Bearer open-sesame"}


@pytest.mark.parametrize("engine", ["serial", {"local": {"workers": 2, "batch": 7}}])
def test_no_answer_is_paid_twice_over_a_kill_and_a_resume(tmp_path: Path, engine: object) -> None:
    """The run ends as one that nobody has killed, and its account counts each answer once."""
    with Endpoint(faulty=False, most=25).serving() as endpoint:
        file = pipeline(tmp_path, endpoint, range(60), engine, call_timeout=600)
        with subprocess.Popen(command(file)) as run:  # noqa: S603 - our own command
            wait_until_held(endpoint)
            run.kill()
        paid = set(endpoint.paid)
        endpoint.most = 1_000_000
        endpoint.asked.clear()
        assert subprocess.run(command(file), check=False).returncode == 0  # noqa: S603 - as above
    assert 25 <= len(paid) < 60
    assert paid.isdisjoint(endpoint.asked)
    assert set(endpoint.paid.values()) == {1}
    assert account(tmp_path)["calls"] == 60
    assert [claims(one) for one in records(tmp_path)] == [
        list(article(number).claims) for number in range(60)
    ]


def wait_until_held(endpoint: Endpoint) -> None:
    """Wait until all that ask are kept waiting: every other answer has been written down."""
    until = time.monotonic() + 60
    before = -1
    while endpoint.asked.total() > before or before <= endpoint.paid.total():
        before = endpoint.asked.total()
        assert time.monotonic() < until
        time.sleep(1)


def test_an_endpoint_that_is_not_there_costs_no_document(tmp_path: Path) -> None:
    """They are dead letters, and `textflow retry` runs them when it is."""
    with Endpoint(faulty=False).serving() as endpoint:
        file = pipeline(tmp_path, endpoint, range(3), attempts=1)
        good = file.read_text()
        file.write_text(good.replace(endpoint.url, "http://127.0.0.1:9/v1"))
        assert subprocess.run(command(file), check=False).returncode == 1  # noqa: S603 - as above
        assert len((tmp_path / "out.jsonl.dead.jsonl").read_text().splitlines()) == 3
        file.write_text(good)
        again = command(file)
        again[3] = "retry"
        assert subprocess.run(again, check=False).returncode == 0  # noqa: S603 - as above
    assert len(records(tmp_path)) == 3


def test_a_layer_must_quote(tmp_path: Path) -> None:
    """It is said before anything is asked."""
    file = pipeline(tmp_path, Endpoint(url="http://127.0.0.1:9/v1"), range(1))
    made = json.loads(file.read_text())
    made["layers"]["news.claims"] = {"type": "array", "items": {"type": "object"}}
    file.write_text(json.dumps(made))
    done = subprocess.run(command(file), capture_output=True, check=False)  # noqa: S603 - as above
    assert done.returncode == 2
    assert b"items of layer 'news.claims' need start, end and text" in done.stderr
