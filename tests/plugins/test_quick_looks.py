"""What spares a search or a second reading: it must never change what is found."""

import re
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textflow_plugins.amounts.language import lexicon
from textflow_plugins.amounts.numerals import NumeralReader
from textflow_plugins.amounts.signs import signed
from textflow_plugins.clean.characters import MARKS as MARKS_THAT_COMBINE
from textflow_plugins.clean.characters import RIGHT_TO_LEFT
from textflow_plugins.clean.language import Held, holding, phrasebook
from textflow_plugins.clean.lines import lines, wide
from textflow_plugins.clean.patterns import caption_credit, may_hold_credit
from textflow_plugins.clean.spaces import COLUMN, RUN
from textflow_plugins.languages import (
    How,
    Remembered,
    anywhere,
    every_language,
    grammar,
    may_be_far,
    tags,
)
from textflow_plugins.speakers.quotation_marks import MARK
from textflow_plugins.speakers.report_parser import parse
from textflow_plugins.speakers.tokens import QUOTED, Span, Unit
from textflow_plugins.speakers.turns import turns
from textflow_plugins.speakers.units import units
from textflow_plugins.summarise.furniture import speaks
from textflow_plugins.summarise.hints import UNUSUAL_CASE, Hints, parts
from textflow_plugins.summarise.language import words_of
from textflow_plugins.summarise.selection import Summary, Weighed
from textflow_plugins.summarise.summary import read
from textflow_plugins.summarise.tokens import fold, plain, words, written

CAPTION_WORDS = sorted(anywhere(lambda one: one.page.caption_word))
GREETINGS = sorted(anywhere(lambda one: one.sentences.greeting))
PAGE_PHRASES = sorted(
    phrase.phrase
    for one in every_language()
    for phrase in one.furniture
    if {How.HOLDS_SENTENCE, How.OPENS_SENTENCE} & {how for how, _ in phrase.uses}
)
#: Letters that other letters are equal to in some sense, apostrophes, and what parts words.
ODD = "i\u0130\u0131s\u017fk\u212a'\u2019\u02bc\uff07`_- .,(\u03a3\u00df\u4e2da"
#: The words of a text as they were read before they were read in two ways.
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
    r"|[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
    r"(?:['\u2019][^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+)*"
)
#: Scripts that write no spaces between words.
WIDE = re.compile("[\u0e00-\u0fff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
TOKEN = re.compile(r"\w+(?:[.'\u2019&@/-]\w+|,\d{3}(?!\d))*|\.\.+|-+|[^\w\s]")
MARKS = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
SENTENCE_END = re.compile(
    r"[.!?:;,\u2026\u0589\u061f\u06d4\u0964\u3002\uff01\uff1f]"
    r"[\s\"')\]\u2019\u201d\xbb\u203a\uff09\u300d\u300f]*\Z"
)
#: Endings of English words.
ENDINGS = ["", "ss", "ies", "ing", "ed", "es", "s", "e", "'s"]
#: Words of English grammar, and some that tell of speech.
TOLD = sorted(grammar("en").finite | grammar("en").titles | {"Ann", "Lee", "to", "according", ":"})
#: Lines with labels of turns, and without.
LINES = [
    "ANN: yes",
    "Bo: no",
    "<ann> yes",
    "Q. why",
    "A. so",
    "words alone",
    "one: two",
    "a > b",
    "a. that",
]

odd_texts = st.text(st.sampled_from(ODD), max_size=6)


def around(phrases: list[str]) -> st.SearchStrategy[str]:
    """Return texts that hold a phrase, in any case, between odd characters."""
    cased = st.sampled_from(phrases).flatmap(
        lambda phrase: st.sampled_from(
            [phrase, phrase.upper(), phrase.title(), phrase.replace("s", "\u017f")]
        )
    )
    return st.builds("{}{}{}".format, odd_texts, cased, odd_texts)


@given(around(PAGE_PHRASES))
def test_a_phrase_of_the_page_is_never_missed(text: str) -> None:
    """Where a phrase is, between the edges of words, its hint is among the words."""
    small = plain(text)
    held = [one for one in PAGE_PHRASES if re.search(rf"\b{re.escape(one)}\b", small)]
    assert not held or Hints(PAGE_PHRASES).may_hold(parts(text, words(text)))


@given(around(CAPTION_WORDS))
def test_a_word_of_a_caption_is_never_missed_in_any_case(text: str) -> None:
    """A pattern that ignores case takes three letters for others that no small letter equals."""
    found = any(re.search(rf"\b{one}\b", text, re.IGNORECASE) for one in CAPTION_WORDS)
    looked_at = Hints(CAPTION_WORDS).may_hold(parts(text, words(text))) or UNUSUAL_CASE.search(text)
    assert not found or looked_at


@given(around(GREETINGS))
def test_a_greeting_is_never_missed_in_any_case(text: str) -> None:
    """What greets the readers is looked for only where the longest of its words is."""
    found = any(re.search(rf"\b{re.escape(one)}\b", text, re.IGNORECASE) for one in GREETINGS)
    assert (
        not found
        or Hints(GREETINGS).may_hold(parts(text, words(text)))
        or UNUSUAL_CASE.search(text)
    )


def test_what_is_far_is_all_that_is_looked_for_there() -> None:
    """Marks, letters from right to left, and scripts without spaces: none of them is near."""
    sets = [f"[{MARKS_THAT_COMBINE}]", f"[{RIGHT_TO_LEFT}]", WIDE.pattern, "[\u3040-\u9fff]"]
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    found = {one for pattern in sets for one in re.findall(pattern, every)}
    assert len(found) > 30_000
    assert [one for one in found if not may_be_far(one)] == []
    assert not any(map(may_be_far, ["na\xefve", "\u2018\u2019\u201c\u201d", "\u2026 \u20ac"]))


@given(st.text(st.sampled_from("a\u2019\u0e01\u1780\u10ff\u3041\u4e2d\U0001f600"), max_size=9))
def test_wide_characters_are_counted_as_by_a_search(text: str) -> None:
    """They are looked for only in texts that may have some."""
    assert wide(text) == len(WIDE.findall(text))


def test_unusual_case_is_all_that_case_can_hide() -> None:
    """Of all characters, no other equals a letter of a caption in a pattern and not in lower()."""
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    hidden = {
        other
        for letter in set("".join(CAPTION_WORDS)) - {" "}
        for other in re.findall(re.escape(letter), every, re.IGNORECASE)
        if other.lower() != letter.lower()
    }
    assert hidden == set("\u0130\u0131\u017f")
    assert all(map(UNUSUAL_CASE.search, hidden))


def test_a_phrase_without_a_word_switches_the_look_off() -> None:
    """Nothing is known of where it is."""
    assert Hints(["\xbb"]).may_hold(["ferry"])


@given(st.text() | st.text(st.sampled_from(ODD + "xyz9")))
def test_words_of_ascii_are_read_as_all_words_are(text: str) -> None:
    """The quick pattern and the table of letters find what the slow pattern does."""
    assert words(text) == WORD.findall(plain(text))
    assert written(text) == WORD.findall(text)


@given(st.text(st.sampled_from(" \t\u3000\x1c.,;:!?\u2026\u3002\"')\u2019\xbbax"), max_size=8))
def test_the_end_of_a_line_is_seen_as_by_a_search(end: str) -> None:
    """A line of thirty words is prose where it ends like a sentence, or a shouted one."""
    text = "word " * 30 + "w" + end
    (line,) = lines(text.rstrip())
    assert line.prose == (SENTENCE_END.search(text.rstrip()) is not None)


ascii_lines = st.characters(max_codepoint=127, exclude_characters="#`{}[]();,:")


@given(st.text(ascii_lines | st.sampled_from("\u0130\xe9\u212a"), min_size=1))
def test_words_of_a_line_of_ascii_are_read_as_all_words_are(text: str) -> None:
    """A table of letters finds what the pattern does."""
    expect = [re.findall(r"\w+", line.casefold()) for line in text.split("\n") if line.strip()]
    assert [list(line.words) for line in lines(text)] == expect


said = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8).map(tuple)
weighed = st.builds(Weighed, said, st.integers(1, 40), st.integers(0, 3), st.just(9))


@given(
    st.lists(
        st.builds(Weighed, said, st.integers(1, 40), st.integers(0, 3), st.just(9)), min_size=3
    ),
    st.lists(st.floats(0.001, 9), min_size=8, max_size=8),
    st.floats(0, 2),
)
def test_a_sentence_worth_more_is_always_weighed(
    sentences: list[Weighed], known: list[float], worth: float
) -> None:
    """What all of a sentence weighs is never less than what is new in it."""
    weights = dict(zip("abcdefgh", known, strict=True))
    summary = Summary(sentences, weights, [0, 1])
    assert summary.may_have(worth, 2) or summary.worth_with(2) <= worth * (1 + 1e-9)
    before = summary.worth()
    summary.put(1, summary.take(1))
    assert summary.worth() == pytest.approx(before)


CREDITS = sorted(anywhere(lambda one: one.page.agency | one.page.credit | one.page.caption_end))


@given(st.lists(st.sampled_from([*CREDITS, *"()/:.?!\xa9 aZ", "...", "Credit", '."'])).map("".join))
def test_a_credit_of_a_caption_is_never_missed(text: str) -> None:
    """A line in which a credit is found is looked at."""
    assert may_hold_credit(text) or not caption_credit().search(text)


@pytest.mark.parametrize("held", [phrasebook("en").holds, phrasebook("en").ends])
def test_a_phrase_within_a_line_is_never_missed(held: Held) -> None:
    """A line that holds a phrase has its longest word."""
    phrases = [words for row in held.phrases.values() for words, _ in row]
    assert all(holding(("ferry", *words, "to"), held) for words in phrases)
    assert holding(("ferry", "to"), held) is None


letters = st.text(st.sampled_from("aL9'\u2019.,- \n&@\u201c-tilqu"), max_size=40)


def unit_of(text: str, tag: str = "en") -> Unit:
    """Return a text without quotations as one unit."""
    (unit,) = units(text, iter([(0, len(text), 0)]), [], grammar(tag))
    return unit


def spans_of(text: str, tag: str) -> list[tuple[int, int]]:
    """Return where the tokens of a text without quotations are, having checked what they say."""
    unit = unit_of(text, tag)
    spans = list(zip(unit.starts, unit.ends, strict=True))
    assert [text[start:end] for start, end in spans] == unit.tokens
    assert [token.lower().replace("\u2019", "'") for token in unit.tokens] == unit.low
    return spans


@given(letters)
def test_parts_of_words_are_where_they_are_written(text: str) -> None:
    """A word without what is joined on to it has a place of its own."""
    spans = spans_of(text, "fr")
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(letters | st.builds(lambda part: part * (4_200 // len(part)), st.text(min_size=1)))
def test_tokens_are_read_in_pieces_as_in_one(text: str) -> None:
    """A long sentence is cut only where no token goes on."""
    size = len(text)
    whole = [found.span() for found in TOKEN.finditer(text)]
    kept = [one for one in whole if text[slice(*one)] not in {*"\"'`.", *MARKS}]
    last = [(at, end) for at, end in whole if text[at:end] == "." and end in (size, size - 1)]
    assert spans_of(text, "en") == sorted(kept + last)


@given(st.lists(letters | st.sampled_from(["1,", "000", "5", "U.S", "..", "--", " "]), max_size=6))
def test_tokens_of_sentences_are_those_of_each_alone(parts: list[str]) -> None:
    """Many sentences are read at once, though one may begin or end within a word."""
    ends = [*accumulate(map(len, parts))]
    spans = [(end - len(part), end) for part, end in zip(parts, ends, strict=True) if part]
    rows = [(start, end, number) for number, (start, end) in enumerate(spans)]
    text = "".join(parts)
    found = [one.tokens for one in units(text, iter(rows), [], grammar("en"))]
    assert found == [unit_of(text[start:end]).tokens for start, end in spans]


@pytest.mark.parametrize("tag", sorted(tags()))
def test_what_is_joined_on_has_a_mark_to_look_for(tag: str) -> None:
    """Words before others end in an apostrophe, and letters between begin with a hyphen."""
    endings = grammar(tag).language.endings
    assert all(word.endswith("'") for word in endings.proclitic)
    assert all(word[0] == "-" for word in endings.infix)


def test_what_is_remembered_is_found_once_and_bounded() -> None:
    """A text of a million words, or of one endless word, does not stay in memory."""
    asked: list[str] = []

    def size(word: str) -> int:
        asked.append(word)
        return len(word)

    known, long = Remembered(size), "x" * 1000
    assert [known["ferry"], *known.each(["ferry", "to"])] == [5, 5, 2]
    assert asked == ["ferry", "to"]
    assert [known[long], *known.each([long, "to"])] == [1000, 1000, 2]
    assert asked == ["ferry", "to", long, long]
    many = list(map(str, range(60_000)))
    assert list(known.each(many)) == list(map(len, many))
    assert len(known) < 40_000
    assert known["ferry"] == 5
    assert asked[-1] == "ferry"


@given(st.text(st.sampled_from(ODD + "\"\u201c\u201d\u201e\xab\xbb`'"), max_size=6))
def test_marks_of_speech_are_seen_as_by_a_search(text: str) -> None:
    """In plain text there is one mark, and two that are written with two characters."""
    assert speaks(text) == (re.search("[\"\u201c\u201e\xab\u201d\xbb]|``|''", text) is not None)


@given(st.text(st.sampled_from("aB-.' \t\n\x1c\xa0\u2003"), max_size=20).map(str.strip))
def test_the_words_of_a_sentence_are_counted_either_way(text: str) -> None:
    """What takes room is the larger of two counts, also where one of them is not made."""
    story = read(text, {"sentences": [{"start": 0, "end": len(text)}]}, "", words_of("en"))
    assert [one.cost for one in story.weighed] == [max(len(words(text)), len(text.split()))]


@given(st.text(st.sampled_from("abcde-'s"), max_size=8), st.sampled_from(ENDINGS))
def test_a_word_is_folded_by_the_first_ending_that_fits(stem: str, ending: str) -> None:
    """Only endings with the last letter of the word are looked at."""
    word = (stem + ending).removesuffix("'s")
    pairs = (("ss", "ss"), ("ies", "y"), *((one, "") for one in ("ing", "ed", "es", "s", "e")))
    fits = (
        word.removesuffix(end) + new
        for end, new in pairs
        if len(word) >= len(end) + 4 and word.endswith(end)
    )
    assert fold(stem + ending) == next(fits, word)


@given(st.text(st.sampled_from("ne two51.,\x1c\n-_hundredths"), max_size=20))
def test_numbers_are_seen_in_ascii_as_in_any_text(text: str) -> None:
    """The two patterns differ only in what is beyond ASCII."""
    known = lexicon("en")
    quick, whole = known.scan_ascii.finditer(text), known.scan.finditer(text)
    assert [found.span() for found in quick] == [found.span() for found in whole]


@given(st.text(st.sampled_from("a `'\"\u2018\u2019\u201c\xab\u300c"), max_size=10))
def test_marks_of_quotation_are_those_of_a_plain_pattern(text: str) -> None:
    """Two signs are one mark where that is how they are written."""
    plain_marks = re.compile("``|''|\u2018\u2018|\u2019\u2019|[`'\"\u2018\u2019\u201c\xab\u300c]")
    found = [mark.span() for mark in MARK.finditer(text)]
    assert found == [mark.span() for mark in plain_marks.finditer(text)]


@given(st.text(st.sampled_from("a \t\n"), max_size=16), st.integers(2, 3))
def test_runs_of_spaces_are_those_of_a_plain_pattern(text: str, least: int) -> None:
    """The set of characters that is looked for first is one of the run."""
    wide = re.compile(rf"(?<=[^ \t])[ \t]{{{least},}}(?=[^ \t])")
    found = (RUN if least == 2 else COLUMN).finditer(text)
    assert [one.span() for one in found] == [one.span() for one in wide.finditer(text)]


@given(st.lists(st.sampled_from(["minus", "-", "\u2212", " ", "(", "\n", "a"]), max_size=6))
def test_signs_of_numbers_are_those_of_plain_patterns(parts: list[str]) -> None:
    """What is right before a number is looked at before the patterns are."""
    before, known = "".join(parts), lexicon("en")
    reader = NumeralReader(before + "7", known, ".")
    found = reader.seen(len(before))
    numeral = reader.read(found) if found else None
    assert numeral is not None
    joined = re.search(r"(?:\A|\W)[-\u2212]\Z", before)
    spaced = re.search(r"(?:\A|[\n(]|[^\W\d_][ ])[ ]*([-\u2212][ ]{1,2})\Z", before)
    word = re.search(r"\bminus[ ]\Z", before)
    width = 1 if joined else len(spaced[1]) if spaced else len("minus ") if word else 0
    assert signed(before + "7", numeral, 0, known).start == numeral.start - width


@given(st.text(st.sampled_from(ODD + "AI\U0001d400\u03d2\u01c5al-el-"), max_size=12))
def test_what_may_name_somebody_has_a_capital(text: str) -> None:
    """Known once for each token as written: capitals without a small letter are capitals too."""
    unit = unit_of(text)
    named = [
        (token[0].isupper() or unit.grammar.capital(token)) and low not in unit.grammar.no_names
        for token, low in zip(unit.tokens, unit.low, strict=True)
    ]
    assert list(map(bool, unit.names)) == named


@given(st.lists(st.sampled_from(TOLD), max_size=8))
def test_no_cue_is_where_no_word_tells_of_speech(said: list[str]) -> None:
    """What is left unread has no form of a reporting verb in it, whatever is before and behind."""
    unit = unit_of(" ".join(said))
    found = parse(unit)
    assert not found.cues or not unit.grammar.reporting.keys().isdisjoint(unit.low)


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=6))
def test_turns_are_found_whatever_else_has_a_colon(said: list[str]) -> None:
    """Texts and lines without marks are not read for labels; marks elsewhere change nothing."""
    text, known = "\n".join(said), grammar("en")
    more = "\n".join(f"{line} : : >" for line in said)
    assert [one.size for one in turns(text, known)] == [
        one.size - len(" : : >") for one in turns(more, known)
    ]


def test_a_quotation_is_one_token() -> None:
    """No letters of a text are taken for the mark of a quotation."""
    (unit,) = units("<q> is no quotation", iter([(0, 19, 0)]), [], grammar("en"))
    assert unit.text("<q> is no quotation", *Span(0, 3)) == "<q>"
    assert QUOTED not in unit.low
