"""Where the ends of documents are put down: the journal, standard output, loose letters."""

from pathlib import Path

import attrs

from textflow.running import standard_output
from textflow.running.disk_errors import writing
from textflow.running.journal import Journal
from textflow.running.outcomes import Dead, End, Filtered, Written
from textflow.running.record_line import record_line
from textflow.running.records import lines_of
from textflow.running.run_outputs import DEAD, FILTERED, RECORDS, RunOutputs
from textflow.running.standard_output import DeadLetterFile


@attrs.define(eq=False, repr=False)
class OutcomeWriter:
    """One run's writer."""

    outputs: RunOutputs
    #: None where all sinks are standard output.
    journal: Journal | None
    _dead_letters: DeadLetterFile

    @classmethod
    def of(cls, outputs: RunOutputs, journal: Journal | None) -> "OutcomeWriter":
        """Return the writer of a run that writes to ``outputs``."""
        return cls(outputs, journal, DeadLetterFile(outputs.dead_letters))

    @property
    def name(self) -> str:
        """How to call what is written in messages."""
        return self.outputs.files[0].name if self.outputs.files else self.outputs.dead_letters.name

    def write(self, end: End) -> None:
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
        for target in self.outputs.streams:
            standard_output.write_line(target, line)
        if self.journal is not None:
            self.journal.add(RECORDS, line)

    def _letter(self, line: bytes) -> None:
        if self.journal is not None:
            self.journal.add(DEAD, line)
        else:
            self._dead_letters.add(line)

    def _filtered(self, outcome: Filtered) -> None:
        if self.journal is not None:
            row = {"id": outcome.id, "source": {"uri": outcome.uri}, "stage": outcome.stage}
            self.journal.add(FILTERED, record_line(row))

    def write_again(self, records: Path, size: int | None) -> None:
        """Write to standard output what a run before has put into ``records``."""
        for target in self.outputs.streams:
            for line in lines_of(records, size):
                standard_output.write_line(target, line)

    def dead_letters(self, *, whole: bool) -> str | None:
        """Return how to call the file of the dead letters, if there is one."""
        if self.journal is None:
            return _short(self._dead_letters.path)
        first = self.outputs.files[0]
        if whole:
            return f"{first.name}.dead.jsonl"
        return f"{first.part_name}/{DEAD}" if self.journal.size(DEAD) else None

    def flush(self) -> None:
        """Let everything arrive that has gone to standard output; raises as ``write`` does."""
        if self.outputs.streams:
            standard_output.flush()

    def close(self) -> None:
        """Let go of the loose letters; raises OutputError."""
        with writing(self.name):
            self._dead_letters.close()


def _short(path: Path | None) -> str | None:
    """Return ``path`` as it is reached from the working directory, where it is below that."""
    if path is None:
        return None
    try:
        return str(path.relative_to(Path.cwd().resolve()))
    except (ValueError, OSError):
        return str(path)
