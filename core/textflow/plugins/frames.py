"""Where in a plugin's own files an exception came from."""

from types import TracebackType


def place_in(error: BaseException, module: str) -> str:
    """
    Return the deepest line of the package of ``module`` that ``error`` passed.

    As ``textflow_acme/parties.py:12``: the same on every machine, whatever the folder it
    is installed in. Empty where it passed none.
    """
    package = module.partition(".")[0]
    found = ""
    trace = _trace(error)
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__")
        if type(name) is str and name.partition(".")[0] == package:
            found = f"{_file(name, trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


def _trace(error: BaseException) -> TracebackType | None:
    """Return the traceback itself, whatever a subclass says of it."""
    trace: TracebackType | None = vars(BaseException)["__traceback__"].__get__(error)
    return trace


def _file(module: str, path: str) -> str:
    """Return the path of a module below the folder that its package is in."""
    file = path.replace("\\", "/").rpartition("/")[2]
    folders = module.split(".") if file == "__init__.py" else module.split(".")[:-1]
    return "/".join([*folders, file])
