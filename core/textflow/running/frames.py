"""Where in a plugin an exception was raised, told without a path of this machine."""

import traceback
from pathlib import PurePath
from types import FrameType


def place_of(error: BaseException, module: str) -> str:
    """
    Return file and line of the innermost frame in the package of ``module``.

    Where that package has no frame, as for a stage in C, the place is empty.
    """
    package = module.partition(".")[0]
    places = [
        f"{_file(frame, package)}, line {line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if _package(frame) == package
    ]
    return places[-1] if places else ""


def _package(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def _file(frame: FrameType, package: str) -> str:
    """Return the file of a frame, from its top package on."""
    parts = PurePath(frame.f_code.co_filename).parts
    starts = [at for at, part in enumerate(parts) if part == package]
    return "/".join(parts[starts[-1] :]) if starts else parts[-1]
