from __future__ import annotations

import io
import logging
from urllib.parse import quote

import pytest

from connectors.redact import MASK, Redaction, redact

PAT = "patAbCdEfGhIjKlMn." + "0f" * 32


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"401 for {PAT} at Airtable", PAT),
        (f"the id {PAT[:17]} alone", PAT[:17]),
        ("ATTA" + "9" * 60 + " is a token", "9" * 60),
        ("POST https://hooks.slack.com/services/T0/B0/abc failed", "T0/B0/abc"),
        ("xoxb-123456789012-abcdef", "123456789012"),
        ('OAuth oauth_consumer_key="k1", oauth_token="t1"', '"t1"'),
        ('OAuth oauth_consumer_key="k1", oauth_token="t1"', '"k1"'),
        ("GET /1/boards?fields=id&key=abc&token=def HTTP", "abc"),
        ("GET /1/boards?fields=id&key=abc&token=def HTTP", "def"),
        ("GET /1/tokens/abcdef/webhooks", "abcdef"),
        ("Authorization: Bearer abc.def", "abc.def"),
        ("smtp://me:hunter2@mail.example.org", "hunter2"),
    ],
)
def test_what_has_the_shape_of_a_secret_goes(text: str, secret: str) -> None:
    assert secret in text
    shown = redact(text)
    assert secret not in shown
    assert MASK in shown
    assert redact(shown) == shown


def test_given_secrets_go_also_when_encoded_and_the_longest_first() -> None:
    secret = "a b/c+d"
    text = f"{secret} {quote(secret, safe='')} {secret}e"
    assert redact(text, [secret, secret + "e"]) == f"{MASK} {MASK} {MASK}"


@pytest.mark.parametrize("secret", ["", "k", "abc"])
def test_a_toy_secret_does_not_eat_the_text(secret: str) -> None:
    assert redact("abc kiosk", [secret]) == "abc kiosk"


@pytest.mark.parametrize("text", ["a pattern", "path/to/tokens", "https://trello.com/c/a1 key=x"])
def test_plain_text_stays(text: str) -> None:
    assert redact(text) == text


def test_a_log_shows_no_secret_in_message_arguments_or_traceback() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Redaction(["sesame-open"]))
    log = logging.Logger("test")  # not in the tree: no other handler sees it
    log.addHandler(handler)
    log.warning("token %s at %s", "sesame-open", {"url": "x?token=abc&y=1"})
    try:
        int("sesame-open")
    except ValueError:
        log.exception("failed")
    shown = out.getvalue()
    assert "sesame" not in shown
    assert "abc" not in shown
    assert shown.count(MASK) == 4  # the traceback also shows the line of source
    assert "ValueError" in shown
