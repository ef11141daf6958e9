"""Trying rules on texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from rules.rule import Network, Post, Rule
from rules.style.post import post_of_text
from rules.style.sheet import Failure, Sheet
from rules.verdict import Level
from syncer.lint.pieces import Piece
from syncer.lint.row import Outcome, Row, in_order, row_of

NETWORKS = get_args(Network)


def lint_texts(
    rules: Iterable[Rule],
    pieces: Iterable[Piece],
    *,
    labels: Iterable[str] = (),
    network: str | None = None,
    least: str = Level.SUGGESTION,
) -> Outcome:
    """What the rules say of each text, as the description of a card with those labels. With a
    network, the whole text is what goes out there."""
    sheet = Sheet(tuple(rules))
    labels = tuple(labels)
    rows: list[Row] = []
    unanswered: list[tuple[str, Failure]] = []
    for piece in pieces:
        post = post_of_text(piece.text, labels=labels, network=network)
        report = sheet.check(post)
        rows += [row_of(piece.name, finding) for finding in report.findings]
        unanswered += [(piece.name, failure) for failure in report.failures]
    return Outcome(rows=in_order(rows, least), unanswered=tuple(unanswered))


def lint_post(
    rules: Iterable[Rule], post: Post, name: str, least: str = Level.SUGGESTION
) -> Outcome:
    """What the rules say of a card. Its name, description and files are told apart as
    `name#name`, `name#desc` and `name#attachment`; lines of a section count in the description."""
    report = Sheet(tuple(rules)).check(post)
    rows = [
        row_of(f"{name}#{'desc' if found.scope.startswith('section:') else found.scope}", found)
        for found in report.findings
    ]
    return Outcome(
        rows=in_order(rows, least),
        unanswered=tuple((name, failure) for failure in report.failures),
    )
