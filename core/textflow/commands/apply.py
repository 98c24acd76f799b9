"""``textflow apply``."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import orjson

from textflow.errors import UsageError
from textflow.judging.found_cases import gold_cases
from textflow.records import is_same_file, read_records, write_whole
from textflow.review.applying import Refused, corrected
from textflow.review.corrections import Correction, read_corrections
from textflow.telling import tell
from textflow.wording import cut, safe, shown

#: Refused corrections that are named on the screen.
_MOST = 20


@attrs.define
class _Tally:
    """What has become of the corrections."""

    applied: int = 0
    refused: list[Refused] = attrs.field(factory=list)
    gold: list[Mapping[str, Any]] = attrs.field(factory=list)
    records: int = 0


def _check_is_not_read(path: str, read: Iterable[str]) -> None:
    if any(is_same_file(path, given) for given in read):
        message = f"{shown(path)} is read by this command: give another path to write to"
        raise UsageError(message)


def apply_command(  # noqa: PLR0913 - the options of the command
    corrections: str,
    records: str,
    *,
    output: str,
    gold: str | None,
    tests: str | None,
    refused: str | None,
) -> int:
    """Write the corrected records; return 1 where corrections do not fit any more."""
    for path in filter(None, (output, gold, tests, refused)):
        _check_is_not_read(path, (corrections, records))
    wanted = read_corrections(corrections)
    tally = _Tally()
    _write(output, _corrected_lines(records, wanted, tally))
    tally.refused += [Refused(one, "no record has this id") for one in _left(wanted)]
    if gold:
        write_whole(gold, map(_line, tally.gold))
    if tests:
        write_whole(tests, [gold_cases(tally.gold).encode()])
    if refused:
        write_whole(refused, (_line(_refused_row(one)) for one in tally.refused))
    _print_summary(tally, gold)
    return 1 if tally.refused else 0


def _write(output: str, lines: Iterator[bytes]) -> None:
    if output != "-":
        write_whole(output, lines)
        return
    sys.stdout.buffer.writelines(lines)
    sys.stdout.buffer.flush()


def _corrected_lines(
    records: str, wanted: dict[str, list[Correction]], tally: _Tally
) -> Iterator[bytes]:
    """Yield each record, corrected; corrections that were looked at leave ``wanted``."""
    for record in read_records(records):
        done = corrected(record, wanted.pop(record["id"], ()))
        tally.records += 1
        tally.applied += len(done.applied)
        tally.refused += done.refused
        if done.gold is not None:
            tally.gold.append(done.gold)
        yield _line(done.record)


def _left(wanted: dict[str, list[Correction]]) -> Iterator[Correction]:
    for corrections in wanted.values():
        yield from corrections


def _refused_row(one: Refused) -> dict[str, Any]:
    return {"reason": one.reason, "correction": dict(one.correction.line)}


def _line(held: Any) -> bytes:
    return orjson.dumps(held, option=orjson.OPT_APPEND_NEWLINE)


def _print_summary(tally: _Tally, gold: str | None) -> None:
    """Say on standard error what has become of the corrections."""
    told = f", {len(tally.gold):,} of them gold in {gold}" if gold else ""
    counts = f"{_count(tally.applied, 'correction')} applied, {len(tally.refused):,} refused"
    lines = [f"{counts}; {_count(tally.records, 'record')} written{told}"]
    lines += [f"refused: {_where(one)}: {one.reason}" for one in tally.refused[:_MOST]]
    if len(tally.refused) > _MOST:
        lines.append(f"... and {len(tally.refused) - _MOST:,} more: --refused FILE writes them all")
    for line in lines:
        tell(safe(line))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _where(one: Refused) -> str:
    correction = one.correction
    words = f" {shown(correction.target.exact, 60)}" if correction.target else ""
    return f"{cut(correction.document, 80)}, {correction.action} {correction.layer}{words}"
