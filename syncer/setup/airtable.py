"""Making and mending the tables of one base; safe to repeat, since it looks first each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from connectors.airtable.answers import LiveField, LiveTable
from connectors.airtable.schema import Field, TableSpec
from connectors.errors import Garbled, NotAllowed, QuotaSpent, ServiceError, TryLater
from syncer.records import Problem
from syncer.setup.steps import Step, steps


class Base(Protocol):
    """What making tables asks of Airtable."""

    def schema(self) -> Sequence[LiveTable]: ...

    def create_table(self, name: str, fields: Sequence[Field]) -> LiveTable: ...

    def create_field(self, table_id: str, field: Field) -> LiveField: ...


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What was made, what a person must do, what went wrong, and the base as it was found."""

    base: str
    made: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    found: tuple[LiveTable, ...] = ()

    @property
    def exit(self) -> int:
        """RULES.md: what a person must do counts before what will be tried again."""
        asked = {problem.exit for problem in self.problems}
        return 2 if self.by_hand or 2 in asked else max(asked, default=0)


def mend(
    base_id: str,
    base: Base,
    specs: Iterable[TableSpec],
    *,
    dry_run: bool,
    count: Callable[[], None],
) -> Mended:
    """Make what is missing. With `dry_run` nothing is made and `made` tells what would be.
    `count` is called before every request."""
    wanted = tuple(specs)
    count()
    try:
        live = tuple(base.schema())
    except ServiceError as error:
        return _unread(base_id, error, wanted)
    made: list[str] = []
    by_hand: list[str] = []
    problems: list[Problem] = []
    for step in steps(wanted, live):
        if not step.can_be_made:
            by_hand.append(f"{step.what}: {step.by_hand}")
            continue
        refused = None if dry_run else _make(base, step, count)
        if refused is None:
            made.append(step.what)
        elif isinstance(refused, TryLater | QuotaSpent) or refused.unknown:
            problems.append(_halted(base_id, step, refused))
            break
        else:
            by_hand.append(f"{step.by_hand} (syncer may not: {refused})")
    return Mended(
        base=base_id,
        made=tuple(made),
        by_hand=tuple(by_hand),
        problems=tuple(problems),
        found=live,
    )


def _make(base: Base, step: Step, count: Callable[[], None]) -> ServiceError | None:
    count()
    try:
        if step.table is not None:
            base.create_table(step.table.name, step.table.fields)
        elif step.field is not None:
            base.create_field(step.table_id, step.field)
    except ServiceError as error:
        return error
    return None


def _unread(base: str, error: ServiceError, wanted: Sequence[TableSpec]) -> Mended:
    """Why the schema could not be read. Without that right a person can still make the tables."""
    by_hand: tuple[str, ...] = ()
    code = 2
    if isinstance(error, NotAllowed) and error.everything:
        how = "Put a valid token in [airtable] of config.toml."
    elif isinstance(error, NotAllowed):
        how = (
            "Give the token the scopes schema.bases:read and schema.bases:write and the base, or "
            "make the tables by hand."
        )
        by_hand = tuple(step.by_hand for step in steps(wanted, ()))
    elif isinstance(error, TryLater | QuotaSpent | Garbled):
        how, code = "Run it again later; nothing was made.", 3
    else:
        how = "Mend the base's id in [airtable] of config.toml, or give the token that base."
    return Mended(base=base, by_hand=by_hand, problems=(_problem(base, error, how, code),))


def _halted(base: str, step: Step, error: ServiceError) -> Problem:
    how = f"Run `syncer setup` again: it looks first whether the {step.what} was made."
    return _problem(base, error, how, 3)


def _problem(base: str, error: ServiceError, how: str, code: int) -> Problem:
    return Problem(what=f"Base {base}: {error}.", mend=how, exit=code)
