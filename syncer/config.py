"""config.toml -> Config: where the services are, with which credentials, and where state lives.

Strict as rules.toml is: an unknown key, a wrong type, a missing environment variable are all told
at once, with their lines. Relative paths count from the folder of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NewType

from rules.reading.places import Path as KeyPath
from rules.reading.toml import Toml
from rules.reading.typed import BAD, Reader, Special
from syncer.addresses import check_url, state_url, web_url
from syncer.rulebook import read_text
from syncer.secret import Secret, resolve

WebUrl = NewType("WebUrl", str)
"""an http(s) address without a slash at its end"""
StateUrl = NewType("StateUrl", str)
"""where the state lives; may hold a password"""


class Plan(StrEnum):
    """Airtable's plans, which differ in calls a month."""

    FREE = "free"
    TEAM = "team"
    BUSINESS = "business"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, kw_only=True)
class Trello:
    """[trello]. `secret` is the app's, and only signs webhooks; every `sweep_every` all boards
    are read whole, changed or not."""

    api_key: Secret
    token: Secret
    secret: Secret | None = None
    base_url: WebUrl = WebUrl("https://api.trello.com")
    sweep_every: timedelta = timedelta(minutes=15)

    def __post_init__(self) -> None:
        if self.sweep_every <= timedelta(0):
            raise ValueError("sweep_every must be longer than nothing")


@dataclass(frozen=True, kw_only=True)
class Airtable:
    """[airtable]. Rows wait for company at most `flush_every`; when `base` is as full as the plan
    allows they go to `next_base`. Without `posts_table` or `versions_table` there is none."""

    token: Secret
    base: str
    next_base: str | None = None
    table: str = "Audit log"
    posts_table: str | None = None
    versions_table: str | None = None
    endpoint_url: WebUrl = WebUrl("https://api.airtable.com")
    flush_every: timedelta = timedelta(minutes=1)
    plan: Plan = Plan.TEAM

    def __post_init__(self) -> None:
        for key, base in (("base", self.base), ("next_base", self.next_base)):
            if base is not None and (not base.startswith("app") or "/" in base):
                raise ValueError(
                    f"{key} is an id such as appXXXXXXXXXXXXXX, from the base's address"
                )
        if self.next_base == self.base:
            raise ValueError("next_base is the base itself: name another, for when it is full")
        if not self.table.strip():
            raise ValueError("table is empty: give the name or the id of the audit table")
        named = [self.table, self.posts_table, self.versions_table]
        names = [name.strip().casefold() for name in named if name is not None]
        if "" in names or len(set(names)) < len(names):
            raise ValueError(
                "posts_table and versions_table need names of their own, and none may be empty"
            )


@dataclass(frozen=True, kw_only=True)
class State:
    """[state]."""

    url: StateUrl = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """[rules]."""

    file: Path


@dataclass(frozen=True, kw_only=True)
class Slack:
    """[notify.slack]: a webhook writes to one channel, a bot token also writes to people."""

    webhook_url: Secret | None = None
    bot_token: Secret | None = None

    def __post_init__(self) -> None:
        if self.webhook_url is None and self.bot_token is None:
            raise ValueError("give webhook_url or bot_token")
        if self.webhook_url is not None:
            _check_secret_url(self.webhook_url, ("https", "http"), "webhook_url")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """[notify.mail]: `smtp_url` is smtp://user:password@host:587 (STARTTLS) or smtps://…"""

    smtp_url: Secret
    sender: str

    def __post_init__(self) -> None:
        _check_secret_url(self.smtp_url, ("smtp", "smtps"), "smtp_url")
        if "@" not in self.sender:
            raise ValueError("sender is an address such as syncer@example.org")


@dataclass(frozen=True, kw_only=True)
class Notify:
    """[notify]."""

    slack: Slack | None = None
    mail: Mail | None = None


@dataclass(frozen=True, kw_only=True)
class Audit:
    """[audit]. Every `anchor_every` in which the ledger grew, its head is written to the file, to
    Airtable where that is configured, to Slack's webhook and to a mail address."""

    anchor_file: Path | None = None
    anchor_every: timedelta = timedelta(days=1)
    anchor_slack: bool = False
    anchor_mail: str | None = None

    def __post_init__(self) -> None:
        if self.anchor_every <= timedelta(0):
            raise ValueError("anchor_every must be longer than nothing")
        if self.anchor_mail is not None and "@" not in self.anchor_mail:
            raise ValueError("anchor_mail is an address such as auditor@example.org")


@dataclass(frozen=True, kw_only=True)
class Config:
    """config.toml, read and found good. Without [airtable] there is no audit table, only the
    ledger."""

    trello: Trello
    airtable: Airtable | None = None
    state: State
    rules: Rules
    notify: Notify = field(default_factory=Notify)
    audit: Audit = field(default_factory=Audit)

    def __post_init__(self) -> None:
        if self.audit.anchor_slack and (self.slack is None or self.slack.webhook_url is None):
            raise ValueError("audit.anchor_slack needs a webhook_url in [notify.slack]")
        if self.audit.anchor_mail and self.mail is None:
            raise ValueError("audit.anchor_mail needs [notify.mail]")

    @property
    def slack(self) -> Slack | None:
        return self.notify.slack

    @property
    def mail(self) -> Mail | None:
        return self.notify.mail


def read_config(text: str, file: str, folder: Path, env: Mapping[str, str]) -> Config:
    """Read the text of a config.toml. `file` is how problems call it; paths are relative to the
    folder; secrets named "env:NAME" come from `env`.

    Raises:
        Problems: everything that is wrong with it, at once. No message shows a secret.
    """
    toml = Toml(text, file)
    data = {"state": {"url": "sqlite:///syncer.db"}, "rules": {"file": "rules.toml"}, **toml.data}
    config: Config = Reader(toml, _specials(folder, env)).table(Config, data, ())
    toml.settle()
    return config


def load_config(path: Path, env: Mapping[str, str]) -> Config:
    """Read the file at `path`. Raises Problems, and OSError when it cannot be opened."""
    return read_config(read_text(path), str(path), path.resolve().parent, env)


def rules_file(path: Path) -> Path:
    """The rules file that the config at `path` names, whatever else is wrong with the config.
    Raises Problems when it is no TOML, and OSError."""
    table = Toml(read_text(path), str(path)).data.get("rules")
    named = table.get("file") if isinstance(table, dict) else None
    return path.parent / (named if isinstance(named, str) and named else "rules.toml")


def _check_secret_url(url: Secret, schemes: tuple[str, ...], key: str) -> None:
    try:
        check_url(url.reveal(), schemes)
    except ValueError as error:
        raise ValueError(f"{key} {error}") from None


def _specials(folder: Path, env: Mapping[str, str]) -> Mapping[Any, Special]:
    """How the types that are no plain values are read."""

    def secret(text: str) -> str:
        return resolve(text, folder, env)

    return {
        Secret: _text(lambda text: Secret(secret(text))),
        StateUrl: _text(lambda text: StateUrl(state_url(secret(text), folder))),
        WebUrl: _text(lambda text: WebUrl(web_url(text))),
        Path: _text(lambda text: folder / Path(text).expanduser()),
    }


def _text(make: Callable[[str], object]) -> Special:
    """Reads a text and makes something of it; a ValueError is what is wrong with it."""

    def read(reader: Reader, value: object, path: KeyPath) -> object:
        if not isinstance(value, str):
            reader.toml.wrong(path, "must be text in quotes")  # not shown: it may be a secret
            return BAD
        try:
            return make(value)
        except ValueError as error:
            reader.toml.wrong(path, str(error))
            return BAD

    return read
