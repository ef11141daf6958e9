"""What is installed is whole: a wheel built from this tree works in an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

PACKAGES = ("connectors", "rules", "syncer")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the files that are under version control, and from nothing else."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    listed = run("git", "ls-files", cwd=root).splitlines()
    for name in listed:
        if (root / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_bytes((root / name).read_bytes())
    options = ("--no-deps", "--no-build-isolation", "--no-index", "-q", "-w", str(out))
    run(sys.executable, "-m", "pip", "wheel", *options, str(tree), cwd=tree)
    (built,) = out.glob("board_syncer-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a fresh environment with this wheel; what it depends on is lent
    by the environment that runs the tests, since a test downloads nothing."""
    place = tmp_path_factory.mktemp("venv")
    venv.create(place, with_pip=False)
    where = {"base": str(place), "platbase": str(place)}
    folder = Path(sysconfig.get_path("purelib", "venv", where))
    target = ("--no-deps", "--no-index", "-q", "--prefix", str(place))
    run(sys.executable, "-m", "pip", "install", *target, "--ignore-installed", str(wheel))
    assert (folder / "syncer").is_dir()
    lender = sysconfig.get_path("purelib")
    (folder / "lent.pth").write_text(lender + "\n", encoding="utf-8")
    return Path(sysconfig.get_path("scripts", "venv", where))


def test_it_holds_every_file_of_the_packages(root: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith(PACKAGES)}
    listed = run("git", "ls-files", *PACKAGES, cwd=root).splitlines()
    assert packed == {name for name in listed if (root / name).exists()}
    assert "syncer/demo/rules.toml" in packed
    assert "syncer/messages/hy.toml" in packed
    assert any(name.startswith("rules/packs/") for name in packed)


def test_its_command_tells_its_version(installed: Path) -> None:
    told = ours(installed, "--version")
    assert told.split() == ["syncer,", "version", version("board-syncer")]


def test_its_command_checks_the_example(root: Path, installed: Path) -> None:
    assert ours(installed, "check", str(root / "rules.example.toml"))


def test_its_demo_comes_out_as_it_should(installed: Path) -> None:
    assert "outcomes were as they should be" in ours(installed, "demo")


def ours(installed: Path, *arguments: str) -> str:
    """What the installed command says, from a folder where no source of ours lies."""
    command = [str(installed / "python"), str(installed / "syncer"), *arguments]
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    where = run(str(installed / "python"), "-c", "import syncer; print(syncer.__file__)", env=clean)
    assert where.startswith(str(installed.parent))
    return run(*command, env=clean)


def run(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd or Path("/"), env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
