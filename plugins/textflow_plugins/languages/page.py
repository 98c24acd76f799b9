"""Page: the table of words of which lines around an article are made."""

from typing import NamedTuple

Set = frozenset[str]
_NONE: Set = frozenset()


class Page(NamedTuple):
    """`page.tsv`: words of bylines, credits, captions and counts, in small letters."""

    # Bylines
    #: Opens a line that names who wrote the text: by.
    byline: Set = _NONE
    #: The same, but only where nothing but names follows a short line of no prose: door.
    byline_weak: Set = _NONE
    #: Before the word that opens a byline: reporting (by).
    byline_act: Set = _NONE
    #: Opens a line that names who reported beside the writer: editing by.
    reported: Set = _NONE
    #: Between the names of a byline: staff writer.
    byline_inner: Set = _NONE

    # Pictures
    #: What a picture is called, before a colon and a name; and the words between.
    picture: Set = _NONE
    film: Set = _NONE
    picture_made: Set = _NONE
    picture_kind: Set = _NONE
    #: Opens who made a picture.
    credit: Set = _NONE
    #: Ends a caption: submitted photo.
    caption_end: Set = _NONE
    #: In brackets in a caption: left.
    caption_place: Set = _NONE
    #: Anywhere in a caption: pictured.
    caption_word: Set = _NONE
    #: Agencies that end a caption, as they are written; those that do so behind a bar alone.
    agency: Set = _NONE
    agency_credit: Set = _NONE

    # Stamps and notes
    #: Opens the time at which a page was made, besides what the calendar has: modified.
    stamp: Set = _NONE
    #: Before such a word: last.
    stamp_which: Set = _NONE
    #: Behind such a word, before the time: on.
    stamp_at: Set = _NONE
    #: Opens a note beside the story, whatever follows: advertisement.
    note: Set = _NONE

    # Counts and links
    #: What a page counts: shares.
    counted: Set = _NONE
    #: Before the site on which a link leads, at the beginning of a line: also on.
    elsewhere: Set = _NONE
    #: Opens and closes a line of buttons: follow (Ann Lee) on.
    follow: Set = _NONE
    follow_end: Set = _NONE
    #: The names of links to the page before and after, glued to others: Previous.
    step: Set = _NONE
    #: Between the names of share buttons.
    button_joint: Set = _NONE
