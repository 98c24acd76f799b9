"""Exceptions as records of facts: each annotated field is one, given by place or by name."""

from inspect import get_annotations
from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class FactsError(Exception):
    """
    An exception whose fields are facts that never change.

    It is what a frozen class of attrs would be, but nothing is compiled for each class: every
    command would pay for some sixty kinds of errors, nearly all of which it never meets.

    >>> class TornError(FactsError):
    ...     path: str
    ...     fix: str = "write it again"
    >>> error = TornError("a.jsonl")
    >>> error.path, error.fix, error.but(fix="").args
    ('a.jsonl', 'write it again', ('a.jsonl', ''))
    """

    #: The names of the facts, those of the base classes first.
    facts: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        stated = get_annotations(cls).items()
        own = (name for name, kind in stated if getattr(kind, "__origin__", None) is not ClassVar)
        cls.facts = tuple(dict.fromkeys((*cls.facts, *own)))

    def __init__(self, *given: Any, **named: Any) -> None:
        kind = type(self)
        placed = dict(zip(self.facts, given, strict=False))
        defaults = {name: getattr(kind, name) for name in self.facts if hasattr(kind, name)}
        values = defaults | placed | named
        surplus = len(given) > len(placed) or placed.keys() & named.keys()
        if surplus or values.keys() != set(self.facts):
            message = f"{kind.__name__} is made of {', '.join(self.facts)}; given: {given}, {named}"
            raise TypeError(message)
        super().__init__(*(values[name] for name in self.facts))
        vars(self).update(values)

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.facts:
            message = f"{name!r} is a fact, which never changes"
            raise AttributeError(message)
        super().__setattr__(name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.args

    def but(self, **changes: Any) -> Self:
        """Return the same error with other facts."""
        return type(self)(**{**dict(zip(self.facts, self.args, strict=True)), **changes})
