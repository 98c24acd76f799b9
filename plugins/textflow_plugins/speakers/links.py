"""Links: words that only point at another article, as "Lire aussi :" does."""

from textflow_plugins.speakers.tokens import FULL, Unit

#: The colon is among the first tokens: "Te puede interesar:" has a word more than "READ MORE:".
_REACH, _REACH_ABROAD = 3, 5


def opens_link(unit: Unit) -> bool:
    """Return whether a unit opens with words that point at another article, and a colon."""
    low, abroad = unit.low, not unit.grammar.fixed_order
    first = int(abroad and unit.word(0) in FULL)  # ". Lire aussi :" behind a quotation
    reach = _REACH_ABROAD if abroad else _REACH
    if ":" not in low[first + 1 : first + reach]:
        return False
    promotion = unit.grammar.clauses.promotion
    return all(word in promotion for word in low[first : low.index(":", first)])
