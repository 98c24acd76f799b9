"""The report as a file: what is in it, whoever gave it; what is not."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from articles import article, texts
from checkout import ROOT
from doubling import LIMIT, growth
from workspaces import FINDS, SitePackages, Workspace

from textflow.looking.colours import speaker_numbers
from textflow.looking.findings import Dropped, dropped, paragraphs
from textflow.looking.marking import HUES, Mark, blocks
from textflow.report.charts import Bar, bars, columns, log_scale

STAGES = "[clean, segment, speakers, amounts, summarise]"
TEXT = (
    "The town bought a boat for $4 million.\n\n"
    "“It is fine,” said Mayor Ada Lund. “Not at all,” Bram Okoro told reporters.\n\n"
    "Share this article\n\n"
    "Nobody else came to the harbour."
)


def page_of(workspace: Workspace, *options: str, stages: str = STAGES) -> str:
    """Run the pipeline and return the page of its records."""
    workspace.pipeline(stages)
    assert workspace.run().code in (0, 1)
    done = workspace.do("report", "out.jsonl", *options)
    assert done.code == 0, done.err
    return (workspace.folder / "out.html").read_text("utf-8")


def static_part(page: str) -> str:
    """Return what a reader without JavaScript is shown of the documents."""
    return page.partition("<noscript>")[2].partition("</noscript>")[0]


def words(html: str) -> str:
    """Return HTML without its elements."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_the_page_asks_nobody_for_anything(workspace: Workspace) -> None:
    """No address at all is in it, and its policy allows its own script and style alone."""
    workspace.texts(TEXT)
    page = page_of(workspace)
    assert re.findall(r"""(?:src|href)=(?!["']#).{9}""", page) == []
    assert re.findall(r"https?:", page.replace("http://www.w3.org/2000/svg", "")) == []
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; "
        r"base-uri 'none'; form-action 'none'",
        unescape(policy[1]),
    )


def test_each_finding_says_why(workspace: Workspace) -> None:
    """In the table below the text: layer and stage, kind, speaker or value, raw place."""
    workspace.texts(TEXT)
    shown = words(static_part(page_of(workspace)))
    at = TEXT.index("“It is fine,”")
    row = rf"“It is fine,” quotes, speakers direct Ada Lund [\d.]+ {at}–{at + 13}"  # noqa: RUF001
    assert re.search(row, shown)
    assert "$4 million amounts, amounts money 4,000,000 USD" in shown


def test_what_was_dropped_is_in_its_place(workspace: Workspace) -> None:
    """Between the paragraphs where it was, with the rule that dropped it."""
    workspace.texts(TEXT)
    gone = static_part(page_of(workspace)).partition('<del data-rule="')
    assert "reporters" in gone[0]
    assert gone[2].startswith("share")
    assert "Nobody else" in gone[2]


def test_layers_of_third_parties_are_shown_by_their_spans(
    workspace: Workspace, site: SitePackages
) -> None:
    """And by their fields; items that point nowhere are kept for the page's script."""
    site.plugin(
        """
        import textflow

        @textflow.stage(provides={"acme.finds": "finds.json"})
        def finds(doc):
            at = doc.text.index("harbour")
            return [{"start": at, "end": at + 7, "text": "harbour", "note": "a place"}]

        @textflow.stage(provides={"acme.loose": "loose.json"})
        def loose(doc):
            return [{"about": "the sea"}]

        @textflow.hookimpl
        def textflow_stages():
            return [finds, loose]
        """,
        files={"loose.json": json.dumps({"type": "array", "items": {"type": "object"}})},
    )
    assert FINDS
    workspace.texts(TEXT)
    page = page_of(workspace, stages="[clean, acme.finds, acme.loose]")
    assert '<span class="other">harbour</span>' in page
    assert "harbour acme.finds, acme.finds" in words(page)
    assert '"loose":{"acme.loose":[{"about":"the sea"}]}' in page


def test_100_documents_are_at_most_two_megabytes(workspace: Workspace) -> None:
    """With all they contain: text, findings, figures, script and style."""
    lines = texts([article(number) for number in range(100)])
    long = [line | {"text": f"{line['text']}\n\n{line['text']}"} for line in lines]
    workspace.write("in.jsonl", "".join(f"{json.dumps(line)}\n" for line in long))
    workspace.pipeline(STAGES, "source: in.jsonl\n")
    assert workspace.run().code == 0
    assert workspace.do("report", "out.jsonl").code == 0
    characters = sum(len(record["text"]) for record in workspace.records)
    assert characters > 150_000
    assert (workspace.folder / "out.html").stat().st_size <= 2_000_000


def test_documents_past_the_limit_are_counted_only(workspace: Workspace) -> None:
    """The page says so, and so does the command."""
    workspace.texts(TEXT, TEXT, TEXT)
    page = page_of(workspace, "--limit", "2")
    assert page.count('<article class="document"') == 2
    assert "The first 2 documents are shown; the figures count the 1 others too." in page
    assert "<b>3</b> documents" in page


def test_dead_letters_are_shown_with_their_reason(workspace: Workspace) -> None:
    """In the overview as numbers, each with its message elsewhere."""
    workspace.texts(TEXT)
    workspace.write("in/b.txt", b"\x89PNG\r\n\x1a\n\0\0")
    page = page_of(workspace)
    letter = workspace.dead[0]
    assert f"<td>{letter['error']['type']}</td>" in page
    assert letter["error"]["message"] in unescape(page)


def test_the_same_records_give_the_same_page(workspace: Workspace) -> None:
    """Byte for byte; nothing of the day or the machine is in it."""
    workspace.texts(TEXT)
    one = page_of(workspace)
    assert workspace.do("report", "out.jsonl", "-o", "again.html").code == 0
    assert (workspace.folder / "again.html").read_text("utf-8") == one


def test_records_of_standard_input_are_taken(workspace: Workspace) -> None:
    """Without a manifest, nobody knows who gave a layer, and the page says so."""
    workspace.texts(TEXT)
    workspace.pipeline(STAGES)
    records = workspace.process("run", "p.yml", "--set", "sink=-").out
    assert workspace.process("report", "-", "-o", "r.html", stdin=records).code == 0
    page = (workspace.folder / "r.html").read_text("utf-8")
    assert "No manifest lies beside these records" in page
    assert "quotes, not known" in words(page)


def test_records_are_never_written_over(workspace: Workspace) -> None:
    """Not even where the user names them."""
    workspace.texts(TEXT)
    page_of(workspace)
    before = workspace.records
    done = workspace.do("report", "out.jsonl", "-o", "out.jsonl")
    assert done.code == 2
    assert "contains the records: give another path with -o" in done.err
    assert workspace.records == before


def test_no_record_at_all_makes_a_page(workspace: Workspace) -> None:
    """With nothing in it."""
    workspace.write("none.jsonl", "")
    assert workspace.do("report", "none.jsonl").code == 0
    assert "<b>0</b> documents" in (workspace.folder / "none.html").read_text("utf-8")


def test_nothing_of_a_document_is_markup_in_the_file(workspace: Workspace) -> None:
    """Neither in the text nor in the JSON beside it."""
    workspace.texts("Ada Lund said <b>no</b> & “</script><script>x</script>”.")
    page = page_of(workspace)
    assert "<b>no" not in page
    assert page.count("<script") == 2
    assert "Ada Lund said &lt;b&gt;" in page
    assert r"\u003cb\u003eno" in page


def test_the_page_on_reports_names_every_key() -> None:
    """What the script listens to is in the documentation."""
    script = (ROOT / "core/textflow/report/script/keys.js").read_text("utf-8")
    keys = re.findall(r'^  \["(.)", "', script, re.MULTILINE)
    told = (ROOT / "docs/report.md").read_text("utf-8")
    assert len(keys) > 20
    assert [key for key in keys if f"`{key}`" not in told] == []


# Marks


def shown(found: Iterator[list[Any]]) -> list[str]:
    """Return blocks as text, each piece with its looks."""
    return [
        "|".join(
            f"[{one.dropped.rule}]" if one.dropped else f"{one.text}:{one.look}" for one in block
        )
        for block in found
    ]


def gone(at: int, rule: str) -> Dropped:
    """Return a piece dropped at a place."""
    return Dropped(at, at, at + 1, "x", rule, 0)


def test_marks_that_cross_are_cut_where_one_begins_or_ends() -> None:
    """Each piece has the looks of all marks on it; paragraphs cut them too."""
    on = [Mark(1, 4, "a"), Mark(3, 7, "b")]
    assert shown(blocks("abcdefgh", [(0, 5), (5, 8)], on, [])) == [
        "a:|bc:a|d:a b|e:b",
        "fg:b|h:",
    ]


def test_dropped_pieces_are_within_or_between_paragraphs() -> None:
    """Before the first, inside one, between two, behind the last."""
    dropped_there = [gone(0, "r1"), gone(2, "r2"), gone(4, "r3"), gone(8, "r4")]
    assert shown(blocks("abc def ", [(0, 3), (4, 7)], [], dropped_there)) == [
        "[r1]", "ab:|[r2]|c:", "[r3]", "def:", "[r4]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "spans"),
    [
        (None, [(0, 3), (5, 8)]),
        ([(0, 8)], [(0, 8)]),
        ([(5, 8)], [(0, 3), (5, 8)]),
        ([(0, 6), (4, 8)], [(0, 6), (6, 8)]),
    ],
)
def test_every_word_is_in_one_paragraph(
    given: list[tuple[int, int]] | None, spans: list[tuple[int, int]]
) -> None:
    """Whatever a third party's paragraphs leave out, or cover twice."""
    layers = {"paragraphs": [{"start": low, "end": high} for low, high in given or ()]}
    assert paragraphs({"text": "abc\n\ndef", "annotations": layers}) == spans


def test_drawing_takes_no_more_time_than_there_is_to_draw() -> None:
    """Twice the paragraphs and marks take about twice the time."""

    def draw(size: int) -> None:
        on = [Mark(at * 10 + 2, at * 10 + 7, "a", head="x") for at in range(size)]
        spans = [(at * 10, at * 10 + 10) for at in range(size)]
        list(blocks("x" * size * 10, spans, on, []))

    assert growth(partial(draw, 500), partial(draw, 1_000)) <= LIMIT


def test_what_was_dropped_is_cut_where_it_is_long() -> None:
    """The page says how much more there was."""
    item = {"raw_start": 0, "raw_end": 500, "text": "y" * 500, "rule": "nav"}
    record = {"text": "", "raw_map": [], "annotations": {"dropped": [item]}}
    (one,) = dropped(record)
    assert (len(one.text), one.more, one.at) == (400, 100, 0)


def test_speakers_of_one_document_have_other_hues() -> None:
    """As long as there are hues; two documents may share them."""
    names = [f"Speaker {number}" for number in range(60)]
    casts = [names[at : at + HUES] for at in range(0, 60, HUES)]
    numbers = speaker_numbers(names, casts)
    for cast in casts:
        assert len({numbers[name] % HUES for name in cast}) == len(cast)


# Charts


def parts(chart: str, name: str) -> list[ET.Element]:
    """Return the elements of a chart."""
    return ET.fromstring(chart).findall(name)  # noqa: S314 - our own


def test_bars_are_as_long_as_their_numbers() -> None:
    """The parts of a bar follow each other; each has its number."""
    chart = bars("Who", [Bar("Ada", {"direct": 6, "mixed": 2}, "8"), Bar("Bo", {"direct": 4}, "4")])
    one, two, three = (float(rect.attrib["width"]) for rect in parts(chart, "rect"))
    assert one == pytest.approx(3 * two, rel=0.01)
    assert one + two == pytest.approx(2 * three, rel=0.01)
    assert [text.text for text in parts(chart, "text")] == ["Ada", "8", "Bo", "4"]


def test_columns_are_as_high_as_their_numbers() -> None:
    """And each says what it is."""
    chart = columns("Documents", [("0", 1), ("1", 4)])
    heights = [float(rect.attrib["height"]) for rect in parts(chart, "rect")]
    assert heights[1] == pytest.approx(4 * heights[0])
    assert [rect.findtext("title") for rect in parts(chart, "rect")] == ["0: 1", "1: 4"]


def test_amounts_are_apart_by_their_powers_of_ten() -> None:
    """A logarithmic scale: from 1 to 10 is as far as from 1,000 to 10,000; nothing is too large."""
    counts = {Decimal(1): 1, Decimal(10): 1, Decimal(1000): 1, Decimal(10_000): 1}
    rows = parts(log_scale("Money", {"USD": counts}), "rect")
    at = [float(rect.attrib["x"]) for rect in rows]
    assert at[1] - at[0] == pytest.approx(at[3] - at[2], rel=0.01)
    assert len(parts(log_scale("Money", {"USD": {Decimal("9e399"): 2}}), "rect")) == 1
    assert log_scale("Money", {}) == ""


def test_a_chart_holds_no_markup_of_a_document() -> None:
    """A name is a word in it, whatever it is."""
    chart = bars('"><script>', [Bar("<script>x</script>", {"direct": 1}, "1")])
    assert "<script" not in chart
