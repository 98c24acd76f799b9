"""The summarise stage: linear in the number of sentences, and on hostile text."""

from collections.abc import Callable

import pytest
from doubling import LIMIT, growth
from summaries import story

import textflow
from textflow_plugins.summarise import summarise

WORDS = ["steel", "harbour", "ferry", "price", "union", "board", "coal", "winter", "dockers"]


def prose(size: int) -> textflow.Document:
    """Return a text of so many ordinary sentences."""
    return story(
        *(
            f"The {WORDS[n % 9]} of {WORDS[n * 4 % 7]} {n} met a {WORDS[n * n % 5]} in {n % 97}."
            for n in range(size)
        )
    )


FAMILIES: dict[str, Callable[[int], textflow.Document]] = {
    "one word a sentence": lambda n: story(*["He."] * n),
    "one long sentence": lambda n: story("steel price " * (4 * n)),
    "one long word": lambda n: story("a" * (40 * n)),
    "no word at all": lambda n: story("'\"(" * (20 * n), *["…"] * n),
    "bylines": lambda n: story(*["By By By Ann"] * n),
    "credits": lambda n: story("photo " * (8 * n), *["Photo by photo by"] * n),
    "captions": lambda n: story(*["Ann (left) on the pier. Behind her: photo: Ben (right)"] * n),
    "cookies": lambda n: story(*["we use we use share cook"] * n),
    "apostrophes": lambda n: story("a'b" * (10 * n), "a' " * (10 * n)),
    "many different words": lambda n: story(*(f"w{k} v{k} u{k}." for k in range(n))),
}


def steepness(make: Callable[[int], textflow.Document], size: int, **options: float) -> float:
    """Return how much longer a text of twice the size takes."""
    once, twice = make(size), make(2 * size)
    return growth(lambda: summarise(once, **options), lambda: summarise(twice, **options))


@pytest.mark.timing
@pytest.mark.parametrize("options", [{}, {"ratio": 0.2}, {"max_words": 500, "sentences": 100}])
def test_twice_the_sentences_take_twice_the_time(options: dict[str, float]) -> None:
    """Up to 8,000 sentences, whatever the length of the summary."""
    assert steepness(prose, 4000, **options) <= LIMIT


@pytest.mark.timing
@pytest.mark.parametrize("family", FAMILIES)
def test_hostile_text_takes_linear_time(family: str) -> None:
    """No family of hostile text takes more than its share."""
    assert steepness(FAMILIES[family], 3000) <= LIMIT
