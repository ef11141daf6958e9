"""No import goes in a circle, and files and functions stay of a size that can be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

from tests.house.tree import ROOT, tracked

PACKAGES = ("syncer", "connectors", "rules")
LONGEST_FUNCTION = 60
LONG_ENOUGH = 40


def modules() -> dict[str, Path]:
    """Our modules by their dotted names."""
    found = {}
    for path in tracked():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if path.suffix == ".py" and parts[0] in PACKAGES:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(tree: ast.Module, known: dict[str, Path]) -> Iterator[str]:
    """What a module imports of ours while it is itself imported: not within functions, and not
    for types only."""
    todo: list[ast.stmt] = list(tree.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.ClassDef | ast.If | ast.Try | ast.With):
            todo += [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt)]
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module


def test_no_module_imports_itself_through_others() -> None:
    known = modules()
    trees = {name: ast.parse(path.read_text("utf-8")) for name, path in known.items()}
    graph = {
        name: {each for each in imported(tree, known) if each in known and each != name}
        for name, tree in trees.items()
    }
    assert len(graph) > 100
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def test_files_can_be_read_in_one_sitting() -> None:
    lines = [len(path.read_text("utf-8").splitlines()) for path in modules().values()]
    ordered = sorted(each for each in lines if each)
    print(  # noqa: T201 - a figure for whoever reads the run
        f"files: median {median(ordered)} lines, longest {ordered[-1]}"
    )
    assert median(ordered) <= 150


def test_functions_do_one_thing() -> None:
    sizes: dict[str, int] = {}
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                sizes[f"{name}.{node.name}:{node.lineno}"] = node.end_lineno - node.lineno + 1
    ordered = sorted(sizes.values())
    print(  # noqa: T201 - likewise
        f"functions: median {median(ordered)} lines, longest {ordered[-1]}"
    )
    assert median(ordered) <= 14
    assert sum(size > LONG_ENOUGH for size in ordered) <= len(ordered) // 50
    assert {name: n for name, n in sizes.items() if n > LONGEST_FUNCTION} == {}
