"""A thousand faults of twelve kinds: no wrong span is kept, and nothing good is lost."""

from collections import Counter
from pathlib import Path

import textflow

from faulty_endpoint import FAULTS, Endpoint, article
from pipelines import claims, pipeline, records

_COUNT = 1_000
#: Faults after which the answer can be read, with something in it that is wrong.
_READABLE = ("invented", "changed", "wrong language")


def test_a_thousand_faults(tmp_path: Path) -> None:
    """Each document ends as a record with its claims, and no others; what was wrong is listed."""
    with Endpoint().serving() as endpoint:
        file = pipeline(tmp_path, endpoint, range(_COUNT), parallel=32)
        report = textflow.Pipeline.load(file).run()
    found = records(tmp_path)
    assert report.manifest["counts"] == {"in": _COUNT, "out": _COUNT, "filtered": 0, "dead": 0}
    wrong = [one["id"] for one in found if claims(one) != list(article(int(one["id"])).claims)]
    assert wrong == []
    rejected = Counter(article(int(one["id"])).fault for one in found if "rejected" in one)
    readable = [fault for fault in FAULTS if fault.startswith(_READABLE)]
    assert {fault: rejected[fault] for fault in readable} == {
        fault: sum(article(number).fault == fault for number in range(_COUNT)) for fault in readable
    }


def test_what_is_rejected_has_a_reason(tmp_path: Path) -> None:
    """It is in the record, with the words that the model made up."""
    with Endpoint().serving() as endpoint:
        file = pipeline(tmp_path, endpoint, range(1, 3))
        textflow.Pipeline.load(file).run()
    number, name = (one["rejected"] for one in records(tmp_path))
    assert [(one["type"], one["layer"]) for one in number] == [("Rejected", "news.claims")]
    assert number[0]["item"]["text"] == "the new pier will cost 13 million crowns"
    assert number[0]["message"] == (
        "these words are not in the document, or not as whole words: "
        "'the new pier will cost 13 million crowns'"
    )
    assert name[0]["item"]["who"] == {"text": "Ana Kovac"}
