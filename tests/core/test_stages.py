"""Stages of every kind, and what becomes of a document on which one fails."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import SitePackages, Workspace

from textflow import Document, Edit
from textflow.running.raw_map import RawMap

HOOK = """
@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def stage(body: str, decorator: str = 'provides={"acme.finds": "finds.json"}') -> str:
    """Return a plugin with one stage, ``acme.finds(doc)``."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"import textflow\n\n@textflow.stage({decorator})\ndef finds(doc):\n{lines}{HOOK}"


def ready(
    workspace: Workspace, site: SitePackages, source: str, stages: str = "[acme.finds]"
) -> None:
    """Install the plugin and write three documents, the second of them bad."""
    site.plugin(source)
    workspace.texts("One.", "Bad.", "Two.")
    workspace.pipeline(stages)


FAIL = "if doc.text == 'Bad.':\n    raise ValueError('no good')\nreturn []"


def test_a_crash_costs_its_document(workspace: Workspace, site: SitePackages) -> None:
    """The dead letter contains type and message; the documents around it are written."""
    ready(workspace, site, stage(FAIL))
    assert workspace.run().code == 1
    assert workspace.dead[0]["error"] == {
        "type": "StageCrash",
        "message": "plugin 'acme', stage 'acme.finds', document 'b.txt': the stage raised "
        "ValueError: no good at textflow_acme/__init__.py:6",
    }
    assert [record["id"] for record in workspace.records] == ["a.txt", "c.txt"]


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        ("SystemExit(3)", "SystemExit: 3"),
        ("StopIteration", "StopIteration"),
        ("GeneratorExit", "GeneratorExit"),
        ("MemoryError", "MemoryError"),
        ("RecursionError('deep')", "RecursionError: deep"),
        ("BrokenPipeError('gone')", "BrokenPipeError: gone"),
        ("type('Odd', (Exception,), {'__str__': lambda self: 1 / 0})", "message cannot be read"),
    ],
)
def test_whatever_a_stage_raises(
    workspace: Workspace, site: SitePackages, raised: str, reason: str
) -> None:
    """Not even SystemExit, or an exception that cannot be printed, ends the run."""
    ready(workspace, site, stage(f"if doc.text == 'Bad.':\n    raise {raised}\nreturn []"))
    assert workspace.run().code == 1
    assert reason in workspace.dead[0]["error"]["message"]
    assert len(workspace.records) == 2


def test_a_generator_that_crashes_is_the_stages_crash(
    workspace: Workspace, site: SitePackages
) -> None:
    """Though it runs only when its items are asked for."""
    ready(workspace, site, stage("yield from ()\nif doc.text == 'Bad.':\n    1 / 0"))
    assert workspace.run().code == 1
    assert workspace.dead[0]["error"]["type"] == "StageCrash"


@pytest.mark.parametrize(
    "body",
    [
        "import time; time.sleep(30)",
        "while True: pass",
        "import re; re.match('(a+)+$', 'a' * 40 + '!')",
        "while True:\n        try: pass\n        except Exception: pass",
        "import time\n    while True:\n        time.sleep(0.001)\n        yield {}",
    ],
    ids=["sleep", "loop", "regex", "except", "endless generator"],
)
def test_a_stage_that_does_not_come_back(
    workspace: Workspace, site: SitePackages, body: str
) -> None:
    """Its document is dead after the timeout, the others are written."""
    source = stage(f"if doc.text == 'Bad.':\n    {body}\nreturn []")
    ready(workspace, site, source, "[{acme.finds: {}, timeout: 0.1}]")
    assert workspace.run().code == 1
    assert workspace.dead[0]["error"]["type"] == "StageTimeout"
    assert "not done after 0.1 s" in workspace.dead[0]["error"]["message"]
    assert len(workspace.records) == 2


def test_the_timeout_of_the_pipeline_holds_for_every_stage(
    workspace: Workspace, site: SitePackages
) -> None:
    """`limits.timeout` is what a stage has that states none."""
    site.plugin(stage("while True: pass"))
    workspace.texts("One.")
    workspace.pipeline("[acme.finds]", "limits: {timeout: 0.1}\n")
    assert workspace.run().code == 1
    assert workspace.dead[0]["error"]["type"] == "StageTimeout"


def test_on_error_skip_lets_the_document_on(workspace: Workspace, site: SitePackages) -> None:
    """The record goes without the layer, and says which stage failed and why."""
    ready(workspace, site, stage(FAIL), "[{acme.finds: {}, on_error: skip}, segment]")
    assert workspace.run().code == 0
    assert workspace.dead == []
    record = workspace.records[1]
    assert "acme.finds" not in record["annotations"]
    assert workspace.records[0]["annotations"]["acme.finds"] == []
    assert len(record["annotations"]["sentences"]) == 1
    (skipped,) = record["skipped"]
    assert (skipped["stage"], skipped["type"]) == ("acme.finds", "StageCrash")
    assert "no good" in skipped["message"]
    assert workspace.manifest["documents_with_skipped_stages"] == 1
    assert "skipped" not in workspace.records[0]


def test_on_error_stop_ends_the_run(workspace: Workspace, site: SitePackages) -> None:
    """Exit 3, the reason on standard error, what was written left as .part."""
    ready(workspace, site, stage(FAIL), "[{acme.finds: {}, on_error: stop}]")
    done = workspace.run()
    assert done.code == 3
    assert "stopped, as `on_error: stop` asks: plugin 'acme', stage 'acme.finds'" in done.err
    assert "document 'b.txt': the stage raised ValueError: no good" in done.err
    assert not (workspace.folder / "out.jsonl").exists()
    assert not (workspace.folder / "out.jsonl.run.json").exists()


def test_as_renames_a_layer(workspace: Workspace, site: SitePackages) -> None:
    """Two stages can give one layer under two names; the manifest says who gave which."""
    ready(
        workspace,
        site,
        stage("return []"),
        "[segment, {segment: {}, as: {sentences: cut, paragraphs: paras}}]",
    )
    assert workspace.run().code == 0
    assert list(workspace.records[0]["annotations"]) == ["paragraphs", "sentences", "paras", "cut"]
    assert [giver["stage"] for giver in workspace.manifest["layers"]["cut"]] == ["segment"]


def test_a_renamed_layer_is_read_under_its_new_name(
    workspace: Workspace, site: SitePackages
) -> None:
    """What a stage needs is looked up by the name that the record has."""
    source = stage(
        "return [{'start': s['start'], 'end': s['end'], 'text': doc.text[s['start']:s['end']]}"
        " for s in doc['sentences']]",
        'requires=["sentences"], provides={"acme.finds": "finds.json"}',
    )
    ready(workspace, site, source, "[{segment: {}, as: {sentences: cut}}, acme.finds]")
    done = workspace.run()
    assert done.code == 2
    assert "'acme.finds' needs the layer 'sentences', which no stage before it gives" in done.err


# Filters


def test_a_filter_turns_documents_down(workspace: Workspace, site: SitePackages) -> None:
    """What it turns down is counted, and is no failure."""
    ready(workspace, site, stage("return doc.text != 'Bad.'", 'kind="filter"'))
    done = workspace.run()
    assert done.code == 0
    assert [record["id"] for record in workspace.records] == ["a.txt", "c.txt"]
    assert workspace.manifest["counts"] == {"in": 3, "out": 2, "filtered": 1, "dead": 0}
    assert ", 1 filtered," in done.err


@pytest.mark.parametrize("returned", ["None", "1", "'yes'", "[]"])
def test_a_filter_answers_yes_or_no(
    workspace: Workspace, site: SitePackages, returned: str
) -> None:
    """What is merely true is refused: None would drop every document in silence."""
    ready(workspace, site, stage(f"return {returned}", 'kind="filter"'))
    assert workspace.run().code == 1
    assert workspace.dead[0]["error"]["message"].endswith("a filter returns True or False")


def test_stages_behind_a_filter_do_not_see_what_it_turned_down(
    workspace: Workspace, site: SitePackages
) -> None:
    """Work that would be thrown away is not done."""
    source = stage("return doc.text != 'Bad.'", 'kind="filter"').replace(
        HOOK,
        """
@textflow.stage(provides={"acme.seen": "finds.json"})
def seen(doc):
    assert doc.text != "Bad."
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds, seen]
""",
    )
    ready(workspace, site, source, "[acme.finds, acme.seen]")
    assert workspace.run().code == 0


# Batches

BATCH = (
    '''
import textflow

@textflow.stage(provides={"acme.finds": "finds.json"}, batch=True)
def finds(docs, *, fails: bool = False):
    """Find the first letter."""
    if fails and any(doc.text == "Bad." for doc in docs):
        raise ValueError("the batch")
    return [[{"start": 0, "end": 1, "text": doc.text[:1], "note": "x"}] for doc in docs]
'''
    + HOOK
)


def test_the_size_of_a_batch_changes_nothing(workspace: Workspace, site: SitePackages) -> None:
    """1, 7 and 64 documents at a time give the same bytes."""
    site.plugin(BATCH)
    workspace.texts(*(f"{letter}. Text." for letter in "ABCDEFGHIJKLMNOPQRST"))
    written = set()
    for size in (1, 7, 64):
        workspace.pipeline("[acme.finds, segment]", f"engine: {{serial: {{batch: {size}}}}}\n")
        assert workspace.run().code == 0
        written.add((workspace.folder / "out.jsonl").read_bytes())
    assert len(written) == 1
    assert len(workspace.records) == 20


def test_a_batch_that_fails_is_taken_apart(workspace: Workspace, site: SitePackages) -> None:
    """One bad document costs itself alone, not the batch it came in."""
    ready(workspace, site, BATCH, "[acme.finds: {fails: true}]")
    assert workspace.run().code == 1
    assert [letter["id"] for letter in workspace.dead] == ["b.txt"]
    assert [record["id"] for record in workspace.records] == ["a.txt", "c.txt"]


@pytest.mark.parametrize("returned", ["[]", "[[]] * 2", "None", "iter(())", "{}", "7"])
def test_a_batch_gives_one_result_a_document(
    workspace: Workspace, site: SitePackages, returned: str
) -> None:
    """Any other number is an error, not a shift of results to the wrong documents."""
    source = stage(f"return {returned}", 'provides={"acme.finds": "finds.json"}, batch=True')
    ready(workspace, site, source)
    assert workspace.run().code == 1
    assert len(workspace.dead) == 3
    assert "a batch of 1 document gave" in workspace.dead[0]["error"]["message"]


# Classes

MODEL = '''
import textflow

@textflow.stage(name="finds", provides={"acme.finds": "finds.json"})
class Finder:
    """Find a letter."""
    made = 0

    def __init__(self, *, letter: str = "o", fail: bool = False):
        if fail:
            raise OSError("no model here")
        Finder.made += 1
        self.letter = letter

    def __call__(self, doc):
        at = doc.text.find(self.letter)
        note = [self.letter, Finder.made]
        return [{"start": at, "end": at + 1, "text": self.letter, "note": note}] if at >= 0 else []
''' + HOOK.replace("finds", "Finder")


def test_a_class_is_set_up_once(workspace: Workspace, site: SitePackages) -> None:
    """With its options; then each document is given to the one instance."""
    ready(workspace, site, MODEL, "[acme.finds: {letter: w}]")
    assert workspace.run().code == 0
    assert workspace.layer("acme.finds") == [
        [],
        [],
        [{"start": 1, "end": 2, "text": "w", "note": ["w", 1]}],
    ]


def test_a_stage_may_use_its_list_again(workspace: Workspace, site: SitePackages) -> None:
    """The findings of one document never end up in another, though both came in one batch."""
    source = MODEL.replace(
        "        return [{",
        "        self.found = getattr(self, 'found', [])\n"
        "        self.found[:] = [{'start': 0, 'end': 1, 'text': doc.text[0]}]\n"
        "        return self.found\n"
        "        return [{",
    )
    ready(workspace, site, source)
    assert workspace.run().code == 0
    assert [items[0]["text"] for items in workspace.layer("acme.finds")] == ["O", "B", "T"]


def test_a_class_that_cannot_be_set_up_ends_the_run_before_it_begins(
    workspace: Workspace, site: SitePackages
) -> None:
    """A missing model is an error of the plugin, not of every document."""
    ready(workspace, site, MODEL, "[acme.finds: {fail: true}]")
    done = workspace.run()
    assert done.code == 2
    assert "setting up stage 'acme.finds' raised OSError: no model here" in done.err
    assert "look at the options that the pipeline gives it" in done.err
    assert "pip install" not in done.err
    assert list(workspace.folder.glob("out*")) == []


# Clean-kind stages


def clean(returned: str, more: str = "") -> str:
    """Return a plugin with one clean-kind stage."""
    return stage(f"Edit = textflow.Edit\n{more}return {returned}", 'kind="clean"')


def test_edits_change_the_text_and_the_map(workspace: Workspace, site: SitePackages) -> None:
    """An edit with a rule is listed with what was there; one without is not."""
    site.plugin(clean("[Edit(0, 5, '', 'greeting'), Edit(6, 7, 'W'), Edit(11, 11, '!')]"))
    workspace.texts("Hello world")
    workspace.pipeline("[acme.finds, segment]")
    assert workspace.run().code == 0
    (record,) = workspace.records
    assert record["text"] == " World!"
    assert record["raw_map"] == [[0, 1, 5, 6], [1, 2, 6, 6], [2, 6, 7, 11], [6, 7, 11, 11]]
    assert record["annotations"]["dropped"] == [
        {"raw_start": 0, "raw_end": 5, "text": "Hello", "rule": "greeting"}
    ]


def test_meta_that_a_stage_adds_does_not_win(workspace: Workspace, site: SitePackages) -> None:
    """What the source knows is kept; what it does not know is added."""
    source = clean("textflow.Cleaning([], {'title': 'Guessed', 'words': {'all': [1, 2]}})")
    site.plugin(source)
    workspace.write(
        "in.jsonl", '{"id": "a", "text": "x", "title": "Stated", "deep": {"a": [{}]}}\n'
    )
    workspace.pipeline("[acme.finds]", "source: in.jsonl\n")
    assert workspace.run().code == 0
    assert workspace.records[0]["meta"] == {
        "title": "Stated",
        "words": {"all": [1, 2]},
        "deep": {"a": [{}]},
    }


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ("[Edit(2, 3), Edit(0, 1)]", "/1 is an edit of 0..1, after one that ends at 3"),
        ("[Edit(0, 2), Edit(1, 3)]", "/1 is an edit of 1..3, after one that ends at 2"),
        ("[Edit(0, 5)]", "/0 is an edit of 0..5, after one that ends at 0; edits come in order"),
        ("[Edit(-1, 1)]", "/0 is an edit of -1..1"),
        ("[Edit(3, 1)]", "/0 is an edit of 3..1"),
        ("[Edit('0', 1)]", "start and end are int, new is str"),
        ("[Edit(0, 1, None)]", "start and end are int, new is str"),
        ("[Edit(True, 1)]", "start and end are int, new is str"),
        ("[Edit(0, 1, '', '')]", "a rule is a name, or None"),
        ("[Edit(0, 1, '\\ud800')]", "/0 is an edit that puts in a lone surrogate"),
        ("[(0, 1, '')]", "/0 is a tuple; return textflow.Edit(start, end, new, rule)"),
        ("'clean text'", "the result is a str; return a list of Edit, or yield them"),
        ("None", "the result is None; return a list of Edit, or yield them"),
        ("textflow.Cleaning([], {'a': {1}})", "/meta/a is a set"),
        ("textflow.Cleaning([], [1])", "/meta is a list; return a dict"),
    ],
)
def test_wrong_edits(workspace: Workspace, site: SitePackages, returned: str, message: str) -> None:
    """Edits come in order, apart, within the text, or the document is dead."""
    site.plugin(clean(returned))
    workspace.texts("Bad.")
    workspace.pipeline("[acme.finds]")
    assert workspace.run().code == 1
    assert message in workspace.dead[0]["error"]["message"]


def test_two_clean_stages_compose(workspace: Workspace, site: SitePackages) -> None:
    """The map leads from the last text to the first, and dropped items are in raw order."""
    drop = "[Edit(at, at + 3, '', 'tag') for at in [doc.text.find('<%s>')] if at >= 0]"
    one, two = (stage(f"Edit = textflow.Edit\nreturn {drop % tag}", 'kind="clean"') for tag in "ba")
    site.plugin(one)
    site.plugin(two, name="blue")
    workspace.texts("a<a>b<b>c")
    workspace.pipeline("[acme.finds, blue.finds]")
    assert workspace.run().code == 0
    (record,) = workspace.records
    assert record["text"] == "abc"
    assert record["raw_map"] == [[0, 1, 0, 1], [1, 2, 4, 5], [2, 3, 8, 9]]
    found = [(item["raw_start"], item["text"]) for item in record["annotations"]["dropped"]]
    assert found == [(1, "<a>"), (5, "<b>")]


def test_dropped_items_are_verbatim(workspace: Workspace, site: SitePackages) -> None:
    """Each is the raw text at its raw span, without the white space around it."""
    site.plugin(clean("[Edit(0, len(doc.text), '', 'all')]"))
    raw = "\r\n  Café\N{ZERO WIDTH SPACE} x \N{GRINNING FACE}\t\n"
    workspace.texts(raw)
    workspace.pipeline("[acme.finds]")
    assert workspace.run().code == 0
    (item,) = workspace.layer("dropped")[0]
    assert raw[item["raw_start"] : item["raw_end"]] == item["text"]
    assert item["text"] == raw.strip()


@st.composite
def edits(draw: st.DrawFn, size: int) -> list[Edit]:
    """Draw edits in order and apart, within a text of ``size`` characters."""
    places = sorted(draw(st.lists(st.integers(0, size), max_size=8)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Edit(start, end, draw(st.text("ab <", max_size=3))) for start, end in pairs]


@settings(deadline=None, max_examples=150)
@given(st.text("ab <\N{GRINNING FACE}", max_size=30), st.data())
def test_spans_lead_back(raw: str, data: st.DataObject) -> None:
    """After any two lists of edits, rows cover the text, and equal rows are verbatim."""
    text, rows = raw, RawMap.identity(len(raw))
    for _ in range(2):
        text, rows = rows.edited(text, data.draw(edits(len(text))))
    assert "".join(text[row[0] : row[1]] for row in rows.rows) == text
    for start, end, low, high in rows.rows:
        if end - start == high - low:
            assert text[start:end] == raw[low:high]


# What a stage is given


@pytest.mark.parametrize(
    "change",
    [
        "doc.text = 'x'",
        "doc.meta['a'] = 1",
        "doc.meta['deep']['a'].append(1)",
        "doc.layers['x'] = ()",
        "del doc.layers['sentences']",
        "doc['sentences'] = ()",
        "doc['sentences'].append({})",
        "doc['sentences'][0]['end'] = 0",
        "doc['sentences'][0].clear()",
        "doc['sentences'] += ({},)",
    ],
)
def test_a_document_cannot_be_changed(
    workspace: Workspace, site: SitePackages, change: str
) -> None:
    """An attempt costs the document; no other stage ever sees its result."""
    site.plugin(stage(f"{change}\nreturn []"))
    workspace.write("in.jsonl", '{"id": "a", "text": "One.", "deep": {"a": []}}\n')
    workspace.pipeline("[segment, acme.finds]", "source: in.jsonl\n")
    assert workspace.run().code == 1
    assert workspace.dead[0]["error"]["type"] == "StageCrash"


def test_what_a_document_shows() -> None:
    """Text, id, meta and layers; a layer by its name, absent ones as a KeyError."""
    doc = Document("Hi.", id="a", meta={"language": "pt_BR"}, layers={"sentences": [{"end": 3}]})
    assert (doc.text, doc.id, doc["sentences"][0]["end"]) == ("Hi.", "a", 3)
    assert "quotes" not in doc.layers
    with pytest.raises(KeyError):
        doc["quotes"]


@pytest.mark.parametrize(
    ("meta", "language"),
    [
        ({}, "en"),
        ({"language": "pt-BR"}, "pt"),
        ({"language": "DE_at"}, "de"),
        ({"language": 7}, "en"),
    ],
)
def test_the_language_of_a_document(meta: dict[str, object], language: str) -> None:
    """What the source states wins over the stage's own default."""
    assert Document("x", meta=meta).language("en") == language


def test_what_stages_share_is_found_once_for_each_text() -> None:
    """The second who asks gets what the first was given; another text is another question."""
    asked: list[str] = []

    def words(text: str) -> tuple[str, ...]:
        asked.append(text)
        return tuple(text.split())

    doc = Document("Toner said no.")
    assert doc.shared(words) is doc.shared(words)
    assert doc.shared(len) == 14
    assert Document("No.").shared(words) == ("No.",)
    assert asked == ["Toner said no.", "No."]
    assert doc == Document("Toner said no.")
