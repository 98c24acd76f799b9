"""Links: words that only point at another article, as "Lire aussi :" does."""

from textflow_plugins.speakers.tokens import FULL, Unit

#: The colon is among the first tokens: "Te puede interesar:" has a word more than "READ MORE:".
_REACH, _REACH_ABROAD = 3, 5


def opens_link(unit: Unit) -> bool:
    """Return whether a unit opens with words that point at another article, and a colon."""
    low, first, reach = unit.low, 0, _REACH
    if not unit.grammar.fixed_order:
        first, reach = (
            int(unit.word(0) in FULL),
            _REACH_ABROAD,
        )  # ". Lire aussi :" behind a quotation
    if ":" not in low[first + 1 : first + reach]:
        return False
    promotion = unit.grammar.clauses.promotion
    return all(word in promotion for word in low[first : low.index(":", first)])
