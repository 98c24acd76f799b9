"""
Everything that can go wrong, as records of facts.

::

    TextflowError               exit code
    |- UsageError                   2      the command line asks for what cannot be
    |- PipelineError                2      the pipeline file has problems (all of them)
    |- PlaceError                   2      a run would write where it must not
    |- PluginError                  2
    |  |- BrokenPluginError                cannot be imported or registered
    |  |- CollisionError                   two distributions claim one name
    |  |- HostVersionError                 made for another version of textflow
    |  |- MissingModuleError               needs a library that is not installed
    |  |- SwitchedOffError                 is installed, but is not to be used
    |  |- OtherVersionsError               is another one in a worker of the run
    |  |- SetupError                       a class of it cannot be set up with its options
    |  `- ContractError                    does not keep the contract of plugins
    |- DocumentError                1      one document fails; the run goes on
    |  |- StageError
    |  |  |- StageCrashError               a stage raised
    |  |  |- StageTimeoutError             a stage took too long
    |  |  |- ReturnTypeError               a stage returned what is not plain JSON
    |  |  |  `- SpanError                  a span does not lead to its text
    |  |  |- InvalidOutputError            a stage returned what its schema forbids
    |  |  `- OversizeResultError           a stage returned more than a record may have
    |  |- NoLayerError                     a layer is not there: its stage was skipped
    |  |- WorkerDiedError                  the process that worked on it is gone
    |  |- OversizeError                    a document or record past its cap
    |  `- FailedElsewhereError             what observers are told of a shard's document
    |- FilteredError                1      a filter stage turned a text down, in Python
    |- UnreadableError              1      a document could not be read, in Python
    |- TooManyErrorsError           3      ``limits.max_errors`` is reached
    |- StoppedError                 3      a stage with ``on_error: stop`` has failed
    |- LockedError                  4      another run writes this output
    |- ResumeError                  4      a run that was stopped cannot be gone on with
    |- RetryError                   4      what a run has left is not there, or not as it was
    |- NothingWrittenError          4      no record is there to replace earlier ones with
    |- InputError                   5      an input cannot be read
    |- OutputError                  5      an output cannot be written
    |- StoreError                   5      a store, such as S3, does not answer or refuses
    `- HookError                    6      an engine, source, sink, wrapper or observer failed

Each ``__str__`` says who, where, what was found, what was wanted and what to do.
"""

from typing import ClassVar

from textflow.facts import FactsError
from textflow.problems import Problem
from textflow.wording import cut, safe, shown

#: Differences between two processes that a message names.
_SHOWN = 5


class TextflowError(FactsError):
    """The root of the tree."""

    #: What the command line exits with when this ends a run.
    exit_code: ClassVar[int] = 2

    def __str__(self) -> str:
        return safe(self._wording())

    def _wording(self) -> str:
        """Return who, where, what was found, what was wanted and what to do."""
        return type(self).__name__


class UsageError(TextflowError):
    """The command line asks for what cannot be."""

    message: str

    def _wording(self) -> str:
        return self.message


class PipelineError(TextflowError):
    """A pipeline file has problems; all of them are here, in file order."""

    path: str
    problems: tuple[Problem, ...]

    def _wording(self) -> str:
        return "\n".join(
            safe(f"{self.path}:{one.place.line}:{one.place.column}: {one.message}")
            for one in self.problems
        )


class PluginError(TextflowError):
    """A plugin cannot be used."""


class BrokenPluginError(PluginError):
    """A plugin cannot be imported."""

    plugin: str
    distribution: str
    version: str
    #: Type and message of what its import raised.
    reason: str
    #: What to do: a command where there is one, the line of its files where it failed.
    fix: str = ""

    def _wording(self) -> str:
        fix = f"; {self.fix}" if self.fix else ""
        return (
            f"plugin {self.plugin!r} of {self.distribution} {self.version} cannot be loaded: "
            f"{cut(self.reason)}{fix}"
        )


class CollisionError(PluginError):
    """Two distributions claim one plugin name."""

    plugin: str
    #: ``name version`` of each, sorted.
    distributions: tuple[str, ...]

    def _wording(self) -> str:
        claims = " and ".join(self.distributions)
        removals = " or ".join(
            f"`pip uninstall {claim.partition(' ')[0]}`" for claim in self.distributions
        )
        return f"plugin name {self.plugin!r} is claimed by {claims}: keep one, with {removals}"


class HostVersionError(PluginError):
    """A plugin was made for another version of textflow."""

    plugin: str
    distribution: str
    version: str
    #: The plugin's own requirement.
    requirement: str
    host_version: str

    def _wording(self) -> str:
        return (
            f"plugin {self.plugin!r} of {self.distribution} {self.version} needs "
            f"{self.requirement}, but this is textflow-engine {self.host_version}: run "
            f"`pip install {self.requirement!r}` or another version of {self.distribution}"
        )


class ContractError(PluginError):
    """A plugin registers what the contract of plugins does not allow."""

    plugin: str
    distribution: str
    found: str
    #: Empty where ``found`` says it already.
    wanted: str

    def _wording(self) -> str:
        wanted = f"; {self.wanted}" if self.wanted else ""
        return f"plugin {self.plugin!r} of {self.distribution}: {self.found}{wanted}"


class SwitchedOffError(PluginError):
    """A plugin is installed, but switched off."""

    plugin: str
    #: Who has done that: the pipeline, the command line, the environment.
    by: str

    def _wording(self) -> str:
        return f"plugin {self.plugin!r} is switched off, by {self.by}; take it out there to use it"


class SetupError(PluginError):
    """A class of a plugin cannot be set up: a stage, a source, an engine or a wrapper."""

    plugin: str
    distribution: str
    #: As ``stage 'acme.model'``.
    component: str
    #: Type and message of what it raised.
    reason: str

    def _wording(self) -> str:
        return (
            f"plugin {self.plugin!r} of {self.distribution}: setting up {self.component} "
            f"raised {cut(self.reason)}; look at the options that the pipeline gives it"
        )


class OtherVersionsError(PluginError):
    """A worker has other versions of textflow, of plugins or of their files, or another disk."""

    worker: str
    #: What differs: what it is there, and what it is here.
    differences: tuple[str, ...]

    def _wording(self) -> str:
        more = len(self.differences) - _SHOWN
        rest = f"; and {more} more" if more > 0 else ""
        found = "; ".join(cut(one, 200) for one in self.differences[:_SHOWN])
        return (
            f"worker {self.worker} is not like this process: {found}{rest}; "
            "install the same on every worker, and give all of them the folder of the output"
        )


class MissingModuleError(PluginError):
    """A component of a plugin needs a library that is not installed."""

    plugin: str
    distribution: str
    #: As ``stage 'html'``.
    component: str
    module: str
    #: The command that installs it.
    fix: str

    def _wording(self) -> str:
        return (
            f"plugin {self.plugin!r} of {self.distribution}: {self.component} needs {self.module}, "
            f"which is not installed: {self.fix}"
        )


class DocumentError(TextflowError):
    """One document fails; it goes to the dead letters and the run goes on."""

    exit_code: ClassVar[int] = 1


class StageError(DocumentError):
    """A stage fails on one document."""

    plugin: str
    stage: str
    document: str

    def _wording(self) -> str:
        return (
            f"plugin {self.plugin!r}, stage {self.stage!r}, document {shown(self.document)}: "
            f"{self._what()}"
        )

    def what(self) -> str:
        """Return what is wrong, without whose it is."""
        return self._what()

    def _what(self) -> str:
        return "the stage failed"


class StageCrashError(StageError):
    """A stage raised an exception."""

    #: Type and message of the exception.
    reason: str
    #: File and line of the plugin's own code that it came from, if it passed any.
    place: str = ""

    def _what(self) -> str:
        place = f" at {self.place}" if self.place else ""
        return f"the stage raised {cut(self.reason)}{place}"


class StageTimeoutError(StageError):
    """A stage did not end in time."""

    seconds: float

    def _what(self) -> str:
        return f"not done after {self.seconds:g} s; raise `timeout` if the document is ok"


class ReturnTypeError(StageError):
    """A stage returned what cannot become plain JSON."""

    #: JSON pointer into what was returned.
    pointer: str
    found: str
    wanted: str

    def _what(self) -> str:
        return f"{self.pointer or 'the result'} is {self.found}; {self.wanted}"


class SpanError(ReturnTypeError):
    """A span does not lead to the text that it claims."""

    def _what(self) -> str:
        return f"{self.pointer} {self.found}; {self.wanted}"


class InvalidOutputError(StageError):
    """A stage returned what the schema of its layer does not allow."""

    layer: str
    pointer: str
    #: What the schema has to say.
    reason: str

    def _what(self) -> str:
        return f"layer {self.layer!r}, {self.pointer or 'the whole'}: {cut(self.reason)}"


class NoLayerError(DocumentError):
    """A stage requires a layer, and the stage that gives it was skipped."""

    layer: str

    def _wording(self) -> str:
        return f"the layer {self.layer!r} is not there: the stage that gives it was skipped"


class WorkerDiedError(DocumentError):
    """The process that worked on a document is gone, and the document with it."""

    document: str
    #: How it ended, as ``signal 9 (killed)``.
    cause: str
    #: The stage that was at work; empty where none was.
    stage: str = ""

    def _wording(self) -> str:
        where = f", in stage {self.stage!r}" if self.stage else ""
        return (
            f"document {shown(self.document)}: the process that worked on it has died{where}: "
            f"{cut(self.cause)}"
        )


class OversizeResultError(StageError):
    """A stage makes the record of a document larger than ``limits.max_record_bytes``."""

    #: What is too large.
    found: str
    limit: int

    def _what(self) -> str:
        return (
            f"{self.found}; limits.max_record_bytes is {self.limit}; "
            "let the stage return less, or raise the limit"
        )


class OversizeError(DocumentError):
    """A document or its record is larger than its cap."""

    document: str
    found: str
    wanted: str

    def _wording(self) -> str:
        return f"document {shown(self.document)} {self.found}; {self.wanted}"


class FailedElsewhereError(DocumentError):
    """A document failed where its shard was done; the letter has the type of its error."""

    type: str
    reason: str

    def _wording(self) -> str:
        return self.reason


class FilteredError(TextflowError):
    """A filter stage turned down the one text that a record was asked of."""

    exit_code: ClassVar[int] = 1
    document: str
    stage: str

    def _wording(self) -> str:
        return f"document {shown(self.document)}: the stage {shown(self.stage)} has filtered it"


class UnreadableError(TextflowError):
    """A document of a source could not be read, and nobody takes its dead letter."""

    exit_code: ClassVar[int] = 1
    #: What its dead letter says.
    message: str

    def _wording(self) -> str:
        return self.message


class StoppedError(TextflowError):
    """A stage with ``on_error: stop`` has failed."""

    exit_code: ClassVar[int] = 3
    #: What the failure of the document says.
    message: str

    def _wording(self) -> str:
        return f"stopped, as `on_error: stop` asks: {self.message}"


class TooManyErrorsError(TextflowError):
    """As many documents failed as ``limits.max_errors`` allows."""

    exit_code: ClassVar[int] = 3
    failed: int
    limit: int | str
    dead_letters: str

    def _wording(self) -> str:
        return (
            f"stopped: {self.failed} document{'s' if self.failed != 1 else ''} failed, "
            f"limits.max_errors is {self.limit}; "
            f"see {self.dead_letters} for the reasons"
        )


class LockedError(TextflowError):
    """Another run writes this output."""

    exit_code: ClassVar[int] = 4
    path: str
    holder: str

    def _wording(self) -> str:
        return (
            f"{self.path}: another run is writing it ({self.holder}); "
            "wait for it to end, or give another sink with --set sink=PATH"
        )


class ResumeError(TextflowError):
    """What a run that was stopped has done does not fit the run that would go on with it."""

    exit_code: ClassVar[int] = 4
    #: The folder of the run that was stopped.
    path: str
    #: What is not as it was.
    changes: tuple[str, ...]

    def _wording(self) -> str:
        return (
            f"{self.path}: a run was stopped there, and since then something has changed: "
            f"{'; '.join(cut(change) for change in self.changes[:8])}; "
            "change it back, or start over with --restart"
        )


class RetryError(TextflowError):
    """The files of a run are not there, or not as it left them."""

    exit_code: ClassVar[int] = 4
    path: str
    found: str
    fix: str
    #: What cannot be done with them.
    aim: str = "retry"

    def _wording(self) -> str:
        return f"{self.path}: cannot {self.aim}: {self.found}; {self.fix}"


class NothingWrittenError(TextflowError):
    """A run has no record, and the output contains those of an earlier one."""

    exit_code: ClassVar[int] = 4
    path: str
    #: The folder with what the run has to say.
    part: str
    read: int

    def _wording(self) -> str:
        return (
            f"{self.path}: left as it was: none of the {self.read:,} documents read became a "
            f"record, and it contains records of an earlier run; see {self.part} for what became "
            "of them, then start over with --restart, or replace the output with --force"
        )


class InputError(TextflowError):
    """An input cannot be read."""

    exit_code: ClassVar[int] = 5
    uri: str
    found: str
    wanted: str
    fix: str

    def _wording(self) -> str:
        return f"{shown(self.uri, 200)}: {self.found}; {self.wanted}; {self.fix}"


class OutputError(TextflowError):
    """An output cannot be written."""

    exit_code: ClassVar[int] = 5
    path: str
    found: str
    fix: str

    def _wording(self) -> str:
        return f"{self.path}: cannot be written: {self.found}; {self.fix}"


class StoreError(TextflowError):
    """A store, such as S3, does not answer, or refuses what is asked."""

    exit_code: ClassVar[int] = 5
    address: str
    found: str
    fix: str

    def _wording(self) -> str:
        return f"{shown(self.address, 200)}: {self.found}; {self.fix}"


class PlaceError(TextflowError):
    """A run would write where it must not."""

    path: str
    found: str
    fix: str

    def _wording(self) -> str:
        return f"{self.path}: cannot be written: {self.found}; {self.fix}"


class HookError(TextflowError):
    """A plugin's code failed where no single document is to blame."""

    exit_code: ClassVar[int] = 6
    plugin: str
    #: What was called, as in ``sink 'acme.table'``.
    hook: str
    #: Type and message of what it raised, or what it gave that it must not give.
    reason: str
    wanted: str = ""

    def _wording(self) -> str:
        wanted = f"; {self.wanted}" if self.wanted else ""
        return f"plugin {self.plugin!r}, {self.hook}: {cut(self.reason)}{wanted}"
