"""Corrections on the records of a run: what people have said before wins over what is found now."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textflow.running.outcomes import End, Written
from textflow.running.record_line import record_line
from textflow.running.run_totals import RunTotals
from textflow.wording import cut, shown

if TYPE_CHECKING:
    from textflow.review.applying import Refused
    from textflow.review.corrections import Correction

#: Refused corrections that are kept by name; all are counted.
_MOST = 20


class Correcting(NamedTuple):
    """The corrections of a pipeline, document by document; none where it names no file."""

    by_document: Mapping[str, Sequence["Correction"]]

    @classmethod
    def of(cls, path: Path | None) -> "Correcting":
        """Read the corrections in a file; raises InputError."""
        if path is None:
            return cls({})
        from textflow.review.corrections import read_corrections  # noqa: PLC0415 - few have any

        return cls(read_corrections(str(path)))

    def corrected(self, end: End, totals: RunTotals) -> End:
        """Return ``end`` with its record corrected, and count what became of the corrections."""
        wanted = self.by_document.get(end.source.id, ()) if isinstance(end, Written) else ()
        if not wanted or not isinstance(end, Written):
            return end
        from textflow.review.applying import corrected  # noqa: PLC0415 - few have any

        done = corrected(end.record, wanted)
        totals.corrected += len(done.applied)
        totals.refused += len(done.refused)
        room = _MOST - len(totals.refusals)
        totals.refusals += [_said(one) for one in done.refused[: max(0, room)]]
        return end._replace(line=record_line(done.record)) if done.applied else end

    def facts(self, totals: RunTotals) -> dict[str, object]:
        """Return what became of the corrections, for the manifest."""
        every = sum(map(len, self.by_document.values()))
        return {
            "applied": totals.corrected,
            "refused": totals.refused,
            "without_document": every - totals.corrected - totals.refused,
            "refusals": list(totals.refusals),
        }


def corrections_digest(path: Path | None) -> str:
    """Return what tells one file of corrections from another; empty where there is none."""
    if path is None or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _said(one: "Refused") -> str:
    correction = one.correction
    words = f" {shown(correction.target.exact, 60)}" if correction.target else ""
    where = f"{cut(correction.document, 80)}, {correction.action} {correction.layer}{words}"
    return f"{where}: {one.reason}"
