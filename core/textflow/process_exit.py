"""The end of the process: what plugins have left at work does not keep it alive."""

import gc
import os
import sys
import threading
import time

from textflow import descriptors

#: Seconds that threads have to come to their own end.
_GRACE = 3.0


def exit_process(code: int) -> None:
    """
    Let the process end with ``code``, in a few seconds at most.

    From here on nothing that is printed is data. Threads that are not daemons, and child
    processes of ``multiprocessing``, would be waited for until the end of time.
    """
    descriptors.lead_away()
    descriptors.forget_what_is_stuck()
    left = [one for one in threading.enumerate() if one is not threading.main_thread()]
    if any(not one.daemon for one in left) or _has_children():
        threading.Thread(target=_end, args=(code,), daemon=True).start()
    # Python would look through all that is left once more, for cycles whose memory nobody needs.
    gc.disable()
    gc.freeze()


def _has_children() -> bool:
    module = sys.modules.get("multiprocessing.process")
    return bool(module and module.active_children())


def _end(code: int) -> None:
    time.sleep(_GRACE)
    message = "textflow: warning: a plugin has left threads or processes at work; they end now\n"
    os.write(2, message.encode())
    os._exit(code)
