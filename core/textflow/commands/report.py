"""``textflow report``."""

from pathlib import Path

import click

from textflow.errors import UsageError
from textflow.records import beside, is_same_file, read_records, write_whole
from textflow.report.page import Page, collected
from textflow.wording import safe, shown


def report_command(records: str, *, output: str | None, title: str | None, limit: int) -> int:
    """Write the page of ``records``."""
    target = output or ("report.html" if records == "-" else f"{_stem(records)}.html")
    if is_same_file(records, target):
        message = f"{shown(target)} contains the records: give another path with -o"
        raise UsageError(message)
    left = beside(records)
    corpus, kept = collected(read_records(records), limit)
    page = Page(title or Path(_stem(records)).name, left, corpus, kept)
    write_whole(target, page.chunks())
    told = f"; {len(kept):,} of them are shown whole" if len(kept) < corpus.documents else ""
    count = "1 document" if corpus.documents == 1 else f"{corpus.documents:,} documents"
    click.echo(safe(f"wrote {target}: {count}{told}"), err=True)
    return 0


def _stem(records: str) -> str:
    """Return the path of the records without what says that they are records."""
    if records == "-":
        return "records"
    return records.removesuffix(".gz").removesuffix(".jsonl")
