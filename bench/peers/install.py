"""Installs the peers once into a folder of their own under the system's temporary folder."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(tempfile.gettempdir()) / "board-syncer-bench"


def node(*names: str) -> Path | None:
    """The folder of modules in which these packages are; None where npm cannot install them."""
    home = HOME / "node"
    modules = home / "node_modules"
    if not all((modules / name).is_dir() for name in names):
        home.mkdir(parents=True, exist_ok=True)
        if not (home / "package.json").exists():
            (home / "package.json").write_text("{}", encoding="utf-8")
        install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *names]
        if not _run(install, home):
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
