"""The conformance kit: what a plugin without faults and its author see."""

import subprocess
import sys
from pathlib import Path

import pytest
from kit_runs import judged
from workspaces import SitePackages

PARTIES = '''
"""Parties named in the text."""

import re
from collections import Counter

import textflow

PARTY = re.compile(r"[A-Z][a-z]{1,20} (?:Party|Alliance)")


GIVES = {"acme.parties": "finds.json"}


@textflow.stage(requires=["sentences"], uses=["paragraphs"], provides=GIVES)
def parties(doc, *, least: int = 1):
    """Yield the parties that are named often enough."""
    mentions = Counter(PARTY.findall(doc.text))
    for found in PARTY.finditer(doc.text):
        if mentions[found.group()] >= least:
            yield {"start": found.start(), "end": found.end(), "text": found.group()}


@textflow.stage(kind="filter")
def long_enough(doc, *, characters: int = 3):
    """Keep what is no mere scrap."""
    return len(doc.text) >= characters


@textflow.stage(kind="clean")
def tidy(doc):
    """Return edits that take tabs out."""
    return [textflow.Edit(at, at + 1, " ") for at, mark in enumerate(doc.text) if mark == "\\t"]


@textflow.stage(batch=True, provides={"acme.sizes": "finds.json"})
class sizes:
    """Find every text whole, many at once."""

    def __init__(self, *, note: str = "whole"):
        self.note = note

    def __call__(self, docs):
        return [
            [{"start": 0, "end": min(len(doc.text), 9), "text": doc.text[:9], "note": self.note}]
            for doc in docs
        ]


@textflow.sink(name="acme", lines=True)
def rows(record):
    """Return the id of a record."""
    return repr(record["id"]).encode() + b"\\n"


@textflow.sink(name="table")
def table(records, path):
    """Write a folder with the ids of all records."""
    path.mkdir()
    (path / "ids.txt").write_text("".join(f"{record['id']!r}\\n" for record in records))


@textflow.sink(name="pile")
def pile(records, path, before, *, end: str = ";"):
    """Add the ids of all records to those that are there."""
    old = before.read_text() if before else ""
    path.write_text(old + "".join(f"{record['id']!r}{end}" for record in records))


@textflow.source(name="acme")
def whole(entry):
    """Yield a file as it is."""
    try:
        text = textflow.decode(entry.read(), uri=entry.uri).text
    except textflow.InputError as error:
        yield textflow.Unreadable.because(error, id=entry.id)
        return
    yield textflow.RawDocument(text, entry.id, entry.uri)


@textflow.hookimpl
def textflow_stages():
    return [parties, long_enough, tidy, sizes]


@textflow.hookimpl
def textflow_sinks():
    return [rows, table, pile]


@textflow.hookimpl
def textflow_sources():
    return [whole]
'''


@pytest.fixture
def site(tmp_path: Path) -> SitePackages:
    """Return an empty site folder; only the processes of the kit look into it."""
    folder = tmp_path / "site"
    folder.mkdir()
    return SitePackages(folder)


def test_a_sound_plugin_passes_with_two_lines(site: SitePackages) -> None:
    """Every kind of stage, a source and a sink keep every promise, nothing is skipped."""
    site.plugin(PARTIES)
    verdict = judged(site)
    assert (verdict.code, verdict.failed) == (0, [])
    assert verdict.passed > 300
    assert "skipped" not in verdict.out
    assert "warning" not in verdict.out


def test_options_texts_and_layers_of_the_author_are_used(site: SitePackages) -> None:
    """A required option, a text of one's own and a layer that nobody else gives."""
    site.plugin(
        """
        import textflow

        @textflow.stage(requires=["acme.marks"], provides={"acme.all": "finds.json"})
        def all(doc, *, wanted: str):
            assert wanted == "x"
            return [dict(item) for item in doc["acme.marks"]]

        @textflow.hookimpl
        def textflow_stages():
            return [all]
        """
    )
    verdict = judged(
        site,
        """
        options = {"acme.all": {"wanted": "x"}}
        texts = {"axe": "an x here"}
        layers = {
            "acme.marks": lambda text: [
                {"start": 0, "end": 1, "text": "a"} for _ in text[:1] if text[0] == "a"
            ]
        }
        """,
        only="takes or requires",
    )
    assert verdict.failed == []
    assert verdict.passed > 20


def test_a_layer_that_nobody_gives_is_asked_for(site: SitePackages) -> None:
    """The stage cannot be tried, and the kit says what would help."""
    site.plugin(
        """
        import textflow

        @textflow.stage(requires=["other.names"], provides={"acme.all": "finds.json"})
        def all(doc):
            return []

        @textflow.hookimpl
        def textflow_stages():
            return [all]
        """
    )
    verdict = judged(site)
    assert verdict.failed == ["stage-acme.all-requires"]
    assert "no installed stage gives 'other.names'" in verdict.out
    assert "set `layers = {name: function of the text}`" in verdict.out


def test_layers_come_from_installed_stages(site: SitePackages) -> None:
    """A stage that requires quotes gets those of the stage that finds them."""
    site.plugin(
        """
        import textflow

        @textflow.stage(requires=["quotes"], provides={"acme.said": "finds.json"})
        def said(doc):
            if doc.id == "article" and not doc["quotes"]:
                raise ValueError("no quotes in the article")
            found = [(one["start"], one["end"]) for one in doc["quotes"]]
            return [{"start": a, "end": b, "text": doc.text[a:b]} for a, b in found if b - a < 99]

        @textflow.hookimpl
        def textflow_stages():
            return [said]
        """
    )
    verdict = judged(site, only="takes-article")
    assert (verdict.failed, verdict.passed) == ([], 1)


def test_a_known_failure_is_expected_with_its_reason(site: SitePackages) -> None:
    """It is a strict xfail: one that is fixed by accident is noticed."""
    site.plugin(
        """
        import textflow

        @textflow.sink(name="acme", lines=True)
        def rows(record):
            return b"x"

        @textflow.hookimpl
        def textflow_sinks():
            return [rows]
        """
    )
    known = """
    known_failures = {"sink-acme-takes-odd_meta": "no end yet", "imports_quickly": "large"}
    """
    verdict = judged(site, known, only="odd_meta or imports")
    assert verdict.failed == ["imports_quickly"]
    assert "[XPASS(strict)] large" in verdict.out
    assert "1 xfailed" in verdict.out


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('plugin = "acne"', "no distribution has an entry point 'acne'"),
        ('plugin = ""', "the test names no plugin"),
        ('known_failures = {"stage-acme.sizes-pickle": ""}', "did you mean 'stage-acme.sizes-pick"),
        ('options = {"acme.parteis": {}}', "`options` of the test names 'acme.parteis'"),
    ],
)
def test_a_mistake_in_the_suite_is_told(site: SitePackages, more: str, message: str) -> None:
    """The one test that is left says what to write."""
    site.plugin(PARTIES)
    verdict = judged(site, more, only="loads or known_failures")
    assert len(verdict.failed) == 1
    assert message in verdict.out


def test_time_can_be_left_unmeasured(site: SitePackages) -> None:
    """For a stage that asks a model, thirty families of text may be too dear."""
    site.plugin(PARTIES)
    verdict = judged(site, "hostile = 0", only="linear_time")
    assert (verdict.failed, verdict.passed) == ([], 0)


def test_without_pytest_the_kit_says_what_is_missing() -> None:
    """Not a failing import somewhere inside it."""
    load = "from textflow.testing import PluginContract"
    code = f"import sys; sys.modules['pytest'] = None; {load}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603 - our own
    assert b"run `pip install pytest`" in done.stderr


def test_textflow_itself_needs_no_pytest() -> None:
    """Only the kit does."""
    code = (
        "import sys, textflow; [getattr(textflow, name) for name in textflow.__all__]; "
        "assert 'pytest' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own


LAYERS = """
import textflow

@textflow.stage(name="words")
def words(doc, *, layer: textflow.Layer):
    yield textflow.Rejected({"text": doc.text[:9]}, "not sure")

@textflow.hookimpl
def textflow_stages():
    return [words]
"""


def test_a_stage_with_a_layer_of_the_pipeline(site: SitePackages) -> None:
    """The test declares the layer; without one, the kit says how."""
    site.plugin(LAYERS)
    beside = """
        options = {"acme.words": {"layer": "mine.words"}}
        schemas = {"mine.words": {"type": "array", "items": {"type": "object"}}}
        hostile = 0
        huge = 1000
    """
    verdict = judged(site, f"{beside}    invalid = 'reject'")
    assert verdict.code == 0, verdict.out
    verdict = judged(site, beside, only="takes-emoji")
    assert "write `invalid: reject` beside it" in verdict.out
    verdict = judged(site, only="declares")
    assert "set `options = {'acme.words': {'layer': 'mine.layer'}}`" in verdict.out
