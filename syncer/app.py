"""Wiring: what a command needs, made from config.toml and rules.toml when it is first asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rules.book import Book
from syncer.config import Config
from syncer.store import boards as kept
from syncer.store.engine import open_state

if TYPE_CHECKING:  # opened when it is asked for, and imported no sooner: most runs are idle
    from sqlalchemy import Engine

    from connectors.airtable.client import Airtable
    from connectors.trello.client import Trello
    from rules.style.sheet import Sheet
    from syncer.judge.words import Words


@dataclass(frozen=True)
class App:
    """A configured syncer. Nothing is opened before it is needed."""

    config: Config
    book: Book

    @cached_property
    def engine(self) -> Engine:
        """The state; raises Stop when it cannot be used."""
        return open_state(self.config.state.url)

    @cached_property
    def trello(self) -> Trello:
        """Trello as our account sees it."""
        from connectors.trello.client import Trello

        settings = self.config.trello
        return Trello(
            settings.api_key.reveal(), settings.token.reveal(), base_url=settings.base_url
        )

    @property
    def airtable(self) -> Airtable:
        """The base of the audit table. Ask only when config.airtable is there."""
        assert self.config.airtable is not None
        return self.airtable_at(self.config.airtable.base)

    def airtable_at(self, base: str) -> Airtable:
        """One of the bases that config.airtable names; each keeps its own pace."""
        from connectors.airtable.client import Airtable

        settings = self.config.airtable
        assert settings is not None
        if base not in self._bases:
            token = settings.token.reveal()
            self._bases[base] = Airtable(token, base, endpoint_url=settings.endpoint_url)
        return self._bases[base]

    @cached_property
    def _bases(self) -> dict[str, Airtable]:
        return {}

    @cached_property
    def sheet(self) -> Sheet:
        """The style rules, made ready."""
        from rules.style.sheet import Sheet

        return Sheet(self.book.style)

    @cached_property
    def words(self) -> Words:
        """What syncer says, in the board's language."""
        from syncer.judge.words import Words

        return Words(self.book.language, self.book.messages)

    @property
    def lock_file(self) -> Path:
        """The file whose lock keeps two runs apart: beside the state."""
        path = self.config.state.url.partition("///")[2]
        return Path(f"{path}.lock")

    @cached_property
    def _ahead(self) -> list[timedelta]:
        """By how much Trello's clock is ahead of ours, once it was seen."""
        return [timedelta(0)]

    def clock(self) -> datetime:
        """Trello's clock as far as it is known: events carry its times, so records follow it."""
        return datetime.now(UTC) + self._ahead[0]

    def set_clock(self) -> None:
        """Go by the time that Trello's last answer gave."""
        if self.trello.server_time:
            self._ahead[0] = self.trello.server_time - datetime.now(UTC)

    def close(self) -> None:
        """Close what was opened: a watch that opens anew for each pass must not pile it up."""
        opened = vars(self)
        if "engine" in opened:
            self.engine.dispose()
        if "trello" in opened:
            self.trello.close()
        for base in self._bases.values():
            base.close()

    def our_member(self) -> str:
        """The member id that our token acts as; asked once for each token."""
        token = hashlib.sha256(self.config.trello.token.reveal().encode()).hexdigest()[:16]
        with self.engine.begin() as conn:
            member = kept.read_meta(conn, "member")
            if member and kept.read_meta(conn, "member of") == token:
                return member
        member = self.trello.me().id
        with self.engine.begin() as conn:
            kept.write_meta(conn, "member", member)
            kept.write_meta(conn, "member of", token)
        return member
