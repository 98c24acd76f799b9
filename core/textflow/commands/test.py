"""``textflow test``."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import click

from textflow.commands.colours import coloured
from textflow.commands.debugging import debugging
from textflow.commands.typed import pairs, registry_without
from textflow.errors import UsageError
from textflow.judging.cases import Case, beside, read_cases
from textflow.judging.found_cases import found_cases
from textflow.judging.junit import failure_lines, junit
from textflow.judging.trial import Trial
from textflow.judging.verdicts import Verdict, judge
from textflow.records import write_whole
from textflow.running import deadline
from textflow.telling import tell
from textflow.wording import did_you_mean, from_here, safe, shown


@attrs.frozen
class TestArguments:
    """What is typed behind ``textflow test``."""

    pipeline: str
    settings: Sequence[str]
    without: Sequence[str]
    names: Sequence[str]
    junit_file: str | None
    update: bool
    debug: bool


def run_tests(typed: TestArguments) -> int:
    """Run the cases of a pipeline; return 1 where one has failed."""
    file = Path(typed.pipeline)
    with debugging(wanted=typed.debug), deadline.deadlines():
        trial = Trial.of(file, pairs(typed.settings), registry_without(typed.without))
        cases = _chosen(read_cases(trial.pipeline), typed.names, file)
        verdicts = list(_judged(cases, trial))
        if typed.junit_file:
            write_whole(typed.junit_file, [junit(trial.pipeline.name, verdicts).encode()])
        failed = sum(bool(one.failures) for one in verdicts)
        _close(len(verdicts), failed)
        if typed.update:
            _update(file, verdicts)
    return 1 if failed else 0


def _chosen(cases: tuple[Case, ...], names: Sequence[str], pipeline: Path) -> list[Case]:
    """Return the cases to be run; raises UsageError where there are none."""
    if not cases:
        message = (
            f"{pipeline} has no tests: write some under `tests:` in it, or in "
            f"{from_here(beside(pipeline))} (`textflow init` writes an example)"
        )
        raise UsageError(message)
    known = [case.name for case in cases]
    for name in names:
        if name not in known:
            message = f"--case {shown(name)}: there is no such case{did_you_mean(name, known)}"
            raise UsageError(message)
    return [case for case in cases if not names or case.name in names]


def _judged(cases: Sequence[Case], trial: Trial) -> Iterator[Verdict]:
    for case in cases:
        verdict = judge(case, trial)
        _tell(verdict)
        yield verdict


def _tell(verdict: Verdict) -> None:
    mark = coloured("FAIL", "red") if verdict.failures else coloured("ok", "green") + "  "
    click.echo(f"{mark}  {safe(verdict.case.name)}")
    for failure in verdict.failures:
        first, *rest = failure_lines(verdict.case.source, failure)
        click.echo(f"  {safe(first)}")
        for line in rest:
            click.echo(f"    {safe(line)}")


def _close(count: int, failed: int) -> None:
    cases = "1 case" if count == 1 else f"{count:,} cases"
    if failed:
        click.echo(f"{cases}, {coloured(f'{failed:,} failed', 'red')}")
    else:
        click.echo(f"{cases}, {coloured('all ok', 'green')}")


def _update(pipeline: Path, verdicts: Sequence[Verdict]) -> None:
    target = pipeline.with_name(f"{pipeline.stem}.test.found.yml")
    write_whole(str(target), [found_cases(verdicts).encode()])
    there = from_here(beside(pipeline))
    told = f"wrote {from_here(target)}: read it, then put what is right into {there}"
    tell(safe(told))
