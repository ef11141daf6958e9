"""`syncer sandbox`: a local Trello and Airtable to try rules against."""

from __future__ import annotations

import signal
import threading

import click


@click.command()
@click.option("--trello-port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option("--airtable-port", type=click.IntRange(0, 65535), default=8081, show_default=True)
def sandbox(trello_port: int, airtable_port: int) -> None:
    """A local Trello and Airtable on loopback ports, until Ctrl-C. Nothing is kept.

    Make users and faults by the control endpoints that are printed (docs/sandbox.md).
    """
    from syncer.sandbox.server import Sandbox
    from syncer.sandbox.trello.world import DEFAULT_KEY

    told = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: told.set())
    try:
        box = Sandbox(trello_port=trello_port, airtable_port=airtable_port)
    except OSError as error:
        raise click.ClickException(
            f"a port is taken: {error}. Choose others with --trello-port and --airtable-port."
        ) from error
    with box:
        click.echo(f'Trello    base_url     = "{box.trello_url}"')
        click.echo(f'Airtable  endpoint_url = "{box.airtable_url}"')
        click.echo(f'API key                  "{DEFAULT_KEY}"')
        click.echo(f"Control   {box.trello_url}/_control/ (users, faults, journal, limits, clock)")
        click.echo("Ctrl-C ends it; nothing is kept.")
        told.wait()
