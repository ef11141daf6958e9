"""A local Airtable for trying rules and for tests: state, limits and refusals as the real one's.

    >>> from syncer.sandbox.airtable import AirtableWorld, airtable_app
    >>> app = airtable_app(AirtableWorld())

What it does not do is listed in docs/limits.md.
"""

from syncer.sandbox.airtable.app import airtable_app
from syncer.sandbox.airtable.world import AirtableWorld

__all__ = ["AirtableWorld", "airtable_app"]
