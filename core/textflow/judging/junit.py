"""What the cases have come to, in the XML that build servers read."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from textflow.judging.verdicts import Failure, Verdict
from textflow.wording import safe


def junit(name: str, verdicts: Sequence[Verdict]) -> str:
    """Return the verdicts as one suite called ``name``."""
    failed = sum(bool(one.failures) for one in verdicts)
    head = f"<testsuite name={_quoted(name)} tests='{len(verdicts)}' failures='{failed}'>"
    lines = ["<?xml version='1.0' encoding='utf-8'?>", "<testsuites>", head]
    for verdict in verdicts:
        lines += _case(name, verdict)
    return "\n".join([*lines, "</testsuite>", "</testsuites>", ""])


def _case(name: str, verdict: Verdict) -> Iterator[str]:
    case = verdict.case
    place = f"file={_quoted(case.source)} line='{case.place.line}'"
    yield f"<testcase classname={_quoted(name)} name={_quoted(case.name)} {place}>"
    for failure in verdict.failures:
        said = escape(safe("\n".join(failure_lines(case.source, failure))))
        yield f"<failure message={_quoted(failure.message)}>{said}</failure>"
    yield "</testcase>"


def failure_lines(source: str, failure: Failure) -> Iterator[str]:
    """Yield what is to be said of one failure: its place first."""
    yield f"{source}:{failure.place.line}:{failure.place.column}: {failure.message}"
    yield from failure.details


def _quoted(text: str) -> str:
    return quoteattr(safe(text).replace("\n", " "))
