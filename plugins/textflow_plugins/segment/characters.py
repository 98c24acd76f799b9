"""The marks of punctuation that matter here, those that look alike by name."""

APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"

#: Opening mark to the marks that close it. Some close in one language what they open in another.
CLOSERS = {
    '"': '"',
    "'": "'",
    "“": "”",
    "„": "“”",
    "\N{LEFT SINGLE QUOTATION MARK}": "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{SINGLE LOW-9 QUOTATION MARK}": (
        "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    ),
    "«": "»",
    "»": "«",
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}": (
        "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    ),
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}": (
        "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
    ),
    "(": ")",
    "[": "]",
    "{": "}",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "\N{FULLWIDTH LEFT PARENTHESIS}": "\N{FULLWIDTH RIGHT PARENTHESIS}",
}

#: Quotation marks that open or close, or do both; accents stand for them in old typescripts.
QUOTES = (
    "\"'`\N{ACUTE ACCENT}“”„\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}«»"
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{SINGLE LOW-9 QUOTATION MARK}\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}"
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
)

#: What may stand between a stop and the space behind it.
CLOSING = QUOTES + ")]}」』》〉】\N{FULLWIDTH RIGHT PARENTHESIS}"

#: Marks that close even where a space stands before them.
CURVED = "”»\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK})]"

#: What may stand before the first word of a sentence.
OPENING = QUOTES + "([{¿¡「『《〈【\N{FULLWIDTH LEFT PARENTHESIS}-\N{EN DASH}—"

#: Stops that end a sentence whatever follows, even without a space.
FULL_STOPS = (
    "\N{IDEOGRAPHIC FULL STOP}\N{HALFWIDTH IDEOGRAPHIC FULL STOP}\N{FULLWIDTH FULL STOP}"
    "\N{FULLWIDTH EXCLAMATION MARK}\N{FULLWIDTH QUESTION MARK}"
    "\N{DEVANAGARI DANDA}\N{DEVANAGARI DOUBLE DANDA}"
    "\N{ETHIOPIC FULL STOP}\N{ETHIOPIC QUESTION MARK}"
    "\N{ARABIC QUESTION MARK}\N{ARABIC FULL STOP}\N{ARMENIAN FULL STOP}"
    "\N{MYANMAR SIGN SECTION}\N{KHMER SIGN KHAN}\N{TIBETAN MARK SHAD}"
)

#: What may stand behind such a stop: there are no marks here that open a quotation.
FULL_CLOSING = "".join(mark for mark in CLOSING if mark not in "“„«\N{LEFT SINGLE QUOTATION MARK}")

#: Two commas for a low mark that opens, as Dutch papers write it.
LOW_COMMAS = ",,"

#: Bullets that begin an item even in the middle of a line.
BULLETS = "•‣◦▪\N{HYPHEN BULLET}"

#: The Japanese "so he said" behind a closing mark.
QUOTATIVE = "と"
