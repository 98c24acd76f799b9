"""Where the ends of documents are put down: the journal, standard output, loose letters."""

from pathlib import Path

import attrs

from textflow.running import standard
from textflow.running.journal import Journal
from textflow.running.outcomes import Dead, End, Filtered, Written
from textflow.running.places import DEAD, FILTERED, RECORDS, Places
from textflow.running.record_line import record_line
from textflow.running.records import lines_of
from textflow.running.standard import LooseLetters
from textflow.running.troubles import writing


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

    def put(self, end: End) -> None:
        """
        Put down how a document ended.

        Raises OutputError, HookError and BrokenPipeError of standard output, OSError.
        """
        if isinstance(end, Written):
            self._record(end.line)
        elif isinstance(end, Dead):
            self._letter(record_line(dict(end.letter)))
        else:
            self._filtered(end)

    def _record(self, line: bytes) -> None:
        for target in self.places.streams:
            standard.write_line(target, line)
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
            for line in lines_of(records, size):
                standard.write_line(target, line)

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
