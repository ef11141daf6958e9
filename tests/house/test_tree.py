"""What is tracked: links lead somewhere, nothing names a registry's host or somebody's machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.house.tree import ROOT, read, tracked

LINK = re.compile(r"\[[^\]]*\]\((?!https?://|mailto:)([^)\s]+)\)")
CODE = re.compile(r"^(```|~~~).*?^\1[^\n]*$|^ {4}[^\n]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)

HOSTS = re.compile(
    # In pieces, so that this line is none itself.
    r"pypi\.(?:o[r]g|p[y]thon)|python[h]osted|registry\.n[p]mjs|deb\.d[e]bian|proxy\.g[o]lang|crates\.i[o]",
    re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w./-])/(?:work|home|Users|root)/\w")
LARGEST = 300_000


def texts() -> Iterator[tuple[str, str]]:
    """Every tracked text, but for these tests' own patterns."""
    for path in tracked():
        if path == Path(__file__) or path.suffix in {".png", ".gif", ".ico", ".dic"}:
            continue
        yield str(path.relative_to(ROOT)), path.read_text("utf-8", "replace")


def pages() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in tracked() if path.suffix == ".md")


def links(page: str) -> list[str]:
    """The links of a page to other files, or to its own headings."""
    return LINK.findall(CODE.sub("", read(page)))


def anchors(page: Path) -> set[str]:
    """The headings as they are linked to: in lower case, blanks as hyphens, no punctuation."""
    lines = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[`*]|\]\([^)]*\)|\[", "", line) for line in lines)
    return {re.sub(r"[^\w\- ]", "", line.strip().lower()).replace(" ", "-") for line in plain}


@pytest.mark.parametrize("page", pages())
def test_every_link_leads_somewhere(page: str) -> None:
    for link in links(page):
        path, _, anchor = unquote(link).partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        assert target.resolve().is_relative_to(ROOT), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), link


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, todo = set[Path](), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in links(str(page.relative_to(ROOT))):
            target = (page.parent / link.partition("#")[0]).resolve()
            todo += sorted(target.glob("*.md")) if target.is_dir() else [target]
        todo = [each for each in todo if each.suffix == ".md"]
    assert {ROOT / page for page in pages() if page.startswith("docs/")} <= reached


def test_no_text_names_a_registry_or_a_machine() -> None:
    found = [
        f"{name}: {hit[0]}"
        for name, text in texts()
        for pattern in (HOSTS, MACHINE)
        for hit in pattern.finditer(text)
    ]
    assert found == []


def test_nothing_large_or_secret_is_tracked() -> None:
    for path in tracked():
        assert path.stat().st_size <= LARGEST, path
        assert not path.name.endswith((".db", ".db-wal", ".lock", ".pem", ".env")), path
        assert path not in (ROOT / "config.toml", ROOT / "rules.toml")


@pytest.mark.parametrize("name", ["rules.example.toml", "config.example.toml"])
def test_the_examples_are_linked(name: str) -> None:
    assert any(name in read(page) for page in pages())
