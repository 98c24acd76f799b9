"""Power failures: whatever is left on the disk, the same command makes the same files of it."""

import random
from pathlib import Path

import pytest
from power_lab import MUTANTS, MUTANTS_OF_TWO_FAILURES, Lab

STATES = 3_000

pytestmark = pytest.mark.slow


def damages(lab: Lab, states: int, seed: int) -> list[str]:
    """Return what is wrong after power failures: so many draws, all different ones tried."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    return [why for state in lab.states(states, chance) if (why := lab.damage(state))]


def test_every_state_is_gone_on_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind every call of the run, whatever has arrived on the disk by then."""
    lab = Lab.new(tmp_path, monkeypatch)
    chance = random.Random(11)  # noqa: S311 - nothing secret
    assert len(lab.states(STATES, chance)) > 200
    assert damages(lab, STATES, 11) == []


def test_a_second_power_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run that goes on may be cut off as well."""
    lab = Lab.new(tmp_path, monkeypatch)
    chance = random.Random(13)  # noqa: S311 - nothing secret
    for at, state in enumerate(lab.states(STATES // 20, chance)[::8]):
        assert damages(lab.after(state), STATES // 20, at) == []


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_run_that_takes_less_care_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: str
) -> None:
    """Each sync, checksum and order has a state that needs it."""
    MUTANTS[mutant](monkeypatch)
    lab = Lab.new(tmp_path, monkeypatch)
    chance = random.Random(12)  # noqa: S311 - nothing secret
    states = lab.states(STATES, chance)
    if mutant in MUTANTS_OF_TWO_FAILURES:
        ledgers = ((one, one.files.get("out.jsonl.part/ledger", b"\n")) for one in states)
        twice = (lab.after(state) for state, rows in ledgers if not rows.endswith(b"\n"))
        assert any(any(map(again.damage, again.states(STATES // 20, chance))) for again in twice)
    else:
        assert any(map(lab.damage, states))
