"""Records to brat, doccano and Label Studio and back: no span is shifted."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textflow.judging.gold.documents import Gold
from textflow.judging.gold.reading import read_gold
from textflow_plugins.exchange.brat import brat
from textflow_plugins.exchange.doccano import doccano
from textflow_plugins.exchange.labelstudio import labelstudio

FORMATS = ("brat", "doccano", "doccano relations", "labelstudio")
#: Characters that programs count or cut in different ways.
ODD = [
    "a", "b", "Z", " ", "\n", "\r\n", "\r", "\t", '"', "\\", "\N{GRINNING FACE}",
    "\N{COMBINING ACUTE ACCENT}", "\N{LATIN SMALL LETTER E WITH ACUTE}",
    "\N{MATHEMATICAL BOLD CAPITAL A}", "\N{ZERO WIDTH JOINER}",
    "\N{LINE SEPARATOR}", "\x85", "\x0b", "\x1e", "\N{ZERO WIDTH NO-BREAK SPACE}", ";", "{",
    "\N{RIGHT-TO-LEFT OVERRIDE}", "\\n",
]  # fmt: skip


def record(name: str, text: str, layers: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return a record of a text as it was read."""
    rows = [[0, len(text), 0, len(text)]] if text else []
    return {
        "id": name, "source": {"uri": name}, "text": text, "raw_map": rows, "meta": {},
        "annotations": dict(layers), "run": "0" * 12,
    }  # fmt: skip


def exported(form: str, records: list[dict[str, Any]], folder: Path) -> Path:
    """Write records in one of the formats; return where they are."""
    path = folder / "out"
    if form == "brat":
        brat(iter(records), path)
    elif form == "labelstudio":
        labelstudio(iter(records), path)
    else:
        wanted = form.endswith("relations")
        path.write_bytes(b"".join(doccano(one, relations=wanted) for one in records))
    return path


def spans(items: Any) -> list[tuple[int, int, str | None]]:
    """Return place and kind of findings."""
    return sorted((one["start"], one["end"], one.get("kind")) for one in items)


@st.composite
def texts_with_findings(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    """Return a text of odd characters and places in it that hold more than white space."""
    text = "".join(draw(st.lists(st.sampled_from(ODD), max_size=40)))
    places = st.tuples(
        st.integers(0, len(text)), st.integers(0, len(text)), st.sampled_from(["money", "percent"])
    )
    found = {(min(one[:2]), max(one[:2]), one[2]) for one in draw(st.lists(places, max_size=6))}
    return text, sorted(one for one in found if text[one[0] : one[1]].strip())


@pytest.mark.parametrize("form", FORMATS)
@given(made=texts_with_findings())
@settings(max_examples=60)
def test_no_span_is_shifted(form: str, made: tuple[str, list[tuple[int, int, str]]]) -> None:
    """Astral characters, CRLF, line separators: text and places come back as they were."""
    text, places = made
    items = [{"start": a, "end": b, "text": text[a:b], "kind": kind} for a, b, kind in places]
    other = record("b/\N{GRINNING FACE}", "It cost $5.", {"amounts": [
        {"start": 8, "end": 10, "text": "$5", "kind": "money"}
    ]})  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = exported(form, [record("a", text, {"amounts": items}), other], Path(folder))
        back = read_gold(str(path), {}, ["amounts"])
    assert [(one.id, one.text) for one in back] == [("a", text), (other["id"], other["text"])]
    wanted = [_trimmed(text, one) for one in places] if form == "brat" else places
    assert spans(back[0].layers["amounts"]) == sorted(wanted)
    assert spans(back[1].layers["amounts"]) == [(8, 10, "money")]


def _trimmed(text: str, place: tuple[int, int, str]) -> tuple[int, int, str]:
    """Return a place without the line ends around it, for which brat has no place."""
    start, end, kind = place
    ends = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    words = text[start:end]
    start += len(words) - len(words.lstrip(ends))
    return start, start + len(words.strip(ends)), kind


TEXT = 'Ada Lund said no.\r\n\N{GRINNING FACE} Bram Okoro told us: "Yes\r\nand no."'
QUOTE = {
    "start": 41, "end": 55, "text": TEXT[41:55], "kind": "direct", "speaker": "s1", "group": 0,
    "mention": {"start": 21, "end": 31, "text": "Bram Okoro"},
    "cue": {"start": 32, "end": 36, "text": "told"}, "confidence": 0.9,
}  # fmt: skip
LAYERS: dict[str, list[dict[str, Any]]] = {
    "sentences": [{"start": 0, "end": 17}],
    "quotes": [QUOTE],
    "speakers": [{"id": "s1", "name": "Bram Okoro", "role": None, "mentions": []}],
    "acme.halls": [{"start": 0, "end": 3, "text": "Ada"}],
}


def back(form: str, folder: Path) -> Gold:
    """Return what comes back of one quotation."""
    (gold,) = read_gold(
        str(exported(form, [record("a", TEXT, LAYERS)], folder)), {}, ["quotes", "acme.halls"]
    )
    return gold


@pytest.mark.parametrize("form", FORMATS)
def test_layers_and_kinds_come_back(form: str, tmp_path: Path) -> None:
    """Those of third parties too; sentences would cover all else and are left out."""
    gold = back(form, tmp_path)
    assert set(gold.layers) == {"quotes", "acme.halls"}
    assert spans(gold.layers["quotes"]) == [(41, 55, "direct")]


@pytest.mark.parametrize("form", ["brat", "doccano relations", "labelstudio"])
def test_cue_and_mention_come_back(form: str, tmp_path: Path) -> None:
    """As links from the quotation to the words."""
    (quote,) = back(form, tmp_path).layers["quotes"]
    assert (quote["cue"], quote["mention"]) == (QUOTE["cue"], QUOTE["mention"])


def test_brat_keeps_the_other_fields(tmp_path: Path) -> None:
    """In its notes; the speaker by name."""
    (quote,) = back("brat", tmp_path).layers["quotes"]
    assert (quote["speaker"], quote["confidence"]) == ("Bram Okoro", 0.9)


def test_brat_cuts_an_annotation_at_each_line(tmp_path: Path) -> None:
    """As brat itself does; the text is as it was, byte for byte."""
    path = exported("brat", [record("news/a.txt", TEXT, LAYERS)], tmp_path)
    lines = (path / "000001-news_a.txt.ann").read_text("utf-8").splitlines()
    assert lines[2] == 'T3\tquotes-direct 41 45;47 55\t"Yes and no."'
    assert (path / "000001-news_a.txt.txt").read_bytes() == TEXT.encode()
    assert json.loads((path / "documents.json").read_bytes()) == {"000001-news_a.txt": "news/a.txt"}


def test_offsets_of_javascript_are_understood(tmp_path: Path) -> None:
    """Where a program counts an emoji as two, the words say what was meant."""
    path = exported("labelstudio", [record("a", TEXT, LAYERS)], tmp_path)
    tasks = json.loads(path.read_bytes())
    for one in tasks[0]["predictions"][0]["result"]:
        for end in ("start", "end"):
            if one["type"] == "labels" and one["value"][end] > 19:
                one["value"][end] += 1
    path.write_text(json.dumps(tasks), "utf-8")
    (gold,) = read_gold(str(path), {}, ["quotes"])
    assert spans(gold.layers["quotes"]) == [(41, 55, "direct")]


def test_annotations_win_over_predictions(tmp_path: Path) -> None:
    """The latest that nobody has cancelled; a task that nobody has looked at is no gold."""
    path = exported("labelstudio", [record("a", TEXT, LAYERS)] * 2, tmp_path)
    tasks = json.loads(path.read_bytes())
    del tasks[0]["predictions"][0]["result"][0]
    made = tasks[0]["predictions"][0]["result"]
    tasks[0]["annotations"] = [{"result": []}, {"result": made[:-3], "was_cancelled": True}]
    tasks[1]["annotations"] = []
    other = {**tasks[1], "annotations": [{"result": []}, {"result": made}]}
    path.write_text(json.dumps([*tasks, other]), "utf-8")
    first, second = read_gold(str(path), {}, ["quotes"])
    assert (first.layers["quotes"], len(second.layers["quotes"])) == ((), 1)


def test_a_span_that_does_not_fit_its_words_is_refused(tmp_path: Path) -> None:
    """A shifted span is worse than none."""
    path = exported("labelstudio", [record("a", TEXT, LAYERS)], tmp_path)
    path.write_bytes(path.read_bytes().replace(b'"start":21,"end":31', b'"start":20,"end":30'))
    with pytest.raises(Exception, match="does not lead to 'Bram Okoro'"):
        read_gold(str(path), {}, ["quotes"])
