"""Tell pounds that weigh from pounds that pay."""

import re

from textflow_plugins.amounts.terms import Numeral
from textflow_plugins.amounts.tries import trie

#: What pounds of money are of: four million pounds of debt.
_MONEYS = trie(
    [
        *(
            "aid",
            "assets",
            "backing",
            "bonds",
            "borrowing",
            "business",
            "capital",
            "cash",
            "claims",
        ),
        *(
            "compensation",
            "contracts",
            "cost",
            "costs",
            "cuts",
            "damage",
            "damages",
            "debt",
            "debts",
        ),
        *("deposits", "earnings", "equity", "expenditure", "exports", "extra", "fees", "finance"),
        *("fines", "funding", "funds", "goods", "government", "grants", "gross", "help", "imports"),
        *("income", "interest", "investment", "investments", "liabilities", "loans", "losses"),
        *("lottery", "money", "new", "orders", "output", "pay", "payments", "pension", "pre-tax"),
        *("profit", "profits", "property", "public", "rent", "revenue", "revenues", "sales"),
        *("savings", "shares", "spending", "stock", "subsidies", "subsidy", "support", "tax"),
        *("taxes", "taxpayer", "taxpayers", "trade", "turnover", "value", "wages", "work", "worth"),
    ]
)
_OF_GOODS = re.compile(rf"[ ]of[ ](?!{_MONEYS}\b)")
_AFTER = re.compile(r"[ ](?:per[ ]square|in[ ]weight|lighter|heavier|overweight|bags?\b)|-[^\W\d_]")
_BEFORE = re.compile(
    r"\b(?:weigh\w*|equal[ ]to|lift(?:s|ed|ing)?|lose|lost|losing|gain(?:ed|ing)?|shed)\b"
    r"[^.\n]{0,24}\Z"
)
_BACK = 40


def weighs(low: str, numeral: Numeral, end: int) -> bool:
    """
    Tell whether the pounds that ``numeral`` counts, up to ``end``, are a weight.

    Money is the likelier reading in news; a weight must show itself by what it
    is of (two pounds of cocaine), by a verb (she weighs) or as an adjective
    (a ten-pound bag). Losing pounds is read as weight, which is wrong for gamblers.
    """
    if not numeral.scaled and low[numeral.end : numeral.end + 1] == "-":
        return True
    if _OF_GOODS.match(low, end) or _AFTER.match(low, end):
        return True
    return bool(_BEFORE.search(low[max(0, numeral.start - _BACK) : numeral.start]))
