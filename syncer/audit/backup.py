"""A copy of the state file, taken while runs go on (https://www.sqlite.org/backup.html)."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from syncer.records import Problem, Stop


@dataclass(frozen=True, kw_only=True)
class Copied:
    """What the copy holds."""

    entries: int
    head: str
    size: int
    """bytes"""


def backup(url: str, target: Path) -> Copied:
    """Copy the state at `url` to a file that is not there yet; only its owner may read it.

    The copy is one moment of the state, checked before it is called done. Raises Stop, and
    leaves nothing behind, when it cannot be made.
    """
    source = Path(make_url(url).database or "")
    if not source.is_file():
        what = f"There is no state file {source} to copy."
        raise Stop(Problem(what=what, mend="Look at [state] url in config.toml.", exit=2))
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        mend = "Name a file that is not there yet: a backup never overwrites."
        raise Stop(Problem(what=f"{target} is there already.", mend=mend, exit=2)) from error
    except OSError as error:
        what = f"{target} cannot be written: {error.strerror}."
        raise Stop(Problem(what=what, mend="Name a folder that is there.", exit=2)) from error
    try:
        return _copy(source, target)
    except BaseException as error:
        target.unlink()
        if isinstance(error, sqlite3.Error):
            what = f"The state file {source} could not be copied: {error}."
            raise Stop(Problem(what=what, mend="Nothing was left behind.", exit=2)) from error
        raise


def _copy(source: Path, target: Path) -> Copied:
    with (
        closing(sqlite3.connect(source, timeout=30)) as there,
        closing(sqlite3.connect(target)) as here,
    ):
        there.backup(here)
        # One file, no log beside it: what is carried away is whole.
        here.execute("PRAGMA journal_mode=DELETE")
        said = here.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise sqlite3.DatabaseError(f"the copy is not sound ({said})")
        last = here.execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    entries, head = last or (0, "")
    return Copied(entries=entries, head=head, size=target.stat().st_size)
