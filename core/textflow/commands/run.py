"""``textflow run``."""

import contextlib
import os
import sys
import time
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import click
import orjson

from textflow import interrupts
from textflow.errors import UsageError
from textflow.pipeline.arguments import with_inputs
from textflow.pipeline.checking import read_pipeline
from textflow.pipeline.model import Pipeline
from textflow.plugins.discovery import Entry
from textflow.plugins.registry import Registry
from textflow.running.account import Account
from textflow.running.run import Report, Wishes, run
from textflow.wording import did_you_mean, safe, safe_json, shown


@attrs.frozen
class _Talk:
    """How much is said on standard error, and how."""

    quiet: bool
    verbose: bool
    log_format: str


def run_command(  # noqa: PLR0913 - the options of the command
    *,
    pipeline: str,
    inputs: Sequence[str],
    settings: Sequence[str],
    limit: int | None,
    restart: bool,
    force: bool,
    allow_outside: bool,
    plugins: Sequence[str],
    quiet: bool,
    verbose: bool,
    log_format: str,
) -> int:
    """Run the pipeline and return the exit code."""
    talk = _Talk(quiet, verbose, log_format)
    registry = Registry()
    extra = _loaded(registry, plugins)
    checked = attrs.evolve(read_pipeline(Path(pipeline), pairs(settings), registry), extra=extra)
    checked = with_inputs(checked, inputs, registry)
    named = any(key.partition(".")[0] == "sink" for key in pairs(settings))
    wishes = Wishes(limit, restart, force, anywhere=allow_outside or named)
    start = time.perf_counter()
    try:
        with interrupts.watched(), _warnings(), _progress(checked, talk) as progress:
            report = run(checked, registry, wishes, progress=progress)
    except BrokenPipeError:
        return _quiet_pipe()
    if not quiet:
        _close(checked, report, time.perf_counter() - start, talk)
    if report.stopped is not None:
        raise report.stopped
    if report.faults:
        raise report.faults[0]
    return 1 if report.manifest["counts"]["dead"] else 0


def pairs(settings: Sequence[str]) -> dict[str, str]:
    """Split ``key=value`` settings; raises UsageError."""
    found: dict[str, str] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            message = f"--set {shown(setting)}: write KEY=VALUE, as in --set sink=out.jsonl"
            raise UsageError(message)
        found[key.strip()] = value
    return found


def _loaded(registry: Registry, names: Sequence[str]) -> tuple[Entry, ...]:
    """Load plugins that the pipeline does not name; raises UsageError, PluginError."""
    entries: list[Entry] = []
    for name in names:
        plugin = registry.plugin(name)
        if plugin is None:
            advice = did_you_mean(name, registry.installed.entries)
            message = f"--plugin {shown(name)}: no such plugin is installed{advice}"
            raise UsageError(message)
        entries.append(plugin.entry)
    return tuple(entries)


@contextlib.contextmanager
def _warnings() -> Generator[None]:
    """Show warnings as one line each, without the place in our code."""

    def show(message: Warning | str, *_: object, **__: object) -> None:
        click.echo(f"textflow: warning: {safe(str(message))}", err=True)

    with warnings.catch_warnings():
        warnings.simplefilter("always", RuntimeWarning)
        warnings.showwarning = show
        yield


def _quiet_pipe() -> int:
    """Leave without a word where the reader of standard output has gone, as `head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return 141


@contextlib.contextmanager
def _progress(pipeline: Pipeline, talk: _Talk) -> Generator[Callable[[Account], None] | None]:
    """Yield what shows progress: a line on a terminal, nothing elsewhere."""
    if talk.quiet or sys.stderr is None or not sys.stderr.isatty():  # pyright: ignore[reportUnnecessaryComparison] - closed with 2>&-
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - 120 ms, for a terminal only
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.completed:,.0f} documents, {task.fields[dead]:,} dead", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(safe(pipeline.name), total=None, dead=0)

        def show(account: Account) -> None:
            bar.update(task, completed=account.read, dead=account.dead)

        yield show


def _close(pipeline: Pipeline, report: Report, seconds: float, talk: _Talk) -> None:
    """Say what has become of the documents."""
    if talk.log_format == "json":
        facts: dict[str, Any] = {
            "event": "run_finished",
            "pipeline": pipeline.name,
            "seconds": round(seconds, 3),
            "sinks": list(report.sinks),
            "dead_letters": report.dead_letters,
        }
        facts |= {key: report.manifest[key] for key in ("run", "complete", "counts", "decoding")}
        click.echo(safe_json(orjson.dumps(facts).decode()), err=True)
        return
    for line in _lines(pipeline, report, seconds, talk):
        click.echo(safe(line), err=True)


def _lines(pipeline: Pipeline, report: Report, seconds: float, talk: _Talk) -> Iterator[str]:
    counts, decoding = report.manifest["counts"], report.manifest["decoding"]
    end = "" if report.stopped is None else ".part"
    sinks = ", ".join("standard output" if one == "-" else f"{one}{end}" for one in report.sinks)
    filtered = f", {counts['filtered']:,} filtered" if counts["filtered"] else ""
    yield (
        f"{pipeline.name}: {_documents(counts['in'])} read, {counts['out']:,} written to {sinks}"
        f"{filtered}, {counts['dead']:,} dead, in {seconds:.1f} s (run {report.run})"
    )
    if report.dead_letters:
        reasons = report.manifest["dead_by_reason"]
        why = ", ".join(f"{count:,} {reason}" for reason, count in reasons.items())
        yield f"dead letters in {report.dead_letters}: {why}"
    if decoding["replaced_bytes"]:
        yield (
            f"{decoding['replaced_bytes']:,} undecodable bytes in "
            f"{_documents(decoding['documents_with_replaced_bytes'])} became U+FFFD"
        )
    if talk.verbose:
        for stage in report.manifest["stages"]:
            yield f"  {stage['stage']}: {stage['seconds']:.3f} s, {stage['failed']:,} failed"


def _documents(count: int) -> str:
    return f"{count:,} document" if count == 1 else f"{count:,} documents"
