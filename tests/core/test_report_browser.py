"""The report in headless Chromium: looked at, judged by keyboard, attacked."""

import json
from pathlib import Path
from typing import Any

import pytest
from articles import article, texts
from browsing import PIECES, Visit, serious, visit
from judging import judged
from workspaces import Workspace

from textflow.cli import main

STAGES = "[clean, segment, speakers, amounts, summarise]"
VIEWS = ("overview", "documents", "findings", "ends", "run")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the report of eight articles; no test changes it."""
    return report_of(tmp_path_factory.mktemp("report"), 8)


def report_of(folder: Path, count: int) -> Path:
    """Run a pipeline on articles and report on it."""
    lines = texts([article(number) for number in range(count)])
    dated = [line | {"date": f"2024-0{n % 9 + 1}-11"} for n, line in enumerate(lines)]
    (folder / "in.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in dated))
    pipeline = f"textflow: 1\nsource: in.jsonl\nstages: {STAGES}\nsink: out.jsonl\n"
    (folder / "p.yml").write_text(pipeline)
    for words in (["run", "-q", f"{folder}/p.yml"], ["report", f"{folder}/out.jsonl"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 0
    return folder / "out.html"


def chosen(seen: Visit) -> str:
    """Return the number of the finding that is open."""
    return str(seen.page.evaluate("document.querySelector('.card.open')?.dataset.key ?? ''"))


def saved(seen: Visit) -> list[dict[str, Any]]:
    """Save the corrections by keyboard, and return them."""
    with seen.page.expect_download() as coming:
        seen.press("S")
    assert coming.value.suggested_filename == "corrections.jsonl"
    return [json.loads(line) for line in coming.value.path().read_bytes().splitlines()]


def test_every_view_can_be_clicked(browser: Any, report: Path) -> None:
    """One view at a time; every button in it works; nothing is asked for."""
    seen = visit(browser, report)
    for view in VIEWS:
        seen.go(view)
        shown = seen.page.locator(".view:visible")
        assert shown.evaluate_all("all => all.map((one) => one.id)") == [view]
    seen.go("overview")
    for summary in seen.page.locator("#overview summary").all():
        summary.click()
    seen.page.click("[data-speaker] >> nth=0")
    assert seen.page.locator("#findings:visible").count() == 1
    assert seen.is_clean(report)


def test_every_button_can_be_clicked(browser: Any, report: Path) -> None:
    """In each view, with a quotation and with an amount open."""
    seen = visit(browser, report)
    for view in VIEWS:
        seen.go(view)
        for number in range(seen.page.locator("main button:visible").count()):
            buttons = seen.page.locator("main button:visible")
            if number < buttons.count():
                buttons.nth(number).click()
    for button in ("theme", "theme", "theme", "help", "keys-close"):
        seen.page.click(f"#{button}")
    assert seen.is_clean(report)


#: What each key does: an expression that changes, or a view or element that is there then.
KEYS = {
    "j": "document.querySelector('.card.open').dataset.key",
    "k": "document.querySelector('.card.open')?.dataset.key",
    "J": "document.querySelector('#reader h3').textContent",
    "K": "document.querySelector('#reader h3').textContent",
    "y": "document.querySelectorAll('.verdict.accept').length",
    "n": "document.querySelectorAll('.verdict.reject').length",
    "u": "document.querySelectorAll('.verdict').length",
    "s": "document.activeElement.id",
    "t": "document.activeElement.id",
    "v": "document.activeElement.id",
    "b": "document.querySelector('.card.open .words').textContent",
    ",": "document.querySelector('.card.open .words').textContent",
    ".": "document.querySelector('.card.open .words').textContent",
    ";": "document.querySelector('.card.open .words').textContent",
    ":": "document.querySelector('.card.open .words').textContent",
    "a": "document.querySelectorAll('.verdict.add').length",
    "m": "document.querySelectorAll('.verdict.add').length",
    "d": "document.querySelector('#panel [aria-pressed]').textContent",
    "x": "document.querySelector('.text').className",
    "/": "document.activeElement.id",
    "S": "document.querySelector('#status').textContent",
    "o": "[...document.querySelectorAll('.view')].map((one) => one.hidden).join()",
    "f": "[...document.querySelectorAll('.view')].map((one) => one.hidden).join()",
    "r": "[...document.querySelectorAll('.view')].map((one) => one.hidden).join()",
    "?": "document.querySelector('#keys').open",
}
#: Selects some words that are no finding's own.
SELECT = """() => {
  const text = document.querySelector("[data-s]").firstChild;
  getSelection().setBaseAndExtent(text, 0, text, text.data.indexOf(" ", 6));
}"""


@pytest.mark.parametrize("key", KEYS)
def test_every_key_does_something(browser: Any, report: Path, key: str) -> None:
    """Each key changes what it is for."""
    seen = visit(browser, report)
    seen.press(*{"r": "o", "K": "rJ", "k": "rjj", "u": "rjyk", "S": "rjy"}.get(key, "r"))
    layer = "amounts" if key == "v" else "quotes"
    if key in "jyn":
        seen.press("j")
    if key in "stvb,.;:":
        seen.page.select_option("#f-layer", layer)
        seen.page.wait_for_timeout(300)
        seen.page.keyboard.press("Escape")
        seen.press("j")
    if key in "bam":
        seen.page.evaluate(SELECT)
    before = seen.page.evaluate(KEYS[key])
    seen.press(key)
    assert seen.page.evaluate(KEYS[key]) != before
    assert seen.is_clean(report)


def test_the_keys_are_listed(browser: Any, report: Path) -> None:
    """The dialog names every key there is, and single keys can be switched off in it."""
    seen = visit(browser, report)
    seen.press("r", "?")
    assert seen.texts("#keys kbd") == list(KEYS) or set(seen.texts("#keys kbd")) == set(KEYS)
    seen.page.uncheck("#keys-on")
    seen.page.click("#keys-close")
    seen.press("j")
    assert chosen(seen) == ""


def test_100_quotations_are_judged_by_keyboard_and_come_back(
    browser: Any, workspace: Workspace
) -> None:
    """Judged y, y, n ...; the corrected records lack what is wrong, and gold has the rest."""
    path = report_of(workspace.folder, 24)
    before = workspace.records
    quotes = [(r["id"], q["start"]) for r in before for q in r["annotations"]["quotes"]]
    assert len(quotes) > 100
    seen = visit(browser, path)
    seen.press("r")
    seen.page.select_option("#f-layer", "quotes")
    seen.page.wait_for_timeout(300)
    seen.press("Escape", "j", *("n" if number % 3 == 2 else "y" for number in range(len(quotes))))
    lines = saved(seen)
    workspace.write("corrections.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines))
    done = workspace.do(
        "apply", "corrections.jsonl", "out.jsonl", "-o", "new.jsonl", "--gold", "g.jsonl"
    )
    assert done.code == 0, done.err
    left = [quote for number, quote in enumerate(quotes) if number % 3 != 2]
    after = workspace.read("new.jsonl")
    assert [(r["id"], q["start"]) for r in after for q in r["annotations"]["quotes"]] == left
    kept = {(r["id"], q["start"]): q for r in before for q in r["annotations"]["quotes"]}
    assert all(kept[r["id"], q["start"]] == q for r in after for q in r["annotations"]["quotes"])
    gold = workspace.read("g.jsonl")
    assert [(r["id"], q["start"]) for r in gold for q in r["annotations"]["quotes"]] == left
    assert seen.is_clean(path)


def test_what_was_judged_is_there_when_the_file_is_opened_again(browser: Any, report: Path) -> None:
    """The browser keeps it, for this report alone."""
    seen = visit(browser, report)
    seen.press("r", "j", "y", "n", "y")
    seen.page.reload()
    assert seen.texts("#progress")[0].startswith("3 of ")
    assert seen.texts(".verdict") == ["right", "wrong", "right"]
    assert seen.is_clean(report)


def test_a_speaker_a_kind_and_a_value_are_changed_by_keyboard(browser: Any, report: Path) -> None:
    """From lists; a name that is in no list is typed."""
    seen = visit(browser, report)
    seen.press("r")
    seen.page.select_option("#f-layer", "quotes")
    seen.page.wait_for_timeout(300)
    seen.press("Escape", "j", "t")
    seen.page.select_option("#c-kind", "mixed")
    seen.press("Escape", "s")
    seen.page.select_option("#c-speaker", "+")
    seen.page.keyboard.type("Cleo Varga the Younger")
    seen.press("Enter")
    seen.page.select_option("#f-layer", "amounts")
    seen.page.wait_for_timeout(300)
    seen.press("Escape", "j", "v")
    seen.page.fill("#c-value", "12.5")
    seen.press("Enter")
    items = {line["layer"]: line["item"] for line in saved(seen)}
    assert items["quotes"]["kind"] == "mixed"
    assert items["quotes"]["speaker"] == {"name": "Cleo Varga the Younger"}
    assert items["amounts"]["value"] == "12.5"
    assert seen.is_clean(report)


def test_borders_are_changed_by_selecting_words(browser: Any, report: Path) -> None:
    """With the mouse; what is saved selects those very words."""
    seen = visit(browser, report)
    seen.press("r")
    seen.page.select_option("#f-layer", "quotes")
    seen.page.wait_for_timeout(300)
    seen.press("Escape", "j")
    seen.page.evaluate("""() => {
      const piece = [...document.querySelectorAll(".text .on")].find(
        (one) => one.textContent.length > 12);
      getSelection().setBaseAndExtent(piece.firstChild, 0, piece.firstChild, 12);
    }""")
    words = seen.page.evaluate("getSelection().toString()").strip()
    seen.press("b")
    assert seen.texts(".card.open .words") == [words]
    (line, *_) = saved(seen)
    assert line["action"] == "change"
    assert line["place"]["selector"][1]["exact"] == words
    raw = texts([article(0)])[0]["text"]
    position = line["place"]["selector"][0]
    assert raw[position["start"] : position["end"]] == words


def test_the_script_selects_as_python_does(browser: Any, workspace: Workspace) -> None:
    """Letters beyond 16 bits, entities and dropped lines included."""
    said = "\U0001f6a2 Caf&eacute; \U00020000: \u201cWe pay $5 million,\u201d said Ada Lund."
    workspace.texts(f"{said}\n\nShare this article\n\n{said.replace('5', '7')}")
    workspace.pipeline(STAGES)
    assert workspace.run().code == 0
    assert workspace.do("report", "out.jsonl").code == 0
    seen = visit(browser, workspace.folder / "out.html")
    seen.press("r", "d")
    lines = [line for line in saved(seen) if line["action"] == "accept"]
    (record,) = workspace.records
    ours = [
        judged(record, layer, item)
        for layer in ("quotes", "amounts", "summary")
        for item in record["annotations"][layer]
    ]
    assert len(ours) > 3
    assert sorted(map(without_nothing, lines)) == sorted(map(without_nothing, ours))


def without_nothing(line: dict[str, Any]) -> str:
    """Return a correction as text, without what says nothing."""
    keys = ("document", "layer", "action", "target")
    item = {key: one for key, one in line["item"].items() if one is not None and one is not False}
    held = json.dumps({key: line[key] for key in keys} | {"item": item}, sort_keys=True)
    return json.dumps(json.loads(held, parse_int=float))


def test_the_page_looks_the_same_without_javascript(browser: Any, report: Path) -> None:
    """The same words are marked in the same way, cut at the same places."""
    seen = visit(browser, report)
    still = visit(browser, report, java_script_enabled=False)
    seen.go("documents")
    for number in range(8):
        drawn = seen.page.locator("#reader").evaluate(PIECES)
        written = still.page.locator(f"#d{number}").evaluate(PIECES)
        assert drawn == written
        seen.press("J")
    assert still.page.locator("article.document:visible").count() == 8
    assert still.page.locator(".js-only:visible").count() == 0
    assert still.page.locator("svg:visible").count() > 3


def test_a_click_on_marked_words_opens_their_finding(browser: Any, report: Path) -> None:
    """The shortest one there is; the next click the next one; the words are its own."""
    seen = visit(browser, report)
    seen.go("documents")
    pieces = seen.page.locator("#reader [data-f]")
    for number in range(pieces.count()):
        keys = pieces.nth(number).get_attribute("data-f").split()
        words = pieces.nth(number).text_content()
        for _ in keys:
            pieces.nth(number).click()
            assert chosen(seen) in keys
            opened = seen.page.locator(".card.open")
            parts = [opened.locator(".words").text_content(), *seen.texts(".card.open dd")]
            assert any(words in part for part in parts)
    assert pieces.count() > 20
    assert seen.is_clean(report)


def test_filters_narrow_what_is_shown(browser: Any, report: Path) -> None:
    """Words, speaker, layer, kind, stage, confidence and judgement."""
    seen = visit(browser, report)
    seen.press("f")

    def count() -> int:
        seen.page.wait_for_timeout(300)
        return int(seen.texts("#count")[0].split()[0])

    every = count()
    for field, value in (
        ("#f-words", "bridge"),
        ("#f-speaker", "ada lund"),
        ("#f-confidence", "0.9"),
    ):
        seen.page.fill(field, value)
        assert 0 < count() < every
        seen.page.click("[type=reset]")
        assert count() == every
    for field, value in (
        ("#f-layer", "amounts"),
        ("#f-kind", "direct"),
        ("#f-stage", "summarise"),
    ):
        seen.page.select_option(field, value)
        assert 0 < count() < every
        seen.page.click("[type=reset]")
        assert count() == every
    seen.page.select_option("#f-judged", "accept")
    assert count() == 0
    assert seen.is_clean(report)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1300])
def test_axe_finds_nothing_serious(browser: Any, report: Path, scheme: str, width: int) -> None:
    """In every view, with a finding open; and nothing sticks out of a narrow window."""
    screen = {"width": width, "height": 900}
    seen = visit(browser, report, color_scheme=scheme, viewport=screen)
    for keys in ("o", "r", "rj", "rjjj", "f", "?"):
        seen.press(*keys)
        assert serious(seen) == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    seen.press("Escape")
    for view in ("ends", "run"):
        seen.go(view)
        assert serious(seen) == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


#: The contrast of the words on each speaker's hue: on the text itself, and in the tag.
CONTRAST = """() => {
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    const parts = [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3).map((one) => one / 255);
    const linear = (one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = parts.map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const found = [];
  const add = (one, other) => found.push(contrast(one, other));
  const text = document.querySelector(".text");
  for (const look of ["nobody", ...Array.from({ length: 8 }, (_, hue) => `c${hue} p0`)]) {
    const quote = document.createElement("span");
    quote.className = `quote ${look}`;
    const tag = document.createElement("span");
    tag.className = `tag ${look}`;
    tag.dataset.t = "AB";
    text.append(quote, tag);
    const before = getComputedStyle(tag, "::before");
    const on = getComputedStyle(quote);
    add(on.color, on.backgroundColor);
    add(before.color, before.backgroundColor);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_on_every_hue(browser: Any, report: Path, scheme: str) -> None:
    """4.5 to 1 and better, in both colour schemes."""
    seen = visit(browser, report, color_scheme=scheme)
    seen.press("r")
    contrasts = seen.page.evaluate(CONTRAST)
    assert len(contrasts) == 18
    assert min(contrasts) >= 4.5


def test_a_report_is_printed_without_its_controls(browser: Any, report: Path) -> None:
    """On paper there is the text and what was found in it."""
    seen = visit(browser, report)
    seen.press("r")
    seen.page.emulate_media(media="print")
    assert seen.page.locator("#reader .text").is_visible()
    for control in (".top", "#sieve", "#list", "#panel .row"):
        assert seen.page.locator(control).first.is_hidden()


def test_2000_documents_are_drawn_no_sooner_than_they_are_looked_at(
    browser: Any, workspace: Workspace
) -> None:
    """Ten times the documents are not much more to draw, and the last one opens."""
    report_of(workspace.folder, 20)
    records = workspace.records
    nodes = []
    for count in (200, 2000):
        lines = (records[number % 20] | {"id": f"x{number}"} for number in range(count))
        workspace.write("many.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines))
        assert workspace.do("report", "many.jsonl", "-o", "many.html").code == 0
        seen = visit(browser, workspace.folder / "many.html")
        seen.press("r", "j", "y")
        nodes.append(seen.page.evaluate("document.querySelectorAll('*').length"))
        seen.page.goto(f"{(workspace.folder / 'many.html').as_uri()}#d{count - 1}")
        assert seen.page.locator("#list [aria-current]").get_attribute("href") == f"#d{count - 1}"
    assert nodes[1] < 1.2 * nodes[0]


def test_a_long_document_is_drawn_part_by_part(browser: Any, workspace: Workspace) -> None:
    """No word is left out or shown twice, and keys go from part to part."""
    text = "\n\n".join(f"{number}. {'word ' * (number % 900)}end" for number in range(700))
    spans = [(at, at + 5) for at in range(0, len(text), 5000)]
    finds = [{"start": low, "end": high, "text": text[low:high]} for low, high in spans]
    gone = [{"raw_start": low, "raw_end": low, "text": "x", "rule": "r"} for low, _ in spans]
    record = {
        "id": "long", "source": {"uri": "long"}, "text": text, "meta": {}, "run": "0123456789ab",
        "raw_map": [[0, len(text), 0, len(text)]],
        "annotations": {"acme.finds": finds, "dropped": gone},
    }  # fmt: skip
    workspace.write("long.jsonl", json.dumps(record))
    assert workspace.do("report", "long.jsonl").code == 0
    seen = visit(browser, workspace.folder / "long.html")
    seen.press("r")
    drawn, dropped = "", 0
    while True:
        drawn += "".join(seen.page.locator(".text [data-s]").all_text_contents())
        dropped += seen.page.locator(".text del").count()
        later = seen.page.locator("#reader button", has_text="Later part")
        if not later.count():
            break
        later.first.click()
    assert "".join(drawn.split()) == "".join(text.split())
    assert dropped == len(spans)
    seen.press("J", "K", *("k" * 3), *("j" * 2))
    assert seen.texts(".card.open .words") == [finds[-1]["text"].strip()]
    assert seen.page.locator(".text .on").count() == 1
    assert seen.is_clean(workspace.folder / "long.html")
