"""The session in docs/sandbox.md, carried out as it stands: same commands, same answers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from syncer.sandbox.server import Sandbox
from tests.house.tree import read

BLOCK = re.compile(r"(?:^ {4}.*\n|^\n(?= {4}))+", re.MULTILINE)
FILES = {"[trello]": "config.toml", "version = 1": "rules.toml"}
NEEDED = ("bash", "curl", "jq")


def blocks() -> list[str]:
    """The session's examples, in order, without the command that starts the sandbox."""
    told = read("docs/sandbox.md").partition("## A session")[2].partition("\n## ")[0]
    return [textwrap.dedent(found).strip("\n") for found in BLOCK.findall(told)]


def script(found: list[str], folder: Path) -> tuple[str, list[str]]:
    """What is typed, and the lines that are answered; files that are shown are written."""
    typed, answered = ["set -e"], list[str]()
    for block in found:
        name = next((file for start, file in FILES.items() if block.startswith(start)), None)
        if name:
            (folder / name).write_text(block + "\n", "utf-8")
        elif "\n$ " in f"\n{block}":
            typed += [line[2:] for line in block.splitlines() if line.startswith("$ ")]
            answered += [each for each in block.splitlines() if each and not each.startswith("$ ")]
        else:
            typed.append(block)
    return "\n".join(typed), answered


@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason=f"needs {', '.join(NEEDED)}")
def test_the_session_goes_as_it_is_told(tmp_path: Path) -> None:
    with Sandbox() as box:
        here = [block.replace("http://127.0.0.1:8770", box.trello_url) for block in blocks()]
        typed, answered = script(here, tmp_path)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", typed],
            cwd=tmp_path,
            env={**os.environ, "PATH": path, "no_proxy": "127.0.0.1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert len(answered) > 8
    shown = iter(generic(done.stdout).splitlines())
    for line in answered:
        assert generic(line) in shown, f"{line}\n\nwas not answered after the lines before it"


def generic(text: str) -> str:
    """Ids differ from time to time."""
    return re.sub(r'"/1/cards/\w"', '"/1/cards/…"', text)
