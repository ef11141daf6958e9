"""The sandbox: a local Trello and Airtable over HTTP, with a journal and faults for both."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING

from syncer.sandbox.airtable import AirtableWorld, airtable_app
from syncer.sandbox.clock import Clock
from syncer.sandbox.control import control_app
from syncer.sandbox.faults import Faults
from syncer.sandbox.interpose import Interposed
from syncer.sandbox.journal import Journal
from syncer.sandbox.trello import TrelloWorld, server_headers, trello_app
from syncer.sandbox.wire import Serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Sandbox:
    """Both services on loopback ports (0: any free one) until stopped. Documented limits are on.

    >>> with Sandbox() as sandbox:
    ...     ana = sandbox.trello.add_user("ana", "Ana Petrosyan")
    ...     sandbox.trello_url  # doctest: +ELLIPSIS
    'http://127.0.0.1:...'

    The API of Trello is under `trello_url`/1/, that of Airtable under `airtable_url`/v0/. Control
    endpoints (control.py) are on both ports under /_control/.
    """

    def __init__(self, *, trello_port: int = 0, airtable_port: int = 0, seed: int = 0) -> None:
        self.clock = Clock()
        self.journal = Journal()
        self.faults = Faults(seed)
        self.trello = TrelloWorld(self.clock, seed=seed)
        self.airtable = AirtableWorld(clock=lambda: self.clock().timestamp())
        airtable = airtable_app(self.airtable)
        control = _Control(control_app(self), airtable)
        self._trello = Serving(_Front(self._trello_app(), control), trello_port)
        try:
            front = _Front(self._interposed(airtable, "airtable"), control)
            self._airtable = Serving(front, airtable_port)
        except BaseException:
            self._trello.stop()
            raise

    def _trello_app(self) -> Interposed:
        return Interposed(
            trello_app(self.trello),
            service="trello",
            journal=self.journal,
            faults=self.faults,
            clock=self.clock,
            headers=lambda: server_headers(self.trello),
        )

    def _interposed(self, app: WSGIApplication, service: str) -> Interposed:
        return Interposed(
            app, service=service, journal=self.journal, faults=self.faults, clock=self.clock
        )

    @property
    def trello_url(self) -> str:
        """Where Trello listens, without /1."""
        return self._trello.url

    @property
    def airtable_url(self) -> str:
        """Where Airtable listens, without /v0."""
        return self._airtable.url

    def limit(self, *, trello: bool | None = None, airtable: str | None = None) -> None:
        """Switch limits: Trello's on or off; Airtable's off, soft or strict. None leaves them."""
        if trello is not None:
            self.trello.limits.on = trello
        if airtable is not None:
            self.airtable.configure(limits=airtable)

    def stop(self) -> None:
        """End both services and free their ports. What they knew can still be read."""
        self._trello.stop()
        self._airtable.stop()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class _Front:
    """Control endpoints beside a service; they are neither in the journal nor met by faults."""

    def __init__(self, service: WSGIApplication, control: WSGIApplication) -> None:
        self._service = service
        self._control = control

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        to_control = environ["PATH_INFO"].startswith("/_control/")
        return (self._control if to_control else self._service)(environ, start)


class _Control:
    """The sandbox's control endpoints, and Airtable's own under /_control/airtable/."""

    def __init__(self, own: WSGIApplication, airtable: WSGIApplication) -> None:
        self._own = own
        self._airtable = airtable

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        is_airtable = environ["PATH_INFO"].startswith("/_control/airtable/")
        return (self._airtable if is_airtable else self._own)(environ, start)
