"""Stories: who speaks each line where people talk to each other."""

from typing import Any

import textflow
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers
from textflow_plugins.speakers.conversation import candidates
from textflow_plugins.speakers.line import Line

TALK = (
    '"Is it far?" asked Tom.\n\n"Ten miles," said Ann.\n\n"Ten?"\n\n"More if it rains."\n\n'
    '"Will it?"\n\n"It always does," said Ann.\n\nTom shut the gate. "Then I shall walk."'
)
NEWS = (
    '"The pier is safe, and it will stay open for the whole of the winter," said Ann Lee, the '
    'mayor, on Monday.\n\n"We have looked at every plank of it, and we found no fault at all," '
    'said Tom Holm, who inspects it.\n\n"It is the best of piers, and the town is proud of it," '
    'said Ann Lee.\n\n"We shall see what the storms of the winter do to it before we say more."'
)


def found(text: str) -> tuple[list[dict[str, Any]], list[str | None]]:
    """Return the quotations of a text and who speaks them."""
    layers = speakers(textflow.Document(text, layers=segment(textflow.Document(text))))
    names = {one["id"]: one["name"] for one in layers["speakers"]}
    return layers["quotes"], [names.get(one["speaker"]) for one in layers["quotes"]]


def test_a_new_paragraph_is_a_new_speaker_in_a_story() -> None:
    """Nobody is named beside three lines: the two who talk take turns."""
    assert found(TALK)[1] == ["Tom", "Ann", "Tom", "Ann", "Tom", "Ann", "Tom"]


def test_a_new_paragraph_goes_on_in_news() -> None:
    """In news, who spoke last goes on."""
    assert found(NEWS)[1] == ["Ann Lee", "Tom Holm", "Ann Lee", "Ann Lee"]


def test_nobody_is_surer_than_one_whom_a_name_beside_tells() -> None:
    """A line whose speaker is worked out is never as sure as one with a name beside it."""
    quotes, _ = found(TALK)
    sure = {one["cue"] is not None: one["speaker_confidence"] for one in quotes}
    assert sure[False] <= 0.9 < sure[True]


def test_a_narrator_is_a_pronoun() -> None:
    """Of "I said", the pronoun is the mention; who it is only the others can tell."""
    quotes, names = found(TALK.replace("said Ann", "I said"))
    assert (quotes[1]["mention"]["text"], names[1]) == ("I", None)
    quotes, names = found(TALK.replace("said Ann", "I said").replace("Ten?", "Ten, Ann?"))
    assert (quotes[1]["mention"]["text"], names[1]) == ("I", "Ann")


def test_few_may_speak_a_line_however_many_are_named() -> None:
    """What a line costs does not grow with the people of a story."""
    crowd = [Line(at, told=f"A{at}") for at in range(100)] + [Line(100), Line(101)]
    crowd[100].called.update(f"B{at}" for at in range(100))
    crowd[101].acts.update(f"C{at}" for at in range(100))
    assert max(len(candidates(crowd, at)) for at in range(len(crowd))) <= 8
