"""One run at a time: a file lock that ends with the process, however the process ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from syncer.records import Problem, Stop


@contextmanager
def only_one(path: Path) -> Iterator[bool]:
    """Yield True while this process holds the lock, False at once when another does. Raises Stop
    when there can be no lock at `path`."""
    with _opened(path) as file:
        yield _taken(file)


def _opened(path: Path) -> IO[str]:
    try:
        return path.open("a")
    except OSError as error:
        mend = f"Make the folder {path.parent} and let this user write there."
        raise Stop(_unlockable(path, error, mend)) from error


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:  # some network drives know no locks
        mend = "Point [state] url in config.toml at a file on a local disk."
        raise Stop(_unlockable(Path(file.name), error, mend)) from error
    return True


def _unlockable(path: Path, error: OSError, mend: str) -> Problem:
    return Problem(what=f"{path} cannot be locked: {error.strerror}.", mend=mend, exit=2)
