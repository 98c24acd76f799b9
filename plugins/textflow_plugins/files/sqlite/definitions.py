"""What is in the database: tables, keys, indexes, the view of quotations, the words to search."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from textflow_plugins.files.tables.layer import Layer
from textflow_plugins.files.tables.rows import DOCUMENT

#: Says that a database is ours: `PRAGMA application_id`, the letters TFLW.
APPLICATION = 0x54464C57
#: `PRAGMA user_version`: which tables it has.
VERSION = 1

_TYPES = MappingProxyType({"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"})
_NUMBERS = ("raw_start", "raw_end")

RUNS = """
CREATE TABLE IF NOT EXISTS runs (
  run TEXT PRIMARY KEY, textflow TEXT, complete INTEGER,
  documents_in INTEGER, documents_out INTEGER, documents_filtered INTEGER, documents_dead INTEGER,
  pipeline TEXT, plugins TEXT, manifest TEXT)
"""
_COLUMNS = ", ".join(f"{name} TEXT" for name in DOCUMENT)
DOCUMENTS = f"""
CREATE TABLE IF NOT EXISTS documents (
  key INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES runs(run), {_COLUMNS})
"""
LAYERS = """
CREATE TABLE IF NOT EXISTS layers (
  run TEXT NOT NULL REFERENCES runs(run), layer TEXT NOT NULL, within TEXT NOT NULL,
  table_name TEXT NOT NULL, plugin TEXT, version TEXT, schema TEXT,
  PRIMARY KEY (run, layer, within))
"""
DEAD_LETTERS = """
CREATE TABLE IF NOT EXISTS dead_letters (
  key INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES runs(run), id TEXT, uri TEXT, stage TEXT,
  plugin TEXT, version TEXT, error TEXT, message TEXT, attempts INTEGER, encoding TEXT, raw TEXT,
  meta TEXT)
"""
FILTERED = """
CREATE TABLE IF NOT EXISTS filtered (
  key INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES runs(run), id TEXT, uri TEXT, stage TEXT)
"""
TABLES = (RUNS, DOCUMENTS, LAYERS, DEAD_LETTERS, FILTERED)

QUOTATIONS = """
CREATE VIEW IF NOT EXISTS quotations AS
SELECT q.text AS quotation, s.name AS speaker, s.role AS role, s.type AS type, q.kind AS kind,
  d.title AS title, d.date AS date, d.link AS link, d.id AS document, q.start AS start,
  q."end" AS "end", q.confidence AS confidence, q.speaker_confidence AS speaker_confidence,
  d.run AS run, q.key AS quote, s.key AS speaker_key
FROM quotes q JOIN documents d ON d.key = q.document LEFT JOIN speakers s ON s.key = q.said_by
"""
SUMS = """
CREATE VIEW IF NOT EXISTS sums AS
SELECT a.text AS text, CAST(coalesce(a.value, a.low) AS REAL) AS amount, a.currency AS currency,
  a.per AS per, a.bound AS bound, a.approx AS approx, d.title AS title, d.date AS date,
  d.link AS link, d.id AS document, a.start AS start, a."end" AS "end", d.run AS run
FROM amounts a JOIN documents d ON d.key = a.document WHERE a.kind = 'money'
"""
VIEWS = (QUOTATIONS, SUMS)

#: What rows are found by, besides what every table has: a table and its columns.
INDEXES = (
    ("documents", ("run", "id")),
    ("dead_letters", ("run",)),
    ("filtered", ("run",)),
    ("quotes", ("said_by",)),
    ("speakers", ("name",)),
)

#: Table of words to the table and the columns that they are in.
SEARCHED: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "documents_search": ("documents", ("title", "text")),
        "quotes_search": ("quotes", ("text",)),
        "speakers_search": ("speakers", ("name", "role")),
    }
)


def quoted(name: str) -> str:
    """Return a name of a table or a column as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def layer_table(layer: Layer, parent: str = "") -> str:
    """Return what makes the table of a layer; ``parent`` is the table that its rows belong to."""
    return f"CREATE TABLE IF NOT EXISTS {quoted(layer.table)} ({', '.join(_parts(layer, parent))})"


def _parts(layer: Layer, parent: str) -> Iterator[str]:
    yield "key INTEGER PRIMARY KEY"
    yield "document INTEGER NOT NULL REFERENCES documents(key)"
    if layer.table == "quotes":
        yield "said_by INTEGER REFERENCES speakers(key)"
    types = {column.name: column.field.kind for column in layer.columns}
    for name in layer.head:
        if name == "parent":
            yield f"parent INTEGER REFERENCES {quoted(parent)}(key)"
        else:
            kind = "INTEGER" if name in _NUMBERS else _TYPES.get(types.get(name, ""), "TEXT")
            yield f"{quoted(name)} {kind}"


def index(table: str, columns: Sequence[str]) -> str:
    """Return what makes an index; no table can have its name, which has spaces."""
    name = quoted(f"{table} by {' and '.join(columns)}")
    return f"CREATE INDEX IF NOT EXISTS {name} ON {quoted(table)} ({', '.join(columns)})"


def layer_indexes(layer: Layer) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what foreign keys of a layer's table are looked up by."""
    yield layer.table, ("document",)
    if layer.within:
        yield layer.table, ("parent",)


def search_table(name: str) -> Iterator[str]:
    """Yield what makes a table of words anew."""
    table, columns = SEARCHED[name]
    yield f"DROP TABLE IF EXISTS {name}"
    yield (
        f'CREATE VIRTUAL TABLE {name} USING fts5({", ".join(columns)}, content="{table}", '
        'content_rowid="key")'
    )
    yield f"INSERT INTO {name}({name}) VALUES ('rebuild')"  # noqa: S608 - our own names
