"""Where a run writes: never what it reads, never through a link, never somebody else's."""

import json
import os
from pathlib import Path

import jsonschema
import pytest
from plugin_site import Bench, Site

from textflow.plugins.schemas import read_schema
from textflow.running import locking
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
def desk(bench: Bench, site: Site) -> Bench:
    """Give a bench with a stage that fails, one that filters and one that changes the folder."""
    site.plugin(PLUGIN)
    bench.texts("One.", "Two.")
    return bench


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
def test_nothing_that_a_run_writes_is_read(desk: Bench, source: str, sink: str) -> None:
    """Not the output, not what stands beside it, not the journal: exit 2, nothing touched."""
    for name in ("out.jsonl.dead.jsonl", "out.jsonl.filtered.jsonl", "out.jsonl.run.json"):
        desk.write(name, LINE)
    desk.write("x.jsonl", LINE)
    desk.write("y.jsonl", LINE)
    desk.write("out.jsonl.part/records.jsonl", LINE)
    (desk.folder / "link").symlink_to(desk.folder)
    before = {path: path.read_bytes() for path in desk.folder.rglob("*.js*") if path.is_file()}
    desk.pipeline("[segment]", f"source: {source}\nsink: {sink}\n")
    done = desk.run()
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
def test_places_that_a_pipeline_must_not_name(desk: Bench, sink: str, message: str) -> None:
    """Exit 2 before anything is opened."""
    (desk.folder / "away").symlink_to(desk.folder.parent)
    desk.pipeline("[segment]", f"sink: {sink}\n")
    done = desk.run()
    assert done.code == 2
    assert message in done.err
    assert names(desk.folder) == ["away"]


def test_what_the_user_names_is_allowed(desk: Bench) -> None:
    """A place on the command line, or the word that anything goes."""
    desk.pipeline("[segment]", "sink: ../o.jsonl\n")
    assert desk.run("--allow-outside").code == 0
    desk.pipeline("[segment]")
    assert desk.run("--set", "sink=../set.jsonl").code == 0
    assert len(desk.read("../o.jsonl")) == len(desk.read("../set.jsonl")) == 2


def test_a_source_that_is_a_folder_is_not_written_into(desk: Bench) -> None:
    """Whatever is below it is read."""
    desk.pipeline("[segment]", "source: {txt: {path: in}}\nsink: in/out.jsonl\n")
    assert "the source reads it" in desk.run().err


# Links and foreign things


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.part", "out.jsonl.dead.jsonl"])
@pytest.mark.parametrize("kind", ["symbolic", "to a folder", "to nowhere"])
def test_a_link_in_the_place_of_a_file(desk: Bench, name: str, kind: str) -> None:
    """Is never written through: the run says so, and what it leads to is as it was."""
    foreign = desk.write("precious/file.txt", "precious")
    leads = {"symbolic": foreign, "to a folder": foreign.parent}.get(kind, desk.folder / "none")
    (desk.folder / name).symlink_to(leads)
    desk.pipeline("[acme.finds: {fail: One}]")
    done = desk.run()
    assert done.code == 5
    assert "cannot be written" in done.err
    assert foreign.read_text() == "precious"
    assert names(desk.folder) == sorted(["precious", name])


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.dead.jsonl", "out.jsonl.run.json"])
def test_a_second_name_of_another_file_is_not_written_through(desk: Bench, name: str) -> None:
    """The run gives the name to a file of its own; the other one keeps what it holds."""
    foreign = desk.write("precious.txt", "precious")
    os.link(foreign, desk.folder / name)
    desk.pipeline("[acme.finds: {fail: One}]")
    assert desk.run().code == 1
    assert foreign.read_text() == "precious"
    assert (desk.folder / name).read_text() != "precious"


@pytest.mark.parametrize("name", ["records.jsonl", "ledger", "lock", "textflow-run.txt"])
@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_links_planted_in_a_journal(desk: Bench, name: str, link: object) -> None:
    """A folder that looks like ours, but leads elsewhere, costs nobody a file."""
    foreign = desk.write("precious.txt", "A run of textflow")
    journal = desk.folder / "out.jsonl.part"
    journal.mkdir()
    if name != "textflow-run.txt":
        (journal / "textflow-run.txt").write_text("")
    link(foreign, journal / name)  # type: ignore[operator]
    desk.pipeline("[segment]")
    assert desk.run().code == 5
    assert foreign.read_text() == "A run of textflow"


def test_a_folder_that_no_run_has_made(desk: Bench) -> None:
    """Is refused, whatever it is called."""
    desk.write("out.jsonl.part/notes.txt", "mine")
    desk.pipeline("[segment]")
    done = desk.run()
    assert done.code == 5
    assert "out.jsonl.part is no folder of a run; move that away" in done.err
    assert names(desk.folder / "out.jsonl.part") == ["notes.txt"]


def test_what_is_put_into_the_folder_of_a_run_stays(desk: Bench) -> None:
    """It is not ours to remove; the run is done all the same."""
    desk.pipeline("[acme.finds: {fail: Two}]", "limits: {max_errors: 1}\n")
    assert desk.run().code == 3
    desk.write("out.jsonl.part/notes.txt", "mine")
    desk.pipeline("[acme.finds: {fail: Two}]")
    assert desk.run().code == 1
    assert (desk.folder / "out.jsonl.part/notes.txt").read_text() == "mine"
    assert desk.run().code == 1


# The working folder


def test_a_stage_that_changes_the_working_directory(desk: Bench) -> None:
    """Every file lands where it was named: paths are absolute from the start."""
    desk.write("in/c.txt", "Bad.")
    desk.write("in/d.txt", "Drop.")
    desk.pipeline("[acme.keep, acme.wander, acme.finds]")
    assert desk.process("run", "p.yml").code == 1
    beside = ["out.jsonl.dead.jsonl", "out.jsonl.filtered.jsonl", "out.jsonl.run.json"]
    assert names(desk.folder) == ["out.jsonl", *beside]


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


def test_locks_as_windows_has_them(desk: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run works with them, and a second one is kept out."""
    monkeypatch.setattr(locking, "UNIX", None)
    monkeypatch.setattr(locking, "WINDOWS", Windows())
    desk.pipeline("[segment]")
    assert desk.run().code == 0
    assert names(desk.folder) == ["out.jsonl", "out.jsonl.run.json"]
    held = PartFolder.open(desk.folder / "out.jsonl.part", "out.jsonl.part")
    done = desk.run()
    held.close()
    assert done.code == 4
    assert "out.jsonl.part: another run is writing it" in done.err


# Standard output alone


def test_dead_letters_of_standard_output_are_never_overwritten(desk: Bench) -> None:
    """Each run has a file of its own, and says which."""
    desk.pipeline("[acme.finds: {fail: One}]", 'sink: "-"\n')
    first, second = desk.run(), desk.run()
    assert "dead letters in p.dead.jsonl: 1 StageCrash" in first.err
    assert "dead letters in p-2.dead.jsonl: 1 StageCrash" in second.err
    for name in ("p.dead.jsonl", "p-2.dead.jsonl"):
        assert [letter["raw"] for letter in desk.read(name)] == ["One."]
    desk.pipeline("[segment]", 'sink: "-"\n')
    assert desk.run().code == 0
    assert names(desk.folder) == ["p-2.dead.jsonl", "p.dead.jsonl"]


def test_dead_letters_of_standard_output_are_not_read_by_the_next_run(desk: Bench) -> None:
    """Where the source would take them for its input, they have a hidden name."""
    desk.write("x.jsonl", '{"id": "a", "text": "Bad."}\n')
    desk.pipeline("[acme.finds]", "source: '*.jsonl'\nsink: '-'\n")
    assert "dead letters in .p.dead.jsonl" in desk.run().err


def test_raw_input_is_kept_whole(desk: Bench) -> None:
    """Of standard input above all, which cannot be read again."""
    text = "Bad caf\u00e9. " * 20_000
    desk.pipeline("[acme.finds]", "source: '-'\n")
    assert desk.process("run", "p.yml", stdin=text).code == 1
    (letter,) = desk.dead
    assert (letter["raw"], letter["encoding"]) == (text, "utf-8")


def test_what_is_too_large_is_kept_as_far_as_it_is_read(desk: Bench) -> None:
    """Of standard input up to the limit, of a file its beginning; both say that they are cut."""
    desk.pipeline("[segment]", "source: ['-', in/c.txt]\nlimits: {max_document_bytes: 5000}\n")
    desk.write("in/c.txt", "x" * 6000)
    assert desk.process("run", "p.yml", stdin="y" * 6000).code == 1
    assert [(one["raw"], one["cut"]) for one in desk.dead] == [
        ("y" * 5000, True),
        ("x" * 1024, True),
    ]


def test_dead_letters_fit_their_schema(desk: Bench) -> None:
    """Of bytes, of broken lines, of double ids, of stages; and the lists beside them."""
    desk.write("in/c.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    desk.write("in/d.txt", "Bad.".encode("utf-16"))
    desk.write("in/e.txt", "Drop.")
    rows = [
        '{"id": "x", "text": "One.", "n": 1}',
        '{"id": "x", "text": "Bad.", "n": 2}',
        "{",
        "\xff",
    ]
    desk.write("more.jsonl", "\n".join(rows).encode("latin-1"))
    desk.pipeline("[acme.keep, acme.finds]", "source: [in/*.txt, more.jsonl]\n")
    assert desk.run().code == 1
    dead = {letter["id"]: letter for letter in desk.dead}
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
    (row,) = desk.read("out.jsonl.filtered.jsonl")
    assert row == {"id": "e.txt", "source": {"uri": "in/e.txt"}, "stage": "acme.keep"}
    jsonschema.validate(row, dict(read_schema("filtered.json")))
    jsonschema.validate(desk.manifest, dict(read_schema("manifest.json")))


@pytest.mark.parametrize("lines", [[0, 1, 2], [1, 0, 2], [2, 1, 0]])
def test_ids_of_unreadable_lines_and_stated_ids(desk: Bench, lines: list[int]) -> None:
    """Each document has an id of its own in all files of the run, whatever the input states."""
    rows = ['{"id": "in.jsonl:2", "text": "One."}', "x", '{"id": "in.jsonl:1", "text": "Two."}']
    desk.write("in.jsonl", "\n".join(rows[at] for at in lines))
    desk.pipeline("[segment]", "source: in.jsonl\n")
    desk.run()
    ids = [one["id"] for one in (*desk.records, *desk.dead)]
    assert len(ids) == len(set(ids)) == 3


# An output that holds something


@pytest.mark.parametrize(
    ("texts", "left"),
    [(["Bad."], "none of the 1 documents read"), (["Drop."], "became a record")],
)
def test_a_run_without_records_leaves_those_of_an_earlier_one(
    desk: Bench, texts: list[str], left: str
) -> None:
    """Exit 4 with word of where the reasons are; `--force` replaces them all the same."""
    desk.pipeline("[acme.keep, acme.finds]")
    assert desk.run().code == 0
    before = desk.text("out.jsonl")
    (desk.folder / "in/b.txt").unlink()
    desk.texts(*texts)
    done = desk.run()
    assert done.code == 4
    assert "out.jsonl: left as it was" in done.err
    assert left in done.err
    assert desk.text("out.jsonl") == before
    again = desk.run("--force")
    assert again.code == (1 if texts == ["Bad."] else 0)
    assert desk.text("out.jsonl") == ""
    assert not (desk.folder / "out.jsonl.part").exists()


def test_limit_is_said(desk: Bench) -> None:
    """A run that has not read all is not complete; one that has is."""
    desk.pipeline("[segment]")
    said = {}
    for limit in (1, 2, 3):
        assert desk.run("--limit", str(limit)).code == 0
        said[limit] = (desk.manifest["limit"], desk.manifest["complete"])
    assert said == {1: (1, False), 2: (2, True), 3: (3, True)}


def test_the_manifest_names_the_files_on_the_disk(desk: Bench) -> None:
    """Each with its size; the folder of a second sink is reached from the first."""
    desk.pipeline("[segment]", "sink: [a/one.jsonl, b/two.jsonl.gz]\n")
    assert desk.run().code == 0
    manifest = json.loads(desk.text("a/one.jsonl.run.json"))
    sizes = {one["path"]: one["bytes"] for one in manifest["files"]}
    assert sizes == {
        "one.jsonl": (desk.folder / "a/one.jsonl").stat().st_size,
        "../b/two.jsonl.gz": (desk.folder / "b/two.jsonl.gz").stat().st_size,
    }
