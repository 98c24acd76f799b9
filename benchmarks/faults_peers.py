"""
What others lose when one of their worker processes fails: 20 documents, a fault in the tenth.

usage: python benchmarks/faults_peers.py [NAME ...]

`concurrent.futures.ProcessPoolExecutor` and `multiprocessing.Pool` come with Python; spaCy's
`nlp.pipe` and datatrove are tried where they are installed. Each case is a process of its own,
with two workers, that has 20 s; what it has printed by then is what has come back.
"""

import importlib.util
import os
import signal
import subprocess
import sys

FAULTS = {
    "SIGKILL": "os.kill(os.getpid(), 9)",
    "segfault": "ctypes.string_at(0)",
    "os._exit(0)": "os._exit(0)",
    "hang": "time.sleep(1000)",
}
DOCUMENTS, SECONDS = 20, 20

_HEAD = """
import ctypes, multiprocessing, os, sys, time
def work(at):
    if at == 9:
        {fault}
    time.sleep(0.02)
    return at
def told(at):
    print("done", at, flush=True)
"""
PEERS = {
    "ProcessPoolExecutor": """
if __name__ == "__main__":
    from concurrent.futures import ProcessPoolExecutor, as_completed
    with ProcessPoolExecutor(2) as pool:
        for future in as_completed([pool.submit(work, at) for at in range(20)]):
            if not future.exception():
                told(future.result())
""",
    "multiprocessing.Pool": """
if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        for at in pool.imap_unordered(work, range(20)):
            told(at)
""",
    "spacy": """
if __name__ == "__main__":
    import spacy
    from spacy.language import Language
    @Language.component("work")
    def component(doc):
        work(int(doc.text))
        return doc
    nlp = spacy.blank("en")
    nlp.add_pipe("work")
    for doc in nlp.pipe(map(str, range(20)), n_process=2, batch_size=1):
        told(doc.text)
""",
    "datatrove": """
import logging
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep
class Source(PipelineStep):
    def run(self, data, rank=0, world_size=1):
        for at in range(rank, 20, world_size):
            yield Document(text=str(at), id=str(at))
class Work(PipelineStep):
    def run(self, data, rank=0, world_size=1):
        for doc in data:
            told(work(int(doc.text)))
            yield doc
if __name__ == "__main__":
    import tempfile
    with tempfile.TemporaryDirectory() as logs:
        LocalPipelineExecutor([Source(), Work()], tasks=4, workers=2, logging_dir=logs).run()
""",
}


def tried(peer: str, fault: str) -> str:
    """Return what came back from ``peer`` with one fault."""
    code = _HEAD.format(fault=fault) + PEERS[peer]
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", _written(code)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        hangs = ""
        try:
            out, _ = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            hangs = f", hangs (ended after {SECONDS} s)"
            os.killpg(process.pid, signal.SIGKILL)  # a group of its own
            out, _ = process.communicate()
    done = sum(line.startswith(b"done") for line in out.splitlines())
    return f"{DOCUMENTS - done} of {DOCUMENTS} lost{hangs}"


def _written(code: str) -> str:
    """Return code that runs ``code`` as a script: workers that are spawned read it again."""
    return (
        "import runpy, tempfile, pathlib\n"
        "folder = tempfile.mkdtemp()\n"
        "path = pathlib.Path(folder, 'peer.py')\n"
        f"path.write_text({code!r})\n"
        "runpy.run_path(str(path), run_name='__main__')\n"
    )


def main(names: list[str]) -> None:
    """Print the table."""
    print(f"| peer | {' | '.join(FAULTS)} |\n|{'---|' * (len(FAULTS) + 1)}")
    for peer in names:
        if peer in ("spacy", "datatrove") and importlib.util.find_spec(peer) is None:
            print(f"| {peer} | not installed |", flush=True)
            continue
        found = [tried(peer, fault) for fault in FAULTS.values()]
        print(f"| {peer} | {' | '.join(found)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or list(PEERS))
