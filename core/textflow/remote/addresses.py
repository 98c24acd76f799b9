"""Addresses of files in stores, as `s3://bucket/folder/name`, and which of them can be used."""

from importlib.util import find_spec
from types import MappingProxyType

from textflow.wording import did_you_mean, shown

#: What a protocol may have beside letters and digits.
_MARKS = str.maketrans("", "", "+.-")
#: What is to be installed for some protocols; fsspec itself says what others need.
_LIBRARIES = MappingProxyType(
    {
        "s3": "s3fs",
        "s3a": "s3fs",
        "gs": "gcsfs",
        "gcs": "gcsfs",
        "az": "adlfs",
        "abfs": "adlfs",
        "abfss": "adlfs",
    }
)
#: Pages, this machine itself, and what has another address inside: no stores.
_NO_STORES = frozenset(
    (
        *("http", "https", "data", "git", "github", "gist", "jupyter", "jlab", "pyscript"),
        *("file", "local", "asynclocal", "dask"),
        *("dir", "generic", "reference", "zip", "tar", "libarchive", "async_wrapper"),
        *("asyncwrapper", "cached", "blockcache", "filecache", "simplecache"),
    )
)


def is_address(written: str) -> bool:
    """
    Return whether ``written`` names something in a store, and not a path.

    >>> is_address("s3://crawl/2024/*.jsonl"), is_address("C://crawl"), is_address("s3/crawl")
    (True, False, False)
    """
    return protocol_of(written) != ""


def protocol_of(address: str) -> str:
    """Return what an address begins with, in small letters; nothing for a path."""
    name, mark, _ = address.partition("://")
    is_name = name.isascii() and name[:1].isalpha() and name.translate(_MARKS).isalnum()
    return name.lower() if mark and is_name and len(name) > 1 else ""  # "C:" alone is a drive


def _has_password(address: str) -> bool:
    who, mark, _ = address.partition("://")[2].partition("/")[0].rpartition("@")
    return bool(mark) and ":" in who


def is_everywhere(address: str) -> bool:
    """Return whether other processes find the same there: not in the memory of this one."""
    return protocol_of(address) != "memory"


def split(address: str) -> tuple[str, str]:
    """
    Return the folder of an address, and the name in it.

    >>> split("s3://crawl/2024/a.jsonl")
    ('s3://crawl/2024', 'a.jsonl')
    """
    folder, _, name = address.rpartition("/")
    return folder, name


def unusable(address: str) -> str:
    """Return why nothing is read or written at ``address``, and what to do; else nothing."""
    protocol = protocol_of(address)
    if protocol in _NO_STORES:
        why = f"{protocol}:// is no store that textflow reads or writes"
        return f"{shown(address)}: {why}; name a file, or a store such as s3://"
    if _has_password(address):
        why = "a password does not belong into an address, which records and manifests repeat"
        return f"an address that begins with {protocol}://: {why}; give it to fsspec in a variable"
    return _absent(address, protocol)


def _absent(address: str, protocol: str) -> str:
    """Return what is not installed for an address, and the command that installs it."""
    if find_spec("fsspec") is None:
        return _uninstalled(address, _LIBRARIES.get(protocol, "fsspec"))
    from fsspec.registry import known_implementations, registry  # noqa: PLC0415 - an extra

    if protocol in registry:
        return ""
    found = known_implementations.get(protocol)
    if found is None:
        names = {*registry, *known_implementations} - _NO_STORES
        near = did_you_mean(protocol, names) or "; name a store such as s3://"
        return f"{shown(address)}: fsspec knows no store {shown(protocol)}{near}"
    if find_spec(found["class"].partition(".")[0]) is not None:
        return ""
    if protocol in _LIBRARIES:
        return _uninstalled(address, _LIBRARIES[protocol])
    return f"{shown(address)}: {found.get('err', 'a library is missing')}"


def _uninstalled(address: str, library: str) -> str:
    from textflow.plugins.installing import install_line  # noqa: PLC0415 - seldom

    return f"{shown(address)}: {library} is not installed: run `{install_line(library)}`"
