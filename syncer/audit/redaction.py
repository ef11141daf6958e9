"""Redactions: entries whose text was replaced so that a person is forgotten.

The entry keeps its hash, so the chain holds; a later entry, chained as all are, names the entry,
its hash, and the SHA-256 of the text that stands there now. Nothing else may differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from syncer.records import Chained

KIND = "redacted"
PREFIX = f"{KIND}:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Redaction:
    """What must stand at an entry's place: `hash` as it was, `text` the SHA-256 of its new text;
    `by` is the entry that says so."""

    hash: str
    text: str
    by: int


def text_hash(text: str) -> str:
    """SHA-256 of a text, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def redactions(records: Iterable[Chained]) -> Mapping[int, Redaction]:
    """By seq, what the newest of these entries says of it. Entries that cannot be read say
    nothing: that they were altered is found where they stand."""
    found: dict[int, Redaction] = {}
    for record in records:
        try:
            said = json.loads(record.text)
            if said["kind"] != KIND or said["seq"] != record.seq:
                continue
            for each in said["body"]["entries"]:
                if each["seq"] < record.seq:
                    found[each["seq"]] = Redaction(
                        hash=each["hash"], text=each["text"], by=record.seq
                    )
        except (ValueError, LookupError, TypeError):
            continue
    return found


def holds(entry: Chained, redaction: Redaction | None) -> bool:
    """Is this text the one that a redaction put there?"""
    return (
        redaction is not None
        and redaction.hash == entry.hash
        and redaction.text == text_hash(entry.text)
    )
