"""What an audit finds: codes that tell the faults apart, and findings that name the entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Code(StrEnum):
    """One word for each kind of fault (docs/audit.md)."""

    LOCAL_EDIT = "local-edit"
    LOCAL_GAP = "local-gap"
    ROW_MISSING = "row-missing"
    ROW_EDITED = "row-edited"
    ROW_EXTRA = "row-extra"
    ANCHOR = "anchor-mismatch"
    BLIND = "observation-gap"


MEANING: Mapping[Code, str] = MappingProxyType(
    {
        Code.LOCAL_EDIT: "an entry of the ledger is not what was hashed",
        Code.LOCAL_GAP: "entries were cut out of the ledger or off its end",
        Code.ROW_MISSING: "Airtable lacks the row of an entry",
        Code.ROW_EDITED: "a row in Airtable says something else than its entry",
        Code.ROW_EXTRA: "Airtable has a row twice, or one that is no entry",
        Code.ANCHOR: "the ledger is not the one that was anchored",
        Code.BLIND: "a run could not see what happened; nothing was altered",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One fault. `seq` and `key` name the entry as far as it can be named."""

    code: Code
    what: str
    seq: int | None = None
    key: str = ""

    @property
    def fault(self) -> bool:
        """Was something altered? A run that could not see is honest about it."""
        return self.code is not Code.BLIND

    def as_json(self) -> dict[str, object]:
        return {"code": str(self.code), "seq": self.seq, "key": self.key, "what": self.what}

    def __str__(self) -> str:
        place = f"entry {self.seq}" if self.seq is not None else ""
        named = " ".join(part for part in (place, self.key) if part)
        return f"{self.code}: {named + ': ' if named else ''}{self.what}"
