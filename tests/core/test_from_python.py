"""Pipelines in Python: the same checks, errors and bytes as the command line."""

import json
import pickle
import threading
from html.parser import HTMLParser
from typing import Any, get_type_hints

import orjson
import pytest
from case_files import CASES, read_cases
from judging import judged
from workspaces import SitePackages, Workspace

import textflow
from textflow.errors import (
    DocumentError,
    FilteredError,
    OversizeError,
    PipelineError,
    PlaceError,
    StageCrashError,
    StageTimeoutError,
    TextflowError,
    TooManyErrorsError,
    UnreadableError,
    UsageError,
)

STAGES = "[clean, segment, speakers, amounts, summarise]"
TEXT = "The boat cost $4 million.\n\n“It is fine,” said Mayor Ada Lund.\n\nShare this article\n"
RUN: dict[str, Any] = json.loads((CASES / "show" / "run.json").read_text("utf-8"))

PLUGIN = """
import time
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    print("noise of a plugin")
    if "crash" in doc.text:
        raise ValueError("as asked")
    if "sleep" in doc.text:
        time.sleep(30)
    return []

@textflow.stage(kind="filter")
def short(doc):
    return len(doc.text) < 60

@textflow.hookimpl
def textflow_stages():
    return [finds, short]
"""


def load(workspace: Workspace, stages: str = STAGES, more: str = "", **settings: Any) -> Any:
    """Write a pipeline and load it."""
    return textflow.Pipeline.load(workspace.pipeline(stages, more), settings)


def processed(pipeline: Any, text: Any, *arguments: Any, **named: Any) -> Any:
    """Return the record of a text; `process` in a test itself would mean a process."""
    return pipeline.process(text, *arguments, **named)


@pytest.mark.parametrize("workers", [None, 2])
def test_the_bytes_are_those_of_a_run(workspace: Workspace, workers: int | None) -> None:
    """Of every record of the pipeline's own source, whatever does the work."""
    workspace.texts(TEXT, "Nobody said a word.", "“No,” Bram Okoro told reporters.")
    pipeline = load(workspace, **({"workers": workers} if workers else {}))
    assert workspace.run().code == 0
    lines = [textflow.record_line(record) for record in pipeline.records()]
    assert b"".join(lines) == (workspace.folder / "out.jsonl").read_bytes()


def test_one_text(workspace: Workspace) -> None:
    """Its record is that of a run over a file of that text, but for where it came from."""
    workspace.texts(TEXT)
    record = processed(load(workspace), TEXT, id="a.txt")
    assert workspace.run().code == 0
    assert record | {"source": {"uri": "in/a.txt"}} == workspace.records[0]
    assert isinstance(record, textflow.Record)


def test_meta_and_settings(workspace: Workspace) -> None:
    """What is known of a text goes into its record; settings are JSON, or as they are typed."""
    pipeline = load(workspace, **{"amounts.kinds": ["percent"], "summarise.sentences": "1"})
    record = processed(pipeline, "Rents fell by 7%. They cost $4.", {"title": "Rents", "n": [1]})
    assert record["meta"] == {"title": "Rents", "n": [1]}
    assert [one["text"] for one in record["annotations"]["amounts"]] == ["7%"]
    assert len(record["annotations"]["summary"]) == 1
    assert pipeline.stages == ("clean", "segment", "speakers", "amounts", "summarise")


def test_documents_of_every_form(workspace: Workspace) -> None:
    """A str is named by its number; one more with an id that was used is a dead letter."""
    letters: list[Any] = []
    given = [
        "One.",
        {"text": "Two.", "id": "b", "meta": {"language": "de"}},
        textflow.RawDocument("Three.", "c", "somewhere", encoding="cp1252"),
        {"text": "Four.", "id": "b"},
    ]
    records = list(load(workspace, "[segment]").records(given, dead=letters.append))
    assert [record["id"] for record in records] == ["1", "b", "c"]
    assert records[1]["meta"] == {"language": "de"}
    assert records[2]["source"] == {"uri": "somewhere", "encoding": "cp1252"}
    assert [letter["error"]["type"] for letter in letters] == ["DuplicateId"]


@pytest.mark.parametrize(
    ("documents", "says"),
    [
        ("One.", "documents is one str: give a list of them, or use `process`"),
        ({"text": "One."}, "documents is one dict"),
        ([b"One."], "document 1 is b'One.'; give a str, a mapping"),
        (["One.", None], "document 2 is None; give a str, a mapping"),
        ([{"text": "One.", "titel": "x"}], "document 1 has 'titel': what else is known of it is"),
        ([{"id": "a"}], "document 1 is {'id': 'a'}; give a str, a mapping"),
        ([{"text": 3}], "the text of a document is 3; give a str"),
        ([{"text": "One.", "id": 3}], "the id of a document is 3; give a str"),
        ([{"text": "One.", "meta": {"a": {1}}}], "document '1': /meta/a is a set"),
        (["\ud800"], "document '1': /text is text with a lone surrogate"),
    ],
)
def test_what_is_no_document(workspace: Workspace, documents: Any, says: str) -> None:
    """Is said to whoever gave it: no mistake of a program ends among the dead letters."""
    with pytest.raises(UsageError) as raised:
        list(load(workspace, "[segment]").records(documents, dead=print))
    assert says in str(raised.value)


def test_a_text_of_too_many_bytes(workspace: Workspace) -> None:
    """Is refused at the limit that the pipeline states."""
    pipeline = load(workspace, "[segment]", "limits: {max_document_bytes: 10}\n")
    with pytest.raises(OversizeError, match=r"limits\.max_document_bytes is 10"):
        processed(pipeline, "é" * 6)


def test_a_wrong_pipeline(workspace: Workspace) -> None:
    """Raises what `check` prints: every mistake at once, each with its place."""
    path = workspace.pipeline("[segmnt, claen]")
    with pytest.raises(PipelineError) as raised:
        textflow.Pipeline.load(path)
    assert len(raised.value.problems) == 2
    assert str(raised.value).replace(str(path), "p.yml") == workspace.do("check", "p.yml").out[:-1]


def test_a_stage_that_fails(workspace: Workspace, site: SitePackages) -> None:
    """One text raises; of several, the others go on where somebody takes the dead letter."""
    site.plugin(PLUGIN)
    workspace.texts("One.", "Please crash.", "Three.")
    pipeline = load(workspace, "[acme.finds]")
    with pytest.raises(StageCrashError, match="ValueError: as asked"):
        processed(pipeline, "Please crash.")
    assert processed(pipeline, "Still well.")["text"] == "Still well."
    letters: list[Any] = []
    assert [one["id"] for one in pipeline.records(dead=letters.append)] == ["a.txt", "c.txt"]
    assert workspace.run().code == 1
    assert [orjson.loads(orjson.dumps(letter)) for letter in letters] == workspace.dead
    with pytest.raises(StageCrashError):
        list(pipeline.records())


def test_a_stage_that_hangs(workspace: Workspace, site: SitePackages) -> None:
    """Has its deadline here, too; outside the main thread there is none to keep."""
    site.plugin(PLUGIN)
    pipeline = load(workspace, "[{acme.finds: {}, timeout: 0.2}]")
    with pytest.raises(StageTimeoutError):
        processed(pipeline, "Please sleep.")
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(processed(pipeline, "Quick.")))
    thread.start()
    thread.join(20)
    assert found[0]["text"] == "Quick."


def test_a_filter(workspace: Workspace, site: SitePackages) -> None:
    """Leaves documents out; the one text that is asked for cannot be left out."""
    site.plugin(PLUGIN)
    pipeline = load(workspace, "[acme.short]")
    assert [one["id"] for one in pipeline.records(["a" * 99, "b"])] == ["2"]
    with pytest.raises(FilteredError, match=r"the stage 'acme\.short' has filtered it"):
        processed(pipeline, "a" * 99)


def test_an_input_that_cannot_be_read(workspace: Workspace) -> None:
    """Says what the dead letter says."""
    workspace.write("in/a.txt", b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UnreadableError, match="is a PNG image; wanted text"):
        list(load(workspace, "[segment]").records())


def test_standard_output_stays_the_programs_own(
    workspace: Workspace, site: SitePackages, capfd: pytest.CaptureFixture[str]
) -> None:
    """What plugins print goes to standard error, what the program prints meanwhile does not."""
    site.plugin(PLUGIN)
    for record in load(workspace, "[acme.finds]").records(["One.", "Two."]):
        print(record["id"])  # noqa: T201 - this is what is tried
    out, err = capfd.readouterr()
    assert (out, err) == ("1\n2\n", "noise of a plugin\nnoise of a plugin\n")


@pytest.mark.parametrize("workers", [None, 2])
def test_leaving_early(workspace: Workspace, workers: int | None) -> None:
    """Ends the work that is ahead, and the processes that do it."""
    pipeline = load(workspace, "[segment]", **({"workers": workers} if workers else {}))
    records = pipeline.records(f"Text {number}." for number in range(400))
    assert next(records)["id"] == "1"
    records.close()
    assert [one["id"] for one in pipeline.records(["One."])] == ["1"]


def test_corrections_count(workspace: Workspace) -> None:
    """What people have said before is in the records, as it is in those of a run."""
    workspace.texts(TEXT)
    record = processed(load(workspace), TEXT, id="a.txt")
    line = judged(record, "amounts", record["annotations"]["amounts"][0], "change", value="5")
    workspace.write("corrections.jsonl", json.dumps(line) + "\n")
    corrected = load(workspace, more="corrections: corrections.jsonl\n")
    again = processed(corrected, TEXT, id="a.txt")
    assert again["annotations"]["amounts"][0]["value"] == "5"


def test_a_run(workspace: Workspace, site: SitePackages) -> None:
    """Writes what the command writes, and says what it came to; retry goes on from there."""
    site.plugin(PLUGIN)
    workspace.texts("One.", "Please crash.")
    report = load(workspace, "[acme.finds]").run()
    assert isinstance(report, textflow.Report)
    assert report.manifest["counts"] == {"in": 2, "out": 1, "filtered": 0, "dead": 1}
    assert (report.sinks, report.dead_letters) == (("out.jsonl",), "out.jsonl.dead.jsonl")
    assert json.loads(json.dumps(dict(report.manifest))) == workspace.manifest
    again = load(workspace, "[acme.finds]").run(retry=True)
    assert again.manifest["counts"]["dead"] == 1


def test_a_run_that_is_stopped(workspace: Workspace, site: SitePackages) -> None:
    """Raises, as the command ends with another exit code than 0 and 1."""
    site.plugin(PLUGIN)
    workspace.texts("Please crash.", "Please crash.")
    with pytest.raises(TooManyErrorsError):
        load(workspace, "[acme.finds]", "limits: {max_errors: 1}\n").run()


def test_where_a_run_may_write(workspace: Workspace) -> None:
    """Below its folder; elsewhere only if the program itself says so, as with --set."""
    workspace.texts("One.")
    outside = str(workspace.folder.parent / "out.jsonl")
    with pytest.raises(PlaceError, match="neither below the folder"):
        load(workspace, "[segment]", f"sink: {outside}\n").run()
    assert load(workspace, "[segment]", sink=outside).run().sinks == (outside,)


def test_nothing_to_read(workspace: Workspace) -> None:
    """A pipeline without a source takes texts, and has none of its own."""
    workspace.write("p.yml", "textflow: 1\nstages: [segment]\n")
    pipeline = textflow.Pipeline.load("p.yml")
    assert processed(pipeline, "One.")["text"] == "One."
    for wrong in (pipeline.run, lambda: list(pipeline.records())):
        with pytest.raises(UsageError, match="nothing to read"):
            wrong()


def test_what_is_public_is_typed() -> None:
    """Every argument and result; so that editors complete them."""
    for name in ("load", "process", "records", "run"):
        method = getattr(textflow.Pipeline, name)
        hints = get_type_hints(method)
        assert "return" in hints
        assert method.__doc__
    assert get_type_hints(textflow.Pipeline.process)["return"] is textflow.Record
    assert issubclass(DocumentError, TextflowError)


# a record that is a picture of itself


class Elements(HTMLParser):
    """The elements and attributes of a page, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """Remember words."""
        self.words += data


#: All that a picture consists of.
PLAIN = {
    *("div", "strong", "br", "small", "p", "span", "del"),
    *("details", "summary", "table", "tr", "td"),
}


def test_a_picture() -> None:
    """The text with its findings in place, and what was dropped; a dict is all the same."""
    record = textflow.Record(RUN["record"])
    page = Elements(record._repr_html_() or "")
    assert page.names <= PLAIN
    assert page.attributes == {"dir", "style"}
    for words in ("A ferry for Port Arlen", "4,200,000 USD", "dropped: share", "2 quotations"):
        assert words in page.words
    assert record == RUN["record"]
    assert orjson.dumps(record) == orjson.dumps(RUN["record"])
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - our own


@pytest.mark.parametrize(
    "case", [*read_cases("report", "payloads"), *read_cases("show", "hostile")]
)
def test_no_word_of_a_picture_is_markup(case: dict[str, Any]) -> None:
    """Nor obeyed as a direction of text, in whichever field it is."""
    text = case["text"]
    quote = {"start": 0, "end": len(text), "text": text, "kind": text, "confidence": text}
    record = RUN["record"] | {
        "id": text,
        "text": text,
        "raw_map": [[0, len(text), 0, len(text)]],
        "meta": {"title": text, "date": text},
        "annotations": {
            "quotes": [quote | {"speaker": "s"}],
            "speakers": [{"id": "s", "name": text}],
            "amounts": [quote | {"value": text, "currency": text}],
            "summary": [quote | {"rank": text}],
            "dropped": [{"raw_start": 0, "raw_end": 1, "text": text, "rule": text}],
            text: [quote],
        },
    }
    page = textflow.Record(record)._repr_html_() or ""
    shown = Elements(page)
    assert shown.names <= PLAIN
    assert shown.attributes <= {"dir", "style"}
    assert not set(page) & set("\u202e\u2066\u2067\u200f\x1b\x07\x00")


@pytest.mark.parametrize(
    "held", [{}, {"id": "a"}, RUN["record"] | {"text": ""}, RUN["record"] | {"raw_map": 3}]
)
def test_what_is_no_record_has_no_picture(held: dict[str, Any]) -> None:
    """A notebook shows it as a dict then."""
    assert textflow.Record(held)._repr_html_() is None
