"""The summarise stage: lines of the page and of its makers are no sentences of a summary."""

from typing import Any

import pytest
from case_files import read_cases

import textflow
from textflow_plugins.segment import segment
from textflow_plugins.summarise import summarise


def summary(text: str, sentences: int) -> list[dict[str, Any]]:
    """Return the items of the summary of a text, cut into sentences by our own stage."""
    doc = textflow.Document(text)
    return list(summarise(textflow.Document(text, layers=segment(doc)), sentences=sentences))


@pytest.mark.parametrize("case", read_cases("summarise", "page"))
def test_a_line_beside_the_story_is_no_part_of_its_summary(case: dict[str, Any]) -> None:
    """Neither alone nor glued to a sentence, as long as the story has sentences enough."""
    chosen = [item["text"] for item in summary(case["text"], 3)]
    assert len(chosen) == 3
    assert not any(case["gone"] in one for one in chosen)


CALL = """Good morning, and welcome to our call.
We thank you for your time, and we will take your questions when we are through.
{}
We are glad that our people stayed with us, and we thank them.
Sales of our ferries rose by 12 percent to 40 million euros in the quarter.
We would now like to take your questions."""


def test_a_call_is_summed_up_by_its_figures() -> None:
    """It has no lead: the greeting is at the beginning, and what counts is in between."""
    topics = ["ferries", "sales", "the quarter", "euros", "harbours", "boats", "winter"]
    talk = "\n".join(
        f"We spoke of {topics[n % 7]} with guest{n} and friend{n} of town{n}." for n in range(42)
    )
    (item,) = summary(CALL.format(talk), 1)
    assert item["text"].startswith("Sales of our ferries")
    assert item["why"][0] == "says what comes up most"


def test_a_long_report_keeps_its_lead() -> None:
    """However long it is, somebody who reports speaks of others."""
    rest = "\n".join(f"The {number}th ferry came in the night and left." for number in range(4, 64))
    text = f"The harbour of Kessel was closed by ice on Monday.\n{rest}"
    assert summary(text, 1)[0]["start"] == 0


def test_a_report_that_quotes_at_length_keeps_its_lead() -> None:
    """What others say of themselves is no speech: the writer speaks of them."""
    said = "\n".join(
        f'"I know ferry {number} and we like it," Ann Holt said.' for number in range(60)
    )
    text = f"The harbour of Kessel was closed by ice on Monday.\n{said}"
    (item,) = summary(text, 1)
    assert (item["start"], item["why"][0]) == (0, "opens the story")
