"""``textflow report``."""

from collections.abc import Sequence
from pathlib import Path

from textflow.errors import UsageError
from textflow.judging.evaluation import Compared, Evaluation
from textflow.records import Beside, beside, is_same_file, read_records, write_whole
from textflow.report.against import against, shown_record, with_troubles
from textflow.report.page import Page, collected
from textflow.telling import tell
from textflow.wording import safe, shown

#: Documents that a page shows whole, unless it is told otherwise.
MOST = 2_000


def report_command(records: str, *, output: str | None, title: str | None, limit: int) -> int:
    """Write the page of ``records``."""
    target = output or ("report.html" if records == "-" else f"{_stem(records)}.html")
    if is_same_file(records, target):
        message = f"{shown(target)} contains the records: give another path with -o"
        raise UsageError(message)
    corpus, kept = collected(read_records(records), limit)
    name = title or Path(_stem(records)).name
    _write(target, Page(name, beside(records), corpus, kept))
    return 0


def write_report(
    target: str, gold: str, held: tuple[Evaluation, Sequence[Compared]], left: Beside
) -> None:
    """Write the page of what was found, with what gold says of it."""
    found, every = held
    corpus, kept = collected(map(shown_record, every), MOST)
    name = f"{Path(target).stem} against {Path(gold).name}"
    said = against(gold, found, every)
    _write(target, Page(name, with_troubles(left, found), corpus, kept, said))


def _write(target: str, page: Page) -> None:
    write_whole(target, page.chunks())
    corpus, kept = page.corpus, page.records
    told = f"; {len(kept):,} of them are shown whole" if len(kept) < corpus.documents else ""
    count = "1 document" if corpus.documents == 1 else f"{corpus.documents:,} documents"
    tell(safe(f"wrote {target}: {count}{told}"))


def _stem(records: str) -> str:
    """Return the path of the records without what says that they are records."""
    if records == "-":
        return "records"
    return records.removesuffix(".gz").removesuffix(".jsonl")
