"""The summarise stage: what must not stand in a summary, or not alone."""

from typing import Any

import pytest
from summaries import numbers, quote, span, story

import textflow
from textflow_plugins.summarise import summarise
from textflow_plugins.summarise.dependencies import anchors
from textflow_plugins.summarise.language import words_of
from textflow_plugins.summarise.tokens import words

LEAD = "The harbour board of Kessel has sold its last coal pier to a ferry company."
HEADS = [
    "We use cookies to give you the best experience on our website.",
    "By clicking Accept you agree to this use.",
    "By Ilse Marten, Harbour Reporter",
    "ILSE MARTEN, Kessel",
    "Share this story with your friends",
    "Tweet Pin Email Print 12 comments",
    "Published: 10:31, 4 March 2015",
    "Photo: Ilse Marten, for the board's archive of old piers and sheds",
    "Editor's note: this story has been changed since it was first put up.",
    "The board's chairman (left) on the pier.",
    "KESSEL (Wire) -",
    "Scroll down for video.",
]
KEPT = [
    "By March the board of the harbour will have paid its debts to the county.",
    'The chairman told the ferry company: "Share this with all your customers on the quay."',
    f"The board follows a policy on cookies that was drawn up {'by a committee ' * 8}in May.",
    "Readers may share the pier with the gulls.",
]


def with_layers(doc: textflow.Document, **layers: Any) -> textflow.Document:
    """Return ``doc`` with more layers."""
    rows = [dict(row) for row in doc["sentences"]]
    return textflow.Document(doc.text, layers={"sentences": rows, **layers})


@pytest.mark.parametrize("head", HEADS)
def test_page_furniture_is_no_part_of_a_summary(head: str) -> None:
    """A banner, a byline, a dateline, a credit or a caption is passed over."""
    doc = story(head, LEAD, "It paid four million euros.", "Work starts in June.", "No jobs go.")
    assert 0 not in numbers(doc)


@pytest.mark.parametrize("sentence", KEPT)
def test_a_sentence_of_the_story_is_no_furniture(sentence: str) -> None:
    """A sentence that merely names what furniture names may open the summary."""
    assert 0 in numbers(story(sentence, LEAD, "It paid four million euros.", "Work starts soon."))


def test_junk_fills_up_what_is_missing() -> None:
    """Where the story is too short, the summary still has the length asked for."""
    doc = story("Share this", LEAD, "By Ilse Marten")
    assert numbers(doc, sentences=2) == [0, 1]
    assert summarise(doc, sentences=2)[0]["why"] == ["fills up: no sentence of the story was left"]


def test_headline_run_into_the_text_is_passed_over() -> None:
    """A first line that the next sentence says again, at greater length, is a headline."""
    doc = story(
        "Harbour board sells coal pier",
        "The harbour board of Kessel sells its coal pier to a ferry company for four million.",
        "Work on a terminal starts in June and takes two years.",
        "The union fears for a hundred jobs on the quay.",
    )
    assert numbers(doc) == [1, 2, 3]


def test_headline_is_given_where_nothing_else_is_left() -> None:
    """A headline fills up like any junk."""
    doc = story("Board sells coal pier", "The board sells its old coal pier to a ferry line.")
    assert numbers(doc) == [0, 1]


STRIKE = [
    "A ferry company bought the coal pier of Kessel on Monday.",
    "The weather was fine and nobody minded the wait at all, as far as we could see then.",
    "Tea was served under a tent.",
    f"A small office up the hill is where the union meets,{' in rain and fog,' * 6} at night.",
    "She said dockers will strike over wages.",
    "But a strike of dockers over wages, old people tell in Kessel, lasted nine weeks in 1998.",
]


def test_a_short_sentence_does_not_displace_one_that_says_more() -> None:
    """Words that come up often are not enough: in all, as much must be said as before."""
    named = [line.replace("She said", "Holm said") for line in STRIKE]
    served = "Tea was served under a tent that had been put up overnight by some volunteers."
    assert 4 in numbers(story(*named))
    assert 4 not in numbers(story(*named[:2], served, *named[3:]))


def test_pronoun_without_its_antecedent_is_not_swapped_in() -> None:
    """A sentence that opens with a pronoun comes in only behind the one before it."""
    named = [line.replace("She said", "Holm said") for line in STRIKE]
    assert 4 in numbers(story(*named))
    assert 4 not in numbers(story(*STRIKE))


@pytest.mark.parametrize(
    ("language", "leaning", "free"),
    [
        ("fr", "C'est une grève du port.", "Une grève du port commence."),
        ("de", "Dadurch droht ein Streik im Hafen.", "Ein Streik im Hafen droht."),
        ("es", "Aquello fue una huelga del puerto.", "Una huelga del puerto empieza."),
        ("pt", "Portanto uma greve do porto vem.", "Uma greve do porto vem."),
        ("nl", "Daardoor dreigt een staking.", "Een staking dreigt."),
    ],
)
def test_opening_that_points_back_leans_on_the_sentence_before(
    language: str, leaning: str, free: str
) -> None:
    """What an elided or compound word of pointing opens is held as by the plain word."""
    first = [words(text)[0] for text in ("Kessel.", leaning, free)]
    found = anchors(first, [0, 1, 2], {"sentences": []}, words_of(language))
    assert found == {1: (0,)}


def test_pronoun_is_held_by_a_sentence_that_names_the_person() -> None:
    """The ``speakers`` layer tells whom a pronoun means."""
    doc = story("Dana Holm told a ferry company to leave the coal pier of Kessel.", *STRIKE[1:])
    named = {**span(doc.text, "Dana Holm"), "kind": "name"}
    meant = {**span(doc.text, "She"), "kind": "pronoun"}
    person = {"id": "s1", "name": "Dana Holm", "role": None, "mentions": [named, meant]}
    assert 4 not in numbers(doc)
    assert 4 in numbers(with_layers(doc, speakers=[person]))


def test_bare_quotation_is_not_left_without_its_speaker() -> None:
    """What is nothing but words of somebody comes in only with the one who says them."""
    lines = [
        *STRIKE[:3],
        "Dana Holm of the union spoke up.",
        '"Dockers, strike over wages!"',
        STRIKE[5],
    ]
    doc = story(*lines)
    said = quote(doc.text, lines[4], "Dana Holm")
    assert 4 in numbers(doc)
    assert 4 not in numbers(with_layers(doc, quotes=[said]))


def test_bare_quotation_of_the_lead_waits_for_its_speaker() -> None:
    """A text may open with a quotation, but not its summary, unless the speaker is in it."""
    lines = ['"We are tired of coal."', "So says Dana Holm.", "Piers rot.", "Gulls scream."]
    doc = story(*lines)
    said = with_layers(doc, quotes=[quote(doc.text, lines[0], "Dana Holm")])
    assert numbers(said, sentences=1) == [2]


def test_near_duplicate_makes_room() -> None:
    """A sentence of the lead that repeats the first is swapped for one that says more."""
    doc = story(
        "A ferry company has bought the last coal pier of Kessel for four million euros.",
        "The last coal pier of Kessel was bought by a ferry company for four million euros.",
        "A terminal for two ferries will stand on the pier by next summer.",
        "The union of dockers fears that a hundred jobs on the pier are lost.",
        "Dockers of the union will meet the ferry company next summer.",
    )
    assert 1 not in numbers(doc)


def test_run_of_pronouns_is_held_by_the_sentence_it_sets_out_from() -> None:
    """In "Holm ... She ... She ..." the last may stand without the one between."""
    doc = story(
        "Dana Holm told a ferry company to leave the coal pier of Kessel.",
        f"She said so in a speech,{' in rain and fog,' * 6} at night.",
        f"She had a lamp, a tent, a table and a chair,{' in rain and fog,' * 6} at night.",
        "She said dockers will strike over wages.",
        "But a strike of dockers over wages, old people tell, lasted nine weeks in 1998.",
    )
    assert 3 in numbers(doc)


def test_report_is_preferred_to_quotation() -> None:
    """Of two sentences that say the same, the one with less quotation is chosen."""
    lines = [
        *STRIKE[:3],
        '"Dockers over wages will strike," Holm says.',
        "Dockers over wages will strike, Holm says.",
        "But dockers and wages and a strike were the talk of Kessel for nine long weeks in 1998.",
    ]
    doc = story(*lines)
    said = quote(doc.text, '"Dockers over wages will strike,"', "Holm")
    assert numbers(doc) == [0, 2, 3]
    assert numbers(with_layers(doc, quotes=[said])) == [0, 2, 4]


def test_title_at_the_head_of_the_text_is_passed_over() -> None:
    """A first line that is ``meta.title`` is no sentence of the story."""
    lines = ["Kessel to sell its pier", LEAD, "It paid four million euros.", "Work starts in June."]
    assert 0 in numbers(story(*lines))
    assert 0 not in numbers(story(*lines, title="Kessel to sell its pier!"))
