"""Where a run writes: never what it reads, never through a link, never somebody else's."""

import json
import os
from pathlib import Path

import jsonschema
import pytest
from workspaces import SitePackages, Workspace

from textflow.plugins.schemas import read_schema
from textflow.running import locking, sinks
from textflow.running.part_folder import PartFolder

PLUGIN = """
import os
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc, *, fail: str = "Bad"):
    if fail in doc.text:
        raise ValueError("bad")
    return []

@textflow.stage(name="wander", provides={"acme.wander": "finds.json"})
def wander(doc):
    os.chdir("/")
    return []

@textflow.stage(name="keep", kind="filter")
def keep(doc):
    return "Drop" not in doc.text

@textflow.hookimpl
def textflow_stages():
    return [finds, wander, keep]
"""


@pytest.fixture
def project(workspace: Workspace, site: SitePackages) -> Workspace:
    """Give a workspace with a stage that fails, one that filters, one that changes folder."""
    site.plugin(PLUGIN)
    workspace.texts("One.", "Two.")
    return workspace


def names(folder: Path) -> list[str]:
    """Return what is in a folder, but pipeline and inputs."""
    return sorted(path.name for path in folder.iterdir() if path.name not in {"p.yml", "in"})


# What is read is not written

LINE = '{"id": "a", "text": "One."}\n'


@pytest.mark.parametrize(
    ("source", "sink"),
    [
        ("out.jsonl.dead.jsonl", "out.jsonl"),
        ("out.jsonl.filtered.jsonl", "out.jsonl"),
        ("{jsonl: {path: out.jsonl.run.json}}", "out.jsonl"),
        ("{jsonl: {path: '*.run.json'}}", "out.jsonl"),
        ("out.jsonl.part/records.jsonl", "out.jsonl"),
        ("'*/records.jsonl'", "out.jsonl"),
        ("'**/*.jsonl'", "sub/out.jsonl"),
        ("'*.jsonl'", "out.jsonl"),
        ("[x.jsonl, y.jsonl]", "[out.jsonl, y.jsonl]"),
        ("x.jsonl", "link/x.jsonl"),
    ],
)
def test_nothing_that_a_run_writes_is_read(project: Workspace, source: str, sink: str) -> None:
    """Not the output, not what is beside it, not the journal: exit 2, nothing touched."""
    for name in ("out.jsonl.dead.jsonl", "out.jsonl.filtered.jsonl", "out.jsonl.run.json"):
        project.write(name, LINE)
    project.write("x.jsonl", LINE)
    project.write("y.jsonl", LINE)
    project.write("out.jsonl.part/records.jsonl", LINE)
    (project.folder / "link").symlink_to(project.folder)
    before = {path: path.read_bytes() for path in project.folder.rglob("*.js*") if path.is_file()}
    project.pipeline("[segment]", f"source: {source}\nsink: {sink}\n")
    done = project.run()
    assert done.code == 2
    assert "the source reads it" in done.err
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("sink", "message"),
    [
        ("[o.jsonl, ./o.jsonl]", "./o.jsonl: cannot be written: it is named twice"),
        ("{jsonl: {path: p.yml}}", "p.yml: cannot be written: it is the pipeline file itself"),
        ("[o.jsonl, o.jsonl.dead.jsonl]", "it belongs to the sink o.jsonl"),
        ("[o.jsonl, {jsonl: {path: o.jsonl.run.json}}]", "it belongs to the sink o.jsonl"),
        ("../o.jsonl", "it is neither below the folder of the pipeline file nor below the working"),
        ("/o.jsonl", "allow it with --allow-outside, or name it yourself with --set sink=PATH"),
        ("away/o.jsonl", "it is neither below the folder of the pipeline file"),
    ],
)
def test_places_that_a_pipeline_must_not_name(project: Workspace, sink: str, message: str) -> None:
    """Exit 2 before anything is opened."""
    (project.folder / "away").symlink_to(project.folder.parent)
    project.pipeline("[segment]", f"sink: {sink}\n")
    done = project.run()
    assert done.code == 2
    assert message in done.err
    assert names(project.folder) == ["away"]


def test_what_the_user_names_is_allowed(project: Workspace) -> None:
    """A place on the command line, or the word that anything goes."""
    project.pipeline("[segment]", "sink: ../o.jsonl\n")
    assert project.run("--allow-outside").code == 0
    project.pipeline("[segment]")
    assert project.run("--set", "sink=../set.jsonl").code == 0
    assert len(project.read("../o.jsonl")) == len(project.read("../set.jsonl")) == 2


def test_a_source_that_is_a_folder_is_not_written_into(project: Workspace) -> None:
    """Whatever is below it is read."""
    project.pipeline("[segment]", "source: {txt: {path: in}}\nsink: in/out.jsonl\n")
    assert "the source reads it" in project.run().err


# Links and foreign things


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.part", "out.jsonl.dead.jsonl"])
@pytest.mark.parametrize("kind", ["symbolic", "to a folder", "to nowhere"])
def test_a_link_in_the_place_of_a_file(project: Workspace, name: str, kind: str) -> None:
    """Is never written through: the run says so, and what it leads to is as it was."""
    foreign = project.write("precious/file.txt", "precious")
    leads = {"symbolic": foreign, "to a folder": foreign.parent}.get(kind, project.folder / "none")
    (project.folder / name).symlink_to(leads)
    project.pipeline("[acme.finds: {fail: One}]")
    done = project.run()
    assert done.code == 5
    assert "cannot be written" in done.err
    assert foreign.read_text() == "precious"
    assert names(project.folder) == sorted(["precious", name])


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.dead.jsonl", "out.jsonl.run.json"])
def test_a_second_name_of_another_file_is_not_written_through(
    project: Workspace, name: str
) -> None:
    """The run gives the name to a file of its own; the other one keeps what it contains."""
    foreign = project.write("precious.txt", "precious")
    os.link(foreign, project.folder / name)
    project.pipeline("[acme.finds: {fail: One}]")
    assert project.run().code == 1
    assert foreign.read_text() == "precious"
    assert (project.folder / name).read_text() != "precious"


@pytest.mark.parametrize("name", ["records.jsonl", "ledger", "lock", "textflow-run.txt"])
@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_links_planted_in_a_journal(project: Workspace, name: str, link: object) -> None:
    """A folder that looks like ours, but leads elsewhere, costs nobody a file."""
    foreign = project.write("precious.txt", "A run of textflow")
    journal = project.folder / "out.jsonl.part"
    journal.mkdir()
    if name != "textflow-run.txt":
        (journal / "textflow-run.txt").write_text("")
    link(foreign, journal / name)  # type: ignore[operator]
    project.pipeline("[segment]")
    assert project.run().code == 5
    assert foreign.read_text() == "A run of textflow"


def test_a_folder_that_no_run_has_made(project: Workspace) -> None:
    """Is refused, whatever it is called."""
    project.write("out.jsonl.part/notes.txt", "mine")
    project.pipeline("[segment]")
    done = project.run()
    assert done.code == 5
    assert "out.jsonl.part is no folder of a run; move that away" in done.err
    assert names(project.folder / "out.jsonl.part") == ["notes.txt"]


def test_what_is_put_into_the_folder_of_a_run_stays(project: Workspace) -> None:
    """It is not ours to remove; the run is done all the same."""
    project.pipeline("[acme.finds: {fail: Two}]", "limits: {max_errors: 1}\n")
    assert project.run().code == 3
    project.write("out.jsonl.part/notes.txt", "mine")
    project.pipeline("[acme.finds: {fail: Two}]")
    assert project.run().code == 1
    assert (project.folder / "out.jsonl.part/notes.txt").read_text() == "mine"
    assert project.run().code == 1


# The working folder


def test_a_stage_that_changes_the_working_directory(project: Workspace) -> None:
    """Every file lands where it was named: paths are absolute from the start."""
    project.write("in/c.txt", "Bad.")
    project.write("in/d.txt", "Drop.")
    project.pipeline("[acme.keep, acme.wander, acme.finds]")
    assert project.process("run", "p.yml").code == 1
    beside = ["out.jsonl.dead.jsonl", "out.jsonl.filtered.jsonl", "out.jsonl.run.json"]
    assert names(project.folder) == ["out.jsonl", *beside]


# Locks


def test_a_folder_that_goes_while_it_is_being_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one who waits gets a folder of its own, not the one that is being removed."""
    path = tmp_path / "o.part"
    first = PartFolder.open(path, "o.part")
    honest = locking.locked
    locks: list[int] = []

    def slow(file: int) -> bool:
        locks.append(file)
        if len(locks) == 1:
            first.remove()  # between the opening and the locking
        return honest(file)

    monkeypatch.setattr(locking, "locked", slow)
    second = PartFolder.open(path, "o.part")
    assert len(locks) == 2
    assert names(path) == ["lock", "textflow-run.txt"]
    second.remove()
    assert not path.exists()


class Windows:
    """What ``msvcrt`` has for locks: one file is locked by one, whoever asks."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.taken: dict[int, os.stat_result] = {}

    def locking(self, file: int, mode: int, size: int) -> None:
        """Lock a byte of the file until its descriptor is closed."""
        assert (mode, size) == (self.LK_NBLCK, 1)
        if any(_is_open(other, facts, file) for other, facts in self.taken.items()):
            raise PermissionError(13, "Permission denied")
        self.taken[file] = os.fstat(file)


def _is_open(other: int, facts: os.stat_result, file: int) -> bool:
    """Return whether the file of ``facts`` is still open as ``other``, and the one asked for."""
    try:
        return os.path.samestat(os.fstat(other), facts) and os.path.samestat(facts, os.fstat(file))
    except OSError:
        return False


def test_locks_as_windows_has_them(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run works with them, and a second one is kept out."""
    monkeypatch.setattr(locking, "UNIX", None)
    monkeypatch.setattr(locking, "WINDOWS", Windows())
    project.pipeline("[segment]")
    assert project.run().code == 0
    assert names(project.folder) == ["out.jsonl", "out.jsonl.run.json"]
    held = PartFolder.open(project.folder / "out.jsonl.part", "out.jsonl.part")
    done = project.run()
    held.close()
    assert done.code == 4
    assert "out.jsonl.part: another run is writing it" in done.err


# Standard output alone


def test_dead_letters_of_standard_output_are_never_overwritten(project: Workspace) -> None:
    """Each run has a file of its own, and says which."""
    project.pipeline("[acme.finds: {fail: One}]", 'sink: "-"\n')
    first, second = project.run(), project.run()
    assert "dead letters in p.dead.jsonl: 1 StageCrash" in first.err
    assert "dead letters in p-2.dead.jsonl: 1 StageCrash" in second.err
    for name in ("p.dead.jsonl", "p-2.dead.jsonl"):
        assert [letter["raw"] for letter in project.read(name)] == ["One."]
    project.pipeline("[segment]", 'sink: "-"\n')
    assert project.run().code == 0
    assert names(project.folder) == ["p-2.dead.jsonl", "p.dead.jsonl"]


def test_dead_letters_of_standard_output_are_not_read_by_the_next_run(project: Workspace) -> None:
    """Where the source would take them for its input, they have a hidden name."""
    project.write("x.jsonl", '{"id": "a", "text": "Bad."}\n')
    project.pipeline("[acme.finds]", "source: '*.jsonl'\nsink: '-'\n")
    assert "dead letters in .p.dead.jsonl" in project.run().err


def test_raw_input_is_kept_whole(project: Workspace) -> None:
    """Of standard input above all, which cannot be read again."""
    text = "Bad caf\u00e9. " * 20_000
    project.pipeline("[acme.finds]", "source: '-'\n")
    assert project.process("run", "p.yml", stdin=text).code == 1
    (letter,) = project.dead
    assert (letter["raw"], letter["encoding"]) == (text, "utf-8")


def test_what_is_too_large_is_kept_as_far_as_it_is_read(project: Workspace) -> None:
    """Of standard input up to the limit, of a file its beginning; both say that they are cut."""
    project.pipeline("[segment]", "source: ['-', in/c.txt]\nlimits: {max_document_bytes: 5000}\n")
    project.write("in/c.txt", "x" * 6000)
    assert project.process("run", "p.yml", stdin="y" * 6000).code == 1
    assert [(one["raw"], one["cut"]) for one in project.dead] == [
        ("y" * 5000, True),
        ("x" * 1024, True),
    ]


def test_dead_letters_fit_their_schema(project: Workspace) -> None:
    """Of bytes, of broken lines, of double ids, of stages; and the lists beside them."""
    project.write("in/c.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    project.write("in/d.txt", "Bad.".encode("utf-16"))
    project.write("in/e.txt", "Drop.")
    rows = [
        '{"id": "x", "text": "One.", "n": 1}',
        '{"id": "x", "text": "Bad.", "n": 2}',
        "{",
        "\xff",
    ]
    project.write("more.jsonl", "\n".join(rows).encode("latin-1"))
    project.pipeline("[acme.keep, acme.finds]", "source: [in/*.txt, more.jsonl]\n")
    assert project.run().code == 1
    dead = {letter["id"]: letter for letter in project.dead}
    for letter in dead.values():
        jsonschema.validate(letter, dict(read_schema("dead-letter.json")))
    assert {name: one["encoding"] for name, one in dead.items()} == {
        "c.txt": None,
        "d.txt": "utf-16-le",
        "x#7": "utf-8",
        "more.jsonl:3": "utf-8",
        "more.jsonl:4": None,
    }
    assert dead["x#7"]["meta"] == {"n": 2}
    (row,) = project.read("out.jsonl.filtered.jsonl")
    assert row == {"id": "e.txt", "source": {"uri": "in/e.txt"}, "stage": "acme.keep"}
    jsonschema.validate(row, dict(read_schema("filtered.json")))
    jsonschema.validate(project.manifest, dict(read_schema("manifest.json")))


@pytest.mark.parametrize("lines", [[0, 1, 2], [1, 0, 2], [2, 1, 0]])
def test_ids_of_unreadable_lines_and_stated_ids(project: Workspace, lines: list[int]) -> None:
    """Each document has an id of its own in all files of the run, whatever the input states."""
    rows = ['{"id": "in.jsonl:2", "text": "One."}', "x", '{"id": "in.jsonl:1", "text": "Two."}']
    project.write("in.jsonl", "\n".join(rows[at] for at in lines))
    project.pipeline("[segment]", "source: in.jsonl\n")
    project.run()
    ids = [one["id"] for one in (*project.records, *project.dead)]
    assert len(ids) == len(set(ids)) == 3


# An output that contains something


@pytest.mark.parametrize(
    ("texts", "left"),
    [(["Bad."], "none of the 1 documents read"), (["Drop."], "became a record")],
)
def test_a_run_without_records_leaves_those_of_an_earlier_one(
    project: Workspace, texts: list[str], left: str
) -> None:
    """Exit 4 with word of where the reasons are; `--force` replaces them all the same."""
    project.pipeline("[acme.keep, acme.finds]")
    assert project.run().code == 0
    before = project.text("out.jsonl")
    (project.folder / "in/b.txt").unlink()
    project.texts(*texts)
    done = project.run()
    assert done.code == 4
    assert "out.jsonl: left as it was" in done.err
    assert left in done.err
    assert project.text("out.jsonl") == before
    again = project.run("--force")
    assert again.code == (1 if texts == ["Bad."] else 0)
    assert project.text("out.jsonl") == ""
    assert not (project.folder / "out.jsonl.part").exists()


def test_limit_is_said(project: Workspace) -> None:
    """A run that has not read all is not complete; one that has is."""
    project.pipeline("[segment]")
    said = {}
    for limit in (1, 2, 3):
        assert project.run("--limit", str(limit)).code == 0
        said[limit] = (project.manifest["limit"], project.manifest["complete"])
    assert said == {1: (1, False), 2: (2, True), 3: (3, True)}


def test_the_manifest_names_the_files_on_the_disk(project: Workspace) -> None:
    """Each with its size; the folder of a second sink is reached from the first."""
    project.pipeline("[segment]", "sink: [a/one.jsonl, b/two.jsonl.gz]\n")
    assert project.run().code == 0
    manifest = json.loads(project.text("a/one.jsonl.run.json"))
    sizes = {one["path"]: one["bytes"] for one in manifest["files"]}
    assert sizes == {
        "one.jsonl": (project.folder / "a/one.jsonl").stat().st_size,
        "../b/two.jsonl.gz": (project.folder / "b/two.jsonl.gz").stat().st_size,
    }


# Outputs in parts


@pytest.mark.parametrize("name", ["part-*.jsonl", "part-*.jsonl.gz", "part-*.csv"])
def test_an_output_in_parts(project: Workspace, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Each part is a file of so many records, in order; the manifest names all of them."""
    monkeypatch.setattr(sinks, "PART", 2)
    project.texts("One.", "Two.", "Three.", "Four.", "Five.")
    project.pipeline("[segment]", f"sink: [whole.jsonl, corpus/{name}]\n")
    assert project.run().code == 0
    parts = sorted((project.folder / "corpus").iterdir())
    assert [path.name for path in parts] == [name.replace("*", f"0000{at}") for at in range(3)]
    manifest = json.loads(project.text("whole.jsonl.run.json"))
    assert [one["path"] for one in manifest["files"]][1:] == [f"corpus/{one.name}" for one in parts]
    if name == "part-*.jsonl":
        whole = project.folder / "whole.jsonl"
        assert b"".join(path.read_bytes() for path in parts) == whole.read_bytes()


def test_parts_replace_those_before(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is replaced as a whole, when all of it is there; without records it has one."""
    monkeypatch.setattr(sinks, "PART", 1)
    project.pipeline("[segment]", "sink: corpus/part-*.jsonl\n")
    assert project.run().code == 0
    assert names(project.folder / "corpus") == ["part-00000.jsonl", "part-00001.jsonl"]
    assert (project.folder / "corpus.run.json").exists()
    project.write("in/a.txt", "Bad.")
    project.write("in/b.txt", "Bad, too.")
    project.pipeline("[acme.finds]", "sink: corpus/part-*.jsonl\n")
    assert project.run("--force").code == 1
    assert names(project.folder / "corpus") == ["part-00000.jsonl"]
    assert project.text("corpus/part-00000.jsonl") == ""


#: A sink in parts that cannot be, and why.
NO_PARTS = {
    "part-*.jsonl": "its parts replace the whole folder",
    "corpus/*-*.jsonl": "its parts replace the whole folder",
    "corpus/part-*.sqlite": "a sink that adds to a file cannot write it in parts",
    "file/part-*.jsonl": "its folder is a file",
    "full/part-*.jsonl": "it is a folder that no run has made",
    "in/*.txt.jsonl": "it is a folder that no run has made",
}


@pytest.mark.parametrize(("sink", "says"), NO_PARTS.items(), ids=NO_PARTS)
def test_parts_that_cannot_be(project: Workspace, sink: str, says: str) -> None:
    """Nothing that somebody else has made is replaced."""
    project.write("file", "mine")
    project.write("full/mine.txt", "mine")
    project.pipeline("[segment]", f"sink: {json.dumps(sink)}\n")
    done = project.run()
    assert (done.code, says in done.err) == (5, True), done.err
    assert (project.text("file"), project.text("full/mine.txt")) == ("mine", "mine")


def test_no_sink_in_the_folder_of_parts(project: Workspace) -> None:
    """It would go with the folder."""
    project.pipeline("[segment]", "sink: [corpus/part-*.jsonl, corpus/b.jsonl]\n")
    done = project.run()
    assert (done.code, "replaces the whole folder that it is in" in done.err) == (2, True), done.err


def test_parts_are_never_what_is_read(project: Workspace) -> None:
    """Not even those that are not there yet."""
    more = "source: corpus/*.jsonl\nsink: corpus/part-*.jsonl\n"
    project.write("corpus/a.jsonl", LINE)
    project.pipeline("[segment]", more)
    done = project.run()
    assert (done.code, "a run would end in its own input" in done.err) == (2, True), done.err
