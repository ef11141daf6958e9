"""A team per test, as in the acceptance tests."""

from __future__ import annotations

from tests.acceptance.conftest import no_breath, office

__all__ = ["no_breath", "office"]
