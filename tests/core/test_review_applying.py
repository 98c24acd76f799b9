"""Corrections are applied: what people say wins, what no longer fits is named, gold comes out."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import corrections, judged, looked_through, missed
from workspaces import Workspace

from textflow.plugins.schemas import Validator, read_schema
from textflow.review.applying import corrected

TEXT = (
    'Ada Lund said the bridge was closed. "We need $5 million," Bram Okoro said.\n\n'
    "The council met in the hall. Nobody else came."
)


def quote(words: str, speaker: str | None, group: int, **more: Any) -> dict[str, Any]:
    """Return a quotation of ``words``."""
    start = TEXT.index(words)
    return {
        "start": start, "end": start + len(words), "text": words, "kind": "direct",
        "speaker": speaker, "mention": None, "cue": None, "group": group, "confidence": 0.9,
        "speaker_confidence": None,
    } | more  # fmt: skip


def part(words: str) -> dict[str, Any]:
    """Return a place within a finding."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def record() -> dict[str, Any]:
    """Return a record with two quotations, an amount and a third party's finding."""
    said = quote('"We need $5 million,"', "s2", 1, mention=part("Bram Okoro"), cue=part("said."))
    speakers = [
        {"id": "s1", "name": "Ada Lund", "type": "person", "role": None, "mentions": []},
        {"id": "s2", "name": "Bram Okoro", "type": "person", "role": None, "mentions": []},
    ]
    amount = part("$5 million") | {
        "kind": "money", "value": "5000000", "low": None, "high": None, "currency": "USD",
        "unit": None, "approx": False, "bound": None, "direction": None,
    }  # fmt: skip
    return {
        "id": "a.txt",
        "source": {"uri": "in/a.txt"},
        "text": TEXT,
        "raw_map": [[0, len(TEXT), 0, len(TEXT)]],
        "meta": {},
        "annotations": {
            "quotes": [quote("the bridge was closed", "s1", 0, kind="indirect"), said],
            "speakers": speakers,
            "amounts": [amount],
            "acme.halls": [part("the hall") | {"note": None}],
        },
        "run": "0123456789ab",
    }


def layer(name: str) -> list[dict[str, Any]]:
    """Return a layer of the record."""
    items: list[dict[str, Any]] = record()["annotations"][name]
    return items


def apply(*lines: dict[str, Any]) -> dict[str, Any]:
    """Return the layers of the corrected record; nothing is refused."""
    done = corrected(record(), corrections(*lines))
    assert done.refused == ()
    layers: dict[str, Any] = done.record["annotations"]
    return layers


def refusal(line: dict[str, Any], of: dict[str, Any] | None = None) -> str:
    """Return why one correction is refused."""
    (refused,) = corrected(of or record(), corrections(line)).refused
    return refused.reason


def words(items: list[dict[str, Any]]) -> list[str]:
    """Return the words of findings."""
    return [item["text"] for item in items]


def test_accepted_findings_stay_as_they_are() -> None:
    """Whatever the layer is."""
    before = record()
    lines = [
        judged(before, name, item)
        for name in ("quotes", "amounts", "acme.halls")
        for item in layer(name)
    ]
    assert apply(*lines) == before["annotations"]


def test_a_rejected_finding_goes_and_so_does_who_said_nothing_else() -> None:
    """The other stays, with its speaker."""
    layers = apply(judged(record(), "quotes", layer("quotes")[0], "reject"))
    assert words(layers["quotes"]) == ['"We need $5 million,"']
    assert [one["name"] for one in layers["speakers"]] == ["Bram Okoro"]


def test_a_speaker_is_changed_to_another_one() -> None:
    """By name, which leads to the id that this record gives it."""
    line = judged(record(), "quotes", layer("quotes")[0], "change", speaker={"name": "Bram Okoro"})
    assert [one["speaker"] for one in apply(line)["quotes"]] == ["s2", "s2"]


def test_a_speaker_nobody_has_found_is_added() -> None:
    """With an id of its own; what is said of them fits the schema."""
    line = judged(record(), "quotes", layer("quotes")[0], "change", speaker={"name": "Cleo Varga"})
    layers = apply(line)
    assert [one["name"] for one in layers["speakers"]] == ["Bram Okoro", "Cleo Varga"]
    assert layers["quotes"][0]["speaker"] == layers["speakers"][1]["id"] == "s3"
    assert Validator(read_schema("layers/speakers.json")).fits(layers["speakers"])


def test_borders_are_changed() -> None:
    """The finding is where it should be, and nowhere else."""
    item = layer("quotes")[0]
    line = judged(record(), "quotes", item, "change", place=(item["start"] + 4, item["end"]))
    assert words(apply(line)["quotes"]) == ["bridge was closed", '"We need $5 million,"']


def test_a_missed_quotation_is_added_in_its_place() -> None:
    """In text order, in a group of its own, fit for the schema of the layer."""
    line = missed(record(), "quotes", "Nobody else came", kind="indirect", speaker=None)
    quotes = apply(line)["quotes"]
    assert words(quotes)[2] == "Nobody else came"
    assert quotes[2]["group"] == 2
    assert Validator(read_schema("layers/quotes.json")).fits(quotes)


def test_an_amount_is_given_its_value() -> None:
    """What the reviewer did not say is null."""
    line = missed(record(), "amounts", "the hall", kind="quantity", value="1", unit="hall")
    amount = apply(line)["amounts"][1]
    assert (amount["value"], amount["unit"], amount["currency"]) == ("1", "hall", None)


def test_a_confirmed_finding_that_a_later_version_lost_comes_back() -> None:
    """With its cue and its mention, at their places."""
    later = record()
    item = later["annotations"]["quotes"].pop()
    done = corrected(later, corrections(judged(record(), "quotes", item)))
    assert done.record["annotations"]["quotes"][1] == item


def test_a_confirmed_finding_replaces_what_a_later_version_made_of_it() -> None:
    """Two halves give way to the whole."""
    later = record()
    later["annotations"]["quotes"][1:] = [quote('"We need', "s2", 1), quote("million", None, 2)]
    line = judged(record(), "quotes", layer("quotes")[1])
    assert words(corrected(later, corrections(line)).record["annotations"]["quotes"]) == [
        "the bridge was closed",
        '"We need $5 million,"',
    ]


def test_two_confirmed_findings_may_overlap() -> None:
    """Neither gives way to the other."""
    later = record()
    later["annotations"]["quotes"] = []
    lines = [
        missed(later, "quotes", "the bridge was closed", kind="indirect"),
        missed(later, "quotes", "bridge was", kind="direct"),
    ]
    done = corrected(later, corrections(*lines))
    assert words(done.record["annotations"]["quotes"]) == ["the bridge was closed", "bridge was"]


def test_a_rejected_finding_that_is_gone_is_no_matter() -> None:
    """The later version agrees."""
    later = record()
    item = later["annotations"]["quotes"].pop()
    done = corrected(later, corrections(judged(record(), "quotes", item, "reject")))
    assert (done.record, done.refused) == (later, ())


def test_a_rejected_finding_with_other_borders_is_named() -> None:
    """Nobody has judged what is there now."""
    later = record()
    later["annotations"]["quotes"][1] = quote("We need $5 million", "s2", 1)
    line = judged(record(), "quotes", layer("quotes")[1], "reject")
    assert refusal(line, later) == "another finding is here now, with other borders"


def test_a_correction_of_other_words_is_refused() -> None:
    """It says that they are gone."""
    later = record() | {"text": TEXT.replace("bridge", "tunnel")}
    line = judged(record(), "quotes", layer("quotes")[0], "reject")
    assert refusal(line, later) == "these words are no longer in the text"


def test_a_correction_that_breaks_the_schema_is_refused() -> None:
    """The record stays valid, whatever the file of corrections contains."""
    line = judged(record(), "amounts", layer("amounts")[0], "change", value="five")
    assert refusal(line).startswith("the correction does not fit the layer: /0/value")


def test_gold_is_what_people_have_confirmed() -> None:
    """Only in layers that they have looked through; with those who speak."""
    one, two = layer("quotes")
    lines = [
        judged(record(), "quotes", one, "reject"),
        judged(record(), "quotes", two),
        looked_through(record(), "quotes"),
        judged(record(), "amounts", layer("amounts")[0]),
    ]
    gold = corrected(record(), corrections(*lines)).gold
    assert gold is not None
    assert gold["annotations"] == {
        "quotes": [two],
        "speakers": [record()["annotations"]["speakers"][1]],
    }
    assert Validator(read_schema("record.json")).fits(gold)


def test_a_layer_with_a_refused_correction_is_not_gold() -> None:
    """What it should hold is not known any more."""
    line = judged(record(), "quotes", layer("quotes")[0])
    later = record() | {"text": TEXT.replace("bridge", "tunnel")}
    assert corrected(later, corrections(line, looked_through(later, "quotes"))).gold is None


def test_corrections_of_other_documents_are_left_aside() -> None:
    """A record that nobody has judged comes back as it was."""
    line = judged(record(), "quotes", layer("quotes")[0], "reject") | {"document": "b.txt"}
    before = record()
    done = corrected(before, corrections(line))
    assert done.record is before
    assert (done.applied, done.refused, done.gold) == ((), (), None)


@given(st.lists(st.sampled_from(["accept", "reject", "change", "move", "add"]), max_size=8))
def test_correcting_twice_is_correcting_once(actions: list[str]) -> None:
    """What a person has said is said; and the record given is not touched."""
    before = record()
    items = [(name, item) for name in ("quotes", "amounts") for item in layer(name)]
    lines = []
    for (name, item), action in zip(items, actions, strict=False):
        if action == "add":
            lines.append(missed(before, "quotes", "Nobody else came", kind="direct"))
        elif action == "move":
            place = (item["start"], item["end"] - 1)
            lines.append(judged(before, name, item, "change", place=place))
        else:
            lines.append(judged(before, name, item, action))
    once = corrected(before, corrections(*lines))
    assert before == record()
    assert corrected(once.record, corrections(*lines)).record == once.record


# The command


def write(workspace: Workspace, name: str, *lines: Any) -> None:
    """Write lines of JSON."""
    workspace.write(name, "".join(f"{json.dumps(line)}\n" for line in lines))


def test_the_command_writes_records_gold_and_what_is_refused(workspace: Workspace) -> None:
    """It says so, and exits with 1, since a correction did not fit."""
    lost = judged(record(), "quotes", layer("quotes")[0]) | {"document": "gone.txt"}
    write(workspace, "records.jsonl", record())
    write(
        workspace,
        "corrections.jsonl",
        judged(record(), "amounts", layer("amounts")[0]),
        looked_through(record(), "amounts"),
        lost,
    )
    outputs = ("-o", "new.jsonl", "--gold", "gold.jsonl", "--refused", "no.jsonl")
    done = workspace.do("apply", "corrections.jsonl", "records.jsonl", *outputs)
    assert done.code == 1
    assert "2 corrections applied, 1 refused; 1 record written, 1 of them gold" in done.err
    assert "refused: gone.txt, accept quotes 'the bridge was closed': no record has" in done.err
    assert workspace.read("new.jsonl") == [record()]
    assert list(workspace.read("gold.jsonl")[0]["annotations"]) == ["amounts"]
    assert workspace.read("no.jsonl") == [{"reason": "no record has this id", "correction": lost}]


def test_records_go_to_standard_output(workspace: Workspace) -> None:
    """Nothing else does."""
    write(workspace, "records.jsonl", record())
    write(
        workspace, "corrections.jsonl", judged(record(), "amounts", layer("amounts")[0], "reject")
    )
    done = workspace.process("apply", "corrections.jsonl", "records.jsonl")
    assert done.code == 0
    assert json.loads(done.out)["annotations"]["amounts"] == []


@pytest.mark.parametrize("option", ["-o", "--gold", "--tests", "--refused"])
@pytest.mark.parametrize("path", ["records.jsonl", "corrections.jsonl"])
def test_no_input_is_written_over(workspace: Workspace, option: str, path: str) -> None:
    """Not even where the user names it."""
    write(workspace, "records.jsonl", record())
    write(workspace, "corrections.jsonl", looked_through(record(), "quotes"))
    done = workspace.do("apply", "corrections.jsonl", "records.jsonl", option, path)
    assert done.code == 2
    assert "is read by this command: give another path" in done.err
    assert workspace.read("records.jsonl") == [record()]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"document": "a.txt"}, "'layer' is a required property"),
        ({"document": "a", "layer": "quotes", "action": "drop"}, "'drop' is not one of"),
        ({"document": "a", "layer": "quotes", "action": "accept"}, "'target' is a required"),
        (looked_through(record(), "quotes") | {"item": {}}, "False schema does not allow"),
    ],
)
def test_what_is_no_correction_is_refused(
    workspace: Workspace, line: dict[str, Any], said: str
) -> None:
    """With file and line."""
    write(workspace, "records.jsonl", record())
    write(workspace, "corrections.jsonl", looked_through(record(), "quotes"), line)
    done = workspace.do("apply", "corrections.jsonl", "records.jsonl")
    assert done.code == 5
    assert "'corrections.jsonl:2': is no correction: " in done.err
    assert said in done.err


def test_the_schema_of_corrections_is_printed(workspace: Workspace) -> None:
    """As the message about bad lines says."""
    done = workspace.do("schema", "correction")
    assert json.loads(done.out)["title"] == "textflow correction"
