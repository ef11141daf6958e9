"""`syncer run`: one pass, for cron. `syncer watch`: the same again and again."""

from __future__ import annotations

import json
import logging
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

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
    report = run_once(settings.app(), max_returns=max_returns)
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
    hosted = settings.app().config.trello.base_url == "https://api.trello.com"
    wait = (max(interval, SHORTEST) if hosted else interval).total_seconds()
    with _until_told() as told:
        while not told.is_set():
            _watch_once(settings, form)
            told.wait(wait)


def _watch_once(settings: Settings, form: str) -> None:
    """One pass with the files as they are now; what stops a pass does not end the watch."""
    try:
        report = run_once(settings.app())
    except Stop as stop:
        log.error("%s", stop.problem)  # noqa: TRY400 - a sentence for people, not a stack
        return
    if report.boards or report.problems or report.delivered:
        _tell(report, form)


@contextmanager
def _until_told() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set: the pass under way is ended in good order first."""
    told = threading.Event()
    before = {each: signal.signal(each, lambda *_: told.set()) for each in _SIGNALS}
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


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
