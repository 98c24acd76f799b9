"""
The file of a cache: results by their keys, read and written by many processes at once.

SQLite in WAL mode: a writer that is killed leaves nothing half done, readers wait for nobody.
Each entry has a checksum over its key and its bytes, so that whatever is damaged is as if it
had never been kept. No error of the file is an error of the run.
"""

import contextlib
import hashlib
import sqlite3
import weakref
import zlib
from collections.abc import Callable, Generator, Iterable, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import attrs

#: The file in the folder of a cache; another form of it would have another name.
NAME = "results-1.sqlite"
#: Seconds that a process waits for others to have written.
_PATIENCE = 20.0
_CHECK = 8
#: What is removed at once, and how much of the whole at least where there is no room.
_PIECE, _SHARE = 500, 20
_SETTINGS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL")
_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS entries (
        id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, stage TEXT NOT NULL,
        used INTEGER NOT NULL, size INTEGER NOT NULL
    )
    """,
    "CREATE TABLE IF NOT EXISTS results (id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
)
T = TypeVar("T")


@attrs.frozen
class Entry:
    """One result to be kept."""

    key: bytes
    #: The stage that gave it; empty for a whole record.
    stage: str
    data: bytes


@attrs.frozen
class Kept:
    """How much is kept of one stage."""

    #: Empty for whole records.
    stage: str
    count: int
    #: Bytes, as they are written.
    size: int


@attrs.define
class Store:
    """The file, open. What cannot be read or written is told by `fault`, and is a miss."""

    path: Path
    #: Bytes that the file may have.
    most: int
    _connection: sqlite3.Connection | None
    #: The number of this run: what it has used is removed last.
    run: int = 0
    #: What is wrong with the file, if anything is.
    fault: str = ""
    _touched: list[bytes] = attrs.field(factory=list[bytes])

    @classmethod
    def open(cls, folder: Path, most: int, run: int = 0) -> Self:
        """Open the file in ``folder``, made where it is missing."""
        path = folder / NAME
        store = cls(path, most, None, run)
        store._tried(store._begin, None)
        return store

    def _begin(self) -> None:
        database = sqlite3.connect(
            self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        self._connection = database
        weakref.finalize(self, database.close)  # in a notebook nobody else does
        for statement in (*_SETTINGS, *_TABLES):
            database.execute(statement)

    def next_run(self) -> int:
        """Count one more run, and return its number."""

        def count() -> int:
            with self._transaction("IMMEDIATE") as database:
                (last,) = database.execute("PRAGMA user_version").fetchone()
                database.execute(f"PRAGMA user_version = {int(last) + 1}")
            return int(last) + 1

        self.run = self._tried(count, self.run)
        return self.run

    def found(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return what is kept under ``keys``."""

        def look() -> dict[bytes, bytes]:
            made: dict[bytes, bytes] = {}
            with self._transaction("DEFERRED") as database:
                for key in keys:
                    row = database.execute(_FIND, (key,)).fetchone()
                    data = row and _opened(key, row[1])
                    if data is not None:
                        made[key] = data
                        self._touched += [] if row[0] == self.run else [key]
            return made

        return self._tried(look, {})

    def keep(self, entries: Sequence[Entry]) -> None:
        """Keep ``entries``, and note what has been used since this was last called."""
        touched, self._touched = self._touched, []
        if entries or touched:
            packed = [(one.key, one.stage, _closed(one.key, one.data)) for one in entries]
            self._tried(lambda: self._write(packed, touched), None)

    def kept(self) -> tuple[Kept, ...]:
        """Return how much is kept, whole records first."""

        def look() -> tuple[Kept, ...]:
            with self._transaction("DEFERRED") as database:
                return tuple(Kept(*row) for row in database.execute(_COUNT))

        return self._tried(look, ())

    def clear(self) -> None:
        """Remove all that is kept; a file that is damaged is removed itself."""

        def empty() -> None:
            with self._transaction("IMMEDIATE") as database:
                for table in ("results", "entries"):
                    database.execute(f"DELETE FROM {table}")  # noqa: S608 - two of our own
            with contextlib.suppress(sqlite3.OperationalError):  # a run may be reading
                self._connected().execute("VACUUM")

        self._tried(empty, None)

    def _write(self, packed: Sequence[tuple[bytes, str, bytes]], touched: Sequence[bytes]) -> None:
        wanted = sum(len(data) for _, _, data in packed)
        has_room = self._room() >= wanted or self._freed(wanted)
        with self._transaction("IMMEDIATE") as database:
            database.executemany(_USE, ((self.run, key) for key in touched))
            for key, stage, data in packed if has_room else ():
                database.execute(_ENTER, (key, stage, self.run, len(data)))
                database.execute(_PUT, (data, key))

    def _room(self) -> int:
        """Return how many bytes there are left."""
        pages, free, size = (
            self._asked(f"PRAGMA {one}") for one in ("page_count", "freelist_count", "page_size")
        )
        return self.most - (pages - free) * size

    def _asked(self, query: str) -> int:
        return int(self._connected().execute(query).fetchone()[0])

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            raise sqlite3.OperationalError(self.fault or "it is closed")
        return self._connection

    def _freed(self, wanted: int) -> bool:
        """
        Remove what has not been used for the most runs, then what is oldest.

        What this run has used stays, so that a corpus larger than the cache does not push
        itself out. Return whether there is room for ``wanted`` bytes then.
        """
        least = max(wanted, self.most // _SHARE)
        with self._transaction("DEFERRED") as database:
            rows = database.execute(_OLDEST, (self.run,))
            chosen: list[int] = []
            size = 0
            for one, bytes_ in rows:
                if size >= least:
                    break
                chosen.append(one)
                size += bytes_
        for start in range(0, len(chosen), _PIECE):
            with self._transaction("IMMEDIATE") as database:
                for query in _REMOVE:
                    database.executemany(query, ((one,) for one in chosen[start : start + _PIECE]))
        return self._room() >= wanted

    @contextlib.contextmanager
    def _transaction(self, kind: str) -> Generator[sqlite3.Connection]:
        database = self._connected()
        database.execute(f"BEGIN {kind}")
        try:
            yield database
            database.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                database.execute("ROLLBACK")
            raise

    def _tried(self, work: Callable[[], T], otherwise: T) -> T:
        """Return what ``work`` gives, or ``otherwise``, from then on, where the file fails."""
        if self.fault:
            return otherwise
        try:
            return work()
        except sqlite3.OperationalError as error:  # locked for long, no space, no right to write
            self.fault = str(error)
        except Exception as error:  # noqa: BLE001 - whatever a damaged file leads to
            self.fault = str(error)
            self.close()
            remove_files(self.path.parent)  # the next run begins a new one
        return otherwise

    def close(self) -> None:
        """Let go of the file."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()


def remove_files(folder: Path) -> None:
    """Remove the file, and what SQLite has beside it."""
    for end in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            (folder / f"{NAME}{end}").unlink()


_FIND = (
    "SELECT entries.used, results.data FROM entries JOIN results USING (id) WHERE entries.key = ?"
)
_USE = "UPDATE entries SET used = ? WHERE key = ?"
_ENTER = "INSERT OR IGNORE INTO entries (key, stage, used, size) VALUES (?, ?, ?, ?)"
_PUT = "INSERT OR REPLACE INTO results SELECT id, ? FROM entries WHERE key = ?"
_OLDEST = "SELECT id, size FROM entries WHERE used < ? ORDER BY used, id"
_COUNT = "SELECT stage, count(*), sum(size) FROM entries GROUP BY stage ORDER BY stage"
_REMOVE = ("DELETE FROM results WHERE id = ?", "DELETE FROM entries WHERE id = ?")


def _closed(key: bytes, data: bytes) -> bytes:
    """Return ``data`` as it is written: its checksum, then itself, pressed."""
    pressed = zlib.compress(data, 1)
    return _check(key, pressed) + pressed


def _opened(key: bytes, written: Any) -> bytes | None:
    """Return what ``_closed`` was given; None where that is not what it gave."""
    if type(written) is not bytes or written[:_CHECK] != _check(key, written[_CHECK:]):
        return None
    return zlib.decompress(written[_CHECK:])


def _check(key: bytes, pressed: bytes) -> bytes:
    return hashlib.blake2b(pressed, key=key, digest_size=_CHECK).digest()
