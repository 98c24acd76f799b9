"""Where every character of the clean text came from."""

from hypothesis import given
from hypothesis import strategies as st

from textflow import Edit
from textflow.running.raw_map import RawMap

Pieces = list[tuple[str, str | None]]

#: A text as pieces: (old, None) is kept, (old, new) is replaced by new.
PIECES = st.lists(
    st.tuples(st.text("ab\u00a0&\n", max_size=5), st.none() | st.text("ab &", max_size=5)),
    max_size=8,
)


def edits_of(pieces: Pieces) -> tuple[str, str, list[Edit]]:
    """Return the old text, the new text and the edits between them."""
    at, edits = 0, []
    for old, new in pieces:
        if new is not None:
            edits.append(Edit(at, at + len(old), new))
        at += len(old)
    return (
        "".join(old for old, _ in pieces),
        "".join(old if new is None else new for old, new in pieces),
        edits,
    )


def assert_true(raw: str, text: str, rows: RawMap) -> None:
    """Rows cover the text without gaps, in raw order, and equal lengths are equal text."""
    at = floor = 0
    for t0, t1, r0, r1 in rows.rows:
        assert t0 == at < t1
        assert floor <= r0 <= r1 <= len(raw)
        if t1 - t0 == r1 - r0:
            assert text[t0:t1] == raw[r0:r1]
        at, floor = t1, r1
    assert at == len(text)


@given(PIECES)
def test_rows_stay_true_after_edits(pieces: Pieces) -> None:
    """One round of edits gives the text it promises and rows that are true."""
    raw, wanted, edits = edits_of(pieces)
    text, rows = RawMap.identity(len(raw)).edited(raw, edits)
    assert text == wanted
    assert_true(raw, text, rows)


@given(PIECES, st.data())
def test_rows_stay_true_when_edits_are_composed(pieces: Pieces, data: st.DataObject) -> None:
    """A second stage edits what the first has left; the rows still lead to the raw text."""
    raw, _, edits = edits_of(pieces)
    text, rows = RawMap.identity(len(raw)).edited(raw, edits)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    more = [
        Edit(low, high, data.draw(st.text("xa ", max_size=3)))
        for low, high in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    text, rows = rows.edited(text, more)
    assert_true(raw, text, rows)


@given(PIECES, st.data())
def test_spans_map_into_the_raw_text(pieces: Pieces, data: st.DataObject) -> None:
    """A longer span never has a shorter raw range."""
    raw, _, edits = edits_of(pieces)
    text, rows = RawMap.identity(len(raw)).edited(raw, edits)
    start, middle, end = sorted(data.draw(st.integers(0, len(text))) for _ in range(3))
    low, high = rows.to_raw(start, end)
    assert 0 <= low <= high <= len(raw)
    inner = rows.to_raw(start, middle)
    if start < middle:
        assert low == inner[0]
        assert inner[1] <= high


def test_an_edit_that_repeats_what_is_there_changes_nothing() -> None:
    """Text that comes out as it went in is verbatim."""
    text, rows = RawMap.identity(8).edited("one two.", [Edit(0, 3, "one"), Edit(4, 7, "2")])
    assert text == "one 2."
    assert rows.rows == ((0, 4, 0, 4), (4, 5, 4, 7), (5, 6, 7, 8))


def test_an_edit_is_one_row_as_it_was_given() -> None:
    """A decoded entity leads back to the whole of it, though both begin alike."""
    _, rows = RawMap.identity(5).edited("&amp;", [Edit(0, 5, "&")])
    assert rows.to_raw(0, 1) == (0, 5)


def test_one_character_for_one_is_not_called_verbatim() -> None:
    """A no-break space that became a space keeps its place, with an empty raw range."""
    _, rows = RawMap.identity(3).edited("5\u00a0m", [Edit(1, 2, " ")])
    assert rows.rows == ((0, 1, 0, 1), (1, 2, 1, 1), (2, 3, 2, 3))
    assert rows.to_raw(0, 3) == (0, 3)


def test_an_empty_text_has_an_empty_map() -> None:
    """Dropping everything leaves no row, and any span leads to the beginning."""
    text, rows = RawMap.identity(4).edited("abcd", [Edit(0, 4)])
    assert (text, rows.rows, rows.to_raw(0, 0)) == ("", (), (0, 0))
