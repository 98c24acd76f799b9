"""The option ``quotes: whole``: what it keeps in one sentence."""

import pytest

import textflow
from textflow_plugins.segment import segment


def whole(text: str) -> list[str]:
    """Return the text of each sentence, quotations kept whole."""
    found = segment(textflow.Document(text), quotes="whole")["sentences"]
    return [text[item["start"] : item["end"]] for item in found]


@pytest.mark.parametrize(
    "text",
    [
        '"It rains. It pours," said Ann.',
        "“It rains. It pours,” said Ann.",
        "'It rains. It pours,' said Ann.",
        "„Es regnet. Es gießt“, sagte Ann.",
        "»Es regnet. Es gießt«, sagte Ann.",
        "« Il pleut. Il gèle », dit Ann.",
        "「雨だ。寒い。」と彼は言った。",
        "The ship (It was late. It was dark.) sank.",
        'He said "no (Never! Not now.) and no" twice.',
    ],
)
def test_enclosed_sentences_stay_together(text: str) -> None:
    """Nothing is cut inside a pair of marks."""
    assert whole(text) == [text]


def test_sentence_behind_a_closed_quotation_is_its_own() -> None:
    """A quotation that ends with its sentence ends it."""
    text = '"It rains. It pours." She left.'
    assert whole(text) == ['"It rains. It pours."', "She left."]


def test_mark_that_nothing_closes_keeps_nothing() -> None:
    """A lone mark leaves the sentences behind it as they are."""
    assert whole('He said "no. She left. It rained.') == [
        'He said "no.',
        "She left.",
        "It rained.",
    ]


def test_apostrophe_is_no_mark() -> None:
    """An apostrophe neither opens nor closes."""
    text = "It's Ann's boat. The crews' pay isn't due."
    assert whole(text) == ["It's Ann's boat.", "The crews' pay isn't due."]


def test_quotation_does_not_reach_over_paragraphs() -> None:
    """A mark closed only in the next paragraph is treated as a lone one."""
    text = 'He said "no. She left.\n\nIt rained" again.'
    assert whole(text) == ['He said "no.', "She left.", 'It rained" again.']
