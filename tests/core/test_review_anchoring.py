"""Selectors: made of a place, found again after other cleaning, in later versions, or refused."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from articles import Article, article, texts
from hypothesis import given
from hypothesis import strategies as st
from workspaces import SitePackages, Workspace

from textflow.review.anchoring import Refusal, anchor
from textflow.review.folding import folded
from textflow.review.ground import Ground, Span
from textflow.review.selectors import Selector

#: A third party's cleaner: straight quotation marks, single spaces, other furniture.
TIDY = r'''
import re
import textflow

ODD = re.compile("[\u201c\u201d]|[\n\u00a0 ]+(?=[a-z])|^(?:Advertisement|Share).*$", re.MULTILINE)

@textflow.stage(kind="clean")
def tidy(doc):
    """Normalise more than `clean` does."""
    for found in ODD.finditer(doc.text):
        new = '"' if found[0] in "\u201c\u201d" else " " if found[0].isspace() else ""
        yield textflow.Edit(*found.span(), new, None if new else "furniture")

@textflow.hookimpl
def textflow_stages():
    return [tidy]
'''
ARTICLES = [article(number) for number in range(180)]
LATER = [one.edited(number) for number, one in enumerate(ARTICLES)]
WITH_NEWS = [
    Article((("news", "Update: the minister will speak on Friday."), *one.blocks))
    for one in ARTICLES
]

#: A record's ground, and the spans that were found in it.
Read = tuple[Ground, list[Span]]


def plain(text: str) -> Ground:
    """Return the ground of a text that nothing has cleaned."""
    return Ground(text, ((0, len(text), 0, len(text)),) if text else ())


def read(workspace: Workspace, articles: Sequence[Article], cleaning: str) -> list[Read]:
    """Run the stages after ``cleaning`` on the articles."""
    lines = "".join(f"{json.dumps(one)}\n" for one in texts(articles))
    workspace.write("in.jsonl", lines)
    workspace.pipeline(f"[{cleaning}, segment, speakers, amounts]", "source: in.jsonl\n")
    assert workspace.run().code == 0
    return [
        (Ground.of(record), [(item["start"], item["end"]) for item in found(record)])
        for record in workspace.records
    ]


def found(record: dict[str, dict[str, list[dict[str, int]]]]) -> Iterator[dict[str, int]]:
    """Yield the quotations and amounts of a record."""
    for layer in ("quotes", "amounts"):
        yield from record["annotations"][layer]


def wanted(was: Article, now: Article, raw: Span) -> Span | None:
    """Return where a raw range is in a later version of its article."""
    places = [now.place(was.home(place)) for place in raw]
    start, end = places
    whole = start is not None and end is not None and end - start == raw[1] - raw[0]
    return (start, end) if start is not None and end is not None and whole else None


def tally(
    before: Sequence[Read], after: Sequence[Read], versions: Sequence[Article] = ARTICLES
) -> Counter[str]:
    """Count the places that are found again: right, refused (also where gone), wrong."""
    counts: Counter[str] = Counter()
    pairs = zip(ARTICLES, versions, before, after, strict=True)
    for was, now, (ground, spans), (other, _) in pairs:
        for span in spans:
            answer = anchor(Selector.of(ground, span), other)
            right = wanted(was, now, ground.to_raw(span))
            if isinstance(answer, Refusal):
                counts["lost" if right else "gone"] += 1
            else:
                counts["right" if is_same(other.to_raw(answer), right) else "wrong"] += 1
    return counts


def is_same(raw: Span, right: Span | None) -> bool:
    """Return whether two raw ranges differ by no more than a mark that was put for another."""
    return right is not None and all(abs(a - b) <= 1 for a, b in zip(raw, right, strict=True))


@pytest.fixture(scope="module")
def kept() -> list[list[Read]]:
    """Give the place for what is the same in every test, and need be read once only."""
    return []


@pytest.fixture
def before(workspace: Workspace, site: SitePackages, kept: list[list[Read]]) -> list[Read]:
    """Give what the built-in stages find, and install another cleaner."""
    site.plugin(TIDY, name="tidy")
    if not kept:
        kept.append(read(workspace, ARTICLES, "clean"))
    return kept[0]


@pytest.mark.parametrize(
    "cleaning", ["clean: {furniture: 'off'}", "clean, tidy", "tidy, clean", "tidy"]
)
def test_2000_places_are_found_after_other_cleaning(
    workspace: Workspace, before: list[Read], cleaning: str
) -> None:
    """The raw text is the same: 99 of 100 are found, and none in a wrong place."""
    counts = tally(before, read(workspace, ARTICLES, cleaning))
    assert counts.total() > 2000
    assert counts["wrong"] == 0
    assert counts["right"] >= 0.99 * counts.total()


def test_2000_places_are_found_in_a_newer_version_of_the_article(
    workspace: Workspace, before: list[Read]
) -> None:
    """A paragraph put in on top moves every place; the context tells which is meant."""
    counts = tally(before, read(workspace, WITH_NEWS, "clean"), WITH_NEWS)
    assert counts["wrong"] == 0
    assert counts["right"] >= 0.99 * counts.total()


def test_no_place_is_found_wrongly_in_an_article_much_changed(
    workspace: Workspace, before: list[Read]
) -> None:
    """Paragraphs taken out, put in and moved: what could be meant twice is refused."""
    counts = tally(before, read(workspace, LATER, "clean, tidy"), LATER)
    assert counts["wrong"] == 0
    assert counts["gone"] > 100
    assert counts["right"] >= 0.9 * (counts.total() - counts["gone"])


def test_a_place_is_told_from_another_with_the_same_words() -> None:
    """The position decides; where the text has moved, what is around does."""
    text = "Ada Lund said: no. \n\nBram Okoro said: no. \n\nCleo Varga said: no."
    second = text.index("no.", text.index("Bram"))
    selector = Selector.of(plain(text), (second, second + 3))
    assert anchor(selector, plain(text)) == (second, second + 3)
    moved = f"Updated at noon.\n\n{text}"
    assert anchor(selector, plain(moved)) == (second + 18, second + 21)


def test_what_could_be_meant_twice_is_refused() -> None:
    """Two places that nothing tells apart are no place."""
    line = "\n\nThe mayor of the town said: no.\n\nThe council of the town was silent.\n\n"
    selector = Selector.of(plain(line), (line.index("no."), line.index("no.") + 3))
    answer = anchor(selector, plain(f"Once.{line}Twice.{line}"))
    assert answer == Refusal("these words are in the text 2 times: which is meant?")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nothing of it is left here.", "these words are no longer in the text"),
        ("A fee of 5% for all.", "these words are in the text, but in another context"),
        ("It rose by 15% last year.", "these words are no longer in the text"),
        ("", "these words are no longer in the text"),
    ],
)
def test_words_without_their_context_are_refused(text: str, reason: str) -> None:
    """A short amount elsewhere is another amount, and a part of a number is none."""
    whole = "Rents in the valley rose by 5% last year, more than before."
    selector = Selector.of(plain(whole), (28, 30))
    assert selector.exact == "5%"
    assert anchor(selector, plain(text)) == Refusal(reason)


def test_a_mark_alone_is_found_at_its_position_only() -> None:
    """Words without letters have nothing to be found by."""
    selector = Selector.of(plain("a \u2013 b"), (2, 3))
    assert anchor(selector, plain("a - b")) == (2, 3)
    assert isinstance(anchor(selector, plain("a b c")), Refusal)


@given(text=st.text(max_size=60), data=st.data())
def test_a_place_is_found_in_its_own_text(text: str, data: st.DataObject) -> None:
    """Whatever the text is, what is found has the words that were meant, or nothing is found."""
    ground = plain(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    answer = anchor(Selector.of(ground, (start, end)), ground)
    if not isinstance(answer, Refusal):
        assert folded(text[slice(*answer)]) == folded(text[start:end])


@given(st.text())
def test_folding_leads_back(text: str) -> None:
    """Each folded character knows where it came from, in order."""
    made = folded(text)
    assert len(made.text) == len(made.places)
    assert list(made.places) == sorted(made.places)
    assert all(0 <= place < len(text) for place in made.places)


def test_a_selector_is_that_of_the_w3c() -> None:
    """Position and words, both as the Web Annotation Data Model writes them."""
    selector = Selector.of(Ground("b c d", ((0, 5, 10, 15),)), (2, 3))
    assert selector.to_json() == {
        "selector": [
            {"type": "TextPositionSelector", "start": 12, "end": 13},
            {"type": "TextQuoteSelector", "exact": "c", "prefix": "b ", "suffix": " d"},
        ]
    }
    assert Selector.from_json(selector.to_json()) == selector


@pytest.mark.parametrize(
    ("raw", "span"),
    [((0, 5), (0, 5)), ((5, 10), (5, 6)), ((6, 7), (5, 6)), ((10, 12), (6, 8)), ((12, 15), (0, 0))],
)
def test_raw_ranges_lead_to_the_text(raw: Span, span: Span) -> None:
    """A substituted row has no parts, and what was dropped leads nowhere."""
    ground = Ground("abcde&fg", ((0, 5, 0, 5), (5, 6, 5, 10), (6, 8, 10, 12)))
    assert ground.to_text(raw) == span


@pytest.mark.parametrize(("raw", "place"), [(0, 0), (2, 2), (4, 3), (6, 5), (9, 6)])
def test_what_was_dropped_has_a_place_in_the_text(raw: int, place: int) -> None:
    """It is where it would be now."""
    assert Ground("abcdef", ((0, 3, 0, 3), (3, 6, 4, 7))).place_of(raw) == place
