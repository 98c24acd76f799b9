"""What looks like a date: words that are none ("may", "march", "second") must not."""

import re

_DAY = r"(?: Mon | Tues | Wednes | Thurs | Fri | Satur | Sun ) day"
_MONTH = (
    r"(?: Jan(?:uary|\.) | Feb(?:ruary|\.) | March | Mar\. | April | Apr\. | May | June | July"
    r" | Aug(?:ust|\.) | Sept(?:ember|\.) | Oct(?:ober|\.) | Nov(?:ember|\.) | Dec(?:ember|\.) )"
)
_NUMBER = r"(?: 3[01] | [12][0-9] | 0?[1-9] ) (?: st | nd | rd | th )?"
_YEAR = r"(?: 19 | 20 ) [0-9]{2}"
_COUNT = r"(?: an? | one | two | three | four | five | six | seven | ten | [1-9][0-9]? )"
_UNIT = r"(?: day | week | month | year ) s?"
_CLOCK = r"(?: 2[0-3] | 1[0-9] | 0?[0-9] ) : [0-5][0-9] | (?: 1[0-2] | [1-9] )"
_HALF = r"[ ]? (?: [ap]\.m\. | [ap]m\b )"

#: Each repetition is bounded, so that the time for a text grows with its length alone. What has no
#: group but ``clock`` is one date by itself; the groups say what else is needed to resolve it.
EXPRESSION = re.compile(
    rf"""
    (?<! [\w.:/-] )
    (?:
        (?P<absolute>
            {_YEAR} - (?: 1[0-2] | 0[1-9] ) - (?: 3[01] | [12][0-9] | 0[1-9] )
          | (?: {_DAY} ,[ ] )? {_MONTH} [ ] {_NUMBER} ,? [ ] {_YEAR}
          | (?: {_DAY} ,[ ] )? {_NUMBER} [ ] {_MONTH} [ ] {_YEAR}
          | {_MONTH} [ ] {_YEAR}
          | (?<= \b in [ ] ) {_YEAR} | (?<= \b since [ ] ) {_YEAR} | (?<= \b until [ ] ) {_YEAR}
        )
      | (?: {_DAY} ,[ ] )? {_MONTH} [ ] {_NUMBER}
      | (?: {_DAY} ,[ ] )? {_NUMBER} [ ] {_MONTH}
      | (?<= \b in [ ] ) {_MONTH} (?<! \. )
      | (?: last | next | this ) [ ] (?: {_DAY} | week | month | year )
      | (?P<weekday> {_DAY} )
      | (?: [Tt]oday | [Yy]esterday | [Tt]omorrow | [Tt]onight )
      | {_COUNT} [ ] {_UNIT} [ ] (?: ago | from [ ] now )
      | (?P<clock> (?: {_CLOCK} ) {_HALF} | noon | midnight )
    )
    (?: [ ] at [ ] (?: (?: {_CLOCK} ) {_HALF} | noon | midnight ) )?
    (?! [\w/-] | [.:][0-9] )
    """,
    re.VERBOSE,
)
