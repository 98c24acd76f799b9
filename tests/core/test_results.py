"""What a stage returns is brought to plain JSON, or costs that document alone."""

import gc

import pytest
from workspaces import SitePackages, Workspace

#: A stage that returns what an expression says on one document, and nothing on others.
STAGE = '''
import itertools
import math
from decimal import Decimal
from types import MappingProxyType
import textflow

class Array:
    """As numpy's, for all that textflow may know."""
    __array_interface__ = {{}}
    def tolist(self): return [1]

class Name(str):
    """Looks like text."""

def endless():
    items = []
    items.append(items)
    return items

def deep(levels):
    items = []
    for _ in range(levels):
        items = [items]
    return items

def item(**changed):
    return {{"start": 0, "end": 3, "text": "Bad"}} | changed

async def later():
    return []

@textflow.stage(provides={{"acme.finds": "finds.json"}})
def finds(doc):
    """Find."""
    if doc.text != "Bad.":
        return []
    return {returned}

@textflow.hookimpl
def textflow_stages():
    return [finds]
'''
WHERE = "plugin 'acme', stage 'acme.finds', document 'b.txt': "
#: What is returned, the error, its pointer and wording.
WRONG = {
    "None": ("None", "ReturnType", "the result is None; return a list of items, or yield them"),
    "a tuple": ("(item(),)", "ReturnType", "the result is a tuple; return a list of items"),
    "a set": ("{1}", "ReturnType", "the result is a set; return a list of items"),
    "one item": ("item()", "ReturnType", "the result is a dict; return a list of items"),
    "text": ("'no'", "ReturnType", "the result is a str; return a list of items"),
    "a generator inside": (
        "[item(note=(n for n in 'ab'))]",
        "ReturnType",
        "/0/note is a generator; wrap it in list()",
    ),
    "a tuple inside": ("[item(note=(1, 2))]", "ReturnType", "/0/note is a tuple; return a list"),
    "a set inside": (
        "[item(note={1})]",
        "ReturnType",
        "/0/note is a set; sets have no order; return a sorted list",
    ),
    "a decimal": (
        "[item(note=Decimal('1.5'))]",
        "ReturnType",
        "/0/note is a decimal.Decimal; return str(value)",
    ),
    "bytes": ("[item(note=b'x')]", "ReturnType", "/0/note is a bytes; return text, decoded"),
    "an array": (
        "[item(note=Array())]",
        "ReturnType",
        "/0/note is a textflow_acme.Array; return str, int, float, bool, None, list or dict",
    ),
    "a subclass of str": (
        "[item(note=Name('x'))]",
        "ReturnType",
        "/0/note is a textflow_acme.Name",
    ),
    "a subclass of str as key": (
        "[item() | {Name('note'): 1}]",
        "ReturnType",
        "/0 is a dict with the key 'note'; use strings as keys",
    ),
    "NaN": (
        "[item(), item(note=[0, math.nan])]",
        "ReturnType",
        "/1/note/1 is nan; JSON has no such number; return None",
    ),
    "infinity": ("[item(note=-math.inf)]", "ReturnType", "/0/note is -inf; JSON has no such"),
    "a lone surrogate": (
        "[item(note='ab\\ud800')]",
        "ReturnType",
        "/0/note is text with a lone surrogate at 2; it cannot be written to a file",
    ),
    "a number as key": (
        "[item(note={1: 2})]",
        "ReturnType",
        "/0/note is a dict with the key 1; use strings as keys",
    ),
    "a huge integer": (
        "[item(note=2**70)]",
        "ReturnType",
        "/0/note is an integer of more than 64 bits; return it as a string",
    ),
    "a list in itself": ("[item(note=endless())]", "ReturnType", "or contains itself"),
    "depth 300": ("[item(note=deep(300))]", "ReturnType", "is nested deeper than 250"),
    "depth 100000": ("[item(note=deep(100000))]", "ReturnType", "is nested deeper than 250"),
    "no end": (
        "itertools.repeat(item())",
        "OversizeResult",
        "for one document, 105000000 bytes; limits.max_record_bytes is 104857600; let the stage",
    ),
    "a span beyond the text": (
        "[item(end=5, text='Bad.?')]",
        "Span",
        "/0 has the span 0..5; the text has 4 characters; wanted 0 <= start <= end <= 4",
    ),
    "a negative span": ("[item(start=-4)]", "Span", "/0 has the span -4..3; the text has 4"),
    "a span backwards": ("[item(start=3, end=0, text='')]", "Span", "/0 has the span 3..0"),
    "another text": (
        "[item(text='bad')]",
        "Span",
        "/0 says 'bad', but text[0:3] is 'Bad'; return the text that is at the span",
    ),
    "a wrong span inside": (
        "[item(note={'start': 1, 'end': 2, 'text': 'x'})]",
        "Span",
        "/0/note says 'x', but text[1:2] is 'a'",
    ),
    "a missing field": (
        "[{'start': 0, 'end': 3}]",
        "InvalidOutput",
        "layer 'acme.finds', /0: 'text' is a required property",
    ),
    "a field too many": ("[item(nope=1)]", "InvalidOutput", "'nope' was unexpected"),
    "a wrong type": (
        "[item(start='0')]",
        "InvalidOutput",
        "/0/start: '0' is not of type 'integer'",
    ),
    "true for a number": ("[item(start=True)]", "InvalidOutput", "/0/start: True is not of type"),
    "an item that is none": ("[7]", "InvalidOutput", "/0: 7 is not of type 'object'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_results(workspace: Workspace, site: SitePackages, name: str) -> None:
    """One dead letter says who, where, what and what instead; other documents go on."""
    returned, error, message = WRONG[name]
    site.plugin(STAGE.format(returned=returned), version="2.1")
    workspace.texts("Good.", "Bad.", "Fine.")
    workspace.pipeline("[acme.finds]")
    assert workspace.run().code == 1
    (letter,) = workspace.dead
    assert letter["error"]["type"] == error
    assert letter["error"]["message"].startswith(WHERE)
    assert message in letter["error"]["message"]
    facts = {key: letter[key] for key in ("id", "source", "stage", "plugin", "version", "raw")}
    assert facts == {
        "id": "b.txt",
        "source": {"uri": "in/b.txt"},
        "stage": "acme.finds",
        "plugin": "acme",
        "version": "2.1",
        "raw": "Bad.",
    }
    assert [record["id"] for record in workspace.records] == ["a.txt", "c.txt"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_coroutine_is_explained(workspace: Workspace, site: SitePackages) -> None:
    """`async def` is the easiest mistake of all."""
    site.plugin(STAGE.format(returned="[item(note=later())]"))
    workspace.texts("Bad.")
    workspace.pipeline("[acme.finds]")
    assert workspace.run().code == 1
    message = workspace.dead[0]["error"]["message"]
    assert message.endswith("/0/note is a coroutine; stages are plain functions; drop `async`")
    gc.collect()


@pytest.mark.parametrize(
    "returned",
    [
        "[item(note='x' * 5_000_000)] * 2 + [item(text='y' * 5_000_000)]",
        "[item(note=[0] * 1_000_000, text=7)]",
        "[item() | {'k' * 5_000_000: {1: 2}}]",
        "[item() | {'k' * 5_000_000: 1}]",
        "['x' * 5_000_000]",
        "1 / 0 if len(doc.id) > 99 else (_ for _ in ()).throw(ValueError('z' * 5_000_000))",
    ],
)
def test_messages_stay_short(workspace: Workspace, site: SitePackages, returned: str) -> None:
    """No message is longer than a screen, whatever a stage returns."""
    site.plugin(STAGE.format(returned=returned))
    workspace.texts("Bad.")
    workspace.pipeline("[acme.finds]")
    assert workspace.run().code == 1
    assert len(workspace.dead[0]["error"]["message"]) < 800


@pytest.mark.parametrize(
    "returned",
    [
        "(item(note=n) for n in 'ab')",
        "map(lambda n: item(note=n), 'ab')",
        "[MappingProxyType(item(note=n)) for n in 'ab']",
    ],
)
def test_iterators_and_views_are_taken(
    workspace: Workspace, site: SitePackages, returned: str
) -> None:
    """A stage may yield its items, and hand on what it was given."""
    site.plugin(STAGE.format(returned=returned))
    workspace.texts("Bad.")
    workspace.pipeline("[acme.finds]")
    assert workspace.run().code == 0
    assert [item["note"] for item in workspace.layer("acme.finds")[0]] == ["a", "b"]


TWO_LAYERS = """
import textflow

@textflow.stage(provides={{"acme.finds": "finds.json", "acme.more": "finds.json"}})
def both(doc):
    return {returned}

@textflow.hookimpl
def textflow_stages():
    return [both]
"""


@pytest.mark.parametrize(
    ("returned", "found"),
    [
        ("[]", "the result is a list"),
        ("{'acme.finds': []}", "the result is a dict of ['acme.finds']"),
        ("{'acme.finds': [], 'acme.more': [], 'x': []}", "'acme.more', 'x']"),
        ("None", "the result is None"),
    ],
)
def test_several_layers_come_by_name(
    workspace: Workspace, site: SitePackages, returned: str, found: str
) -> None:
    """A stage of two layers returns both, and no other."""
    site.plugin(TWO_LAYERS.format(returned=returned))
    workspace.texts("One.")
    workspace.pipeline("[acme.both]")
    assert workspace.run().code == 1
    message = workspace.dead[0]["error"]["message"]
    assert found in message
    assert message.endswith("return a dict with exactly the layers ['acme.finds', 'acme.more']")


def test_the_pointer_names_the_layer(workspace: Workspace, site: SitePackages) -> None:
    """Of several layers, the error says in which."""
    returned = "{'acme.finds': [], 'acme.more': iter([1, {2}])}"
    site.plugin(TWO_LAYERS.format(returned=returned))
    workspace.texts("One.")
    workspace.pipeline("[acme.both]")
    assert workspace.run().code == 1
    assert "/acme.more/1 is a set" in workspace.dead[0]["error"]["message"]


def test_a_bad_layer_leaves_no_other_behind(workspace: Workspace, site: SitePackages) -> None:
    """Where one of two layers is wrong and the stage is skipped, neither is kept."""
    site.plugin(
        TWO_LAYERS.format(
            returned="{'acme.finds': [{'start': 0, 'end': 1, 'text': 'O'}], 'acme.more': [0]}"
        )
    )
    workspace.texts("One.")
    workspace.pipeline("[{acme.both: {}, on_error: skip}]")
    assert workspace.run().code == 0
    assert workspace.records[0]["annotations"] == {}
