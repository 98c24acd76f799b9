"""
What a document must leave as it was in the process that works on it.

The next documents would suffer from it: so a batch after which something is different
is done again elsewhere, and the document that it was is told apart from the others.
"""

import builtins
import os
import signal
import sys
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import attrs

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGALRM") if hasattr(signal, name)
)


class _Forks:
    """How often this process has been forked by `os.fork`."""

    count = 0
    is_child = False


def _in_parent() -> None:
    _Forks.count += 1


def _in_child() -> None:
    _Forks.is_child = True


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_parent=_in_parent, after_in_child=_in_child)


def is_copy() -> bool:
    """Return whether this process is a fork of a worker, and not the worker."""
    return _Forks.is_child


@attrs.frozen
class Health:
    """The state of the interpreter, as it was when all stages were set up."""

    _builtins: Any
    _modules: Any
    _folder: str
    _handlers: tuple[Any, ...]
    _forks: int
    _pipe: int

    @classmethod
    def now(cls, pipe: int) -> "Health":
        """Return the present state."""
        return cls(
            MappingProxyType(dict(vars(builtins))),
            MappingProxyType({name: sys.modules[name] for name in _KEPT if name in sys.modules}),
            os.getcwd(),  # noqa: PTH109 - once a batch
            tuple(map(signal.getsignal, _SIGNALS)),
            _Forks.count,
            pipe,
        )

    def change(self) -> str:
        """Return what a document has changed, or nothing."""
        try:
            return next(self._changes(), "")
        except BaseException as error:  # noqa: BLE001 - not even that can be looked at any more
            return f"it has damaged the process it ran in ({type(error).__name__})"

    def _changes(self) -> Iterator[str]:
        now = vars(builtins)
        if any(now.get(name) is not value for name, value in self._builtins.items()):
            yield "it has changed the builtins"
        if any(sys.modules.get(name) is not module for name, module in self._modules.items()):
            yield "it has replaced modules that others use"
        if os.getcwd() != self._folder:  # noqa: PTH109 - once a batch
            yield "it has changed the working directory"
        if tuple(map(signal.getsignal, _SIGNALS)) != self._handlers:
            yield "it has changed what signals do"
        os.fstat(self._pipe)
        if _Forks.count != self._forks:
            yield "it has forked the process it ran in; start a process with `subprocess` instead"


#: Modules whose loss breaks everything that follows.
_KEPT = ("sys", "os", "builtins", "re", "json", "signal", "textflow", "textflow.document")
