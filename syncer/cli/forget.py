"""`syncer forget`: a leaver's personal data go, the chain stays whole."""

from __future__ import annotations

import click

from syncer.cli.options import Settings


@click.command()
@click.argument("person")
@click.option("--also", multiple=True, help="Another name or address to take out; repeatable.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def forget(settings: Settings, person: str, also: tuple[str, ...], yes: bool) -> None:
    """Replace PERSON (username or member id) by a pseudonym in all that syncer keeps.

    For people who have left the board and rules.toml. There is no way back. The ledger's hashes
    stay, and a new entry says which texts were replaced, so that `audit verify` stays green.
    Backups, Trello itself and Airtable's revision history are not reached (docs/audit.md).
    """
    from syncer.audit.forget import forget as let_go

    if not yes:
        click.confirm(f"Replace {person} by a pseudonym, for good?", abort=True, err=True)
    done = let_go(settings.app(), person, also)
    click.echo(
        f"{person} is {done.pseudonym} now: {done.entries} ledger entries redacted, "
        f"{done.rows} other rows changed"
    )
    if done.in_keys:
        click.echo(
            f"{done.in_keys} entries hold the member id in their key, which stays.", err=True
        )
