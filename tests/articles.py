"""
Articles made up by rule, with what makes places hard to find again.

The same short sentences, sums and names come again and again within an article,
between lines of page furniture, with entities, other quotation marks and broken lines.
"""

import random
from collections.abc import Sequence

import attrs

_NAMES = ("Ada Lund", "Bram Okoro", "Cleo Varga", "Dario Finch", "Elin Tamm", "Farid Quill")
_SAYS = ("said", "told reporters", "added", "warned")
_WORDS = (
    "harbour", "bridge", "valley", "school", "council", "budget", "repair", "vote", "winter",
    "market", "railway", "hospital", "river", "quarry", "orchard", "library", "stadium",
)  # fmt: skip
_SHORT = ("We are not done.", "No comment.", "It is over.", "That is a lie.")
_FURNITURE = ("Share this article", "Advertisement", "Read more: the week in pictures", "")


@attrs.frozen
class Article:
    """An article as its blocks, each of which has a name that stays when blocks are moved."""

    blocks: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The raw text."""
        return "\n\n".join(text for _, text in self.blocks)

    def home(self, place: int) -> tuple[str, int]:
        """Return the block that a raw place is in, and the place within it."""
        at = 0
        for name, text in self.blocks:
            if at <= place <= at + len(text):
                return name, place - at
            at += len(text) + 2
        raise AssertionError(place)

    def place(self, home: tuple[str, int]) -> int | None:
        """Return where a place is now; None where its block is gone."""
        at = 0
        for name, text in self.blocks:
            if name == home[0]:
                return at + home[1]
            at += len(text) + 2
        return None

    def edited(self, seed: int) -> "Article":
        """Return a later version: blocks taken out, put in and moved."""
        chance = random.Random(1_000 + seed)  # noqa: S311 - no secret
        blocks = [block for block in self.blocks if chance.random() > 0.12]
        for number in range(chance.randint(1, 3)):
            new = (f"new{number}", _block(chance))
            blocks.insert(chance.randint(0, len(blocks)), new)
        if chance.random() < 0.3 and len(blocks) > 3:
            blocks.append(blocks.pop(chance.randrange(len(blocks))))
        return Article(tuple(blocks))


def article(seed: int) -> Article:
    """Return the article with this number: always the same."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    blocks = [_block(chance) for _ in range(chance.randint(8, 14))]
    return Article(tuple((f"b{number}", text) for number, text in enumerate(blocks)))


def _block(chance: random.Random) -> str:
    if chance.random() < 0.2:
        return chance.choice(_FURNITURE) or "* * *"
    return " ".join(_sentence(chance) for _ in range(chance.randint(1, 3)))


def _sentence(chance: random.Random) -> str:
    name, says = chance.choice(_NAMES), chance.choice(_SAYS)
    kind = chance.randrange(5)
    if kind == 0:
        return f"{_quoted(chance.choice(_SHORT), chance)} {name} {says}."
    if kind == 1:
        return f"{_quoted(_clause(chance).capitalize() + ',', chance)} {says} {name}."
    if kind == 2:
        return f"{name} said that {_clause(chance)}."
    if kind == 3:
        return f"The {chance.choice(_WORDS)} cost {_sum(chance)} last year."
    return f"Nobody at the caf&eacute; by the {chance.choice(_WORDS)} &amp; the station knew."


def _clause(chance: random.Random) -> str:
    gap = chance.choice([" ", " ", " ", "\n", "  ", "\N{NO-BREAK SPACE}"])
    one, two, three = chance.sample(_WORDS, 3)
    return f"the {one} needs{gap}a new {two} before the {three} opens"


def _quoted(words: str, chance: random.Random) -> str:
    opening, closing = chance.choice(
        [
            ('"', '"'),
            ("\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"),
        ]
    )
    return f"{opening}{words}{closing}"


def _sum(chance: random.Random) -> str:
    return chance.choice(["$5 million", "$5 million", "5%", f"{chance.randint(2, 90)} euros"])


def texts(articles: Sequence[Article]) -> list[dict[str, str]]:
    """Return the articles as lines of a JSONL source."""
    return [{"id": f"a{number}", "text": one.text} for number, one in enumerate(articles)]
