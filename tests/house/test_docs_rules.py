"""docs/rules is what the kinds of style rule say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.style.registry import names
from syncer.lint.pages import pages

MADE = pages()


def test_there_is_a_page_for_every_kind_and_no_other(root: Path) -> None:
    there = {path.name for path in (root / "docs" / "rules").glob("*")}
    assert there == {*(f"{name}.md" for name in names()), "README.md"} == set(MADE)


@pytest.mark.parametrize("page", sorted(MADE))
def test_the_committed_page_is_the_one_made_now(root: Path, page: str) -> None:
    text = (root / "docs" / "rules" / page).read_text(encoding="utf-8")
    assert text == MADE[page], "run `make docs-rules`"


@pytest.mark.parametrize("page", sorted(MADE))
def test_links_between_pages_lead_somewhere(root: Path, page: str) -> None:
    text, here = MADE[page], root / "docs" / "rules"
    for link in (part.partition(")")[0] for part in text.split("](")[1:]):
        if "://" not in link:
            assert (here / link.partition("#")[0]).resolve().exists(), link
