"""Slack: what is sent, what cannot be smuggled in, and what its answers mean."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Iterator

import pytest
import responses
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import Garbled, Gone, NotAllowed, Refused, ServiceError, TryLater
from connectors.slack import Bot, Link, Mention, Webhook, render
from tests.connectors.loopback import Reply, serving

TOKEN = "xoxb-" + "123456789012-abcdefghijkl"
SECRET = "/services/T00000000/B00000000/" + "x" * 24
HOOK = "https://hooks.slack.com" + SECRET
POST = "https://slack.com/api/chat.postMessage"


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def hook() -> Iterator[Webhook]:
    webhook = Webhook(HOOK)
    yield webhook
    webhook.close()


@pytest.fixture
def bot() -> Iterator[Bot]:
    bot = Bot(TOKEN)
    yield bot
    bot.close()


def test_a_webhook_gets_plain_text_without_previews(
    hook: Webhook, web: responses.RequestsMock
) -> None:
    web.post(HOOK, body="ok")
    hook.post("Գովազդ <b> & ", Mention("U02ABCDEF"), " ", Link("https://trello.com/c/x", "card"))
    assert json.loads(web.calls[0].request.body or "") == {
        "text": "Գովազդ &lt;b&gt; &amp; <@U02ABCDEF> <https://trello.com/c/x|card>",
        "unfurl_links": False,
        "unfurl_media": False,
    }


def test_a_bot_writes_to_a_person(bot: Bot, web: responses.RequestsMock) -> None:
    web.post(POST, json={"ok": True, "ts": "1700000000.000100", "channel": "D1"})
    assert bot.post("U02ABCDEF", "hello") == "1700000000.000100"
    request = web.calls[0].request
    assert json.loads(request.body or "")["channel"] == "U02ABCDEF"
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    "text",
    ["<!channel>", "<!here|x>", "<@U02ABCDEF>", "<https://evil.example|trello.com>", "a&lt;"],
)
def test_nothing_can_be_smuggled_in(text: str) -> None:
    assert not re.search("[<>]", render(text))
    assert not re.search("[<>|]", render(Link("https://a.example", text))[1:-1].split("|", 1)[1])


@given(st.text(), st.text())
@settings(deadline=None, max_examples=100)
def test_text_is_shown_as_it_stands(text: str, label: str) -> None:
    shown = render(text)
    assert "<" not in shown
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text
    link = render(Link("https://a.example/" + label, label))
    assert (link.count("<"), link.count("|"), link.count(">")) == (1, 1, 1)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Mention("!channel"),
        lambda: Mention("U02> <!channel"),
        lambda: Mention("U02ABCDEF\n"),
        lambda: Mention(""),
        lambda: Link("javascript:alert(1)", "x"),
        lambda: Webhook("hooks.slack.com" + SECRET),
        lambda: Webhook("file://" + SECRET),
        lambda: Bot(""),
        lambda: Bot("xoxb-\n"),
    ],
)
def test_what_is_no_user_link_or_address_is_refused(make: object) -> None:
    with pytest.raises(ValueError, match=r"Slack|web address") as caught:
        make()  # type: ignore[operator]  # a lambda of the list above
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "body", "wanted"),
    [
        (400, "invalid_payload", Refused),
        (400, "no_text", Refused),
        (403, "action_prohibited", NotAllowed),
        (403, "invalid_token", NotAllowed),
        (403, "", NotAllowed),
        (404, "no_service", Gone),
        (404, "channel_not_found", Gone),
        (410, "channel_is_archived", Gone),
        (429, "", TryLater),
        (500, "rollup_error", TryLater),
        (503, f"<html>{HOOK}</html>", TryLater),
        (200, "<html>Welcome to the hotel</html>", Garbled),
    ],
)
def test_what_a_webhook_answers(
    hook: Webhook, web: responses.RequestsMock, status: int, body: str, wanted: type[ServiceError]
) -> None:
    web.post(HOOK, status=status, body=body)
    with pytest.raises(wanted) as caught:
        hook.post("hello")
    assert type(caught.value) is wanted
    assert caught.value.unknown is (status >= 500 or wanted is Garbled)
    assert "xxxx" not in "".join(traceback.format_exception(caught.value))
    assert len(web.calls) == 1


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("invalid_auth", NotAllowed),
        ("account_inactive", NotAllowed),
        ("missing_scope", NotAllowed),
        ("channel_not_found", Gone),
        ("is_archived", Gone),
        ("ratelimited", TryLater),
        ("internal_error", TryLater),
        ("msg_too_long", Refused),
        ("a_word_of_next_year", Refused),
    ],
)
def test_a_200_can_be_a_refusal(
    bot: Bot, web: responses.RequestsMock, word: str, wanted: type[ServiceError]
) -> None:
    web.post(POST, json={"ok": False, "error": word, "needed": "chat:write"})
    with pytest.raises(wanted, match=f"{word}.*needed: chat:write") as caught:
        bot.post("C1", "hello")
    error = caught.value
    assert type(error) is wanted
    assert error.unknown is (word == "internal_error")
    if isinstance(error, NotAllowed):
        assert error.everything is (word != "missing_scope")
    if isinstance(error, Refused):
        assert error.kind == word


def test_a_limit_says_how_long(bot: Bot, web: responses.RequestsMock) -> None:
    body = {"ok": False, "error": "ratelimited"}
    web.post(POST, status=429, json=body, headers={"Retry-After": "30"})
    with pytest.raises(TryLater) as caught:
        bot.post("C1", "hello")
    assert caught.value.after == 30.0
    assert caught.value.unknown is False


@pytest.mark.parametrize("body", ["", "[]", "ok", '{"ok": "yes"}', "{}"])
def test_an_answer_of_somebody_else_is_garbled(
    bot: Bot, web: responses.RequestsMock, body: str
) -> None:
    web.post(POST, body=body)
    with pytest.raises(Garbled) as caught:
        bot.post("C1", "hello")
    assert caught.value.unknown


@pytest.mark.parametrize("fault", [Reply(drop=True), Reply(delay=0.6), Reply(503), Reply(429)])
def test_a_message_is_sent_exactly_once(fault: Reply) -> None:
    with serving(fault) as server:
        webhook = Webhook(server.url + SECRET, timeout=(1, 0.2))
        with pytest.raises(TryLater) as caught:
            webhook.post("hello")
        webhook.close()
    assert len(server.seen) == 1
    assert caught.value.unknown is (fault.status != 429)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
