"""Anchors: the head of the ledger, kept where whoever holds the state file cannot rewrite it.

A checkpoint is written as the C2SP note of transparency logs has it: origin, size, base64 root
(https://c2sp.org/tlog-checkpoint). The root is the hash of the newest entry, since ours is a plain
chain and no Merkle tree; the origin names the ledger by the hash of its first entry.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from syncer.audit.findings import Code, Finding
from syncer.records import Chained, Entry

KIND = "anchor"
FILE = "file"
"""The word in `where` for the anchor file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """The ledger at one moment: its name, how many entries it had, the hash of the last (hex)."""

    origin: str
    size: int
    hash: str

    @property
    def root(self) -> str:
        """The hash in base64."""
        return base64.b64encode(bytes.fromhex(self.hash)).decode()

    def note(self) -> str:
        """The three lines."""
        return f"{self.origin}\n{self.size}\n{self.root}\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A checkpoint that was given away: `at` is a stamp, `where` who took it, `seq` the entry that
    says so."""

    at: str
    origin: str
    size: int
    root: str
    where: tuple[str, ...] = ()
    seq: int | None = None

    @property
    def line(self) -> str:
        """Its line in the anchor file."""
        return f"{self.at} {self.origin} {self.size} {self.root}"


def origin_of(first_hash: str) -> str:
    """How the ledger with this first entry is called."""
    return f"syncer.ledger/{first_hash[:16]}"


def entry_of(checkpoint: Checkpoint, where: Iterable[str], now: datetime) -> Entry:
    """The ledger's own record of an anchor; carried to Airtable like any other, it is the
    checkpoint's row there."""
    return Entry(
        key=f"{KIND}:{checkpoint.size}",
        kind=KIND,
        at=now,
        body={
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": checkpoint.root,
            "where": sorted(where),
        },
    )


def anchor_in(entry: Chained) -> Anchor | None:
    """The anchor that an entry records, None when it cannot be read."""
    try:
        said = json.loads(entry.text)
        body = said["body"]
        return Anchor(
            at=str(said["at"]),
            origin=str(body["origin"]),
            size=int(body["size"]),
            root=str(body["root"]),
            where=tuple(map(str, body["where"])),
            seq=entry.seq,
        )
    except (ValueError, LookupError, TypeError):
        return None


def read_line(line: str) -> Anchor | None:
    """The anchor of a line of the file, None for what is none."""
    parts = line.split()
    if len(parts) != 4 or not parts[2].isascii() or not parts[2].isdigit():
        return None
    return Anchor(at=parts[0], origin=parts[1], size=int(parts[2]), root=parts[3])


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """What anchors are compared with: its name, its last seq, and the hashes at their sizes."""

    origin: str
    last: int
    hashes: Mapping[int, str]


def check_anchors(
    ledger: Ledger, recorded: Iterable[Anchor], lines: Iterable[str] | None
) -> Iterator[Finding]:
    """Every anchor that the ledger does not fit: those that it records itself, and the lines of
    the file; None when no file is configured."""
    known = tuple(recorded)
    for anchor in known:
        yield from _against(ledger, anchor, f"the anchor of {anchor.at}")
    if lines is None:
        return
    found: set[str] = set()
    for number, text in enumerate(lines, 1):
        line = text.strip()
        if not line or line.startswith("#"):
            continue
        found.add(line)
        read = read_line(line)
        if read is None:
            yield Finding(code=Code.ANCHOR, what=f"line {number} of the anchor file is no anchor")
        else:
            yield from _against(ledger, read, f"line {number} of the anchor file")
    for anchor in known:
        if FILE in anchor.where and anchor.line not in found:
            what = f"the anchor of {anchor.at} is not in the anchor file as it was written"
            yield Finding(code=Code.ANCHOR, seq=anchor.seq, what=what)


def _against(ledger: Ledger, anchor: Anchor, name: str) -> Iterator[Finding]:
    if anchor.origin != ledger.origin:
        what = f"{name} is of another ledger, {anchor.origin}; this one is {ledger.origin}"
        yield Finding(code=Code.ANCHOR, seq=anchor.size, what=what)
    elif anchor.size > ledger.last:
        what = f"{name} counts {anchor.size} entries; the ledger ends at {ledger.last}"
        yield Finding(code=Code.LOCAL_GAP, seq=ledger.last + 1, what=what)
    elif _hex(anchor.root) != ledger.hashes.get(anchor.size):
        what = f"{name} has another hash for entry {anchor.size}: the ledger up to it was rewritten"
        yield Finding(code=Code.ANCHOR, seq=anchor.size, what=what)


def _hex(root: str) -> str:
    try:
        return base64.b64decode(root, validate=True).hex()
    except (binascii.Error, ValueError):
        return ""
