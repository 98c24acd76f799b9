"""What gold says, in a page of what was found: seen, filtered, stepped through, taken over."""

import json
from pathlib import Path
from typing import Any

import pytest
from browsing import PIECES, Visit, serious, visit
from workspaces import Workspace

STAGES = "[clean, segment, speakers, amounts]"
TEXT = (
    "Ada Lund said the bridge was closed. “We need $5 million,” Bram Okoro said.\n\n"
    "Share this article\n\n"
    "Nobody at the harbour knew. It cost $9."
)


def at(text: str, words: str) -> dict[str, Any]:
    """Return the place of ``words``."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


@pytest.fixture
def scored(workspace: Workspace) -> Workspace:
    """Give a run of three texts, gold that has one of them otherwise, and the page."""
    workspace.texts("It cost $7.", TEXT, "It cost $8.")
    workspace.pipeline(STAGES)
    assert workspace.run().code == 0
    gold = workspace.records
    layers, text = gold[1]["annotations"], gold[1]["text"]
    layers["amounts"][1]["value"] = "77"
    missed = {**layers["quotes"][0], **at(text, "Nobody at the harbour knew")}
    layers["quotes"] = [layers["quotes"][1] | {"kind": "mixed"}, missed]
    workspace.write("gold.jsonl", "".join(f"{json.dumps(one)}\n" for one in gold))
    done = workspace.do(
        "eval", "--records", "out.jsonl", "--gold", "gold.jsonl", "--report", "g.html"
    )
    assert done.code == 0, done.err
    return workspace


def opened(browser: Any, scored: Workspace, **settings: Any) -> Visit:
    """Open the page."""
    return visit(browser, scored.folder / "g.html", **settings)


def labels(seen: Visit) -> list[str]:
    """Return what is written beside the findings that gold has otherwise."""
    return list(
        seen.page.locator("#reader .tag.gold").evaluate_all(
            "all => all.map((one) => one.dataset.t)"
        )
    )


def test_what_gold_has_otherwise_is_marked_in_the_text(browser: Any, scored: Workspace) -> None:
    """Extra, wrong in a field with what gold has, missed; what is right has no mark."""
    seen = opened(browser, scored)
    seen.press("r")
    assert labels(seen) == []
    seen.press("J")
    assert labels(seen) == ["extra", "wrong kind", "missed", "wrong value"]
    assert seen.texts("#reader .gold.missed:not(.tag)") == ["Nobody at the harbour knew"]
    seen.press("k")
    assert "value in gold\n77" in seen.page.locator(".card.open .why").inner_text()
    assert seen.is_clean(scored.folder / "g.html")


def test_disagreements_are_filtered(browser: Any, scored: Workspace) -> None:
    """Each kind of them, all of them, and what is right."""
    seen = opened(browser, scored)
    seen.press("f")
    found = {}
    for said in ("missed", "extra", "wrong", "other", "right", ""):
        seen.page.select_option("#f-gold", said)
        seen.page.wait_for_timeout(250)
        found[said] = int(seen.texts("#count")[0].split()[0])
    assert found == {"missed": 1, "extra": 1, "wrong": 2, "other": 4, "right": 3, "": 7}
    assert seen.is_clean(scored.folder / "g.html")


def test_g_goes_from_one_disagreement_to_the_next(browser: Any, scored: Workspace) -> None:
    """Past documents that have none, and back; at the end the page says so."""
    seen = opened(browser, scored)
    seen.press("r")
    ways = []
    for key in ("g", "g", "g", "g", "G", "g", "g"):
        seen.press(key)
        ways.append(seen.page.locator(".card.open .against").inner_text())
    said = ["extra", "wrong kind", "missed", "wrong value"]
    assert ways == [*said, "missed", "wrong value", "wrong value"]
    assert seen.texts("#status") == ["There is no other that differs from gold."]
    seen.press("?")
    assert {"g", "G"} <= set(seen.texts("#keys kbd"))
    assert seen.is_clean(scored.folder / "g.html")


def test_what_was_missed_is_taken_over(browser: Any, scored: Workspace) -> None:
    """Called right, it is added by `apply`, with its speaker; called wrong, nothing is done."""
    seen = opened(browser, scored)
    seen.press("r", "g", "n", "G", "g", "g", "y")
    with seen.page.expect_download() as coming:
        seen.press("S")
    scored.write("c.jsonl", coming.value.path().read_bytes())
    assert [line["action"] for line in scored.read("c.jsonl")] == ["reject", "add"]
    assert scored.do("apply", "c.jsonl", "out.jsonl", "-o", "new.jsonl").code == 0
    done = scored.do("eval", "--records", "new.jsonl", "--gold", "gold.jsonl", "--json", "--errors")
    assert [one["error"] for one in json.loads(done.out)["errors"]] == ["value", "kind"]


def test_the_page_says_the_same_without_javascript(browser: Any, scored: Workspace) -> None:
    """The figures, the marks, and in the table what gold has."""
    seen = opened(browser, scored)
    still = opened(browser, scored, java_script_enabled=False)
    seen.press("r", "J")
    drawn = seen.page.locator("#reader").evaluate(PIECES)
    assert drawn == still.page.locator("#d1").evaluate(PIECES)
    cells = still.page.locator("#d1 td:last-child").all_text_contents()
    assert cells == ["extra", "wrong: kind: mixed", "right", "missed", "wrong: value: 77"]
    assert still.page.locator("#overview .scores:visible table").count() == 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, scored: Workspace, scheme: str) -> None:
    """In the views that gold is shown in, in a narrow window, from which nothing sticks out."""
    screen = {"width": 400, "height": 900}
    seen = opened(browser, scored, color_scheme=scheme, viewport=screen)
    for keys in ("o", "rg", "rgg", "f"):
        seen.press(*keys)
        assert serious(seen) == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 400


def page_of(workspace: Workspace, *arguments: str) -> str:
    """Return the page of an evaluation."""
    done = workspace.do("eval", *arguments, "--report", "g.html")
    assert done.code in (0, 1), done.err
    return (workspace.folder / "g.html").read_text("utf-8")


def test_what_cleaning_has_dropped_is_shown_by_its_words(workspace: Workspace) -> None:
    """It has no place in the text any more; the words are those of gold."""
    line = {
        "id": "x",
        "text": TEXT,
        "label": [[*span(TEXT, "Share this article"), "quotes.direct"]],
    }
    workspace.write("gold.jsonl", json.dumps(line))
    workspace.pipeline(STAGES)
    page = page_of(workspace, "p.yml", "--gold", "gold.jsonl")
    assert "<td>Share this article</td><td>quotes, speakers</td>" in page
    assert '"words":"Share this article"' in page


def span(text: str, words: str) -> tuple[int, int]:
    """Return where ``words`` are."""
    return text.index(words), text.index(words) + len(words)


def test_a_document_that_became_no_record_is_shown_with_all_it_misses(workspace: Workspace) -> None:
    """And with the reason, among what was not written."""
    line = {"id": "x", "text": "It cost $7.", "label": [[8, 10, "amounts.money"]]}
    workspace.write("gold.jsonl", json.dumps(line))
    workspace.pipeline("[clean, segment, amounts: {kinds: [money]}]")
    workspace.write("empty.jsonl", "")
    page = page_of(workspace, "--records", "empty.jsonl", "--gold", "gold.jsonl")
    assert '<span class="tag gold missed" data-t="missed">' in page
    assert "<b>NotCompared</b> <bdi>no record has its id</bdi>" in page


@pytest.mark.parametrize("target", ["gold.jsonl", "out.jsonl", "p.yml"])
def test_no_page_is_written_over_what_is_compared(scored: Workspace, target: str) -> None:
    """Neither gold nor records nor the pipeline."""
    before = scored.text(target)
    given = ["p.yml"] if target == "p.yml" else ["--records", "out.jsonl"]
    done = scored.do("eval", *given, "--gold", "gold.jsonl", "--report", target)
    assert (done.code, "give another path" in done.err) == (2, True)
    assert scored.text(target) == before


def test_the_page_asks_nobody_for_anything(scored: Workspace) -> None:
    """Its policy is that of every report."""
    page = Path(scored.folder / "g.html").read_text("utf-8")
    assert "default-src &#39;none&#39;" in page
    assert "Against <bdi>gold.jsonl</bdi>" in page
