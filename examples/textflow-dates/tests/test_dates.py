"""What the stage finds, what that means, and what it must leave alone."""

import pytest
from textflow import Document

from textflow_dates import dates

#: A Thursday.
PUBLISHED = "2024-05-16T08:30:00Z"


def found(text: str, published: str | None = PUBLISHED, **options: str) -> dict[str, str | None]:
    """Return the dates of a text with what they mean, spans looked at."""
    doc = Document(text, meta={"date": published} if published else {})
    items = list(dates(doc, **options))
    assert [text[item["start"] : item["end"]] for item in items] == [item["text"] for item in items]
    return {item["text"]: item["value"] for item in items}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("on Monday", "2024-05-13"),
        ("on Thursday", "2024-05-16"),
        ("last Thursday", "2024-05-09"),
        ("next Tuesday", "2024-05-21"),
        ("yesterday", "2024-05-15"),
        ("two weeks ago", "2024-W18"),
        ("last week", "2024-W19"),
        ("next year", "2025"),
        ("in March", "2024-03"),
        ("in December", "2023-12"),
        ("on May 3", "2024-05-03"),
        ("on Sept. 3", "2023-09-03"),
        ("at 5 p.m.", "2024-05-16T17:00"),
        ("on Monday at 10:30 am", "2024-05-13T10:30"),
    ],
)
def test_dates_count_from_the_day_of_the_article(said: str, value: str) -> None:
    """The one before it, where two are possible; no finer than is said."""
    assert list(found(f"The ferry was late {said}, he said.").values()) == [value]


@pytest.mark.parametrize("published", [None, "in spring", PUBLISHED])
def test_whole_dates_need_no_article(published: str | None) -> None:
    """They mean the same whenever they are said."""
    text = "It began on Friday, May 3, 2019, in 1999, in June 2001 and on 3 May 2020."
    assert list(found(text, published).values()) == ["2019-05-03", "1999", "2001-06", "2020-05-03"]


def test_the_day_of_the_article_may_be_unknown() -> None:
    """What counts from it is found, and has no value."""
    assert found("He came on Monday.", None) == {"Monday": None}


def test_what_comes_may_be_meant() -> None:
    """In announcements, say; an article of that very day still means its day."""
    text = "Open on Monday, in March and on Thursday."
    assert list(found(text, prefer="future").values()) == ["2024-05-20", "2025-03", "2024-05-16"]


@pytest.mark.parametrize(
    "text",
    [
        "It may rain, and they march on.",
        "Version 10.5.2019-rc1 has 12 parts.",
        "3.5 million people, and 1999 of them stayed.",
        "He seconded it, at last.",
        "See page 12:30b.",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    """The text is not a date for having a number or a month's name in it."""
    assert found(text) == {}


def test_other_languages_are_left_alone() -> None:
    """The words that are known here are English."""
    doc = Document("Am Monday.", meta={"language": "de", "date": PUBLISHED})
    assert list(dates(doc)) == []
