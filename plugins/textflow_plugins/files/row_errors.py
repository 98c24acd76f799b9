"""Why a file of rows, or one of them, is no document: the types that dead letters state."""

import textflow


class RowError(textflow.InputError):
    """A row has been read, but is no document."""

    def __str__(self) -> str:
        """Return the address as the row has it; the dead letter is JSON, not a terminal."""
        said = (f"{self.uri}: {self.found}", self.wanted, self.fix)
        return "; ".join(part for part in said if part)


class NotJsonError(RowError):
    """What should be JSON is not, or not exactly what others would read."""


class NotUtf8Error(RowError):
    """JSON is in UTF-8; this is another encoding."""


class NotCsvError(RowError):
    """A row of a table has not the cells that its head names, or quotation marks are not closed."""


class TooLargeError(RowError):
    """More bytes than the cap allows."""


class NotParquetError(RowError):
    """What should be a Parquet file is none, or is damaged."""


class NotWarcError(RowError):
    """What should be a web archive is none, or a record of it is damaged."""


class BadIdError(RowError):
    """The field of the id is neither a string nor an integer."""


class NoTextError(RowError):
    """The field of the text is missing, or is no string."""
