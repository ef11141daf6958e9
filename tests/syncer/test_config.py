"""config.toml: read strictly, its secrets never shown."""

from __future__ import annotations

import copy
import dataclasses
import traceback
from datetime import timedelta
from pathlib import Path

import pytest

from rules.reading import Problem, Problems
from syncer.config import Config, Plan, load_config, read_config, rules_file
from syncer.secret import Secret

ENV = {"KEY": "key-4711", "TOKEN": "token-0815", "PAT": "pat-secret", "EMPTY": " "}

SMALL = """\
[trello]
api_key = "env:KEY"
token = "env:TOKEN"
"""

AIRTABLE = """\
[airtable]
token = "env:PAT"
base = "appXXXXXXXXXXXXXX"
"""


def read(text: str, folder: Path = Path("/srv/team")) -> Config:
    return read_config(text, "config.toml", folder, ENV)


def problems_of(text: str, folder: Path = Path("/srv/team")) -> tuple[Problem, ...]:
    with pytest.raises(Problems) as caught:
        read(text, folder)
    return caught.value.problems


def test_the_least_that_is_needed() -> None:
    config = read(SMALL)
    assert config.trello.api_key.reveal() == "key-4711"
    assert config.trello.token.reveal() == "token-0815"
    assert config.trello.secret is None
    assert config.trello.base_url == "https://api.trello.com"
    assert config.trello.sweep_every == timedelta(minutes=15)
    assert config.airtable is config.slack is config.mail is None
    assert config.state.url == "sqlite:////srv/team/syncer.db"
    assert config.rules.file == Path("/srv/team/rules.toml")


def test_everything() -> None:
    config = read(
        SMALL
        + """\
        secret = "app-secret"
        base_url = "http://127.0.0.1:8080/"
        sweep_every = "1h"
        """
        + AIRTABLE
        + """\
        table = "Audit"
        endpoint_url = "http://127.0.0.1:8081/airtable/"
        flush_every = "30s"
        plan = "free"
        next_base = "appYYYYYYYYYYYYYY"
        posts_table = "Posts"
        versions_table = "Versions"
        [state]
        url = "postgresql://user:pass@db.example.org/syncer"
        [rules]
        file = "/etc/syncer/rules.toml"
        [notify.slack]
        bot_token = "xoxb-1"
        [notify.mail]
        smtp_url = "smtps://u:p@mail.example.org:465"
        sender = "syncer@example.org"
        """
    )
    assert config.trello.base_url == "http://127.0.0.1:8080"
    assert config.trello.sweep_every == timedelta(hours=1)
    assert config.airtable is not None
    assert config.airtable.endpoint_url == "http://127.0.0.1:8081/airtable"
    assert config.airtable.flush_every == timedelta(seconds=30)
    assert config.airtable.plan is Plan.FREE
    assert config.airtable.next_base == "appYYYYYYYYYYYYYY"
    assert (config.airtable.posts_table, config.airtable.versions_table) == ("Posts", "Versions")
    assert config.state.url == "postgresql://user:pass@db.example.org/syncer"
    assert config.rules.file == Path("/etc/syncer/rules.toml")
    assert config.slack is not None
    assert config.mail is not None
    assert config.mail.sender == "syncer@example.org"


WRONG = {
    "no trello": ("", 1, "key 'trello' is missing"),
    "no token": ('[trello]\napi_key = "k"\n', 1, "[trello]: key 'token' is missing"),
    "unknown key": (SMALL + 'tokn = "x"\n', 4, "unknown key 'tokn'; did you mean 'token'?"),
    "unknown table": (
        SMALL + "[airtabel]\n",
        4,
        "unknown key 'airtabel'; did you mean 'airtable'?",
    ),
    "unset variable": (
        SMALL.replace("env:TOKEN", "env:TRELO_TOKEN"),
        3,
        "[trello]: token: the environment variable TRELO_TOKEN is not set",
    ),
    "empty variable": (
        SMALL.replace("env:TOKEN", "env:EMPTY"),
        3,
        "[trello]: token: the environment variable EMPTY is empty",
    ),
    "shell variable": (
        SMALL.replace("env:TOKEN", "${TRELLO_TOKEN}"),
        3,
        'token: is not filled in by a shell here: write "env:NAME"',
    ),
    "empty secret": (SMALL.replace("env:TOKEN", ""), 3, 'token: is empty: write "env:NAME"'),
    "a number": (SMALL.replace('"env:TOKEN"', "17"), 3, "token: must be text in quotes"),
    "missing file": (
        SMALL.replace("env:TOKEN", "file:no-such-file"),
        3,
        "token: the file /srv/team/no-such-file cannot be read: No such file",
    ),
    "no URL": (SMALL + 'base_url = "api.trello.com"\n', 4, "base_url: is no address of the form"),
    "ftp": (SMALL + 'base_url = "ftp://x"\n', 4, "base_url: is no address of the form https://…"),
    "no host": (SMALL + 'base_url = "https://"\n', 4, "base_url: is no address"),
    "space": (SMALL + 'base_url = "https://a b"\n', 4, "base_url: is no address"),
    "bad port": (SMALL + 'base_url = "https://a:port"\n', 4, "base_url: is no address"),
    "bad host": (SMALL + 'base_url = "https://[a"\n', 4, "base_url: is no address"),
    "query": (SMALL + 'base_url = "https://a/?k=1"\n', 4, "base_url: must end before any '?'"),
    "user": (SMALL + 'base_url = "https://u:p@a"\n', 4, "base_url: must not hold a user"),
    "no sweep": (SMALL + 'sweep_every = "0s"\n', 4, "sweep_every must be longer than nothing"),
    "sweep": (SMALL + 'sweep_every = "15"\n', 4, "sweep_every: '15' is not a length of time"),
    "plan": (SMALL + AIRTABLE + 'plan = "pro"\n', 7, "plan: must be one of free, team, business"),
    "base": (SMALL + AIRTABLE.replace("appXX", "XX"), 6, "base is an id such as appXXXXXXXXXXXXXX"),
    "table": (SMALL + AIRTABLE + 'table = " "\n', 7, "table is empty"),
    "next base": (SMALL + AIRTABLE + 'next_base = "b"\n', 7, "next_base is an id such as app"),
    "same base": (
        SMALL + AIRTABLE + 'next_base = "appXXXXXXXXXXXXXX"\n',
        7,
        "next_base is the base itself",
    ),
    "same tables": (
        SMALL + AIRTABLE + 'posts_table = "audit LOG"\n',
        7,
        "posts_table and versions_table need names of their own",
    ),
    "two slashes": (SMALL + '[state]\nurl = "sqlite://a.db"\n', 5, "url: has three slashes"),
    "memory": (SMALL + '[state]\nurl = "sqlite:///:memory:"\n', 5, "url: must be a file"),
    "mysql": (SMALL + '[state]\nurl = "mysql://a/b"\n', 5, "url: must be sqlite:///FILE or"),
    "no database": (SMALL + '[state]\nurl = "postgresql://"\n', 5, "url: is no address"),
    "no url": (SMALL + "[state]\n", 4, "[state]: key 'url' is missing"),
    "slack": (SMALL + "[notify.slack]\n", 4, "[notify.slack]: give webhook_url or bot_token"),
    "webhook": (SMALL + '[notify.slack]\nwebhook_url = "x"\n', 5, "webhook_url is no address"),
    "smtp": (
        SMALL + '[notify.mail]\nsmtp_url = "mail:25"\nsender = "a@b"\n',
        5,
        "[notify.mail]: smtp_url is no address of the form smtp://… or smtps://…",
    ),
    "sender": (
        SMALL + '[notify.mail]\nsmtp_url = "smtp://m"\nsender = "me"\n',
        6,
        "[notify.mail]: sender is an address such as",
    ),
    "no toml": (SMALL + "[trello]\n", 4, "not TOML: Cannot declare"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_configs(name: str) -> None:
    text, line, wanted = WRONG[name]
    (problem,) = problems_of(text)
    assert wanted in str(problem)
    assert (problem.file, problem.line) == ("config.toml", line)


def test_all_problems_at_once() -> None:
    text = SMALL.replace("KEY", "A").replace("TOKEN", "B") + "[airtable]\nplan = 1\n"
    assert [problem.line for problem in problems_of(text)] == [2, 3, 4, 4, 5]


def test_a_secret_is_never_shown() -> None:
    config = read(SMALL + AIRTABLE + '[state]\nurl = "postgresql://u:hunter2@db/x"\n')
    shown = [repr(config), str(config), f"{config.trello.token}", f"{config.trello.token!r:>30}"]
    shown += [repr(dataclasses.asdict(config.trello)), str([copy.deepcopy(config)])]
    for text in shown:
        for secret in (*ENV.values(), "hunter2"):
            assert secret.strip() == "" or secret not in text


def test_a_wrong_secret_is_not_shown_either() -> None:
    text = SMALL + '[notify.mail]\nsmtp_url = "hunter2"\nsender = "a@b"\n'
    text += '[notify.slack]\nwebhook_url = "hunter2"\n[state]\nurl = "hunter2"\n'
    with pytest.raises(Problems) as caught:
        read(text)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))
    assert len(caught.value.problems) == 3


def test_secrets_are_compared_by_value() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert hash(Secret("a")) == hash(Secret("a"))


def test_secrets_in_files_and_relative_paths(tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text("from-a-file\n")
    (tmp_path / "config.toml").write_text(
        "\ufeff"
        + SMALL.replace("env:TOKEN", "file:token.txt")
        + '[state]\nurl = "sqlite:///state/s.db"\n[rules]\nfile = "sub/r.toml"\n',
        encoding="utf-8",
    )
    config = load_config(tmp_path / "config.toml", ENV)
    assert config.trello.token.reveal() == "from-a-file"
    assert config.state.url == f"sqlite:///{tmp_path}/state/s.db"
    assert config.rules.file == tmp_path / "sub" / "r.toml"


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "is empty"), (b"\xff\xfe", "is not UTF-8 text")]
)
def test_useless_secret_files(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "t").write_bytes(content)
    (problem,) = problems_of(SMALL.replace("env:TOKEN", "file:t"), tmp_path)
    assert why in problem.message


def test_a_config_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"[trello]\n# caf\xe9\n")
    with pytest.raises(Problems, match=r"config\.toml:2: byte 14 is not UTF-8 text; save the file"):
        load_config(path, ENV)


def test_the_rules_file_is_known_from_a_config_with_problems(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('nonsense = 1\n[rules]\nfile = "ours.toml"\n')
    assert rules_file(path) == tmp_path / "ours.toml"
    path.write_text("rules = 3\n")
    assert rules_file(path) == tmp_path / "rules.toml"
