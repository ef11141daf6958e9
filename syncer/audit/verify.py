"""`syncer audit verify`: chain, Airtable and anchors, compared; what cannot be known is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from connectors.airtable.answers import Record
from connectors.errors import QuotaSpent, ServiceError, TryLater
from syncer.audit.anchors import Ledger, check_anchors, origin_of, read_line
from syncer.audit.chain import Chain
from syncer.audit.findings import Code, Finding
from syncer.audit.redaction import PREFIX, redactions
from syncer.audit.rows import Comparison
from syncer.records import Problem
from syncer.store import trail


class Rows(Protocol):
    """What is asked of Airtable."""

    def list(self, table: str) -> Iterable[Record]: ...


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where the three witnesses are. `bases` are those in which rows may stand, in a table of that
    name; without any there are no rows to compare, without `anchor_file` no lines."""

    engine: Engine
    bases: tuple[Callable[[], Rows], ...] = ()
    table: str = ""
    anchor_file: Path | None = None

    def rows(self) -> Iterator[Record]:
        """Every row of every base. Raises ServiceError."""
        for base in self.bases:
            yield from base().list(self.table)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the audit says. `unread` is why a witness could not be asked."""

    entries: int
    head: str
    rows: int
    late: int
    redacted: int
    anchored: int
    """the newest entry that an anchor covers, 0 for none"""
    findings: tuple[Finding, ...]
    unread: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def exit(self) -> int:
        """1 when anything was altered; else what keeps a witness from speaking; else 0."""
        if any(each.fault for each in self.findings):
            return 1
        return max((each.exit for each in self.unread), default=0)


def verify(sources: Sources) -> Verdict:
    """Compare everything. Memory does not grow with the ledger: it is read in pages."""
    findings: list[Finding] = []
    unread: list[Problem] = []
    with sources.engine.begin() as conn:
        chain = Chain(redactions=redactions(trail.with_prefix(conn, PREFIX)))
        queued = trail.highest_queued(conn)
    findings += chain.walk(trail.walk(sources.engine))
    if queued > chain.seq:
        what = f"entries up to {queued} were in line for Airtable; the ledger ends at {chain.seq}"
        findings.append(Finding(code=Code.LOCAL_GAP, seq=chain.seq + 1, what=what))
    lines = _anchor_lines(sources, unread)
    findings += check_anchors(_ledger(sources.engine, chain, lines), chain.anchors, lines)
    rows = Comparison.begin(sources.engine, chain.seq)
    _compare(sources, rows, findings, unread)
    anchored = max((each.size for each in chain.anchors), default=0)
    return Verdict(
        entries=chain.entries,
        head=chain.hash if chain.entries else "",
        rows=rows.rows,
        late=rows.late,
        redacted=chain.redacted,
        anchored=anchored,
        findings=tuple(findings),
        unread=tuple(unread),
        notes=tuple(_notes(sources, chain, anchored, rows.late, bool(unread))),
    )


def _ledger(engine: Engine, chain: Chain, lines: Iterable[str] | None) -> Ledger:
    read = [read_line(line) for line in lines or ()]
    sizes = [each.size for each in (*read, *chain.anchors) if each is not None]
    with engine.begin() as conn:
        hashes = trail.hashes(conn, [size for size in sizes if size <= chain.seq])
    return Ledger(origin=origin_of(chain.first), last=chain.seq, hashes=hashes)


def _anchor_lines(sources: Sources, unread: list[Problem]) -> list[str] | None:
    path = sources.anchor_file
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        what = f"The anchor file {path} cannot be read: {error.strerror}."
        unread.append(Problem(what=what, mend="Let this user read it.", exit=2))
        return None


def _compare(
    sources: Sources, rows: Comparison, findings: list[Finding], unread: list[Problem]
) -> None:
    if not sources.bases:
        return
    try:
        for found in rows.compare(sources.rows()):
            findings.append(found)  # noqa: PERF402 - those before an outage stay
        findings += rows.missing()
    except ServiceError as error:
        unread.append(_unreachable(error))


def _unreachable(error: ServiceError) -> Problem:
    later = isinstance(error, TryLater)
    mend = "The ledger and the anchors were checked; ask again later for the rows."
    if isinstance(error, QuotaSpent):
        mend = "Airtable's monthly limit is spent; its rows can be compared next month."
    elif not later:
        mend = "Mend [airtable] in config.toml, or run `syncer setup`; the rest was checked."
    return Problem(
        what=f"Airtable's rows could not be compared: {error}.", mend=mend, exit=3 if later else 2
    )


def _notes(sources: Sources, chain: Chain, anchored: int, late: int, unread: bool) -> Iterable[str]:
    """What the answer does not cover."""
    if chain.redacted:
        yield f"{chain.redacted} entries were redacted, as later entries of the ledger record."
    if late:
        yield f"{late} rows still wait for Airtable; nothing is said of them."
    if not sources.bases:
        yield "No Airtable is configured: there is no second copy to compare with."
    if chain.entries > anchored:
        since = f"entries {anchored + 1} to {chain.seq} are" if anchored else "no entry is"
        covered = "not covered by an anchor yet" if anchored else "covered by an anchor"
        held = "" if unread or not sources.bases else " and Airtable"
        yield (
            f"What this cannot know: {since} {covered}; whoever may write the state file{held} "
            "could have rewritten them without leaving a trace."
        )
