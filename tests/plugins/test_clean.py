"""The stage clean: what it mends, what it drops, what it leaves alone."""

import re
from typing import Any

import pytest
from case_files import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_files import needs_shared, shared

import textflow
from textflow_plugins.clean import clean, keyed_lines
from textflow_plugins.segment import segment


def carried_out(text: str, edits: list[textflow.Edit]) -> str:
    """Return ``text`` after ``edits``, which must be in order and apart."""
    pieces, at = [], 0
    for edit in edits:
        assert at <= edit.start <= edit.end <= len(text)
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*pieces, text[at:]])


def cleaned(text: str, **options: Any) -> str:
    """Return ``text`` as the stage leaves it."""
    return carried_out(text, clean(textflow.Document(text), **options))


def rules(text: str, **options: Any) -> list[tuple[str, str | None]]:
    """Return what the stage drops by name, and the names."""
    edits = clean(textflow.Document(text), **options)
    return [(text[edit.start : edit.end].strip(), edit.rule) for edit in edits if edit.rule]


@pytest.mark.parametrize(
    "case", read_cases("clean", "synthetic", "negative", "genres", "wild", "known-failures")
)
def test_clean_cases(case: dict[str, Any]) -> None:
    """Each text comes out as its case says."""
    assert cleaned(case["text"]) == case["expect"]


@pytest.mark.parametrize("case", read_cases("clean", "site"))
def test_lines_of_many_documents(case: dict[str, Any]) -> None:
    """What the site says goes, what articles have in common stays; twice is no more than once."""
    found = cleaned(case["text"], repeated=case["keys"])
    assert found == case["expect"]
    assert cleaned(found, repeated=case["keys"]) == found


def test_keys_are_those_of_the_lines_of_a_text() -> None:
    """Lines that differ in case, marks, numbers and white space have one key, each once."""
    text = "The  Valley Echo\r\n\nthe valley echo!\nPage 7\nPage 9\n" + 80 * "long " + "\n---"
    assert [item["key"] for item in keyed_lines(textflow.Document(text))] == [
        "page 0",
        "the valley echo",
    ]


ARTICLE = (
    "The mayor told reporters on Monday that the bridge would stay closed until the spring.\n"
    "Share on Facebook\n"
    "Engineers found cracks in two of the pillars last week, the city said in a statement."
)


def test_dropped_line_names_its_rule() -> None:
    """An edit that drops real text says which rule did it."""
    assert rules(ARTICLE) == [("Share on Facebook", "share")]


def test_dropped_line_takes_one_line_break_along() -> None:
    """No empty line stays where a line was dropped."""
    assert cleaned(ARTICLE).count("\n") == 1


WRAPPED = """The council of the harbour town has decided to sell the old coal pier to a
company that runs ferries. That company will pay in three parts, and the first
payment is due in May. Nobody who works on the pier is to lose their work, the
council said. The ferries will call there from the autumn on, once the
wretched sheds are gone. People in the town have asked for the sale since the
closure of the mine. The mayor called it the best news for the harbour in many
summers. He wants to see the first boats before the winter. The company has not
decided how many of them will call."""


def cut_at_line_ends(text: str) -> str:
    """Return a text with the first word of each line cut in two, if it is long enough."""
    return re.sub(r"\n([a-z]{3})([a-z]{3,} )", r" \1-\n\2", text)


def test_a_text_with_cut_words_has_the_sentences_of_the_text_without() -> None:
    """Joining a word takes no line break away, so the wrapping of the text can be seen."""
    text = cleaned(cut_at_line_ends(WRAPPED))
    found = segment(textflow.Document(text))["sentences"]
    assert "-" not in text
    assert len(found) == len(segment(textflow.Document(WRAPPED))["sentences"]) == 8


def test_keep_protects_a_line() -> None:
    """A line that contains a kept string stays, in whatever case it is written."""
    assert cleaned(ARTICLE, keep=["on FACEBOOK"]) == ARTICLE


def test_drop_takes_more_lines() -> None:
    """A line that contains a string to drop goes, under the rule "drop"."""
    assert rules(ARTICLE, drop=["engineers found"])[1][1] == "drop"


def test_drop_never_empties_a_document() -> None:
    """Where every line would go, all stay."""
    assert cleaned(ARTICLE, drop=["the", "share"]) == ARTICLE


def test_furniture_off_only_normalises() -> None:
    """With furniture off, lines stay and characters are still mended."""
    assert cleaned(ARTICLE + "\r\n", furniture="off") == ARTICLE


def test_phrases_of_the_document_language() -> None:
    """Phrases within a line are looked up in the language of the document."""
    text = "Der Bürgermeister sagte am Montag, dass die Brücke bis zum Frühjahr gesperrt bleibt.\n"
    notice = "Diese Website verwendet Cookies, um Inhalte zu zeigen."
    assert rules(text + notice, language="de") == [(notice, "cookies")]
    assert rules(text + notice, language="fi") == []


def test_marks_are_capped() -> None:
    """Of a heap of combining marks only the first thirty stay."""
    assert cleaned("Z" + "\u0301" * 100 + "algo") == "Z" + "\u0301" * 30 + "algo"


def test_edits_are_small() -> None:
    """A line with one odd character gets one edit of that character."""
    text = "It costs 5\u00a0million, he said."
    assert clean(textflow.Document(text)) == [textflow.Edit(10, 11, " ")]


@needs_shared
def test_seed_article_loses_its_cookie_notice_only() -> None:
    """The seed article is dropped nothing but the notice at its end."""
    article = shared("eval/seed/article.txt").read_text("utf-8")
    assert rules(article) == [("This website uses cookies.", "cookies")]


PIECES = [
    *("Share", "Facebook", "Most popular", "Tags", "12 shares", "Read more: why", "By Jane Lee"),
    *("\n", "\n\n", "\r\n", "  ", "&amp;", "&", "amp;", "#38;", "\u00a0", "\u200b", "\u00ad"),
    *("Ã©", "â€™", "govern-\nment", "government", "Nov 19, 2019", "\u0301\u0301", "\x1b[0m"),
    "The mayor told reporters on Monday that the bridge would stay closed until spring.",
]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_cleaning_twice_equals_cleaning_once(text: str) -> None:
    """What is clean stays as it is."""
    once = cleaned(text)
    assert cleaned(once) == once


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_no_text_becomes_empty(text: str) -> None:
    """Whatever goes, something visible stays if there was anything visible."""
    assert bool(text.strip()) <= bool(cleaned(text).strip())


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_edits_are_in_order_and_sensible(text: str) -> None:
    """Edits do not overlap, and none is without effect."""
    edits = clean(textflow.Document(text))
    carried_out(text, edits)
    assert all(text[edit.start : edit.end] != edit.new for edit in edits)
