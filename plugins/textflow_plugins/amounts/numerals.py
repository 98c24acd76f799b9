"""Read one number where it begins: digits, words, fractions and scales together."""

import re
from decimal import Decimal

from textflow_plugins.amounts.digits import CONTEXT, RUN, read_digits
from textflow_plugins.amounts.fractions import completed
from textflow_plugins.amounts.lexicon import Lexicon
from textflow_plugins.amounts.links import DASH, NEXT_WORD, Linked, linked, places
from textflow_plugins.amounts.tables import Word
from textflow_plugins.amounts.terms import ONE, Numeral, Terms, quotient, vulgar

_NEXT_DIGITS = re.compile(r"[ \xa0]{1,2}(?P<link>and[ ])?(?P<digits>\d{1,6})(?![\w.,])")
_SUFFIX = re.compile(r"[ ]?([a-z]{1,2})(?!\w)")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?!\w)")
_PERCENT_OF = re.compile(
    rf"[ ]of[ ](?:an?|one|(?P<digits>{RUN}))(?=[ ](?:per|pct|%|basis))", re.VERBOSE
)
_SCALE_OF = re.compile(rf"(?:[ ]of)?(?:[ ]an?|[ ]one)?[ {DASH}]([^\W\d_]{{1,40}})")
_UNDER = re.compile(r"[ ](\d{1,6})(?![\w.,])")
#: What may follow a fraction in words: the end, or percent.
_CLOSES = re.compile(r"[?.!]?\s?\Z|[ ]?%|[ ]p(?:er|or)[ ]?c")
#: Longer chains of words are cut; they are no numbers.
_MOST_WORDS = 60
_THOUSAND = Decimal(1000)
_HUNDRED = Decimal(100)
_TEN = Decimal(10)
_TWENTY = Decimal(20)
#: Endings of plural scales: millions, millones, milh\xf5es, milioni, Millionen.
_PLURALS = ("s", "ni", "di", "en")
_NUMBERS = ("unit", "ten", "hundred")
_SCALES = ("scale", "short", "plural")


class Reader:
    """Reads the numbers of ``text`` (in small letters) with the words of a language."""

    def __init__(self, text: str, lexicon: Lexicon, point: str) -> None:
        self.text, self.lexicon, self.point = text, lexicon, point
        #: End of a run of digits that was found to be a list: 1,2,3.
        self.listed = 0
        self.least = _HUNDRED if lexicon.language == "en" else _TEN
        self.takes = {
            "unit": self._take_unit,
            "ten": self._take_ten,
            "hundred": self._take_hundred,
            **dict.fromkeys(_SCALES, self._take_scale),
            "part": self._take_part,
            "ordinal": self._take_ordinal,
            "link": self._take_link,
            "point": self._take_point,
            "over": self._take_over,
        }

    def seen(self, at: int) -> re.Match[str] | None:
        """Return the beginning of the number at ``at``."""
        pattern = self.lexicon.piece if at < self.listed else self.lexicon.anchor
        return pattern.match(self.text, at)

    def read(self, found: re.Match[str]) -> Numeral | None:
        """Return the number that begins at ``found``, a match of the lexicon's anchor."""
        self.terms, self.start, self.end = Terms(), found.start(), found.end()
        self.scaled = self.doubtful = False
        #: Begins with a word.
        self.spelt = bool(found["word"])
        if found["digits"]:
            return self._digits(found["digits"])
        if found["vulgar"]:
            self.terms.add(vulgar(found["vulgar"]), "part")
            return self._finish("part")
        return self._words(found["word"])

    def _meaning(self, word: re.Match[str] | None) -> Word | None:
        return self.lexicon.words.get(word[word.lastgroup or 1]) if word else None

    # digits

    def _digits(self, run: str) -> Numeral | None:
        digits = read_digits(run, self.point)
        if digits is None:
            return None
        if digits.length < len(run):
            self.listed = self.end
        self.end = self.start + digits.length
        if digits.value is None:
            return Numeral(self.start, self.end, None, "digits")
        value = self._leading_point(digits.value, run[: digits.length])
        if ordinal := _ORDINAL.match(self.text, self.end):
            return Numeral(self.start, ordinal.end(), value, "ordinal")
        self.doubtful = digits.doubtful
        value, self.end = completed(self.text, self.end, value)
        self.terms.add(value, "digits")
        self._tail()
        return self._finish("digits")

    def _leading_point(self, value: Decimal, run: str) -> Decimal:
        before = self.text[max(0, self.start - 2) : self.start]
        if not before.endswith((".", self.point)) or not run.isdigit() or before[:-1].isalnum():
            return value
        self.start -= 2 if before == ".." else 1
        return Decimal(f"0.{run}")

    # words

    def _words(self, word: str) -> Numeral | None:
        meaning = self.lexicon.words.get(word)
        if meaning is None:
            if word in self.lexicon.money:
                return Numeral(self.start, self.start, ONE, "coin")
            return self._joined(word)
        if meaning.role in ("plural", "few") or self._is_plural(word, meaning):
            return self._vague(meaning)
        if meaning.role in ("part", "ordinal"):
            return self._part(word, meaning)
        if meaning.role in ("unit", "ten"):
            self.terms.add(meaning.value, meaning.role)
        else:
            self.terms.scale(meaning.value, meaning.role)
            self.scaled = meaning.value >= _THOUSAND
            self._with_article()
        self._tail()
        return self._finish("words")

    def _is_plural(self, word: str, meaning: Word) -> bool:
        """Tell whether a scale counts nothing: des milliards d'euros."""
        if self.lexicon.language in ("en", "nl") or meaning.role != "scale":
            return False
        return meaning.value > _THOUSAND and word.endswith(_PLURALS)

    def _with_article(self) -> None:
        before = self.text[max(0, self.start - 5) : self.start]
        if before[-1:] not in (" ", "-"):
            return
        word = re.split(r"\W", before[:-1])[-1]
        meaning = self.lexicon.words.get(word)
        if meaning is not None and meaning.role == "article":
            self.start -= len(word) + 1

    def _joined(self, word: str) -> Numeral | None:
        """Read a number that is one word: vierundzwanzig, quarantacinque."""
        if self.lexicon.joints is None:
            return None
        for piece in self.lexicon.joints.findall(word):
            self._piece(self.lexicon.words[piece])
        self._tail()
        return self._finish("words")

    def _piece(self, meaning: Word) -> None:
        if meaning.role in ("scale", "hundred"):
            self.terms.scale(meaning.value, meaning.role)
            self.scaled = self.scaled or meaning.value >= _THOUSAND
        elif meaning.role == "part":
            if self.terms.terms and self.terms.terms[-1] == 1:  # zweieinhalb: two, one half
                self.terms.terms.pop()
            self.terms.add(quotient(ONE, meaning.value), "part")
        elif meaning.role != "link":
            self.terms.add(meaning.value, meaning.role)

    def _vague(self, first: Word) -> Numeral | None:
        """Read hundreds of millions; several million."""
        took = first.role != "few"
        if took and self.text[self.start : self.end] == "scores":  # twenties only of something
            took = self.text.startswith(" of ", self.end)
        if not took:
            self._with_article()
        while following := _SCALE_OF.match(self.text, self.end):
            meaning = self._meaning(following)
            if meaning is None or meaning.role not in ("plural", "scale", "hundred"):
                break
            self.end, took = following.end(), True
        if not took:
            alone = self.text.strip().endswith(self.text[self.start : self.end])
            if not alone or not first.value:
                return None
            return Numeral(self.start, self.end, first.value, "alone")
        return Numeral(self.start, self.end, None, "vague", scaled=True)

    def _part(self, word: str, meaning: Word) -> Numeral:
        begin = self.start
        self._with_article()
        if self.lexicon.language != "en":
            self.terms.add(quotient(ONE, meaning.value), "part")
            self._of()
            return self._finish("part" if self.scaled else "ordinal")
        if meaning.role == "ordinal" or not (word in ("half", "quarter") or self.start < begin):
            return Numeral(begin, self.end, meaning.value, "ordinal")
        self.terms.add(quotient(ONE, meaning.value), "part")
        self._of()
        return self._finish("part")

    # what follows

    def _tail(self) -> None:
        for _ in range(_MOST_WORDS):
            following = NEXT_WORD.match(self.text, self.end)
            meaning = self._meaning(following)
            take = self.takes.get(meaning.role) if meaning else None
            if following is None or meaning is None or take is None or not take(meaning, following):
                break
        if self.terms.role in (*_SCALES, "hundred"):
            self._more_digits()

    def _accept(self, meaning: Word, following: re.Match[str]) -> bool:
        self.terms.add(meaning.value, meaning.role)
        self.end = following.end()
        return True

    def _take_unit(self, meaning: Word, following: re.Match[str]) -> bool:
        french = self.lexicon.language == "fr" and self.terms.terms[-1] in (60, 80)
        room = _TWENTY if french else self.terms.room  # soixante-quinze
        if self.terms.role == "digits" or meaning.value >= room:
            return False
        if self.terms.role == "scale" and not self._goes_on(following):
            return False
        return self._accept(meaning, following)

    def _goes_on(self, following: re.Match[str]) -> bool:
        """Tell whether a number goes on after a scale: not in $5 million two years ago."""
        if self.spelt and self.terms.room <= _THOUSAND:
            return True
        meaning = self._meaning(NEXT_WORD.match(self.text, following.end()))
        if meaning is None:
            return False
        cinquenta_e = meaning.role == "link" and self.lexicon.language != "en"
        return cinquenta_e or meaning.role in ("ten", "unit", "hundred", "scale")

    def _take_ten(self, meaning: Word, following: re.Match[str]) -> bool:
        terms = self.terms
        if terms.role != "unit" or len(terms.terms) > 1 or terms.terms[0] >= _TEN:
            return self._take_unit(meaning, following)
        if self.lexicon.language == "fr" and meaning.value == _TWENTY:  # quatre-vingts
            terms.become(CONTEXT.multiply(terms.terms[0], _TWENTY), "ten")
            self.end = following.end()
            return True
        if self.lexicon.language == "en" and not following["hyphen"]:  # one twenty two
            terms.scale(_HUNDRED, "hundred")
        return self._take_unit(meaning, following)

    def _take_hundred(self, meaning: Word, following: re.Match[str]) -> bool:
        terms = self.terms
        counts = ("unit", "ten", "digits") if self.lexicon.language == "en" else ("unit",)
        if meaning.value != _HUNDRED or terms.role not in counts or terms.terms[-1] >= _THOUSAND:
            return self._take_unit(meaning, following)
        tens = len(terms.terms) > 1 and terms.terms[-2] < _HUNDRED
        if self.lexicon.language != "en" and (tens or terms.terms[-1] >= _TEN):
            return False  # quarante-cinq cents
        terms.scale(meaning.value, "hundred")
        self.end = following.end()
        return True

    def _take_scale(self, meaning: Word, following: re.Match[str]) -> bool:
        self.terms.scale(meaning.value, "scale")
        self.scaled = self.scaled or meaning.value >= _THOUSAND
        self.end = following.end()
        return True

    def _take_part(self, meaning: Word, following: re.Match[str]) -> bool:
        """Take a denominator: three fifths, one-tenth; or an ordinal: twenty-fifth."""
        total = self.terms.total()
        plural = following["word"].endswith("s") or self.lexicon.language == "de"
        if self.terms.role not in _NUMBERS or (total != 1 and not plural):
            return self._take_ordinal(meaning, following)
        self.terms.become(quotient(total, meaning.value), "part")
        self.end = following.end()
        self._of()
        return False

    def _take_ordinal(self, meaning: Word, following: re.Match[str]) -> bool:
        if meaning.value < self.terms.room and self.terms.role in ("ten", "hundred"):
            self.terms.add(meaning.value, "ordinal")
            self.end = following.end()
        return False

    def _take_point(self, _: Word, following: re.Match[str]) -> bool:
        """Take the digits after a spoken point: two point five."""
        if self.terms.role not in _NUMBERS:
            return False
        found = places(self.text, following.end(), self.lexicon)
        if found is None:
            return False
        digits, self.end = found
        self.terms.add(Decimal(f"0.{digits}"), "point")
        return True

    def _take_over(self, _: Word, following: re.Match[str]) -> bool:
        """Take the lower part of a fraction that closes a phrase: one over three."""
        under, end = Decimal(0), following.end()
        if digits := _UNDER.match(self.text, end):
            under, end = Decimal(digits[1]), digits.end()
        elif part := linked(self.text, end, self.lexicon):
            under, end = part.terms.total(), part.end
        if under and _CLOSES.match(self.text, end):
            self.terms.become(quotient(self.terms.total(), under), "part")
            self.end = end
        return False

    # and

    def _take_link(self, _: Word, following: re.Match[str]) -> bool:
        """Take what stands after ``and``: a fraction, or a smaller number."""
        part = linked(self.text, following.end(), self.lexicon)
        if part is None or not self._join(part):
            return False
        self.end = part.end
        return True

    def _join(self, part: Linked) -> bool:
        terms, value = self.terms, part.terms.total()
        if part.under is not None:
            if terms.role == "part":
                return False
            if value >= part.under:  # one hundred and thirty-two fifths
                over = CONTEXT.add(value, terms.total())
                terms.become(quotient(over, part.under), "part")
                return True
            value = quotient(value, part.under)
            unit = terms.room if terms.role in _SCALES else ONE  # two million and a half
            terms.add(CONTEXT.multiply(value, unit), "part")
            return True
        if terms.role == "digits" or terms.room < self.least or value >= terms.room:
            return False
        if terms.role != "ten" and not self._links(part.end):
            return False
        terms.add(value, part.terms.role)
        return True

    def _links(self, end: int) -> bool:
        """Tell whether ``and`` adds to a scale: not in three thousand and four thousand."""
        if self.lexicon.language in ("es", "fr", "it"):
            return False
        meaning = self._meaning(NEXT_WORD.match(self.text, end))
        scaled = meaning is not None and meaning.role in _SCALES
        return not (scaled and meaning and self.terms.role == "scale")

    def _more_digits(self) -> None:
        """Take the digits that go on after a scale: 4 thousand 3 hundred and 21."""
        following = _NEXT_DIGITS.match(self.text, self.end)
        if following is None or Decimal(following["digits"]) >= self.terms.room:
            return
        meaning = self._meaning(NEXT_WORD.match(self.text, following.end()))
        scaled = meaning is not None and meaning.role in ("scale", "hundred", "short")
        smaller = meaning is not None and meaning.value < self.terms.room
        if following["link"] and (scaled or self.terms.role != "hundred"):
            return
        if following["link"] or (scaled and smaller):
            self.terms.add(Decimal(following["digits"]), "digits")
            self.end = following.end()
            self._tail()

    # of

    def _of(self) -> None:
        """Take what a fraction is of: half a million, one tenth of 1 percent."""
        if whole := _PERCENT_OF.match(self.text, self.end):
            digits = read_digits(whole["digits"] or "1", self.point)
            if digits is not None and digits.value is not None:
                self.terms.become(CONTEXT.multiply(self.terms.total(), digits.value), "part")
                self.end = whole.end()
            return
        scale = _SCALE_OF.match(self.text, self.end)
        meaning = self._meaning(scale)
        if scale and meaning and meaning.role in ("scale", "hundred"):
            self.terms.become(CONTEXT.multiply(self.terms.total(), meaning.value), "part")
            self.scaled = meaning.value >= _THOUSAND
            self.end = scale.end()

    # the end

    def _finish(self, shape: str) -> Numeral:
        role = self.terms.role
        shape = role if role == "ordinal" or (role == "part" and shape == "words") else shape
        suffix, end = self._suffix() if shape == "digits" and not self.scaled else (None, 0)
        return Numeral(
            self.start,
            self.end,
            self.terms.total(),
            shape,
            doubtful=self.doubtful and len(self.terms.terms) == 1,
            scaled=self.scaled,
            factor=self.terms.factor,
            suffix=suffix,
            suffix_end=end,
        )

    def _suffix(self) -> tuple[Decimal | None, int]:
        found = _SUFFIX.match(self.text, self.end)
        by = self.lexicon.suffixes.get(found[1]) if found else None
        return (by, found.end()) if found and by else (None, 0)
