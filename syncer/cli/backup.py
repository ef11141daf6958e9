"""`syncer backup`: a sound copy of the state, also while a run is under way."""

from __future__ import annotations

from pathlib import Path

import click

from syncer.cli.options import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(settings: Settings, file: Path) -> None:
    """Copy the state to FILE, which must not be there yet. Runs may go on meanwhile.

    To restore: stop syncer, remove the state file and those beside it that end in -wal and
    -shm, and put the copy in its place (docs/audit.md).
    """
    from syncer.audit.backup import backup as copy

    copied = copy(settings.app().config.state.url, file)
    head = f", the newest with hash {copied.head[:16]}…" if copied.head else ""
    click.echo(f"{file}: {copied.entries} ledger entries{head}; {copied.size} bytes")
