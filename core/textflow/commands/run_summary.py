"""What a run says when it is over."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from textflow.masking import masked
from textflow.pipeline.model import Pipeline
from textflow.remote.addresses import is_address
from textflow.running.run import Report
from textflow.telling import tell
from textflow.wording import from_here, safe, safe_json


class Verbosity(NamedTuple):
    """How much is said on standard error, and how."""

    quiet: bool
    verbose: bool
    log_format: str
    #: Whether tracebacks are shown.
    debug: bool = False


class FinishedRun(NamedTuple):
    """A run that is over."""

    pipeline: Pipeline
    report: Report
    seconds: float
    #: What ``--limit`` said.
    limit: int | None


def print_summary(run: FinishedRun, verbosity: Verbosity) -> None:
    """Say what has become of the documents."""
    if verbosity.log_format == "json":
        tell(safe_json(orjson.dumps(_as_row(run)).decode()))
        return
    for line in _lines(run, verbosity):
        tell(safe(line))


def _as_row(run: FinishedRun) -> dict[str, Any]:
    report = run.report
    facts: dict[str, Any] = {
        "event": "run_finished",
        "pipeline": run.pipeline.name,
        "seconds": round(run.seconds, 3),
        "limit": run.limit,
        "sinks": [masked(_from_here(run, sink)) for sink in report.sinks],
        "dead_letters": report.dead_letters and masked(_from_here(run, report.dead_letters)),
    }
    if report.added:
        facts["added"] = dict(report.added)
    return facts | {key: report.manifest[key] for key in ("run", "complete", "counts", "decoding")}


def _lines(run: FinishedRun, verbosity: Verbosity) -> Iterator[str]:
    report = run.report
    yield _first_line(run)
    yield from _known(report)
    if report.dead_letters:
        yield from _failures(report, _from_here(run, report.dead_letters))
    decoding = report.manifest["decoding"]
    if decoding["replaced_bytes"]:
        yield (
            f"{decoding['replaced_bytes']:,} undecodable bytes in "
            f"{documents(decoding['documents_with_replaced_bytes'])} became U+FFFD"
        )
    rejected = report.manifest["rejected_items"]
    if rejected:
        items = "1 item was" if rejected == 1 else f"{rejected:,} items were"
        yield f"{items} rejected; each is listed in its record, under `rejected`"
    yield from _corrections(report.manifest.get("corrections"))
    for stage in report.manifest["stages"] if verbosity.verbose else ():
        yield f"  {stage['stage']}: {stage['seconds']:.3f} s, {stage['failed']:,} failed"


def _corrections(facts: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield what has become of the corrections, and which do not fit any more."""
    if facts is None:
        return
    alone = facts["without_document"]
    without = f", {alone:,} of documents that are not here" if alone else ""
    one = "correction" if facts["applied"] == 1 else "corrections"
    yield f"{facts['applied']:,} {one} applied, {facts['refused']:,} refused{without}"
    yield from (f"  refused: {said}" for said in facts["refusals"])
    if facts["refused"] > len(facts["refusals"]):
        yield "  ... `textflow apply` with --refused writes them all"


def _first_line(run: FinishedRun) -> str:
    report = run.report
    counts, verb = report.manifest["counts"], "read"
    if report.added:
        counts, verb = report.added["counts"], "done"
    part = "" if report.stopped is None else ".part"
    sinks = ", ".join(
        "standard output" if one == "-" else f"{_from_here(run, one)}{part}" for one in report.sinks
    )
    limited = f" (--limit {run.limit})" if run.limit else ""
    filtered = f", {counts['filtered']:,} filtered" if counts["filtered"] else ""
    name, came = run.pipeline.name, f"{documents(counts['in'])} {verb}{limited}"
    return (
        f"{name}: {came}, {counts['out']:,} written to {sinks}{filtered}, "
        f"{counts['dead']:,} dead, in {run.seconds:.1f} s (run {report.run})"
    )


def _known(report: Report) -> Iterator[str]:
    """Yield what runs before have done: in the output, and in the cache."""
    if report.added:
        yield _added_line(report.added, report.manifest["counts"]["out"])
    known = report.manifest.get("cache", {}).get("documents", 0)
    if known and not (report.added and not report.added["counts"]["in"]):
        yield f"{documents(known)} came whole from the cache"


def _added_line(added: Mapping[str, Any], out: int) -> str:
    """Return what was there before, and what is there now."""
    new = added["counts"]["in"] - added["changed"]
    records = "1 record" if out == 1 else f"{out:,} records"
    there = f"{documents(added['known'])} known already"
    return f"{there}, {added['changed']:,} changed, {new:,} new or failed before; {records} in all"


def _failures(report: Report, letters: str) -> Iterator[str]:
    """Yield where the dead letters are, and of each reason the first in full."""
    reasons: dict[str, int] = report.manifest["dead_by_reason"]
    why = ", ".join(f"{count:,} {reason}" for reason, count in reasons.items())
    yield f"dead letters in {letters}: {why}"
    for reason, count in reasons.items():
        first = report.first_failures.get(reason)
        if first:
            yield f"  {reason}{', the first' if count > 1 else ''}: {first}"


def _from_here(run: FinishedRun, name: str) -> str:
    """Return a sink, or a file beside it, as seen from the working directory."""
    if name == "-" or is_address(name):
        return name
    named = ((path, sink.base) for sink in run.pipeline.sinks for path in sink.paths)
    bases = (base for path, base in named if name.startswith(path))
    return from_here(next(bases, Path()) / name)


def documents(count: int) -> str:
    """Return how many documents these are, in words."""
    return f"{count:,} document" if count == 1 else f"{count:,} documents"
