"""Worker processes: whatever a document does to its own, the others are as they would be."""

import json
from typing import Any

import pytest
from plugin_site import Bench, Done, Site
from worker_faults import FAULTS, SOURCE

IDS = [f"d{at:02}" for at in range(20)]
PLACES = {"first": IDS[0], "middle": IDS[9], "last": IDS[-1]}


@pytest.fixture
def crowd(bench: Bench, site: Site) -> Bench:
    """Give a bench with twenty documents and a plugin that fails in every way."""
    site.plugin(SOURCE)
    rows = (json.dumps({"id": name, "text": f"Doc {name}."}) for name in IDS)
    bench.write("in.jsonl", "".join(f"{row}\n" for row in rows))
    return bench


def run(bench: Bench, fault: str = "", at: str = "", *, workers: int = 2, batch: int = 8) -> Done:
    """Run the documents, with a fault in one of them."""
    options = json.dumps({"fault": fault, "at": at})
    bench.pipeline(
        f"[segment, acme.finds: {options}]",
        f"source: in.jsonl\nengine: {{local: {{workers: {workers}, batch: {batch}}}}}\n"
        "limits: {timeout: 1, max_memory: 300000000}\n",
    )
    return bench.run("--restart")


def nameless(line: bytes) -> dict[str, Any]:
    """Return a record without the name of its run."""
    record: dict[str, Any] = json.loads(line)
    del record["run"]
    return record


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_its_own_document(crowd: Bench, fault: str, place: str) -> None:
    """One dead letter, with stage and cause; every other record as without the fault."""
    assert run(crowd).code == 0
    whole = [nameless(line) for line in crowd.text("out.jsonl").encode().splitlines()]
    code, says = FAULTS[fault]
    done = run(crowd, code, PLACES[place])
    assert done.code == 1, done.err
    (letter,) = crowd.dead
    assert (letter["id"], letter["stage"]) == (PLACES[place], "acme.finds")
    assert says in letter["error"]["message"]
    assert "\x1b" not in done.err
    found = [nameless(line) for line in crowd.text("out.jsonl").encode().splitlines()]
    assert found == [one for one in whole if one["id"] != PLACES[place]]
