"""All roads, in the order of THREATS.md."""

from __future__ import annotations

from tests.acceptance.roads import (
    afterwards,
    arriving,
    enforcer,
    evidence,
    identity,
    lists,
    marks,
    passing,
)
from tests.acceptance.roads.road import Road

ROADS: tuple[Road, ...] = (
    *arriving.ROADS,
    *lists.ROADS,
    *passing.ROADS,
    *identity.ROADS,
    *evidence.ROADS,
    *marks.ROADS,
    *afterwards.ROADS,
    *enforcer.ROADS,
)
