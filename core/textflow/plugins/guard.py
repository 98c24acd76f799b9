"""
The guard around every call into a plugin.

Whatever comes out of a plugin's code (``SystemExit`` and ``KeyboardInterrupt`` too, where
no signal has come) is turned into one error of ours that names the plugin and the hook.
"""

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Generic, Literal, Protocol, TypeVar, cast

from textflow import interrupts
from textflow.errors import HookError
from textflow.wording import raised

T = TypeVar("T")

#: What makes an error of ours out of the words for what a plugin raised.
Meaning = Callable[[str], Exception]


class Ours(Protocol):
    """Something of ours that a plugin reads or calls; it remembers what it raised."""

    error: BaseException | None


class Guard:
    """
    A context in which a plugin's code is called.

    ``meaning`` makes the error from type and message of what the plugin raised.
    ``supply`` is what of ours the plugin calls back or reads from within: what that
    raises passes the plugin, but is not its fault, and comes out as it was, even where
    the plugin has swallowed it.
    """

    __slots__ = ("_meaning", "_supply")

    def __init__(self, meaning: Meaning, supply: "Ours | None" = None) -> None:
        self._meaning = meaning
        self._supply = supply

    def __enter__(self) -> None:
        """Begin; the plugin's code comes next."""

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> Literal[False]:
        """Raise what the end of the plugin's code means; nothing after a good one."""
        interrupts.check()
        ours = self._supply.error if self._supply else None
        if ours is not None and ours is not error:
            raise ours
        if error is None or error is ours or interrupts.is_real(error):
            return False
        raise self._meaning(raised(error)) from error


class Supply(Generic[T]):
    """
    An iterator of ours that a plugin reads; it remembers what it raised.

    >>> list(Supply(iter("ab")))
    ['a', 'b']
    """

    def __init__(self, source: Iterable[T]) -> None:
        self._source = iter(source)
        self.error: BaseException | None = None

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        """Return the next item; after a failure, fail in the same way again."""
        if self.error is not None:
            raise self.error
        try:
            return next(self._source)
        except StopIteration:
            raise
        except BaseException as error:
            self.error = error
            raise


def guarded(plugin: str, hook: str, supply: Ours | None = None) -> Guard:
    """
    Return the guard whose error is HookError: for all calls but those of stages.

    ``hook`` says what is called, as in ``sink 'acme.table'``.
    """
    return Guard(lambda reason: HookError(plugin, hook, reason), supply)


_END = object()


def drawn(items: Iterable[T], guard: Guard) -> Iterator[T]:
    """Yield the items that a plugin's iterable gives, each one drawn under ``guard``."""
    with guard:
        iterator = iter(items)
    while True:
        with guard:
            item: object = next(iterator, _END)
        if item is _END:
            return
        yield cast("T", item)
