"""Numbers: the tables of number words, and of how a language puts them together."""

from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from textflow_plugins.languages.cells import Beside


class Role(StrEnum):
    """What a number word does in a number."""

    #: 1 to 19, and 20 to 90, which a unit may follow.
    UNIT = "unit"
    TEN = "ten"
    #: 100 to 900.
    HUNDRED = "hundred"
    #: What multiplies: thousand and above, and dozen.
    SCALE = "scale"
    #: A scale written short, which is one only after a number: mln.
    SHORT = "short"
    #: A scale that counts nothing: millions.
    PLURAL = "plural"
    #: Such a scale only before "of": scores.
    PLURAL_OF = "plural_of"
    #: A denominator: half, third, tenths.
    PART = "part"
    ORDINAL = "ordinal"
    #: Behind a number, this part more of what it counts: 2 buçuk milyar, 2 tỷ rưỡi.
    MORE = "more"
    #: Some, not told how many: several.  Its value is what it counts where it stands alone.
    FEW = "few"
    #: Between the parts of a fraction: two over three.
    OVER = "over"
    ARTICLE = "article"
    #: Between the words of a number: and.
    LINK = "link"
    #: Between a part and its whole: of.
    OF = "of"
    #: Between a whole number and its decimals: point.
    POINT = "point"
    MINUS = "minus"
    #: What multiplies a number before it, by more in one language than in another.
    UNSURE = "unsure"
    #: Letters straight after digits, as written: 5m; and straight before a code: MUSD.
    SUFFIX = "suffix"
    PREFIX = "prefix"
    #: Names of percent; the value is how many make one percent.
    PERCENT = "percent"
    #: Names of the difference of two percentages: percentage points.
    POINTS = "points"


class NumberWords(NamedTuple):
    """`numbers.tsv`: words of one role that mean the same number; `multipliers.tsv` of CLDR."""

    role: Role
    value: Decimal
    words: tuple[str, ...]


class Rule(StrEnum):
    """How a language puts its numbers together."""

    #: A number is one word: vierundzwanzig.
    JOINED = "joined"
    #: Behind this number, units up to 19 are added: soixante-quinze.
    VIGESIMAL = "vigesimal"
    #: A unit before this number multiplies it: quatre-vingts.
    SCORE = "score"
    #: The least number that "and" adds a smaller one to, if it is not ten: hundred and.
    LINK_FROM = "link_from"
    #: "And" adds nothing to a scale: mil y.
    SCALE_UNLINKED = "scale_unlinked"
    #: "And" opens no new number behind a scale, and is not in decimals.
    LINK_WITHIN = "link_within"
    #: A ten behind a unit makes hundreds of the unit: one twenty two.
    PAIRS = "pairs"
    #: Tens and digits count hundreds too: twelve hundred, 3 hundred.
    MANY_HUNDREDS = "many_hundreds"
    #: A fraction is one behind an article, or where it is this word: a third, half.
    BARE_FRACTION = "bare_fraction"
    #: Only scales and fractions are "of" a currency: millions of dollars.
    OF_SCALES = "of_scales"
    #: A currency or sign whose thousands have a point, or a comma, where it is from: in a text
    #: with the other decimal mark, three digits behind that mark are thousands.
    COMMA_AT_HOME = "comma_at_home"
    POINT_AT_HOME = "point_at_home"
    #: A word behind a number and a hyphen is a measure: a 14-storey building.
    MEASURES = "measures"
    #: Before a scale, nobody knows how many: multi-million.
    MANY = "many"
    #: Cents are those of this currency in a text that has it and no dollars.
    CENTS_OF = "cents_of"
    #: The sign of percent is before the number: %20.
    PERCENT_FIRST = "percent_first"
    #: Numbers are also written with Chinese characters: 三万五千.  Besides 十, this one may
    #: stand without a one before it: 百万.
    HAN = "han"


class NumberRule(NamedTuple):
    """`number_rules.tsv`: a rule, and the number, word or currency that it is about."""

    rule: Rule
    about: str | None


class LanguageAlias(NamedTuple):
    """`language_aliases.tsv` of `und`: another tag of a language that has a folder."""

    tag: str
    folder: Beside[str]


class DecimalMark(NamedTuple):
    """`decimal_marks.tsv` of `und`: the decimal mark of a language, or of a region of it."""

    tag: str
    mark: Beside[Literal[".", ","]]
