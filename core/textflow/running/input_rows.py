"""One row for each document of an output: which it was, and how it ended."""

from typing import Any

from textflow.reading.sources import RawDocument
from textflow.running.outcomes import Dead, End, Filtered, Written

Row = dict[str, Any]


def row_of(end: End, digest: str) -> Row:
    """Return the row of a document whose content has ``digest``; empty where it has none."""
    if isinstance(end, Written):
        source = end.source
        flags = {
            "encoding": "" if source.encoding == "utf-8" else source.encoding,
            "replaced": source.replaced,
            "skipped": end.skipped,
            "rejected": end.rejected,
        }
        found = {name: value for name, value in flags.items() if value}
        return {"id": source.id, "digest": digest, "end": "out", "uri": source.uri, **found}
    if isinstance(end, Filtered):
        return {"id": end.id, "digest": digest, "end": "filtered", "uri": end.uri}
    letter = end.letter
    reason = {"reason": letter["error"]["type"], "uri": letter["source"]["uri"]}
    return {"id": letter["id"], "digest": "", "end": "dead", **reason}


def row_of_line(kind: str, line: Row) -> Row:
    """Return the row of a document of which only a line of the output is known."""
    if kind == "out":
        source = line["source"]
        read = RawDocument(
            "",
            line["id"],
            source["uri"],
            encoding=source.get("encoding", "utf-8"),
            replaced=source.get("replaced", 0),
        )
        return row_of(Written(b"", read, "skipped" in line, len(line.get("rejected", ()))), "")
    if kind == "filtered":
        return row_of(Filtered(line["id"], line["stage"]), "")
    return row_of(Dead(line), "")


def end_of_row(row: Row) -> End:
    """Return the end that a row is of, as far as it counts."""
    if row["end"] == "out":
        encoding, replaced = row.get("encoding", "utf-8"), row.get("replaced", 0)
        read = RawDocument("", row["id"], "", encoding=encoding, replaced=replaced)
        return Written(b"", read, row.get("skipped", False), row.get("rejected", 0))
    if row["end"] == "filtered":
        return Filtered(row["id"], "")
    return Dead({"error": {"type": row["reason"], "message": ""}})
