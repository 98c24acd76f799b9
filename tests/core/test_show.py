"""`textflow show`: what was found, on a terminal, whatever the records hold."""

import gzip
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from case_files import CASES, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.style import Style
from terminals import on_terminal
from workspaces import CommandResult, Workspace

from textflow.looking.marking import HUES, PATTERNS, look_of
from textflow.looking.shown import Shown
from textflow.looking.why import reasons
from textflow.terminal.document import DocumentScreen
from textflow.terminal.looks import badge_of, style_of
from textflow.terminal.screen import Screen, words
from textflow.wording import safe

RUN: dict[str, Any] = json.loads((CASES / "show" / "run.json").read_text("utf-8"))
#: What a terminal obeys; of a line feed and a tab there is no harm.
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def shown(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a folder with the records of a run, and no colours asked for."""
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    write(workspace, RUN)
    return workspace


def write(workspace: Workspace, run: dict[str, Any], name: str = "out.jsonl") -> None:
    """Write a run: its record, and what is beside that."""
    workspace.write(name, json.dumps(run["record"]) + "\n")
    workspace.write(f"{name}.run.json", json.dumps(run["manifest"]))
    for side in ("dead", "filtered"):
        lines = "".join(f"{json.dumps(line)}\n" for line in run[side])
        workspace.write(f"{name}.{side}.jsonl", lines)


def show(workspace: Workspace, *arguments: str) -> CommandResult:
    """Show something of the records."""
    return workspace.do("show", "out.jsonl", *arguments)


@pytest.mark.parametrize("case", read_cases("show", "views"))
def test_views(shown: Workspace, case: dict[str, Any]) -> None:
    """What is seen without colours says the same in words and brackets."""
    done = show(shown, *case["arguments"])
    assert (done.code, done.err) == (0, "")
    assert [part for part in case["contains"] if part not in done.out] == []
    assert [part for part in case["absent"] if part in done.out] == []


@pytest.mark.parametrize("case", read_cases("show", "errors"))
def test_errors(shown: Workspace, case: dict[str, Any]) -> None:
    """Each says what there is instead; nothing is on standard output."""
    done = show(shown, *case["arguments"])
    assert (done.code, done.out) == (2, "")
    assert case["says"] in done.err


@pytest.mark.parametrize("case", read_cases("show", "other_versions"))
def test_records_of_other_versions(shown: Workspace, case: dict[str, Any]) -> None:
    """A record that fits the schema of records is shown, whatever its layers lack."""
    record = RUN["record"] | {key: value for key, value in case.items() if key != "label"}
    write(shown, RUN | {"record": record, "manifest": {"stages": [{}], "layers": {"quotes": [{}]}}})
    for arguments in ([], ["ferry.txt"], ["ferry.txt", "--json"]):
        done = show(shown, *arguments)
        assert (done.code, done.err) == (0, "")
    for number in range(1, len(json.loads(done.out)["findings"]) + 1):
        assert show(shown, "ferry.txt", "--why", str(number)).code == 0


def poisoned(text: str) -> dict[str, Any]:
    """Return a run with ``text`` in every field that can have it."""
    run = deepcopy(RUN)
    quote = {"start": 0, "end": len(text), "text": text}
    run["record"] |= {
        "id": f"id{text}",
        "source": {"uri": text},
        "text": f"{text} {text}",
        "raw_map": [[0, 2 * len(text) + 1, 0, 2 * len(text) + 1]],
        "meta": {"title": f"T {text}", "date": text, "language": text},
        "skipped": [{"stage": text, "type": text, "message": text}],
        "annotations": {
            "quotes": [quote | {"kind": text, "speaker": "s1", "mention": quote, "cue": quote}],
            "speakers": [{"id": "s1", "name": f"N {text}", "type": text, "role": text}],
            "amounts": [quote | {"kind": "money", "value": text, "currency": text, "per": text}],
            "summary": [quote | {"rank": text}],
            "dropped": [{"raw_start": 0, "raw_end": 1, "text": text, "rule": text}],
            f"acme{text}": [quote | {text: text, "list": [text]}],
        },
    }
    giver = {"stage": text, "plugin": text, "distribution": text, "version": text}
    run["manifest"] |= {
        "textflow": text,
        "layers": {layer: [giver] for layer in run["record"]["annotations"]},
        "stages": [{"stage": text, "seconds": 1.0}],
    }
    error = {"type": text, "message": text}
    run["dead"] = [RUN["dead"][0] | {"id": f"dead{text}", "stage": text, "error": error}]
    run["filtered"] = [{"id": f"filtered{text}", "source": {"uri": text}, "stage": text}]
    return run


@pytest.mark.parametrize("colours", ["", "1"])
@pytest.mark.parametrize("case", read_cases("show", "hostile"))
def test_no_field_moves_a_terminal(
    shown: Workspace, case: dict[str, Any], colours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not one that is shown, nor one of an error: escapes and directions are seen, not obeyed."""
    text = case["text"]
    if colours:
        monkeypatch.setenv("FORCE_COLOR", colours)
    monkeypatch.setenv("COLUMNS", "60")
    write(shown, poisoned(text))
    name = f"id{text}"
    for arguments in ([], [name], [name, "--json"], [name, "--why", "1"], [name, "--why", "2"]):
        if "\0" not in text or not arguments:
            done = show(shown, *arguments)
            assert done.code == 0, done.err
            assert OBEYED.findall(COLOUR.sub("", done.out)) == []
    for missing in (f"dead{text}", f"filtered{text}", f"other{text}"):
        done = show(shown, missing)
        assert done.code == 2
        assert OBEYED.findall(done.err) == []


def test_escapes_are_seen(shown: Workspace) -> None:
    """A reader sees that there is something, and what."""
    write(shown, poisoned("\x1b[31mred\u202e"))
    assert show(shown, "id\x1b[31mred\u202e").out.count(r"\x1b[31mred\u202e") > 10


SPAN = st.tuples(st.integers(0, 60), st.integers(1, 40), st.sampled_from(("acme.x", "summary")))


def rendered(record: dict[str, Any], width: int, *, colours: bool = False) -> str:
    """Return what is printed of a record on a terminal of some width."""
    console = Console(
        width=width, force_terminal=colours, color_system="256" if colours else None,
        markup=False, highlight=False, emoji=False, no_color=not colours,
    )  # fmt: skip
    document = Shown(record, {})
    screen = Screen(console)
    parts = DocumentScreen(document, reasons(document, {}), screen).parts()
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()


@settings(deadline=None)
@given(st.text(max_size=80), st.lists(SPAN, max_size=6), st.integers(12, 100))
def test_any_text_is_shown(text: str, spans: list[tuple[int, int, str]], width: int) -> None:
    """Whatever it is, wherever findings are, however narrow: each character once, in its order."""
    text = text.encode("utf-8", "replace").decode()
    layers: dict[str, list[Any]] = {}
    for start, size, layer in spans:
        if start + size <= len(text):
            layers.setdefault(layer, []).append({"start": start, "end": start + size})
    record = RUN["record"] | {"text": text, "annotations": layers}
    record |= {"raw_map": [[0, len(text), 0, len(text)]]}
    seen = rendered(record, width, colours=width % 2 == 0)
    assert OBEYED.findall(COLOUR.sub("", seen)) == []
    if not layers:
        below = seen.partition("characters")[2]
        assert "".join(COLOUR.sub("", below).split()) == "".join(safe(text).split())


def luminance(style: Style) -> float:
    """Return how bright the colour of a style is, from 0 to 1."""
    assert style.color is not None
    shares = [part / 255 for part in style.color.get_truecolor()]
    red, green, blue = ((s + 0.055) / 1.055 for s in shares)
    return 0.2126 * red**2.4 + 0.7152 * green**2.4 + 0.0722 * blue**2.4


@pytest.mark.parametrize("number", range(HUES))
def test_speakers_can_be_read_on_light_and_on_dark(number: int) -> None:
    """Four times as bright as black, white four times as bright as they are."""
    bright = luminance(style_of(f"quote {look_of(number)}")) + 0.05
    assert min(bright / 0.05, 1.05 / bright) >= 4
    assert badge_of(look_of(number)).bgcolor == style_of(look_of(number)).color


def test_forty_speakers_look_different() -> None:
    """By hue, then by line."""
    looks = {style_of(f"quote {look_of(number)}") for number in range(HUES * PATTERNS)}
    assert len(looks) == HUES * PATTERNS


def test_colours_on_a_terminal(shown: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Speakers are tinted, what was dropped is struck through; NO_COLOR takes the colours out."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    tinted = show(shown, "ferry.txt").out
    assert re.search(r"\x1b\[38;5;\d+m“It is fine,”", tinted)
    assert "\x1b[2;9mShare this article" in tinted
    monkeypatch.setenv("NO_COLOR", "1")
    plain = show(shown, "ferry.txt").out
    assert "[3: AL] “It is fine,”" in plain
    assert re.findall(r"\x1b\[[0-9;]*[34]8;[0-9;]*m", plain) == []


@pytest.mark.parametrize("columns", [20, 60, 80, 200])
def test_no_line_is_longer_than_the_screen(
    shown: Workspace, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor than 100 columns, which the eye still follows."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for arguments in ([], ["ferry.txt"], ["ferry.txt", "--why", "3"]):
        lines = show(shown, *arguments).out.split("\n")
        assert max(map(len, lines)) <= min(columns, 100)


def test_what_is_long_comes_by_pages(shown: Workspace) -> None:
    """On a terminal alone, and not with --no-pager."""
    pager = shown.write("pager", "#!/bin/sh\nexec sed s/^/PAGED/\n")
    pager.chmod(0o755)

    def seen(*more: str) -> str:
        return on_terminal(shown, "show", "out.jsonl", "ferry.txt", *more, PAGER=str(pager))

    assert "PAGED" in seen()
    assert "PAGED" not in seen("--no-pager")
    assert "PAGED" not in seen("--why", "3")


def test_standard_input_and_gzip(shown: Workspace) -> None:
    """Records are read from wherever `report` reads them, too."""
    record = shown.text("out.jsonl")
    assert "[3: AL]" in shown.process("show", "-", "ferry.txt", stdin=record).out
    shown.write("more.jsonl.gz", gzip.compress(record.encode()))
    assert "[3: AL]" in shown.do("show", "more.jsonl.gz", "ferry.txt").out
    assert "  2  quotes" in shown.process("show", "-", stdin=record).out


def test_records_without_a_manifest(shown: Workspace) -> None:
    """Who gave a finding is not known, nor which stages there were."""
    Path("out.jsonl.run.json").unlink()
    assert "stage               not known\n" in show(shown, "ferry.txt", "--why", "3").out
    done = show(shown, "ferry.txt", "--after", "clean")
    assert done.code == 2
    assert "out.jsonl.run.json, which names the stages, is not there" in done.err


def test_findings_of_the_whole_document(shown: Workspace) -> None:
    """Items that point at no place are listed below the others, and are in the JSON."""
    record = deepcopy(RUN["record"])
    record["annotations"]["acme.topics"] = [{"topic": "boats", "weight": 2}]
    write(shown, RUN | {"record": record})
    told = "acme.topics, of the whole document\n  fields\n  topic: boats, weight: 2\n"
    assert show(shown, "ferry.txt").out.endswith(told)
    held = json.loads(show(shown, "ferry.txt", "--json").out)
    assert held["without_place"] == {"acme.topics": [{"topic": "boats", "weight": 2}]}


def test_an_empty_file(shown: Workspace) -> None:
    """There is nothing to show, which is no mistake; to ask for a document is one."""
    shown.write("empty.jsonl", "")
    assert shown.do("show", "empty.jsonl").out == "empty.jsonl  documents: 0 written\n"
    done = shown.do("show", "empty.jsonl", "a")
    assert (done.code, done.err) == (2, "textflow: 'a': empty.jsonl has no record at all\n")


@pytest.mark.parametrize("content", ["{}", "[]", "no JSON", '{"id": "ferry.txt"}'])
def test_a_file_of_something_else(shown: Workspace, content: str) -> None:
    """It is named, with its line; nothing is shown of it."""
    shown.write("other.jsonl", content)
    for arguments in ([], ["ferry.txt"]):
        done = shown.do("show", "other.jsonl", *arguments)
        assert (done.code, done.out) in ((5, ""), (2, ""))
        assert "other.jsonl" in done.err


def test_json(shown: Workspace) -> None:
    """All that is seen, and where it was in the raw text, for other programs."""
    found = json.loads(show(shown, "ferry.txt", "--json").out)
    assert [one["number"] for one in found["findings"]] == [1, 2, 3, 4, 5, 6]
    quote = found["findings"][2]
    assert (quote["start"], quote["raw_start"], quote["raw_end"]) == (43, 43, 62)
    assert (quote["stage"], quote["version"]) == ("speakers", "textflow-engine 0.1.0")
    assert json.loads(show(shown, "ferry.txt", "--why", "3", "--json").out)["text"] == quote["text"]
    run = json.loads(show(shown, "--json").out)
    assert run["speakers"][0] == {
        "name": "Ada Lund", "quotations": 1, "documents": 1, "kinds": {"direct": 1},
    }  # fmt: skip
    assert run["dead"] == [{"type": "NotText", "stage": None, "documents": 2}]
    assert run["dropped"] == {"share": 1}


def numbered(count: int) -> Iterator[str]:
    """Yield the ids of many records."""
    return (f"{at:05}.txt" for at in range(count))


def test_the_nearest_of_many(shown: Workspace) -> None:
    """Three ids are offered, and of a run of many documents the first few are named."""
    lines = (json.dumps(RUN["record"] | {"id": name}) for name in numbered(40))
    shown.write("many.jsonl", "".join(f"{line}\n" for line in lines))
    done = shown.do("show", "many.jsonl", "00012.tx")
    assert "the nearest are '00012.txt'" in done.err
    assert done.err.count(".txt") == 3
    assert "... and 32 more\n" in shown.do("show", "many.jsonl").out


def test_a_table_says_what_it_leaves_out(shown: Workspace) -> None:
    """Nobody reads 500 rows; all are in the JSON."""
    record = deepcopy(RUN["record"])
    record["annotations"]["amounts"] *= 600
    write(shown, RUN | {"record": record})
    assert "  ... and 100 more; --json has them all\n" in show(shown, "ferry.txt").out
    assert len(json.loads(show(shown, "ferry.txt", "--json").out)["findings"]) == 605


def test_a_terminal_of_few_characters(shown: Workspace) -> None:
    """Bars are made of what its encoding has; nothing fails."""
    done = shown.process("show", "out.jsonl", PYTHONIOENCODING="ascii")
    assert (done.code, done.err) == (0, "")
    assert "Ada Lund    ########################" in done.out


def test_words_are_cut() -> None:
    """A megabyte in a cell is a few words."""
    assert words("a" * 1_000_000, longest=10).plain == "aaaaaaaa …"
