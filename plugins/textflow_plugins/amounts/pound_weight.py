"""Tell pounds that weigh from pounds that pay."""

import re
from functools import lru_cache

from textflow_plugins.amounts.language import LANGUAGES, Lexicon, lexicon
from textflow_plugins.amounts.number_builder import Numeral
from textflow_plugins.amounts.tries import one_of
from textflow_plugins.languages import Role

_BACK = 40


class PoundWeight:
    """Knows the words beside pounds that weigh."""

    def __init__(self, words: Lexicon) -> None:
        of = one_of(words.of_role(Role.OF))
        matter = one_of(words.union(lambda one: one.money_context.money_matter))
        after = one_of(words.union(lambda one: one.money_context.weight_after))
        unit = one_of(words.union(lambda one: one.money_context.weight_unit))
        link = one_of(words.of_role(Role.LINK))
        verbs = one_of(words.union(lambda one: one.money_context.weight_verb))
        stems = one_of(words.union(lambda one: one.money_context.weight_stem))
        coin = one_of(words.union(lambda one: one.money_context.coin))
        self.coin = re.compile(rf"[ ]{coin}\b")
        self.goods = re.compile(rf"[ ]{of}[ ](?!{matter}\b)")
        second = rf",?[ ](?:{link}[ ])?\d[\d.,]{{0,8}}[ ]{unit}\b"
        self.after = re.compile(rf"[ ]{after}\b|-[^\W\d_]|{second}")
        self.before = re.compile(rf"\b(?:{stems}\w*|{verbs}\b)[^.\n]{{0,24}}\Z")

    def weighs(self, low: str, numeral: Numeral, end: int) -> bool:
        """
        Return whether the pounds that ``numeral`` counts, up to ``end``, are a weight.

        Money is the likelier reading in news; a weight must show itself by what it
        is of (two pounds of cocaine), by a verb (she weighs) or as an adjective
        (a ten-pound bag). Losing pounds is read as weight, which is wrong for gamblers.
        """
        if not numeral.scaled and low[numeral.end : numeral.end + 1] == "-":
            return self.coin.match(low, end) is None
        if self.goods.match(low, end) or self.after.match(low, end):
            return True
        return bool(self.before.search(low[max(0, numeral.start - _BACK) : numeral.start]))


@lru_cache(maxsize=LANGUAGES)
def pound_weight(tag: str) -> PoundWeight:
    """Return what a language knows of pounds that weigh."""
    return PoundWeight(lexicon(tag))
