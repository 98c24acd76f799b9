"""Layers that the pipeline file declares, and items that are rejected."""

import json
from typing import Any

import pytest
from workspaces import SitePackages, Workspace

#: Finds the words that its option asks for, in the layer that the file declares.
WORDS = """
import textflow

@textflow.stage(name="words")
def words(doc: textflow.Document, *, layer: textflow.Layer, wanted: list[str] = []):
    fields = layer.schema["items"]["properties"]
    for word in wanted:
        at = doc.text.find(word)
        yield {"start": at, "end": at + len(word), "text": word, "fields": sorted(fields)}

@textflow.hookimpl
def textflow_stages():
    return [words]
"""

SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["start", "end", "text"],
        "additionalProperties": False,
        "properties": {
            "start": {"type": "integer"},
            "end": {"type": "integer"},
            "text": {"type": "string", "maxLength": 5},
            "fields": {"type": "array"},
        },
    },
}


def declaring(
    workspace: Workspace, site: SitePackages, layers: str, stages: str = "", source: str = WORDS
) -> None:
    """Write the plugin, a document and a pipeline that declares ``layers``."""
    site.plugin(source)
    workspace.texts("The boat is late.")
    workspace.write("words.schema.json", json.dumps(SCHEMA))
    stages = stages or "[acme.words: {layer: mine.words, wanted: [boat]}]"
    workspace.pipeline(stages, f"layers: {layers}\n")


def test_a_stage_gives_a_declared_layer(workspace: Workspace, site: SitePackages) -> None:
    """The schema is in a file beside the pipeline; the stage is given it, and its items fit it."""
    declaring(workspace, site, "{mine.words: words.schema.json}")
    assert workspace.run().code == 0
    fields = ["end", "fields", "start", "text"]
    assert workspace.layer("mine.words") == [
        [{"start": 4, "end": 8, "text": "boat", "fields": fields}]
    ]
    assert workspace.manifest["layers"]["mine.words"][0]["stage"] == "acme.words"


def test_the_schema_may_be_written_out(workspace: Workspace, site: SitePackages) -> None:
    """In the pipeline file itself."""
    declaring(workspace, site, json.dumps({"boats": SCHEMA}), "[acme.words: {layer: boats}]")
    assert workspace.run().code == 0
    assert workspace.layer("boats") == [[]]


def test_workers_know_it_too(workspace: Workspace, site: SitePackages) -> None:
    """The layer goes with the recipe to other processes."""
    declaring(workspace, site, "{mine.words: words.schema.json}")
    assert workspace.process("run", "p.yml", "--workers", "2").code == 0
    assert workspace.layer("mine.words")[0][0]["text"] == "boat"


def test_one_stage_may_give_two_layers(workspace: Workspace, site: SitePackages) -> None:
    """Named twice in the pipeline, once renamed."""
    stages = (
        "[acme.words: {layer: mine.words, wanted: [boat]}, "
        "{acme.words: {layer: mine.words, wanted: [late]}, as: {mine.words: other}}]"
    )
    declaring(workspace, site, "{mine.words: words.schema.json}", stages)
    assert workspace.run().code == 0
    assert [workspace.layer(name)[0][0]["text"] for name in ("mine.words", "other")] == [
        "boat",
        "late",
    ]


def test_a_standard_layer_needs_no_declaration(workspace: Workspace, site: SitePackages) -> None:
    """Its schema is textflow's."""
    declaring(workspace, site, "{}", "[acme.words: {layer: paragraphs, wanted: [boat]}]")
    assert workspace.run().code == 1
    assert "layer 'paragraphs', /0: Additional properties" in workspace.dead[0]["error"]["message"]


def test_another_stage_may_need_it(workspace: Workspace, site: SitePackages) -> None:
    """What the flow of layers says is about declared ones as well."""
    source = WORDS.replace(
        "@textflow.hookimpl",
        "@textflow.stage(requires=['mine.words'], provides={'acme.finds': 'finds.json'})\n"
        "def finds(doc): return []\n\n@textflow.hookimpl",
    ).replace("[words]", "[words, finds]")
    stages = "[acme.words: {layer: mine.words}, acme.finds]"
    declaring(workspace, site, "{mine.words: words.schema.json}", stages, source)
    assert workspace.do("check", "p.yml").code == 0
    workspace.pipeline("[acme.finds]", "layers: {mine.words: words.schema.json}\n")
    assert "needs the layer 'mine.words'" in workspace.do("check", "p.yml").out


@pytest.mark.parametrize(
    ("layers", "stages", "said"),
    [
        ("{a: nowhere.json}", "", "5:10: the schema of layer 'a', "),
        ("{a: p.yml}", "", "is no JSON"),
        ("{a: {type: object}}", "", "a layer is the list of all items: write"),
        ("{a: {type: array, item: {}}}", "", "unknown keyword 'item'"),
        ("{quotes: words.schema.json}", "", "'quotes' is a standard layer"),
        ("{A b: words.schema.json}", "", "A b"),
        ("{mine.word: words.schema.json}", "", "did you mean 'mine.word'?"),
        ("{}", "", "declare it at the top, as in `layers: {mine.words: FILE.schema.json}`"),
        ("{}", "[acme.words]", "'layer' is missing"),
        ("{}", "[acme.words: {layer: dropped}]", "there is no layer 'dropped'"),
        (
            "{mine.words: words.schema.json}",
            "[acme.words: {layer: mine.words}, acme.words: {layer: mine.words}]",
            "the layer 'mine.words' is given by 'acme.words' already",
        ),
        ("{}", "[{clean: {}, invalid: reject}]", "gives no items that could be rejected"),
        ("{}", "[{segment: {}, invalid: drop}]", "'invalid'"),
    ],
)
def test_what_is_wrong_is_said(
    workspace: Workspace, site: SitePackages, layers: str, stages: str, said: str
) -> None:
    """By `check`, with a place in the file."""
    declaring(workspace, site, layers, stages)
    found = workspace.do("check", "p.yml")
    assert found.code == 2
    assert said in found.out


def test_another_description_is_another_run(workspace: Workspace, site: SitePackages) -> None:
    """A stage may make a prompt of it, so that it decides the result."""
    names: list[str] = []
    for description in ("A word.", "A long word."):
        schema = {**SCHEMA, "items": {**SCHEMA["items"], "description": description}}
        declaring(workspace, site, json.dumps({"mine.words": schema}))
        assert workspace.run().code == 0
        names.append(workspace.manifest["run"])
    assert names[0] != names[1]


@pytest.mark.parametrize(
    ("decorator", "signature", "said"),
    [
        ("", "doc, *, layer: textflow.Layer = 3", "it has no default"),
        (
            'kind="filter"',
            "doc, *, layer: textflow.Layer",
            "options of the type textflow.Layer",
        ),
    ],
)
def test_options_that_are_layers_are_checked(
    workspace: Workspace, site: SitePackages, decorator: str, signature: str, said: str
) -> None:
    """When the plugin is loaded."""
    source = (
        f"import textflow\n@textflow.stage({decorator})\ndef words({signature}):\n    return []\n"
        "@textflow.hookimpl\ndef textflow_stages():\n    return [words]\n"
    )
    declaring(workspace, site, "{}", "", source)
    assert said in workspace.do("check", "p.yml").out


#: Gives items that are right, and one of each way of being wrong.
GUESSES = """
import textflow

class Odd: pass

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc):
    yield {"start": 0, "end": 3, "text": "The"}
    yield {"start": 0, "end": 3, "text": "An"}
    yield {"start": 0, "end": 300, "text": "The"}
    yield {"start": 0, "end": 3, "txt": "The"}
    yield {"start": 0, "end": 3, "text": "The", "note": float("nan")}
    yield {"start": 0, "end": 3, "text": "The", "note": Odd}
    yield "The"
    yield textflow.Rejected({"text": "Never said."}, "no such words in the text")
    yield textflow.Rejected(Odd, "\\ud800")
    yield {"start": 4, "end": 8, "text": "boat"}

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def test_wrong_items_are_rejected(workspace: Workspace, site: SitePackages) -> None:
    """The others stay; each rejected one is in the record with the reason."""
    site.plugin(GUESSES)
    workspace.texts("The boat is late.")
    workspace.pipeline("[{acme.finds: {}, invalid: reject}]")
    said = workspace.run()
    assert said.code == 0
    assert [item["text"] for item in workspace.layer("acme.finds")[0]] == ["The", "boat"]
    rejected = workspace.records[0]["rejected"]
    assert {(row["stage"], row["layer"]) for row in rejected} == {("acme.finds", "acme.finds")}
    kinds = ["Span", "Span", "InvalidOutput", "ReturnType", "ReturnType", "InvalidOutput"]
    assert [row["type"] for row in rejected] == [*kinds, "Rejected", "Rejected"]
    assert rejected[0]["item"] == {"start": 0, "end": 3, "text": "An"}
    assert rejected[0]["message"].startswith("/1 says 'An', but text[0:3] is 'The'")
    assert rejected[6] == {
        "stage": "acme.finds",
        "layer": "acme.finds",
        "item": {"text": "Never said."},
        "type": "Rejected",
        "message": "no such words in the text",
    }
    assert "8 items were rejected" in said.err
    assert workspace.manifest["rejected_items"] == 8


def test_without_it_they_fail_the_document(workspace: Workspace, site: SitePackages) -> None:
    """Also what the stage itself rejects."""
    source = GUESSES.replace('    yield {"start": 0, "end": 3, "text": "An"}\n', "")
    source = (
        source.replace('"end": 300', '"end": 3').replace("Odd}", "1}").replace('"txt"', '"note"')
    )
    source = source.replace('float("nan")', "1").replace('    yield "The"\n', "")
    source = source.replace('"note": "The"', '"text": "The"')
    site.plugin(source)
    workspace.texts("The boat is late.")
    workspace.pipeline("[acme.finds]")
    assert workspace.run().code == 1
    message = workspace.dead[0]["error"]["message"]
    assert "/5 is rejected by the stage itself: 'no such words in the text'" in message


def test_a_list_that_is_wrong_as_a_whole(workspace: Workspace, site: SitePackages) -> None:
    """No single item is to blame: the document fails; too few right ones are such a list."""
    schema = json.dumps({"type": "array", "minItems": 2, "items": {"type": "object"}})
    site.plugin(GUESSES, files={"finds.json": schema})
    workspace.texts("The boat is late.")
    workspace.pipeline("[{acme.finds: {}, invalid: reject}]")
    assert workspace.run().code == 0
    site.plugin(GUESSES, files={"finds.json": schema.replace("2", "20")})
    assert workspace.run("--force").code == 1
    assert "too short" in workspace.dead[0]["error"]["message"]


def test_rejected_items_count_for_the_size(workspace: Workspace, site: SitePackages) -> None:
    """A record has its limit, whatever is in it."""
    source = GUESSES.replace('"An"', '"An" * 100_000')
    site.plugin(source)
    workspace.texts("The boat is late.")
    workspace.pipeline(
        "[{acme.finds: {}, invalid: reject}]", "limits: {max_record_bytes: 100000}\n"
    )
    assert workspace.run().code == 1
    assert workspace.dead[0]["error"]["type"] == "OversizeResult"
