"""`syncer run`: one pass, for cron. `syncer watch`: the same again and again."""

from __future__ import annotations

import json
import logging
import os
import re
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import click

from syncer.cli.options import Settings
from syncer.records import Stop
from syncer.run import Report, complaints, run_once, summary

log = logging.getLogger("syncer")

SHORTEST = timedelta(seconds=10)
"""Trello allows 100 of the requests that find what moved in 900 s (facts: /1/members/)."""


_UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}


def _interval(_ctx: click.Context, _param: click.Parameter, value: str) -> timedelta:
    """30s, 5m, 1h."""
    found = re.fullmatch(r"\s*(\d+)\s*([smh])\s*", value)
    if not found or not int(found[1]):
        raise click.BadParameter(f"{value!r} is no interval; 30s, 5m or 1h are")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


@click.command()
@click.option("--max-returns", type=click.IntRange(min=0), help="Lift the brake to this, once.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def run(settings: Settings, max_returns: int | None, form: str) -> None:
    """One pass over every board in rules.toml: intake, judge, deliver.

    Safe to call from cron every minute: a second run leaves at once while one is under way.
    """
    with closing(settings.app()) as app:
        report = run_once(app, max_returns=max_returns)
    _tell(report, form)
    raise click.exceptions.Exit(report.exit)


@click.command()
@click.option("--interval", callback=_interval, default="30s", show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def watch(settings: Settings, interval: timedelta, form: str) -> None:
    """The same pass for ever, `--interval` apart. SIGTERM ends it after the pass under way.

    Trello's own limits ask for ten seconds between two passes at least.
    """
    with closing(settings.app()) as app:
        wait = waiting_time(interval, app.config.trello.base_url)
    if wait > interval:
        log.warning("Trello's limits ask for %d s between two passes: so it is.", wait.seconds)
    with _until_told() as told_within:
        while True:
            _watch_once(settings, form)
            if told_within(wait.total_seconds()):
                return


def waiting_time(interval: timedelta, base_url: str) -> timedelta:
    """How long to wait between two passes: Trello itself has limits, a sandbox need not."""
    host = urlsplit(base_url).hostname or ""
    hosted = host == "trello.com" or host.endswith(".trello.com")
    return max(interval, SHORTEST) if hosted else interval


def _watch_once(settings: Settings, form: str) -> None:
    """One pass with the files as they are now; what stops a pass does not end the watch."""
    try:
        with closing(settings.app()) as app:
            report = run_once(app)
    except Stop as stop:
        log.error("%s", stop.problem)  # noqa: TRY400 - a sentence for people, not a stack
        return
    if report.boards or report.problems or report.delivered:
        _tell(report, form)


@contextmanager
def _until_told() -> Iterator[Callable[[float], bool]]:
    """Yields what waits so many seconds and returns True as soon as SIGTERM or SIGINT came: the
    pass under way is ended in good order first.

    A pipe carries the news: setting a threading.Event within a signal handler can wait for ever
    for a lock that the interrupted code holds.
    """
    reading, writing = os.pipe()
    before = {each: signal.signal(each, lambda *_: _write(writing)) for each in _SIGNALS}
    try:
        yield lambda seconds: bool(select.select([reading], [], [], seconds)[0])
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        os.close(reading)
        os.close(writing)


def _write(pipe: int) -> None:
    os.write(pipe, b"!")


_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def _tell(report: Report, form: str) -> None:
    if form == "json":
        fields = {
            "busy": report.busy,
            "boards": report.boards,
            "cards": report.cards,
            "returns": report.returns,
            "delivered": report.delivered,
            "rows": report.rows,
            "problems": list(complaints(report.problems)),
        }
        click.echo(json.dumps(fields, ensure_ascii=False))
    else:
        click.echo(summary(report))
    for problem in complaints(report.problems):
        log.error("%s", problem)
