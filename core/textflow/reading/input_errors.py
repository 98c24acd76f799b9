"""Why an input, or a piece of one, cannot be read: the branches of ``InputError``."""

from textflow.errors import InputError, TextflowError


class MissingError(InputError):
    """There is no file where one was named."""


class NotFileError(InputError):
    """What is there is no regular file, or a link that leads nowhere or outside."""


class AccessError(InputError):
    """The system refuses to open or to read it."""


class DamagedError(InputError):
    """Compressed bytes are cut, broken, or no such thing."""


class NotTextError(InputError):
    """The bytes are no text in any encoding we may assume."""


class TooLarge(InputError):  # noqa: N818 - `Input.lines` also yields it, as a value
    """More bytes than the cap allows."""

    #: How they begin, for the dead letter.
    head: bytes = b""


class UnusableError(InputError):
    """A document has been read, but cannot be used."""

    def _wording(self) -> str:
        """Return what others say, the address as the document has it."""
        said = (f"{self.uri}: {self.found}", self.wanted, self.fix)
        return "; ".join(part for part in said if part)


class DuplicateIdError(UnusableError):
    """A document before it has the same id."""


class NotPlainError(UnusableError):
    """A source gave values that are not JSON."""


class SourceCrashError(UnusableError):
    """A source raised an exception in the middle of an input."""


def kind_of(error: TextflowError) -> str:
    """
    Return the short name under which a dead letter states the error.

    >>> kind_of(NotTextError("a.txt", "a PNG image", "wanted text", "convert it"))
    'NotText'
    """
    return kind_name(type(error))


def kind_name(kind: type[TextflowError]) -> str:
    """Return the short name of a class of errors."""
    return kind.__name__.removesuffix("Error")
