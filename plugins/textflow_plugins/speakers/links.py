"""Links: words that only point at another article, as "Lire aussi :" does."""

from textflow_plugins.speakers.tokens import Unit

#: The colon is among the first tokens: "Te puede interesar:" has a word more than "READ MORE:".
_REACH, _REACH_ABROAD = 3, 5


def opens_link(unit: Unit) -> bool:
    """Return whether a unit opens with words that point at another article, and a colon."""
    reach = _REACH if unit.grammar.fixed_order else _REACH_ABROAD
    if ":" not in unit.low[1:reach]:
        return False
    promotion = unit.grammar.clauses.promotion
    return all(word in promotion for word in unit.low[: unit.low.index(":")])
