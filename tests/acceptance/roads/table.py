"""All roads, in the order of THREATS.md."""

from __future__ import annotations

from tests.acceptance.roads import afterwards, arriving, enforcer, evidence, identity, passing
from tests.acceptance.roads.road import Road

ROADS: tuple[Road, ...] = (
    *arriving.ROADS,
    *passing.ROADS,
    *identity.ROADS,
    *evidence.ROADS,
    *afterwards.ROADS,
    *enforcer.ROADS,
)
