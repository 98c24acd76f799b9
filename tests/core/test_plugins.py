"""Third-party plugins, installed as real distributions: found, refused, and harmless to others."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from workspaces import FINDS, SitePackages, Workspace

PARTIES = '''
"""Parties named in the text."""

import re
from collections import Counter
from collections.abc import Iterator

import textflow

PARTY = re.compile(r"\\b[A-Z][a-z]+ (?:Party|Alliance)\\b")


@textflow.stage(requires=["sentences"], provides={"acme.parties": "parties.schema.json"})
def parties(doc: textflow.Document, *, min_mentions: int = 1) -> Iterator[textflow.Item]:
    """Yield the parties that are named often enough."""
    mentions = Counter(PARTY.findall(doc.text))
    for found in PARTY.finditer(doc.text):
        if mentions[found.group()] >= min_mentions:
            yield {"start": found.start(), "end": found.end(), "text": found.group()}


@textflow.hookimpl
def textflow_stages():
    return [parties]
'''
EMPTY = """
import textflow

@textflow.stage({stage})
def finds(doc{options}):
    \"\"\"Find nothing.\"\"\"
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def empty(stage: str = 'provides={"acme.finds": "finds.json"}', options: str = "") -> str:
    """Return a plugin whose one stage finds nothing."""
    return EMPTY.format(stage=stage, options=options)


@pytest.fixture
def parties(workspace: Workspace, site: SitePackages) -> Workspace:
    """Install the example of the design, and write a text for it."""
    site.plugin(PARTIES, version="1.2", files={"parties.schema.json": FINDS})
    workspace.texts("The Green Party met the Rural Alliance. The Green Party won.")
    return workspace


def test_a_third_party_stage_runs_like_ours(parties: Workspace) -> None:
    """Its layer is in the record, and the manifest says who gave it."""
    parties.pipeline("[segment, acme.parties]")
    assert parties.process("run", "p.yml").code == 0
    found = [(item["text"], item["start"]) for item in parties.layer("acme.parties")[0]]
    assert found == [("Green Party", 4), ("Rural Alliance", 24), ("Green Party", 44)]
    assert parties.manifest["layers"]["acme.parties"] == [
        {
            "stage": "acme.parties",
            "plugin": "acme",
            "distribution": "textflow-acme",
            "version": "1.2",
        }
    ]


def test_its_options_are_its_signature(parties: Workspace) -> None:
    """They are passed on, and checked as ours are."""
    parties.pipeline("[segment, acme.parties: {min_mentions: 2}]")
    assert parties.run().code == 0
    assert len(parties.layer("acme.parties")[0]) == 2
    parties.pipeline("[segment, acme.parties: {min_mention: 2}]")
    assert "did you mean 'min_mentions'?" in parties.run().err


def test_what_it_needs_is_checked(parties: Workspace) -> None:
    """Before anything runs."""
    parties.pipeline("[acme.parties]")
    done = parties.run()
    assert done.code == 2
    assert "p.yml:3:10: 'acme.parties' needs the layer 'sentences'" in done.err


def test_its_layer_can_be_printed(parties: Workspace) -> None:
    """`textflow schema layer` knows layers of plugins."""
    assert json.loads(parties.do("schema", "layer", "acme.parties").out) == json.loads(FINDS)


def test_info_shows_a_plugin(parties: Workspace) -> None:
    """What it needs, gives and takes."""
    assert parties.do("plugins", "info", "acme.parties").out == (
        "acme: textflow-acme 1.2, module textflow_acme\n\n"
        "stage acme.parties: Yield the parties that are named often enough.\n"
        "  needs: sentences\n  gives: acme.parties\n  min_mentions: integer, default 1\n"
    )


OPTIONS = """, *, a: str, b: int = 1, c: float = 0.5, d: bool = True,
    e: typing.Literal["x", "y"] = "x", f: list[int] = [], g: dict[str, float] = {},
    h: int | None = None, i: typing.Sequence[str] = ("p",), j: typing.Any = None,
    k: typing.Optional[typing.Literal["x"]] = None, l: typing.Mapping[str, typing.Any] = {}"""


@pytest.fixture
def many(workspace: Workspace, site: SitePackages) -> Workspace:
    """Install a stage with an option of every type."""
    site.plugin(f"import typing\n{empty(options=OPTIONS)}")
    workspace.texts("One.")
    return workspace


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("b: 1", "a is missing"),
        ("a: 1", "'a': found 1 (number), wanted text"),
        ("a: x, b: 1.5", "'b': found 1.5 (number), wanted a whole number"),
        ("a: x, b: true", "'b': found true, wanted a whole number"),
        ("a: x, c: fast", "'c': found 'fast' (text), wanted a number"),
        ("a: x, d: no", "'d': found 'no' (text), wanted true or false"),
        ("a: x, e: z", "'e': found 'z' (text), wanted one of x, y"),
        ("a: x, f: [1, b]", "found 'b' (text), wanted a whole number"),
        ("a: x, f: 1", "'f': found 1 (number), wanted a list"),
        ("a: x, g: {n: b}", "'n': found 'b' (text), wanted a number"),
        ("a: x, h: b", "'h': found 'b' (text), wanted a whole number or nothing"),
        ("a: x, i: p", "'i': found 'p' (text), wanted a list"),
        ("a: x, k: z", "'k': found 'z' (text), wanted one of x, nothing"),
        ("a: x, l: []", "'l': found [] (list), wanted a mapping (key: value)"),
    ],
)
def test_option_types(many: Workspace, options: str, message: str) -> None:
    """Every type that a signature can state is checked."""
    many.pipeline(f"[acme.finds: {{{options}}}]")
    done = many.do("check", "p.yml")
    assert done.code == 2
    assert message.replace("a is missing", "'a' is missing") in done.out


def test_options_of_the_right_types_pass(many: Workspace) -> None:
    """All of them at once."""
    many.pipeline(
        "[acme.finds: {a: x, b: 2, c: 2, d: false, e: y, f: [1], g: {n: 0.1}, h: null, i: [q], "
        "j: {any: [thing]}, k: x, l: {m: 1}}]"
    )
    assert many.run().code == 0


OPTIONS_FILE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"size": {"type": "integer", "maximum": 9, "description": "How many."}},
}


def test_options_from_a_file(workspace: Workspace, site: SitePackages) -> None:
    """A shipped schema can say more than a signature."""
    stage = 'provides={"acme.finds": "finds.json"}, options="o.json"'
    site.plugin(empty(stage, ", *, size=1"), files={"o.json": json.dumps(OPTIONS_FILE)})
    workspace.pipeline("[acme.finds: {size: 10}]")
    done = workspace.do("check", "p.yml")
    assert done.out == "p.yml:3:23: 'size': found 10 (number), wanted 9 or less\n"


# Broken ones


BROKEN = {
    "raises": "raise RuntimeError('no such file')",
    "exits": "import sys; sys.exit(7)",
    "misses a module": "import nowhere_to_be_found",
    "syntax": "def broken(:",
    "odd": "class Odd(Exception):\n    def __str__(self): return 1 / 0\nraise Odd",
}


@pytest.mark.parametrize("source", BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_harms_nobody(
    workspace: Workspace, site: SitePackages, source: str
) -> None:
    """A pipeline that does not name it runs; the list has a line for it."""
    site.plugin(source)
    workspace.texts("One.")
    workspace.pipeline("[segment]")
    assert workspace.run().code == 0
    listed = workspace.do("plugins", "--load")
    assert listed.code == 0
    assert "textflow-acme 1.0" in listed.out
    assert "broken" in listed.out


@pytest.mark.parametrize("source", BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_that_is_used(
    workspace: Workspace, site: SitePackages, source: str
) -> None:
    """Exit 2 with the commands that fix it, and nothing written."""
    site.plugin(source)
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]")
    done = workspace.run()
    assert done.code == 2
    assert "p.yml:3:10: plugin 'acme' of textflow-acme 1.0 cannot be loaded: " in done.err
    assert "reinstall" not in done.err
    assert "`pip uninstall textflow-acme`" in done.err
    assert list(workspace.folder.glob("out*")) == []


def test_a_plugin_that_is_not_named_is_not_imported(
    workspace: Workspace, site: SitePackages
) -> None:
    """However slow its import is, who does not use it does not pay."""
    site.plugin("import time; time.sleep(60)")
    workspace.texts("One.")
    workspace.pipeline("[segment]")
    assert workspace.run().code == 0
    assert "textflow_acme" not in sys.modules


#: A plugin that leaves a trace where it is imported.
IMPORTED = 'open("imported", "w").close()'
#: What is unknown to what is said of it, beside the name of the plugin that was not looked into.
UNKNOWN = {
    "stage": ("[nothing]", "", "there is no stage named 'nothing'; installed: 'acme'"),
    "suffix": ("[segment]", "source: a.log\n", "no source reads files .log"),
    "folder": ("[segment]", "source: in\n", "no source reads what is in the folder 'in'"),
    "source": ("[segment]", "source: {mail: {path: a}}\n", "there is no source named 'mail'"),
    "sink": ("[segment]", "sink: a.xlsx\n", "no sink writes files .xlsx"),
    "engine": ("[segment]", "engine: spark\n", "there is no engine named 'spark'"),
    "layer": ("[speakers]", "", "put one of these before it: 'segment'"),
    "another's layer": ("[peer]", "", "'peer' needs the layer 'two.things', which no stage"),
}


@pytest.mark.parametrize("case", UNKNOWN.values(), ids=UNKNOWN)
def test_a_name_that_nobody_has_imports_no_plugin(
    workspace: Workspace, site: SitePackages, case: tuple[str, str, str]
) -> None:
    """What is installed is said all the same, from what its distribution states of itself."""
    stages, more, said = case
    site.plugin(IMPORTED)
    if "peer" in stages:
        needs = 'requires=["two.things"], provides={"peer.finds": "finds.json"}'
        peer = empty(needs).replace("def finds", "def peer").replace("[finds]", "[peer]")
        site.plugin(peer, name="peer")
    workspace.write("in/a.pdf", b"%PDF")
    workspace.pipeline(stages, more)
    done = workspace.do("check", "p.yml")
    assert done.code == 2
    assert said in done.out
    assert not (workspace.folder / "imported").exists()


def test_an_unknown_sink_of_an_export_imports_no_plugin(
    workspace: Workspace, site: SitePackages
) -> None:
    """Nor does an argument that nothing reads."""
    site.plugin(IMPORTED)
    workspace.write("a.jsonl", "")
    done = workspace.do("export", "a.jsonl", "--to", "acne", "-o", "b")
    assert done.code == 2
    assert "did you mean 'acme'?" in done.err
    workspace.write("p.yml", "textflow: 1\nstages: [segment]\nsink: out.jsonl\n")
    done = workspace.run("a.doc")
    assert done.code == 2
    assert "`textflow plugins` says what is in 'acme'" in done.err
    assert not (workspace.folder / "imported").exists()


def test_printing_at_import_stays_off_standard_output(
    workspace: Workspace, site: SitePackages
) -> None:
    """Records on standard output are nothing but records."""
    site.plugin(f"print('hello from acme')\n{empty()}")
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]", 'sink: "-"\n')
    done = workspace.process("run", "p.yml")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["a.txt"]
    assert "hello from acme" in done.err


def test_two_distributions_of_one_name(workspace: Workspace, site: SitePackages) -> None:
    """An error that names both, when the name is used, and only then."""
    site.plugin(empty(), version="1.0")
    site.install("other-acme", {"other_acme.py": empty()}, {"acme": "other_acme"}, version="0.3")
    workspace.texts("One.")
    workspace.pipeline("[segment]")
    assert workspace.run().code == 0
    workspace.pipeline("[acme.finds]")
    done = workspace.run()
    assert done.code == 2
    assert (
        "plugin name 'acme' is claimed by other-acme 0.3 and textflow-acme 1.0: keep one, with "
        "`pip uninstall other-acme` or `pip uninstall textflow-acme`" in done.err
    )
    assert "collision" in workspace.do("plugins").out


def test_a_plugin_cannot_take_the_name_of_a_builtin(
    workspace: Workspace, site: SitePackages
) -> None:
    """Ours has no right of way: it is a collision like any other."""
    site.plugin(empty('provides=["sentences"]'), name="segment")
    workspace.pipeline("[segment]")
    done = workspace.run()
    assert done.code == 2
    assert "'segment' is claimed by textflow-engine " in done.err


def test_a_plugin_for_a_later_textflow(workspace: Workspace, site: SitePackages) -> None:
    """Is refused by its own requirement, before it is imported."""
    marker = workspace.folder / "imported"
    source = f"open({str(marker)!r}, 'w').close()"
    site.plugin(source, requires=["attrs", "Textflow_Engine[html]>=99,<100"])
    workspace.pipeline("[acme.finds]")
    done = workspace.run()
    assert done.code == 2
    assert "needs Textflow_Engine<100,>=99, but this is textflow-engine" in done.err
    assert "`pip install 'Textflow_Engine<100,>=99'`" in done.err
    assert not marker.exists()


@pytest.mark.parametrize(
    "requirement",
    [
        "textflow-engine>=99; extra == 'future'",
        "textflow-engine>=99; python_version < '3'",
        "textflow-engine>=0.0.1",
        "textflow-engine",
        "textflow-engine-plus>=99",
        "not a requirement at all !!",
    ],
)
def test_requirements_that_do_not_count(
    workspace: Workspace, site: SitePackages, requirement: str
) -> None:
    """Of an extra, for another Python, of another project, or met."""
    site.plugin(empty(), requires=[requirement])
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]")
    assert workspace.run().code == 0


def test_unreadable_metadata_harms_nobody(workspace: Workspace, site: SitePackages) -> None:
    """Neither ours nor that of projects we have nothing to do with."""
    site.plugin(empty(), name="acme")
    for name, file, content in (
        ("bytes", "entry_points.txt", b"[textflow]\nx = \xff\xfe\n"),
        ("noname", "METADATA", b"Metadata-Version: 2.1\nVersion: 1\n"),
        ("noversion", "METADATA", b"Metadata-Version: 2.1\nName: noversion\n"),
        ("empty", "METADATA", b""),
        ("lines", "entry_points.txt", b"[textflow]\nno equals sign\n"),
    ):
        info = site.install(name, {}, {"x": "nowhere"})
        (info / file).write_bytes(content)
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]")
    assert workspace.run().code == 0
    assert "unreadable" in workspace.do("plugins").out


def test_no_metadata_at_all(workspace: Workspace, site: SitePackages) -> None:
    """An empty dist-info folder, as an interrupted pip leaves it."""
    (site.folder / "gone-1.0.dist-info").mkdir()
    (site.folder / "file-1.0.dist-info").write_text("not a folder")
    workspace.texts("One.")
    workspace.pipeline("[segment]")
    assert workspace.run().code == 0


def test_the_order_of_the_path_changes_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same plugins in the same places give the same list and the same bytes."""
    sites = [SitePackages(tmp_path / f"site-{at}") for at in range(3)]
    for at, one in enumerate(sites):
        layer = f'provides={{"acme{at}.finds": "finds.json"}}'
        one.plugin(empty(layer), name=f"acme{at}")
    workspace.texts("One.")
    workspace.pipeline("[acme1.finds, acme0.finds, acme2.finds]")
    seen = set()
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        with monkeypatch.context() as patch:
            for at in order:
                patch.syspath_prepend(str(sites[at].folder))
            assert workspace.run().code == 0
            seen.add((workspace.do("plugins").out, (workspace.folder / "out.jsonl").read_bytes()))
    assert len(seen) == 1


# What a plugin may register


CONTRACT = {
    "two stages of one name": (
        empty().replace("[finds]", "[finds, finds]"),
        "it gives two stages named 'acme.finds'; keep one",
    ),
    "outside its namespace": (
        empty('provides={"acme.x": "finds.json"}, name="other.finds"'),
        "it gives 'other.finds'; its names begin with 'acme'",
    ),
    "unmarked": (
        empty().replace('@textflow.stage(provides={"acme.finds": "finds.json"})\n', ""),
        "mark it with @textflow.stage",
    ),
    "no list": (
        empty().replace("[finds]", "finds"),
        "textflow_stages returned a function, no list; return a list",
    ),
    "raises": (empty().replace("[finds]", "1 / 0"), "textflow_stages raised ZeroDivisionError"),
    "a source": (
        empty().replace('stage(provides={"acme.finds": "finds.json"})', "source()"),
        "returned the function 'finds', which is a source: return it from textflow_sources",
    ),
    "an unknown standard layer": (
        empty('provides=["sentenses"]'),
        "layer 'sentenses' must be a standard one (amounts, dropped, paragraphs, quotes",
    ),
    "a layer of another": (
        empty('provides={"other.finds": "finds.json"}'),
        "or be named 'acme.something' and name a schema file",
    ),
    "a standard layer with a schema of its own": (
        empty('provides={"quotes": "finds.json"}'),
        "must be a standard one",
    ),
    "the engine's own layer": (
        empty('provides=["dropped"]'),
        "'dropped' is kept by textflow from the edits of clean-kind stages",
    ),
    "no layer": (empty(""), "it provides no layer; name those it gives with provides=[...]"),
    "a filter with a layer": (
        empty('kind="filter", provides=["quotes"]'),
        "a filter-kind stage provides no layers of its own; take `provides` out",
    ),
    "letters for layers": (
        empty('provides=["quotes"], requires="sentences"'),
        "requires is the text 'sentences'; write a list, requires=['sentences']",
    ),
    "an unknown kind": (
        empty('provides=["quotes"], kind="annotates"'),
        "kind is 'annotates', wanted one of annotate, clean, filter",
    ),
    "a hook that does not exist": (
        empty().replace("def textflow_stages", "def textflow_stagse"),
        "did you mean 'textflow_stages'?",
    ),
    "a hook with an argument that does not exist": (
        empty().replace("textflow_stages()", "textflow_stages(config)"),
        "config",
    ),
    "an option of an odd type": (
        empty(options=", *, when: object = None"),
        "option 'when' is annotated <class 'object'>; use str, int, float, bool",
    ),
    "an option without a type": (
        empty(options=", *, when=None"),
        "option 'when' has no type; write one, as in `when: str = '...'`",
    ),
    "a missing schema": (
        empty('provides={"acme.finds": "finds.jsn"}'),
        "schema 'finds.jsn' of package 'textflow_acme' cannot be read",
    ),
}


@pytest.mark.parametrize("name", CONTRACT)
def test_the_contract_of_plugins(workspace: Workspace, site: SitePackages, name: str) -> None:
    """Exit 2, who and what, before anything runs; and a line in the list."""
    source, message = CONTRACT[name]
    site.plugin(source)
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]")
    done = workspace.run()
    assert done.code == 2
    assert "p.yml:3:10: plugin 'acme' of textflow-acme 1.0" in done.err
    assert message in done.err
    assert message in workspace.do("plugins", "--load").out
    assert list(workspace.folder.glob("out*")) == []


SCHEMAS = {
    "not JSON": ("{", "cannot be read: "),
    "not an object": ("[]", "is no JSON object"),
    "an unknown keyword": (
        '{"items": {"propertys": {}}}',
        "at /items: unknown keyword 'propertys'; fix its spelling or take it out",
    ),
    "a wrong value": ('{"type": "lsit"}', "is no valid JSON Schema"),
    "a remote reference": (
        '{"$ref": "http://127.0.0.1:9/x.json"}',
        "$ref 'http://127.0.0.1:9/x.json' leads out of the file; nothing is ever fetched",
    ),
    "a file": ('{"items": {"$ref": "file:///etc/passwd"}}', "leads out of the file"),
    "another draft": (
        '{"$schema": "http://json-schema.org/draft-07/schema#"}',
        "$schema must be 'https://json-schema.org/draft/2020-12/schema'",
    ),
    "a reference to nothing": ('{"items": {"$ref": "#/$defs/x"}}', "'/$defs/x' does not exist"),
    "too deep": ('{"items":' * 60 + "{}" + "}" * 60, "nested deeper than 50"),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_unfit_schemas(workspace: Workspace, site: SitePackages, name: str) -> None:
    """A layer's schema is checked when the pipeline is, and nothing is fetched for it."""
    content, message = SCHEMAS[name]
    site.plugin(empty(), files={"finds.json": content})
    workspace.pipeline("[acme.finds]")
    done = workspace.run()
    assert done.code == 2
    assert message in done.err


_CALLS: list[str] = []
_WATCHING: list[bool] = []


def _watch(event: str, _arguments: object) -> None:
    if _WATCHING and event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        _CALLS.append(event)


sys.addaudithook(_watch)


def test_nothing_is_fetched(workspace: Workspace, site: SitePackages) -> None:
    """Neither while a schema is judged, nor for a reference that only looks like its own."""
    contents = [
        '{"$ref": "http://127.0.0.1:9/x.json"}',
        '{"$id": "http://127.0.0.1:9/", "items": {"$ref": "#/$defs/x"}}',
        '{"$schema": "http://127.0.0.1:9/schema"}',
        '{"items": {"$id": "http://127.0.0.1:9/y", "$ref": "#z"}}',
    ]
    _WATCHING.append(True)
    try:
        for at, content in enumerate(contents):
            layer = f'provides={{"acme{at}.finds": "finds.json"}}'
            site.plugin(empty(layer), name=f"acme{at}", files={"finds.json": content})
            workspace.pipeline(f"[acme{at}.finds]")
            assert workspace.run().code == 2
    finally:
        _WATCHING.clear()
    assert _CALLS == []


# Hooks


OBSERVER = """
import textflow
from pathlib import Path

def note(*facts):
    with Path("notes.txt").open("a") as file:
        print(*facts, file=file)

@textflow.hookimpl
def textflow_run_started(run, pipeline):
    note("started", len(run), pipeline["stages"][0])

@textflow.hookimpl
def textflow_document_failed(run, document, error):
    note("failed", document, type(error).__name__)

@textflow.hookimpl
def textflow_batch_done(counts):
    note("batch", counts["in"], counts["out"], counts["dead"])

@textflow.hookimpl
def textflow_run_finished(manifest):
    note("finished", manifest["counts"]["in"])

@textflow.hookimpl(wrapper=True)
def textflow_run_stage(stage, documents):
    results = yield
    note("stage", stage, len(documents))
    return results
"""


def notes(workspace: Workspace) -> list[str]:
    """Return what the observer has written."""
    return (workspace.folder / "notes.txt").read_text().splitlines()


def test_observers_see_a_run_in_order(workspace: Workspace, site: SitePackages) -> None:
    """Start, each stage once a batch, failures, the batch, the end."""
    site.plugin(OBSERVER, name="watch")
    workspace.write("in/a.txt", "One.")
    workspace.write("in/b.txt", b"\x89PNG\r\n\x1a\n" + bytes(200))
    workspace.pipeline("[segment, {segment: {}, as: {sentences: s, paragraphs: p}}]")
    assert workspace.run("--plugin", "watch").code == 1
    assert notes(workspace) == [
        "started 12 segment",
        "stage segment 1",
        "stage segment#2 1",
        "failed b.txt DocumentError",
        "batch 2 1 1",
        "finished 2",
    ]


def test_a_wrapper_sees_each_stage_once_a_batch(workspace: Workspace, site: SitePackages) -> None:
    """Never once a document: that is what makes it cheap."""
    site.plugin(OBSERVER, name="watch")
    workspace.texts("One.", "Two.", "Three.")
    workspace.pipeline("[segment]", "engine: {serial: {batch: 2}}\n")
    assert workspace.run("-p", "watch").code == 0
    seen = [line for line in notes(workspace) if line.startswith("stage")]
    assert seen == ["stage segment 2", "stage segment 1"]


@pytest.mark.parametrize("error", ["ValueError('no')", "SystemExit(3)"])
def test_a_failing_observer_stops_nothing(
    workspace: Workspace, site: SitePackages, error: str
) -> None:
    """Not the run, and not the other observers, whatever their order."""
    failing = OBSERVER.partition("@textflow.hookimpl(wrapper")[0].replace(
        "def note(*facts):", f"def note(*facts):\n    raise {error}"
    )
    for name, source in (("bad", failing), ("watch", OBSERVER), ("worse", failing)):
        site.plugin(source, name=name)
    workspace.texts("One.")
    workspace.pipeline("[segment]")
    done = workspace.run("-p", "bad", "-p", "watch", "-p", "worse")
    assert done.code == 6
    assert "textflow: warning: plugin 'worse', textflow_batch_done: " in done.err
    assert len(workspace.records) == 1
    assert notes(workspace)[-1] == "finished 1"


WRAPPER = """
import textflow

@textflow.hookimpl(wrapper=True)
def textflow_run_stage(stage, documents):
    results = yield
    {body}
"""


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("raise OSError('cache')", "OSError: cache"),
        ("return results[:1]", "it returned a list of 1, wanted a list of 2"),
        ("return None", "it returned a NoneType, wanted a list of 2"),
        ("yield", "it has a second `yield`"),
    ],
)
def test_a_wrapper_that_fails_is_named(
    workspace: Workspace, site: SitePackages, body: str, message: str
) -> None:
    """It ends the run, and no stage is blamed for it."""
    site.plugin(WRAPPER.format(body=body), name="wrap")
    site.plugin(empty())
    workspace.texts("One.", "Two.")
    workspace.pipeline("[acme.finds]")
    done = workspace.run("-p", "wrap")
    assert done.code == 6
    assert "textflow: plugin 'wrap', textflow_run_stage: " in done.err
    assert message in done.err
    assert not (workspace.folder / "out.jsonl").exists()


def test_a_wrapper_answers_for_what_it_returns(workspace: Workspace, site: SitePackages) -> None:
    """Its results are checked as a stage's are, and the dead letter says whose they are."""
    body = "return [[{'start': 0, 'end': 99}], results[1]]"
    site.plugin(WRAPPER.format(body=body), name="wrap")
    site.plugin(empty())
    workspace.texts("One.", "Two.")
    workspace.pipeline("[acme.finds]")
    assert workspace.run("-p", "wrap").code == 1
    (letter,) = workspace.dead
    assert "has the span 0..99" in letter["error"]["message"]
    assert "a wrapper of plugin 'wrap' gave this result" in letter["error"]["message"]


def test_an_unknown_plugin_is_a_mistake(workspace: Workspace, site: SitePackages) -> None:
    """`--plugin` takes the names that `textflow plugins` lists."""
    site.plugin(OBSERVER, name="watch")
    workspace.pipeline("[segment]")
    done = workspace.run("--plugin", "wach")
    assert done.code == 2
    assert "--plugin 'wach': no such plugin is installed; did you mean 'watch'?" in done.err


ENDS = """
import textflow

@textflow.source(name="acme.words")
def words(entry: textflow.Input, *, fails: bool = False):
    for at, word in enumerate(entry.read().decode().split()):
        if fails and at == 1:
            raise ValueError("no more")
        yield textflow.RawDocument(text=word, id=f"{entry.id}:{at}", uri=entry.uri)

@textflow.sink(name="acme.lines")
def lines(records, path, *, end: str = ";"):
    with open(path, "w") as file:
        for record in records:
            file.write(f"{record['text']}{end}")

@textflow.engine(name="acme.engine")
def engine(work, *, size: int = 1):
    for batch in work.batches(size):
        yield from work.run(batch)

@textflow.hookimpl
def textflow_sources():
    return [words]

@textflow.hookimpl
def textflow_sinks():
    return [lines]

@textflow.hookimpl
def textflow_engines():
    return [engine]
"""


def test_a_plugin_gives_sources_sinks_and_engines(workspace: Workspace, site: SitePackages) -> None:
    """All of a pipeline can be other people's."""
    site.plugin(ENDS)
    workspace.write("w.txt", "one two three")
    workspace.pipeline(
        "[segment]",
        "source: {acme.words: {path: w.txt}}\nsink: {acme.lines: {path: out.txt, end: '|'}}\n"
        "engine: {acme.engine: {size: 2}}\n",
    )
    assert workspace.run().code == 0
    assert (workspace.folder / "out.txt").read_text() == "one|two|three|"


LOSER = """
import textflow

@textflow.engine(name="acme.loser")
def loser(work):
    for batch in work.batches(2):
        yield from work.run(batch)[:1]

@textflow.hookimpl
def textflow_engines():
    return [loser]
"""


def test_an_engine_that_loses_documents_is_found_out(
    workspace: Workspace, site: SitePackages
) -> None:
    """Nothing is renamed: a missing document never looks like success."""
    site.plugin(LOSER)
    workspace.texts("One.", "Two.", "Three.")
    workspace.pipeline("[segment]", "engine: acme.loser\n")
    done = workspace.run()
    assert done.code == 6
    assert "engine 'acme.loser': it yielded the outcome of document 2 where 1 was due" in done.err
    assert not (workspace.folder / "out.jsonl").exists()


def test_a_source_that_crashes_costs_its_input(workspace: Workspace, site: SitePackages) -> None:
    """What it gave before is kept, what comes after is read."""
    site.plugin(ENDS)
    workspace.write("in/w.txt", "one two three")
    workspace.write("in/x.txt", "four")
    workspace.pipeline("[segment]", "source: {acme.words: {path: in/*.txt, fails: true}}\n")
    assert workspace.run().code == 1
    assert [record["text"] for record in workspace.records] == ["one", "four"]
    assert workspace.dead[0]["error"]["type"] == "SourceCrash"
    assert "raised ValueError: no more" in workspace.dead[0]["error"]["message"]


def test_an_unknown_stage_imports_nothing(workspace: Workspace, site: SitePackages) -> None:
    """What it may have meant is read from metadata; only its own namespace is imported."""
    for name in ("acme", "other"):
        site.plugin(f"open('imported-{name}', 'w').close()\n{empty()}", name=name)
    workspace.pipeline("[acm]")
    assert "there is no stage named 'acm'; did you mean 'acme'?" in workspace.run().err
    assert list(workspace.folder.glob("imported-*")) == []
    workspace.pipeline("[acme.find]")
    assert "no stage named 'acme.find'; did you mean 'acme.finds'?" in workspace.run().err
    assert [path.name for path in workspace.folder.glob("imported-*")] == ["imported-acme"]


NEEDS = 'provides={"acme.finds": "finds.json"}, imports=["nowhere_to_be_found"]'


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_library_that_is_missing_is_known_before_the_run(
    workspace: Workspace, site: SitePackages, command: str
) -> None:
    """The message says what to install: as the plugin's own distribution asks for it."""
    wish = "nowhere-to-be-found>=2.0; extra == 'find'"
    site.plugin(empty(NEEDS), requires=["textflow-engine", wish])
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]")
    done = workspace.do(command, "p.yml")
    assert done.code == 2
    said = done.out + done.err
    assert "stage 'acme.finds' needs nowhere_to_be_found, which is not installed" in said
    assert "install it with `pip install 'nowhere-to-be-found>=2.0'`" in said
    assert "reinstall" not in said


def test_the_list_shows_what_is_missing(workspace: Workspace, site: SitePackages) -> None:
    """The plugin is incomplete, not broken: its other parts work."""
    site.plugin(empty(NEEDS))
    listed = workspace.do("plugins", "--load").out
    assert "incomplete" in listed
    assert "install the library that the module 'nowhere_to_be_found' belongs to" in listed


def test_html_without_trafilatura(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is known at `check`, with a line that works for everybody."""
    find_spec = importlib.util.find_spec
    monkeypatch.delitem(sys.modules, "trafilatura", raising=False)
    monkeypatch.setattr(
        "textflow.plugins.components.find_spec",
        lambda name: None if name == "trafilatura" else find_spec(name),
    )
    workspace.pipeline("[html]")
    done = workspace.do("check", "p.yml")
    assert done.code == 2
    assert "stage 'html' needs trafilatura, which is not installed" in done.out
    assert "install it with `pip install 'trafilatura>=" in done.out
    assert "textflow-engine[html]" not in done.out


def test_info_is_in_words(workspace: Workspace, site: SitePackages) -> None:
    """No marks of reStructuredText, and of a list what is in it."""
    source = empty(options=", *, names: list[str] = [], sizes: dict[str, int] | None = None")
    site.plugin(source.replace("Find nothing.", "Find ``nothing``."))
    assert workspace.do("plugins", "info", "acme").out == (
        "acme: textflow-acme 1.0, module textflow_acme\n\n"
        "stage acme.finds: Find `nothing`.\n  gives: acme.finds\n"
        "  names: list of string, default []\n"
        "  sizes: mapping of integer or null, default null\n"
    )


@pytest.mark.parametrize("written", ["acme.finds", "acme.finds: {}", "{acme.finds: , timeout: 5}"])
def test_an_option_that_must_be_given(
    workspace: Workspace, site: SitePackages, written: str
) -> None:
    """Is asked for at `check`, however the stage is written."""
    site.plugin(empty(options=", *, n: int"))
    workspace.texts("One.")
    workspace.pipeline(f"[{written}]")
    for command in ("check", "run"):
        done = workspace.do(command, "p.yml")
        assert done.code == 2
        assert "'n' is missing" in done.out + done.err
