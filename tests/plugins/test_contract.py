"""Every built-in plugin keeps the contract that third parties are held to."""

from textflow.testing import PluginContract


class BuiltIn(PluginContract):
    """Sizes at which all of them together stay quick; speed has tests of its own."""

    huge = 1_000_000
    hostile = 16_000


class TestClean(BuiltIn):
    """The stage that cleans."""

    plugin = "clean"


class TestSegment(BuiltIn):
    """The stage that cuts into sentences."""

    plugin = "segment"


class TestSpeakers(BuiltIn):
    """The stage that finds who said what."""

    plugin = "speakers"


class TestAmounts(BuiltIn):
    """The stage that finds sums and shares."""

    plugin = "amounts"


class TestSummarise(BuiltIn):
    """The stage that picks sentences."""

    plugin = "summarise"


class TestTxt(BuiltIn):
    """The source of text files."""

    plugin = "txt"


class TestJsonl(BuiltIn):
    """The source and the sink of JSON lines."""

    plugin = "jsonl"


class TestSqlite(BuiltIn):
    """The sink that makes a database."""

    plugin = "sqlite"


class TestCsv(BuiltIn):
    """The source and the sink of tables."""

    plugin = "csv"


class TestAnnotations(BuiltIn):
    """The sink that makes annotations."""

    plugin = "annotations"


class TestMarkdown(BuiltIn):
    """The sink that makes pages."""

    plugin = "markdown"


class TestSerial(BuiltIn):
    """The engine that works in one process."""

    plugin = "serial"
