"""The summarise stage: its options, its reasons and its scores."""

import os
import subprocess
import sys

import pytest
from summaries import numbers, quote, span, story

import textflow
from textflow_plugins.summarise import summarise

PIER = [
    "A ferry company bought the last coal pier of Kessel on Monday.",
    "The harbour board will get four million euros for the pier.",
    "A terminal for two ferries is to stand there by next summer.",
    "Dockers fear for a hundred jobs.",
    "Coal has come through Kessel since 1894.",
    "The last ship left in May.",
]


def test_three_sentences_where_nothing_is_said() -> None:
    """The default length is three sentences."""
    assert len(summarise(story(*PIER))) == 3


@pytest.mark.parametrize(("ratio", "expected"), [(0.01, 1), (0.25, 2), (0.5, 3), (1.0, 6)])
def test_ratio_is_a_share_of_the_sentences(ratio: float, expected: int) -> None:
    """``ratio`` stands for the number of sentences, rounded, one at least."""
    assert len(summarise(story(*PIER), ratio=ratio, sentences=2)) == expected


def test_cap_on_words_leaves_out_what_does_not_fit() -> None:
    """With room for twelve words only the first sentence fits."""
    assert numbers(story(*PIER), max_words=12) == [0]


def test_one_sentence_is_given_even_where_none_fits() -> None:
    """The shortest sentence is given if even that is longer than the cap."""
    assert numbers(story(*PIER), max_words=2) == [3]


def test_words_of_the_title_weigh_more() -> None:
    """A sentence that says what ``meta.title`` says is preferred."""
    assert 3 not in numbers(story(*PIER))
    assert 3 in numbers(story(*PIER, title="Dockers in Kessel fear for a hundred jobs"))


def test_title_that_is_no_text_is_ignored() -> None:
    """``meta.title`` may be anything; only a string is read."""
    assert numbers(story(*PIER, title=["Dockers", "fear"])) == numbers(story(*PIER))


def test_language_of_the_document_wins() -> None:
    """``meta.language`` decides which words carry grammar: in German "die" does."""
    lines = ["Die Kohle geht.", "Hafen und Kohle.", "Gleis.", "Die die die die die Kohle Hafen."]
    german = summarise(story(*lines, language="de-AT"))
    assert german == summarise(story(*lines), language="de")
    assert german != summarise(story(*lines), language="en")


def test_language_without_a_list_is_summarised_too() -> None:
    """Russian has no word list; its long words tell."""
    lines = [
        "Порт Кессель продал причал.",
        "Причал купила компания.",
        "Это так.",
        "Да.",
        "Порт рад.",
    ]
    assert numbers(story(*lines, language="ru"), sentences=2)[0] == 0


def test_ranks_follow_the_scores() -> None:
    """Rank 1 is the sentence that says most of what the summary says."""
    summary = sorted(summarise(story(*PIER)), key=lambda item: item["rank"])
    scores = [item["score"] for item in summary]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_first_sentence_says_so() -> None:
    """The reasons begin with how the sentence came in, then what it is about."""
    first, second, *_ = summarise(story(*PIER))
    assert first["why"] == ["opens the story", "about ferry, last, coal"]
    assert second["why"][0] == "stands in the lead"


def test_swapped_sentence_says_what_it_replaces() -> None:
    """A sentence from further down names the one of the lead that it beat."""
    summary = summarise(story(*PIER, title="Dockers in Kessel fear for a hundred jobs"))
    assert summary[-1]["text"] == "Dockers fear for a hundred jobs."
    assert summary[-1]["why"][0] == "says more than sentence 2"


def test_reasons_name_speakers_and_amounts() -> None:
    """Who is quoted and what is stated stand among the reasons."""
    doc = story('"It cost $3 million," Dana Holm said.', "Nobody else spoke that day.")
    said = quote(doc.text, '"It cost $3 million,"', "Dana Holm")
    person = {"id": "s1", "name": "Dana Holm", "role": None, "mentions": []}
    amount = {**span(doc.text, "$3 million"), "kind": "money"}
    layers = {
        "sentences": [dict(row) for row in doc["sentences"]],
        "quotes": [said],
        "speakers": [person],
        "amounts": [amount],
    }
    why = summarise(textflow.Document(doc.text, layers=layers))[0]["why"]
    assert why[-2:] == ["quotes Dana Holm", "states $3 million"]


def test_hash_seed_changes_nothing() -> None:
    """Two processes with different hash seeds give the same bytes."""
    code = (
        "import json, textflow; from textflow_plugins.summarise import summarise;"
        f"lines = {PIER * 3!r}; text = ' '.join(lines); rows = [];"
        "[rows.append({'start': (at := rows[-1]['end'] + 1 if rows else 0), 'end': at + len(one)})"
        " for one in lines];"
        "doc = textflow.Document(text, layers={'sentences': rows});"
        "print(json.dumps(summarise(doc, ratio=0.5)))"
    )
    seen = {
        subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1
