"""The laws of the house that can be read off its files."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("connectors", "rules", "syncer")
LONGEST = 300
"""lines"""


def sources(root: Path) -> list[Path]:
    """Every Python file of ours."""
    return [file for top in (*PACKAGES, "tests", "bench") for file in (root / top).rglob("*.py")]


def test_no_file_is_too_long_to_be_read_at_once(root: Path) -> None:
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in sources(root)}
    assert len(lengths) > 200
    assert {str(f.relative_to(root)): n for f, n in lengths.items() if n > LONGEST} == {}


def test_the_import_law_is_kept(root: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_is_for(root: Path, package: str) -> None:
    texts = {file: file.read_text("utf-8") for file in (root / package).rglob("*.py")}
    silent = [
        str(file.relative_to(root))
        for file, text in texts.items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []
