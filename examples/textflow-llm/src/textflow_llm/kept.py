"""What has been paid for: answers, and an account, in one file that all processes share."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

_TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS calls (
    number INTEGER PRIMARY KEY AUTOINCREMENT, work TEXT NOT NULL, key TEXT NOT NULL,
    answer TEXT, tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS calls_by_key ON calls (key);
CREATE TABLE IF NOT EXISTS runs (run TEXT PRIMARY KEY, calls_before INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS turns (id INTEGER PRIMARY KEY CHECK (id = 0), next REAL NOT NULL);
"""
#: One thread at a time; processes wait for each other in the file.
_LOCK = threading.Lock()
_ANSWER = "SELECT answer FROM calls WHERE key = ? AND answer IS NOT NULL LIMIT 1"
_CALL = "INSERT INTO calls (work, key, answer, tokens_in, tokens_out) VALUES (?, ?, ?, ?, ?)"
_TURN = """
INSERT INTO turns VALUES (0, :now + :apart)
ON CONFLICT DO UPDATE SET next = max(next, :now) + :apart RETURNING next - :apart - :now
"""
_RUN = "INSERT OR IGNORE INTO runs SELECT ?, coalesce(max(number), 0) FROM calls"
_ACCOUNT = """
SELECT count(*), count(*) - count(answer), coalesce(sum(tokens_in), 0), coalesce(sum(tokens_out), 0)
FROM calls WHERE work = ? AND number > (SELECT calls_before FROM runs WHERE run = ?)
"""


class Usage(NamedTuple):
    """The tokens of one call, as the endpoint counts them."""

    tokens_in: int
    tokens_out: int


class Kept:
    """
    What is in the folder of the cache, open for as long as it is a context.

    Each call is written down before the next one is made, so that a run that is killed pays no
    answer twice.
    """

    def __init__(self, folder: str) -> None:
        """Name the folder; it is made when it is needed."""
        self._path = Path(folder) / "answers.sqlite"
        self._base: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Open the file; where other processes are writing, wait for a minute if need be."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(
            self._path, timeout=60, isolation_level=None, check_same_thread=False
        )
        self._base.executescript(_TABLES)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        """Close the file."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def answer(self, key: str) -> str | None:
        """Return the answer to a call that was made before."""
        row = self._row(_ANSWER, (key,))
        return row[0] if row else None

    def keep(self, work: str, key: str, answer: str | None, usage: Usage) -> None:
        """Write a call down: an answer that is of no use is None, but it was paid, too."""
        self._row(_CALL, (work, key, answer, *usage))

    def turn(self, apart: float) -> float:
        """Return how many seconds to wait, so that calls of all processes are so far ``apart``."""
        if not apart:
            return 0.0
        row = self._row(_TURN, {"now": time.time(), "apart": apart})
        return max(row[0], 0.0) if row else 0.0

    def began(self, run: str) -> None:
        """Remember what was paid before a run; one that goes on, or comes again, is the same."""
        self._row(_RUN, (run,))

    def account(self, run: str, work: str) -> dict[str, int]:
        """Return what the calls of a run have come to, however often it was stopped."""
        row = self._row(_ACCOUNT, (work, run)) or (0, 0, 0, 0)
        return dict(zip(("calls", "unusable_answers", "tokens_in", "tokens_out"), row, strict=True))

    def _row(self, query: str, values: Any) -> Any:
        """Return the first row; each query is a transaction of its own."""
        if self._base is None:
            message = "the cache is not open"
            raise RuntimeError(message)
        with _LOCK, closing(self._base.execute(query, values)) as rows:
            return rows.fetchone()
