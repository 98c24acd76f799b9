"""What a stage can do to the process that it runs in, beyond what a guard within it contains."""

import os
import sys
from types import MappingProxyType

import attrs

#: Since 3.12, recursion in C has a limit of its own.
LIMITED = sys.version_info >= (3, 12)
#: Name to what the stage does, and what the dead letter must say of it.
FAULTS = MappingProxyType(
    {
        "killed": ("os.kill(os.getpid(), 9)", "signal 9 (SIGKILL)"),
        "segfault": ("ctypes.string_at(0)", "signal 11 (SIGSEGV)"),
        "abort": ("os.abort()", "signal 6 (SIGABRT)"),
        "os_exit": ("os._exit(0)", "exit code 0"),
        "hang": ("while True: pass", "not done after 1 s"),
        "swallowed_deadline": ("swallow()", "it was ended"),
        "backtracking": ("re.match('(a+)+$', 'a' * 60 + '!')", "not done after 1 s"),
        "endless_c": ("sum(itertools.repeat(1))", "it was ended"),
        "memory": ("bomb()", "emory"),
        "recursion_in_c": ("deep()", "RecursionError" if LIMITED else "signal 11 (SIGSEGV)"),
        "fork": ("os.fork()", "it has forked the process"),
        "closed_descriptors": ("os.closerange(0, 100)", "has died"),
        "flood": ("flood()", "flooded"),
        "changed_folder": ("os.chdir('/')", "it has changed the working directory"),
        "changed_interpreter": ("builtins.len = None", "exit code 71"),
        "taken_timer": (
            "signal.setitimer(signal.ITIMER_REAL, 0); swallow()", "it was ended",
        ),
        "children": ("subprocess.Popen(['sleep', '600']); os._exit(3)", "exit code 3"),
        "rubbish": ("[os.write(fd, b'x' * 100) for fd in pipes()]; os._exit(0)", ""),
    }
)  # fmt: skip

SOURCE = '''
import builtins, ctypes, itertools, os, re, signal, stat, subprocess, sys, time
import textflow

def swallow():
    while True:
        try:
            time.sleep(30)
        except BaseException:
            pass

def bomb():
    kept = []
    while True:
        kept.append(bytes(10_000_000))

def deep():
    """Recur in C until the stack is full."""
    nested = (str,)
    for _ in range(1_000_000):
        nested = (nested,)
    sys.setrecursionlimit(2_000_000_000)
    isinstance(0, nested)

def flood():
    for _ in range(2_000):
        os.write(1, b"\\\\x1b[31m" + b"flood" * 300)
    raise ValueError("flooded")

def pipes():
    return [
        int(fd) for fd in os.listdir("/proc/self/fd")
        if int(fd) > 2 and os.path.exists(f"/proc/self/fd/{fd}") is False
    ] or [3, 4, 5, 6]

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc, *, fault: str = "", at: str = ""):
    if doc.id == at:
        exec(fault)
    return [{"start": 0, "end": 3, "text": doc.text[:3]}]

@textflow.hookimpl
def textflow_stages():
    return [finds]
'''


@attrs.frozen
class Ended:
    """How many documents of a run ended in which way."""

    written: list[bytes]
    dead: list[str]


def children_of(process: int) -> list[int]:
    """Return the processes that ``process`` has started; Linux."""
    with open(f"/proc/{process}/task/{process}/children") as file:  # noqa: PTH123 - one line
        return [int(one) for one in file.read().split()]


def is_alive(process: int) -> bool:
    """Return whether a process is there and no zombie; Linux."""
    try:
        with open(f"/proc/{process}/stat") as file:  # noqa: PTH123 - one line
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def processes_with(word: str) -> list[int]:
    """Return the processes whose environment contains ``word``; Linux."""
    found: list[int] = []
    for name in os.listdir("/proc"):  # noqa: PTH208 - names alone
        if name.isdigit():
            try:
                with open(f"/proc/{name}/environ", "rb") as file:  # noqa: PTH123 - one line
                    found += [int(name)] if word.encode() in file.read() else []
            except OSError:
                continue
    return [one for one in found if is_alive(one)]
