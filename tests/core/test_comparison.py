"""``textflow diff``: what two runs have found differently, whatever only they have numbered."""

import copy
import json
from typing import Any

import pytest
from articles import article
from hypothesis import given
from hypothesis import strategies as st
from workspaces import Workspace

from textflow.judging.comparison import Compared, compare

TEXT = 'Ada Lund said no. "We need $5 million," Bram Okoro said. Nobody else came.'


def place(words: str, **fields: Any) -> dict[str, Any]:
    """Return a finding at ``words``."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **fields}


def record(**layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a record of the text as it was read."""
    size = len(TEXT)
    whole = {
        "quotes": [
            place("no", kind="indirect", speaker="s1", group=0, cue=place("said")),
            place('"We need $5 million,"', kind="direct", speaker="s2", group=1, cue=None),
        ],
        "speakers": [
            {"id": "s1", "name": "Ada Lund", "role": None, "mentions": [place("Ada Lund")]},
            {"id": "s2", "name": "Bram Okoro", "role": None, "mentions": [place("Bram Okoro")]},
        ],
        "amounts": [place("$5 million", kind="money", value="5000000")],
    }
    return {
        "id": "a", "source": {"uri": "a.txt"}, "text": TEXT, "raw_map": [[0, size, 0, size]],
        "meta": {}, "annotations": {**whole, **layers}, "run": "0" * 12,
    }  # fmt: skip


def told(compared: Compared) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the differences in short."""
    return [(one.layer, one.what, one.fields) for one in compared.differences]


def test_equal_records_have_no_difference() -> None:
    """Every finding is counted as the same."""
    compared = compare(record(), record())
    assert told(compared) == []
    assert dict(compared.same) == {"quotes": 2, "speakers": 2, "amounts": 1}


def test_what_is_added_lost_and_changed() -> None:
    """A finding in the same place is changed; one that shares words has other borders."""
    after = record(
        amounts=[
            place("$5", kind="money", value="5"),
            place("Nobody", kind="number", value="0"),
        ],
        quotes=[place("no", kind="direct", speaker="s1", group=0, cue=place("said"))],
    )
    assert told(compare(record(), after)) == [
        ("quotes", "changed", ("kind",)),
        ("quotes", "lost", ()),
        ("amounts", "changed", ("borders", "value")),
        ("amounts", "added", ()),
    ]


def test_numbers_of_speakers_groups_and_paragraphs_say_nothing() -> None:
    """Two runs may number them otherwise and mean the same."""
    after = record()
    for quote in after["annotations"]["quotes"]:
        quote["speaker"] = {"s1": "s9", "s2": "s3"}[quote["speaker"]]
        quote["group"] += 7
    speakers = after["annotations"]["speakers"]
    speakers[0]["id"], speakers[1]["id"] = "s9", "s3"
    speakers.reverse()
    assert told(compare(record(), after)) == []


def test_a_speaker_of_another_name_changes_the_quotation() -> None:
    """Though the quotation still says ``s2``."""
    after = record()
    after["annotations"]["speakers"][1]["name"] = "Bram Oko"
    assert told(compare(record(), after)) == [
        ("quotes", "changed", ("speaker",)),
        ("speakers", "lost", ()),
        ("speakers", "added", ()),
    ]


def moved(before: dict[str, Any], head: str, raw_start: int) -> dict[str, Any]:
    """Return ``before`` with ``head`` in front of its text, which began at ``raw_start``."""
    after = copy.deepcopy(before)
    size = len(head)

    def shift(value: Any) -> None:
        if isinstance(value, dict):
            if "start" in value:
                value["start"] += size
                value["end"] += size
            value = list(value.values())
        for inner in value if isinstance(value, list) else []:
            shift(inner)

    shift(after["annotations"])
    after["text"] = head + after["text"]
    whole = len(after["text"])
    after["raw_map"] = [[0, whole, raw_start - size, raw_start - size + whole]]
    return after


def test_what_another_cleaning_has_moved_is_the_same() -> None:
    """Places are compared in the raw text, which no cleaning moves."""
    before = record()
    before["raw_map"] = [[0, len(TEXT), 20, 20 + len(TEXT)]]
    compared = compare(before, moved(before, "Share this article\n\n", 20))
    assert (told(compared), compared.text_changed) == ([], True)


def test_what_an_edited_article_has_moved_is_the_same() -> None:
    """Where the raw text is another one, equal lines are the same place."""
    after = moved(record(), "Updated at noon\n\n", len("Updated at noon\n\n"))
    after["annotations"]["amounts"].append({"start": 0, "end": 7, "text": "Updated"})
    assert told(compare(record(), after)) == [("amounts", "added", ())]


def test_a_text_of_equal_lines_is_compared_in_time() -> None:
    """Thousands of equal lines, with another one in front."""
    before = record()
    before["text"] = "a\n" * 20_000
    before["raw_map"] = [[0, 40_000, 0, 40_000]]
    before["annotations"] = {"amounts": []}
    after = copy.deepcopy(before)
    after["text"] = "b\n" + "a\na\nc\n" * 7_000 + "b"
    after["raw_map"] = [[0, len(after["text"]), 0, len(after["text"])]]
    assert compare(before, after).text_changed


SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 9), st.sampled_from(["x", "y"])), max_size=8
)


@given(st.tuples(SPANS, SPANS))
def test_differences_add_up(spans: tuple[list[tuple[int, int, str]], ...]) -> None:
    """Of each side, what is the same, changed, and gone or new is all that there is."""
    sides = [
        [
            {"start": start, "end": start + size, "text": TEXT[start : start + size], "kind": kind}
            for start, size, kind in side
        ]
        for side in spans
    ]
    compared = compare(record(amounts=sides[0]), record(amounts=sides[1]))
    whats = [one.what for one in compared.differences]
    both = compared.same["amounts"] + whats.count("changed")
    assert both + whats.count("lost") == len(sides[0])
    assert both + whats.count("added") == len(sides[1])


STAGES = "[clean, segment, speakers, amounts]"


@pytest.fixture
def runs(workspace: Workspace) -> Workspace:
    """Give two runs of three articles, the second without percentages."""
    workspace.texts(*(article(seed).text for seed in range(3)))
    workspace.pipeline(STAGES)
    assert workspace.run("--set", "sink=a.jsonl").code == 0
    assert workspace.run("--set", "sink=b.jsonl", "--set", "amounts.kinds=[money]").code == 0
    return workspace


def test_a_run_does_not_differ_from_itself(runs: Workspace) -> None:
    """Exit code 0."""
    done = runs.do("diff", "a.jsonl", "a.jsonl")
    assert (done.code, done.out.splitlines()[0]) == (
        0,
        "a.jsonl -> a.jsonl: 3 documents in both, none of them different",
    )


def test_counts_come_first_by_stage_and_layer(runs: Workspace) -> None:
    """Then each difference with the text around it; the exit code is 1."""
    done = runs.do("diff", "a.jsonl", "b.jsonl")
    lines = done.out.splitlines()
    lost = sum(
        item["kind"] == "percent"
        for one in runs.read("a.jsonl")
        for item in one["annotations"]["amounts"]
    )
    amounts = next(line.split() for line in lines if line.startswith("amounts  "))
    assert (done.code, amounts[1], amounts[3:]) == (1, "amounts", ["0", str(lost), "0"])
    assert lines[1:3] == ['stages: - "amounts"', 'stages: + {"amounts":{"kinds":["money"]}}']
    assert "".join(lines).count("amounts: lost, percent") == lost


def test_one_layer_of_one_document(runs: Workspace) -> None:
    """What is left out makes no difference."""
    assert runs.do("diff", "a.jsonl", "b.jsonl", "--layer", "quotes").code == 0
    done = runs.do("diff", "a.jsonl", "b.jsonl", "--layer", "amounts", "--id", "b.txt")
    assert done.out.startswith("a.jsonl -> b.jsonl: 1 document in both, 1 of them different")
    assert "speakers" not in done.out
    wrong = runs.do("diff", "a.jsonl", "b.jsonl", "--layer", "amount")
    assert (wrong.code, "did you mean 'amounts'?" in wrong.err) == (2, True)
    assert runs.do("diff", "a.jsonl", "b.jsonl", "--id", "z.txt").code == 2


def test_documents_that_one_run_has_alone(runs: Workspace) -> None:
    """In whatever order the files are."""
    lines = runs.text("a.jsonl").splitlines(keepends=True)
    runs.write("a.jsonl", lines[2] + lines[0])
    runs.write("b.jsonl", lines[1] + lines[2])
    done = runs.do("diff", "a.jsonl", "b.jsonl")
    assert done.code == 1
    assert "1 document in both, none of them different" in done.out
    assert "only in a.jsonl: a.txt\nonly in b.jsonl: b.txt\n" in done.out


def test_the_same_as_json(runs: Workspace) -> None:
    """All counts, and the items as they are."""
    done = runs.do("diff", "a.jsonl", "b.jsonl", "--json")
    told_json = json.loads(done.out)
    assert told_json["documents"]["in_both"] == 3
    assert told_json["layers"]["amounts"]["stage"] == "amounts"
    lost = [one for one in told_json["differences"] if one["what"] == "lost"]
    assert len(lost) == told_json["layers"]["amounts"]["lost"]
    assert {one["before"]["kind"] for one in lost} == {"percent"}


def test_what_is_no_record_is_named(runs: Workspace) -> None:
    """With file and line."""
    runs.write("c.jsonl", '{"id": "a"}\n')
    done = runs.do("diff", "a.jsonl", "c.jsonl")
    assert (done.code, "c.jsonl:1" in done.err) == (5, True)
