"""Databases, tables and pages as the outputs of runs: together, killed, exported, read again."""

import json
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import failpoints
import pytest
from workspaces import Workspace

TEXTS = (
    'The port lost $3 million. "It was a hard winter," said harbour master Ida Lund.',
    "\x1b[31mEverything\x1b[0m =1+2 was fine, Bram Okoro said.",
    "\u202eNothing.",
    "BAD",
    "Skip.",
)
#: What each sink writes where; Parquet is an extra.
SINKS = {
    "sqlite": "{sqlite: {path: o.sqlite}}",
    "csv": "{csv: {path: tables}}",
    "quotations": "o.csv",
    "annotations": "{annotations: {path: o.anno}}",
    "markdown": "{markdown: {path: pages}}",
    "page": "o.md",
    "zst": "o.jsonl.zst",
}
if find_spec("pyarrow"):
    SINKS["parquet"] = "o.parquet"
STAGES = "[clean, segment, speakers, amounts, summarise, acme.parties, acme.short]"
PLUGIN = """
import textflow

@textflow.stage(provides={"acme.parties": "finds.json"})
def parties(doc):
    if "BAD" in doc.text:
        raise ValueError("bad")
    yield {"start": 0, "end": 1, "text": doc.text[:1], "note": [1, None]}

@textflow.stage(kind="filter")
def short(doc):
    return "Skip" not in doc.text

@textflow.hookimpl
def textflow_stages():
    return [parties, short]
"""


@pytest.fixture
def project(workspace: Workspace) -> Workspace:
    """Give a workspace with five documents: one fails, one is filtered."""
    workspace.site.plugin(PLUGIN)
    workspace.texts(*TEXTS)
    return workspace


def outputs(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder but sources, pipelines and manifests."""
    files = (one for one in sorted(folder.rglob("*")) if one.is_file())
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in files
        if one.parent.name != "in" and not one.name.endswith((".yml", ".run.json"))
    }


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what SQLite makes of a query."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def test_all_sinks_in_one_run(project: Workspace) -> None:
    """Each is whole; a database says of each finding whose it is and where it was."""
    every = ", ".join(["out.jsonl", *SINKS.values()])
    project.pipeline(STAGES, f"sink: [{every}]\n")
    assert project.run().code == 1
    first = outputs(project.folder)
    assert project.run().code == 1
    assert outputs(project.folder) == first
    database = project.folder / "o.sqlite"
    assert rows(database, "SELECT documents_in, documents_out, documents_dead FROM runs") == [
        (5, 3, 1)
    ]
    assert rows(database, "SELECT id, stage, error, raw FROM dead_letters") == [
        ("d.txt", "acme.parties", "StageCrash", "BAD")
    ]
    assert rows(database, "SELECT id, stage FROM filtered") == [("e.txt", "acme.short")]
    assert rows(database, "SELECT text, note, plugin, version FROM acme_parties LIMIT 1") == [
        ("T", "[1,null]", "acme", "1.0")
    ]
    assert rows(database, "SELECT quotation, speaker, role FROM quotations LIMIT 1") == [
        ('"It was a hard winter,"', "Ida Lund", "harbour master")
    ]
    assert rows(database, "SELECT text, amount, currency FROM sums") == [("$3 million", 3e6, "USD")]
    ((text, start, end),) = rows(
        database, "SELECT text, raw_start, raw_end FROM quotes WHERE text LIKE '%fine%'"
    )
    assert TEXTS[1][start:end].startswith(text[:1])
    assert TEXTS[1][start:end].endswith(text[-4:])


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", [name for name in SINKS if name != "zst"])  # it copies lines
def test_a_run_that_is_killed_while_a_sink_writes(
    project: Workspace, name: str, number: int
) -> None:
    """Nothing has its name then; the same command ends with the bytes of an undisturbed run."""
    stages = "[segment, acme.parties, acme.short]"
    project.pipeline(stages, f"sink: [out.jsonl, {SINKS[name]}]\n")
    assert project.run().code == 1
    whole = outputs(project.folder)
    project.texts("Before.")
    assert project.run("--restart").code == 1
    before = outputs(project.folder)
    project.texts(*TEXTS)
    assert failpoints.kill_at_record(project.folder, ["run", "p.yml"], number) == failpoints.KILLED
    left = outputs(project.folder)
    assert {path: left[path] for path in before} == before
    assert any(".part/made" in path for path in left) or number == 1
    assert project.run().code == 1
    assert outputs(project.folder) == whole


@pytest.mark.parametrize("name", ["sqlite", "parquet"])
def test_records_come_back(project: Workspace, name: str) -> None:
    """To the value, through export or with the manifest alone; other commands read them, too."""
    if name not in SINKS:
        pytest.skip("needs the extra `parquet`")
    project.pipeline(STAGES, f"sink: [out.jsonl, o.{name}]\n")
    assert project.run().code == 1
    assert project.do("export", "out.jsonl", "--to", name, "-o", f"x.{name}").code == 0
    for path in (f"o.{name}", f"x.{name}"):
        assert project.do("export", path, "--to", "jsonl", "-o", "back.jsonl").code == 0
        assert project.read("back.jsonl") == project.records
    done = project.do("report", f"o.{name}", "-o", "page.html")
    assert (done.code, "3 documents" in done.err) == (0, True)
    missing = project.do("export", f"none.{name}", "--to", "jsonl")
    assert (missing.code, "is not there" in missing.err) == (5, True)


def test_what_is_half_a_character(project: Workspace) -> None:
    """Is a dead letter, in its table as in its file; it cannot be written in any other way."""
    project.write("a.jsonl", '{"text": "a"}\n{"text": "\\ud800"}\n')
    more = "source: a.jsonl\nsink: [out.jsonl, o.sqlite, {csv: {path: tables}}]\n"
    project.pipeline("[segment]", more)
    assert project.run().code == 1
    query = "SELECT id, error, raw FROM dead_letters"
    found = [("a.jsonl:2", "NotJson", '{"text": "\\ud800"}')]
    assert rows(project.folder / "o.sqlite", query) == found
    assert "a.jsonl:2" in project.text("tables/dead_letters.csv")


def test_what_is_no_database_cannot_be_read_back(project: Workspace) -> None:
    """The sink is named, and no traceback is shown."""
    project.write("o.sqlite", "hello, this is no database at all" * 50)
    done = project.do("export", "o.sqlite", "--to", "jsonl")
    assert (done.code, "sink 'sqlite'" in done.err, "Traceback" in done.err) == (6, True, False)


def test_what_somebody_has_changed_in_a_database(project: Workspace) -> None:
    """Comes out changed; what does not lead to its text any more is refused."""
    project.pipeline("[segment, speakers]", "sink: o.sqlite\n")
    assert project.run().code == 0
    with closing(sqlite3.connect(project.folder / "o.sqlite")) as database, database:
        database.execute("UPDATE speakers SET name = 'Ida L. Lund' WHERE name = 'Ida Lund'")
    done = project.do("export", "o.sqlite", "--to", "jsonl")
    names = [one["name"] for one in json.loads(done.out.splitlines()[0])["annotations"]["speakers"]]
    assert names == ["Ida L. Lund"]
    with closing(sqlite3.connect(project.folder / "o.sqlite")) as database, database:
        database.execute("UPDATE quotes SET text = 'other'")
    done = project.do("export", "o.sqlite", "--to", "jsonl")
    assert (done.code, "does not lead to its text" in done.err) == (5, True)


def test_two_pipelines_in_one_database(project: Workspace) -> None:
    """Each run keeps its rows; one that is done again replaces its own."""
    for stages in ("[segment]", "[clean, segment]", "[segment]"):
        project.pipeline(stages, "sink: o.sqlite\n")
        assert project.run().code == 0
    database = project.folder / "o.sqlite"
    assert rows(database, "SELECT count(*), count(DISTINCT run) FROM documents") == [(10, 2)]
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]


def test_retry_makes_the_tables_anew(project: Workspace) -> None:
    """What succeeds then is in them, and is no dead letter any more."""
    project.pipeline(STAGES, "sink: [out.jsonl.zst, o.sqlite]\n")
    assert project.run().code == 1
    project.site.plugin(PLUGIN.replace('"BAD" in', '"NONE" in'))
    (project.site.folder / "textflow_acme" / "__init__.py").touch()
    done = project.process("retry", "p.yml")
    assert done.code == 0, done.err
    database = project.folder / "o.sqlite"
    assert rows(database, "SELECT count(*) FROM dead_letters") == [(0,)]
    assert rows(database, "SELECT count(*) FROM documents") == [(4,)]


XML = '''
from xml.sax.saxutils import escape, quoteattr

import textflow

def clean(text):
    return "".join(one if one.isprintable() else " " for one in text)

@textflow.sink(name="acme.xml")
def xml(records, path, run, *, layer: str = "quotes"):
    """Write the items of one layer as XML."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"<run name={quoteattr(run.manifest.get('run', ''))}>\\\\n")
        for record in records:
            for item in record["annotations"].get(layer, ()):
                words = escape(clean(item["text"]))
                file.write(f"<item of={quoteattr(record['id'])}>{words}</item>\\\\n")
        file.writelines(f"<lost id={quoteattr(one['id'])}/>\\\\n" for one in run.dead())
        file.write("</run>\\\\n")

@textflow.hookimpl
def textflow_sinks():
    return [xml]
'''


def test_a_format_of_a_third_party(project: Workspace) -> None:
    """In at most thirty lines, with all that ours have."""
    assert len(XML.strip().splitlines()) <= 30
    project.site.plugin(XML.replace("\\\\n", "\\n"), name="acme")
    project.pipeline("[segment, speakers]", "sink: [out.jsonl, {acme.xml: {path: o.xml}}]\n")
    assert project.run().code == 0
    name = project.manifest["run"]
    assert project.text("o.xml").splitlines() == [
        f'<run name="{name}">',
        '<item of="a.txt">"It was a hard winter,"</item>',
        '<item of="b.txt"> [31mEverything [0m =1+2 was fine</item>',
        "</run>",
    ]
    assert project.do("export", "out.jsonl", "--to", "acme.xml", "-o", "x.xml").code == 0
    assert project.text("x.xml") == project.text("o.xml")


@pytest.mark.parametrize(
    ("name", "tool"),
    [
        ("a.pdf", "'a.pdf' is a PDF, which no source reads: convert it first, with `pdftotext`"),
        ("b.docx", "is a Word document, which no source reads: convert it first, with `pandoc"),
        ("c.xlsx", "is an Excel workbook"),
    ],
)
def test_office_files_are_refused_with_the_tool(project: Workspace, name: str, tool: str) -> None:
    """Named as a source, by the line; left out of a folder, in the note."""
    project.write(f"in/{name}", "%PDF-1.7")
    project.pipeline("[segment]", f"source: {name}\n")
    done = project.do("check", "p.yml")
    assert (done.code, tool in done.out + done.err) == (2, True)
    project.pipeline("[segment]", "source: in\n")
    assert f"; convert .{name.partition('.')[2]} with `" in project.run().err


def test_a_pdf_that_is_called_text(project: Workspace) -> None:
    """Is a dead letter that says what to do."""
    project.write("in/d.txt", "%PDF-1.7")
    project.pipeline("[segment]")
    assert project.run().code == 1
    assert (
        "is a PDF; wanted text; convert it to text first, with `pdftotext`"
        in (project.dead[0]["error"]["message"])
    )
