"""How many documents may fail before a run stops."""

from decimal import Decimal
from typing import NamedTuple

from textflow.errors import TooManyErrorsError
from textflow.running.run_totals import RunTotals

#: A share says little of the first few documents.
_ENOUGH = 100


class Allowance(NamedTuple):
    """
    ``limits.max_errors``: a number, a share as ``1%``, or None.

    >>> Allowance("1%").check(RunTotals(read=50, dead=25))
    >>> Allowance("1%").check(RunTotals(read=100, dead=1))
    """

    limit: int | str | None

    def is_due(self, totals: RunTotals, *, failed: bool) -> bool:
        """Return whether to check behind one more document, which may have ``failed``."""
        begins = isinstance(self.limit, str) and totals.read == _ENOUGH
        return failed or begins

    def check(self, totals: RunTotals, *, at_end: bool = False) -> None:
        """Raise TooManyErrorsError where more have failed than may."""
        if self.limit is not None and self._is_used_up(totals, at_end=at_end):
            raise TooManyErrorsError(totals.dead, self.limit, "the dead letters")

    def _is_used_up(self, totals: RunTotals, *, at_end: bool) -> bool:
        if isinstance(self.limit, int):
            return totals.dead >= self.limit and not at_end
        share = Decimal(str(self.limit).removesuffix("%")) / 100
        return (totals.read >= _ENOUGH or at_end) and totals.dead > share * totals.read
