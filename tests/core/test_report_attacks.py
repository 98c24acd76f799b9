"""Documents that attack the reader of their report: nothing runs, nothing is asked for."""

import json
from pathlib import Path
from typing import Any

import pytest
from browsing import Visit, visit
from checkout import ROOT
from workspaces import Workspace

PAYLOADS = json.loads((ROOT / "tests/cases/report/payloads.json").read_text("utf-8"))


def hostile(number: int, bad: str) -> dict[str, Any]:
    """Return a record that contains ``bad`` wherever a word can be."""
    text = f"{bad}\n\nSomebody said {bad}, and {bad} more."
    places = [text.index(bad, at) for at in (0, len(bad) + 2, len(bad) * 2 + 16)]
    spans = [{"start": at, "end": at + len(bad), "text": bad} for at in places]
    quote = {
        "kind": bad, "speaker": bad, "mention": spans[0], "cue": spans[2], "group": 0,
        "confidence": 0.5, "speaker_confidence": bad,
    }  # fmt: skip
    amount = {"kind": "money", "value": "7", "currency": bad, "unit": bad, "bound": bad}
    kind = {"kind": bad, bad: bad, "deep": {bad: [bad]}}
    return {
        "id": f"{number} {bad}",
        "source": {"uri": bad, "encoding": bad},
        "text": text,
        "raw_map": [[0, len(text), 0, len(text)]],
        "meta": {
            "title": bad,
            "date": f"2024-01-0{number % 9 + 1} {bad}",
            "language": bad,
            bad: bad,
        },
        "annotations": {
            "dropped": [{"raw_start": 0, "raw_end": 3, "text": bad, "rule": bad}],
            "speakers": [{"id": bad, "name": bad, "role": bad, "mentions": []}],
            "quotes": [spans[1] | quote],
            "amounts": [spans[2] | amount],
            "summary": [spans[0] | {"rank": 1, "score": 1.0, "why": [bad, bad]}],
            f"acme.{bad}": [spans[2] | kind, {"nowhere": bad}],
        },
        "run": "0123456789ab",
        "skipped": [{"stage": bad, "type": bad, "message": bad}],
    }


def manifest() -> dict[str, Any]:
    """Return a manifest of hostile plugins."""
    givers = [
        dict.fromkeys(("stage", "plugin", "distribution", "version"), one["text"])
        for one in PAYLOADS
    ]
    return {
        "run": PAYLOADS[0]["text"],
        "textflow": PAYLOADS[1]["text"],
        "pipeline": {one["text"]: one["text"] for one in PAYLOADS},
        "layers": {"quotes": givers, **{f"acme.{one['text']}": givers[:2] for one in PAYLOADS}},
        "counts": {"in": 1, PAYLOADS[2]["text"]: 1},
        "stages": [{"stage": one["text"], "seconds": 0.5} for one in PAYLOADS],
    }


@pytest.fixture
def report(workspace: Workspace) -> Path:
    """Give a report of all payloads in all fields."""
    records = [hostile(number, one["text"]) for number, one in enumerate(PAYLOADS)]
    fields = ("id", "stage", "plugin", "version", "raw")
    dead = [
        dict.fromkeys(fields, one["text"])
        | {"source": {"uri": one["text"]}, "error": {"type": one["text"], "message": one["text"]}}
        for one in PAYLOADS
    ]
    for name, lines in (("", records), (".dead.jsonl", dead), (".filtered.jsonl", dead)):
        content = "".join(f"{json.dumps(line)}\n" for line in lines)
        workspace.write(f"out.jsonl{name}", content)
    workspace.write("out.jsonl.run.json", json.dumps(manifest()))
    done = workspace.do("report", "out.jsonl", "--title", PAYLOADS[1]["text"], "-o", "r.html")
    assert done.code == 0, done.err
    return workspace.folder / "r.html"


@pytest.fixture
def scored(workspace: Workspace, report: Path) -> Path:
    """Give the page of an evaluation in which gold has other payloads, in its name too."""
    records = workspace.read("out.jsonl")
    for record, one in zip(records, reversed(PAYLOADS), strict=True):
        layers, bad = record["annotations"], one["text"]
        layers["quotes"][0] |= {"kind": bad, "speaker": bad}
        layers["amounts"][0] |= {"currency": bad, "bound": bad}
        layers["summary"] = [layers["amounts"][0] | {"rank": bad, bad: bad}]
    name = "<img src=x onerror=window.PWN=1>.jsonl"
    workspace.write(name, "".join(f"{json.dumps(one)}\n" for one in records))
    done = workspace.do(
        "eval", "--records", "out.jsonl", "--gold", name, "--resamples", "0", "--report", "g.html"
    )
    assert done.code == 0, done.err
    assert report.exists()
    return workspace.folder / "g.html"


def look_everywhere(seen: Visit) -> None:
    """Open every view, every document, every finding, and judge it."""
    for view in ("overview", "ends", "run", "findings"):
        seen.go(view)
    for summary in seen.page.locator("#overview summary").all():
        summary.evaluate("one => one.click()")
    seen.go("documents")
    for _ in PAYLOADS:
        for key in "jjjjj":
            seen.press(key)
        seen.press("y", "J")


def test_no_payload_runs_and_nothing_is_asked_for(browser: Any, report: Path) -> None:
    """More than 40 payloads, in every field that reaches the page, in every view."""
    assert len(PAYLOADS) >= 40
    seen = visit(browser, report)
    look_everywhere(seen)
    assert seen.page.locator("#list li").count() == len(PAYLOADS)
    assert seen.is_clean(report)


def test_no_payload_of_gold_runs(browser: Any, scored: Path) -> None:
    """Not in what was missed, in what a field should be, or in the figures."""
    seen = visit(browser, scored)
    seen.go("overview")
    seen.go("documents")
    for _ in PAYLOADS:
        seen.press("g", "y", "J")
    assert seen.page.locator("#list li").count() == len(PAYLOADS)
    assert seen.is_clean(scored)


def test_payloads_are_shown_as_they_are(browser: Any, report: Path) -> None:
    """Nothing is swallowed: the text of each document is there, to the letter."""
    seen = visit(browser, report)
    seen.go("documents")
    for number, one in enumerate(PAYLOADS):
        seen.page.goto(f"{report.as_uri()}#d{number}")
        words = seen.page.locator("#reader h3").text_content()
        assert words == " ".join(one["text"].split())[:200]
        assert seen.page.locator("#reader .text").text_content().count(one["text"]) >= 2


def test_no_payload_does_anything_without_javascript(browser: Any, report: Path) -> None:
    """Nothing is asked for, and no element is there that a document brought."""
    seen = visit(browser, report, java_script_enabled=False)
    assert seen.page.locator("article.document").count() == len(PAYLOADS)
    odd = "img, iframe, object, embed, base, link, video, audio, form[action], [style], [src]"
    assert seen.page.locator(odd).count() == 0
    assert seen.page.locator("script").count() == 2
    assert seen.page.locator("[onerror], [onload], [onclick], [onmouseover]").count() == 0
    assert set(seen.requests) == {report.as_uri()}


def test_the_policy_stops_a_script_that_got_in_all_the_same(browser: Any, report: Path) -> None:
    """Were a payload to become markup, the Content-Security-Policy would not let it run."""
    broken = report.with_name("broken.html")
    page = report.read_text("utf-8")
    for bad in ("<script>window.PWN=1</script>", "<img src=//evil.example/x onerror=window.PWN=1>"):
        broken.write_text(page.replace("</main>", f"{bad}</main>"), "utf-8")
        seen = visit(browser, broken)
        assert seen.page.evaluate("window.PWN") is None
        assert set(seen.answers) <= {broken.as_uri()}
        assert any("Content Security Policy" in one for one in seen.complaints)
