"""Line: what one speaks in a paragraph of a story, and what is known of who speaks it."""

import attrs

#: The one who tells the story, and nobody who is known; no name is so short.
NARRATOR, NOBODY = "", "\t"


@attrs.define(eq=False)
class Line:
    """What one speaks in a paragraph."""

    paragraph: int
    #: Whether it goes on from the paragraph before.
    continues: bool = False
    #: Their places among all reports.
    reports: list[int] = attrs.field(factory=list)
    #: Who speaks, where a name tells it.
    told: str | None = None
    #: The description of who speaks: "the old man".
    described: str | None = None
    #: Whether that is somebody new: "an old man" was told of before.
    new: bool = False
    #: Whether it tells whose they are: "her aunt".
    owned: bool = False
    #: The gender that a pronoun or a description tells.
    gender: str = ""
    #: Those whom the sentences beside are about, by name and by pronoun.
    acts: set[str] = attrs.field(factory=set)
    act_genders: set[str] = attrs.field(factory=set)
    #: Those who are spoken to, and those who are spoken of.
    called: set[str] = attrs.field(factory=set)
    called_genders: set[str] = attrs.field(factory=set)
    named: set[str] = attrs.field(factory=set)
    #: Names of those who are spoken to and are not of the cast.
    hailed: set[str] = attrs.field(factory=set)
    #: Those whom the narrator named last, the last first.
    recent: tuple[str, ...] = ()

    def agrees(self, tag: "Line") -> bool:
        """Return whether another quotation of the paragraph may be of the same speaker."""
        if self.told is not None and tag.told is not None:
            return self.told == tag.told
        return not (self.gender and tag.gender) or self.gender == tag.gender

    def join(self, tag: "Line") -> None:
        """Add what is known of another quotation of the same speaker."""
        self.told = self.told if self.told is not None else tag.told
        self.described = self.described or tag.described
        self.new = self.new or tag.new
        self.owned = self.owned or tag.owned
        self.gender = self.gender or tag.gender
        self.called |= tag.called
