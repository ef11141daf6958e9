"""The small faults that bench/mutants.py puts into a module, one at a time.

    compare    < for <=, == for !=, in for not in, is for is not, and each order turned round
    boolean    and for or; one side left out; `not` left out
    branch     the condition of an if, a conditional value or a comprehension: always, never
    constant   one more; True for False; a word that is empty, or another letter
    sum        + for -, | for &, and the like
    call       any for all, min for max; sorted and reversed left out
    return     nothing instead of the value; a yield or a call left out
    element    one member of a set left out

Left alone: docstrings, annotations, decorators, defaults of parameters, what stands in an
f-string, and words for people (strings with a space or a brace).
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Fault = tuple[str, ast.AST, str]
"""kind, the node whose text is replaced, the new text"""

TURNED: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
}
SUMS: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "//",
    ast.FloorDiv: "*",
    ast.BitOr: "&",
    ast.BitAnd: "|",
}
CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutant:
    """One altered module. `id` names the change and stays while that line stays."""

    path: Path
    id: str
    text: str


def mutants_of(path: Path, root: Path) -> list[Mutant]:
    """Every fault of the file, each with the module's whole new text, in the file's order."""
    source = path.read_text("utf-8")
    seen: Counter[str] = Counter()
    made = []
    for kind, where, node, new in _placed(ast.parse(source), ""):
        old = ast.get_source_segment(source, node) or ""
        name = f"{path.relative_to(root)}:{where} {kind}: {_short(old)} -> {_short(new)}"
        seen[name] += 1
        number = f" #{seen[name]}" if seen[name] > 1 else ""
        made.append(Mutant(path=path, id=name + number, text=_spliced(source, node, new)))
    return made


def _short(code: str) -> str:
    return " ".join(code.split())


def _spliced(source: str, node: ast.AST, new: str) -> str:
    """The source with the node's text replaced. Offsets are bytes."""
    lines = source.encode().splitlines(keepends=True)
    first, last = node.lineno - 1, node.end_lineno - 1
    before = b"".join(lines[:first]) + lines[first][: node.col_offset]
    after = lines[last][node.end_col_offset :] + b"".join(lines[last + 1 :])
    return (before + new.encode() + after).decode()


def _placed(node: ast.AST, where: str) -> Iterator[tuple[str, str, ast.AST, str]]:
    """The faults below a node, with the dotted name of what they stand in."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = f"{where}.{node.name}".lstrip(".")
    for kind, target, new in _faults(node):
        yield kind, where, target, new
    for child in _children(node):
        yield from _placed(child, where)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """What may be altered below."""
    if isinstance(node, ast.arguments | ast.JoinedStr):
        return
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if isinstance(child, ast.AST) and not text:
                yield child


def _faults(node: ast.AST) -> Iterator[Fault]:
    yield from _of_conditions(node)
    yield from _of_values(node)


def _of_conditions(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Compare():
            yield from _compare(node)
        case ast.BoolOp():
            yield from _boolean(node)
        case ast.UnaryOp(op=ast.Not()):
            yield "boolean", node, f"({ast.unparse(node.operand)})"
        case ast.If() | ast.IfExp():
            yield from (("branch", node.test, word) for word in ("True", "False"))
        case ast.comprehension():
            yield from (("branch", test, word) for test in node.ifs for word in ("True", "False"))


def _of_values(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.BinOp() if type(node.op) in SUMS:
            left, right = ast.unparse(node.left), ast.unparse(node.right)
            yield "sum", node, f"(({left}) {SUMS[type(node.op)]} ({right}))"
        case ast.Constant():
            yield from _constant(node)
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            yield "call", node.func, CALLS[name]
        case ast.Call(func=ast.Name(id="sorted" | "reversed"), args=[row]):
            yield "call", node, f"list({ast.unparse(row)})"
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield "return", value, "None"
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield "return", node, "yield from ()"
        case ast.Expr():
            yield "return", node, "pass"
        case ast.Set(elts=[_, _, *_]):
            yield from _elements(node)


def _compare(node: ast.Compare) -> Iterator[Fault]:
    for place, op in enumerate(node.ops):
        for sign in TURNED[type(op)]:
            parts = [ast.unparse(node.left)]
            for n, (each, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
                usual = ast.unparse(ast.Compare(ast.Name("a"), [each], [ast.Name("b")]))[2:-2]
                parts += [sign if n == place else usual, f"({ast.unparse(right)})"]
            yield "compare", node, f"({' '.join(parts)})"


def _boolean(node: ast.BoolOp) -> Iterator[Fault]:
    texts = [f"({ast.unparse(each)})" for each in node.values]
    word = " or " if isinstance(node.op, ast.And) else " and "
    yield "boolean", node, f"({word.join(texts)})"
    usual = " and " if isinstance(node.op, ast.And) else " or "
    for n in range(len(texts)):
        yield "boolean", node, f"({usual.join(texts[:n] + texts[n + 1 :])})"


def _constant(node: ast.Constant) -> Iterator[Fault]:
    value = node.value
    if isinstance(value, bool):
        yield "constant", node, str(not value)
    elif isinstance(value, int):
        yield "constant", node, str(value + 1)
    elif isinstance(value, str) and not set(value) & set(" {}"):
        yield "constant", node, repr("") if len(value) > 1 else repr("XX")


def _elements(node: ast.Set) -> Iterator[Fault]:
    texts = [ast.unparse(each) for each in node.elts]
    for n in range(len(texts)):
        yield "element", node, "{" + ", ".join(texts[:n] + texts[n + 1 :]) + "}"
