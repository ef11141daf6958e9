"""Installs the peers once into a folder of their own under the system's temporary folder."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(tempfile.gettempdir()) / "board-syncer-bench"


def textlint() -> Path | None:
    """The folder of textlint and its terminology rule; None where npm cannot install them."""
    home = HOME / "node"
    modules = home / "node_modules"
    names = ["textlint", "textlint-rule-terminology"]
    if not (modules / names[-1]).is_dir():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text("{}", encoding="utf-8")
        done = _run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *names], home)
        if not done:
            return None
    return modules


def proselint() -> Path | None:
    """The Python of an environment with proselint; None where pip cannot install it."""
    home = HOME / "proselint"
    python = home / "bin" / "python"
    if not (home / "bin" / "proselint").exists():
        _run([sys.executable, "-m", "venv", str(home)], Path())
        if not _run([str(python), "-m", "pip", "install", "-q", "proselint"], Path()):
            return None
    return python


def _run(command: list[str], folder: Path) -> bool:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError as error:
        print(f"cannot run {command[0]}: {error}")
        return False
    if done.returncode:
        print(f"{' '.join(command[:3])} failed: {done.stderr.strip()[-300:]}")
    return done.returncode == 0
