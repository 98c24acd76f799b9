"""Where the ends of documents are put down: the journal, standard output, loose letters."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from textflow.errors import OversizeError
from textflow.running import standard
from textflow.running.journal import Journal
from textflow.running.outcomes import Dead, Filtered, Outcome, Written, failed
from textflow.running.places import DEAD, FILTERED, RECORDS, Places
from textflow.running.record_line import record_line
from textflow.running.records import lines_of, records_of
from textflow.running.standard import LooseLetters
from textflow.running.troubles import writing
from textflow.wording import raised


@attrs.define
class Desk:
    """One run's desk."""

    places: Places
    #: None where all sinks are standard output.
    journal: Journal | None
    _loose: LooseLetters

    @classmethod
    def of(cls, places: Places, journal: Journal | None) -> "Desk":
        """Return the desk of a run that writes to ``places``."""
        return cls(places, journal, LooseLetters(places.loose))

    @property
    def name(self) -> str:
        """How to call what is written in messages."""
        return self.places.files[0].name if self.places.files else self.places.loose.name

    def put(self, outcome: Outcome) -> Outcome:
        """
        Put down how a document ended; return that, or how it ended instead.

        Raises OutputError, HookError and BrokenPipeError of standard output, OSError.
        """
        if isinstance(outcome, Written):
            try:
                line = record_line(outcome.record)
            except (TypeError, ValueError, OverflowError) as error:
                found = f"cannot be written: {raised(error)}"
                wanted = "a record is plain JSON of a moderate size"
                outcome = failed(outcome.source, OversizeError(outcome.source.id, found, wanted))
            else:
                self._record(outcome.record, line)
        if isinstance(outcome, Dead):
            self._letter(record_line(dict(outcome.letter)))
        elif isinstance(outcome, Filtered):
            self._filtered(outcome)
        return outcome

    def _record(self, record: Mapping[str, Any], line: bytes) -> None:
        for target in self.places.streams:
            standard.write_record(target, record)
        if self.journal is not None:
            self.journal.add(RECORDS, line)

    def _letter(self, line: bytes) -> None:
        if self.journal is not None:
            self.journal.add(DEAD, line)
        else:
            self._loose.add(line)

    def _filtered(self, outcome: Filtered) -> None:
        if self.journal is not None:
            row = {"id": outcome.id, "source": {"uri": outcome.uri}, "stage": outcome.stage}
            self.journal.add(FILTERED, record_line(row))

    def again(self, records: Path, size: int | None) -> None:
        """Write to standard output what a run before has put into ``records``."""
        for target in self.places.streams:
            for record in records_of(lines_of(records, size)):
                standard.write_record(target, record)

    def letters(self, *, whole: bool) -> str | None:
        """Return how to call the file of the dead letters, if there is one."""
        if self.journal is None:
            return _short(self._loose.path)
        name = self.places.files[0].name
        if whole:
            return f"{name}.dead.jsonl"
        return f"{name}.part/{DEAD}" if self.journal.size(DEAD) else None

    def flush(self) -> None:
        """Let everything arrive that has gone to standard output; raises as ``put`` does."""
        if self.places.streams:
            standard.flush()

    def close(self) -> None:
        """Let go of the loose letters; raises OutputError."""
        with writing(self.name):
            self._loose.close()


def _short(path: Path | None) -> str | None:
    """Return ``path`` as it is reached from the working directory, where it is below that."""
    if path is None:
        return None
    try:
        return str(path.relative_to(Path.cwd().resolve()))
    except (ValueError, OSError):
        return str(path)
