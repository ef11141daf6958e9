"""What a rule raises when it cannot answer; the engine then reports a failure, never a pass."""

from __future__ import annotations


class FactMissing(LookupError):
    """A fact about the world (a link, a picture, the asset library) was not gathered."""


class EngineMissing(RuntimeError):
    """A library or dictionary that the rule needs is not here; the message says how to get it."""
