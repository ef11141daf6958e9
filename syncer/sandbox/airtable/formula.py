"""Reads filterByFormula into a tree: text in, frozen nodes out, no value looked up here.

The grammar is the part of Airtable's formula language that audit code and pyairtable's
`formulas` module write (support.airtable.com, "formula field reference"):

    comparison := joined (("=" | "!=" | "<>" | "<=" | ">=" | "<" | ">") joined)*
    joined     := single ("&" single)*
    single     := "-" single | number | 'text' | "text" | {field} | field | NAME(arguments)
                | "(" comparison ")"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


class FormulaError(ValueError):
    """The text is not a formula; the message says where it stops making sense."""


@dataclass(frozen=True)
class Literal:
    value: str | int | float


@dataclass(frozen=True)
class FieldRef:
    name: str


@dataclass(frozen=True)
class Call:
    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True)
class Binary:
    operator: str
    left: Node
    right: Node


Node = Literal | FieldRef | Call | Binary

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | \{(?P<field>(?:[^}\\]|\\.)*)\}
    | (?P<word>[^\W\d]\w*)
    | (?P<operator>!=|<>|<=|>=|[=<>&(),-])
    )""",
    re.VERBOSE | re.DOTALL,
)
_COMPARISONS = frozenset({"=", "!=", "<>", "<", ">", "<=", ">="})
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_DEEPEST = 60


def parse(text: str) -> Node:
    """The tree of a formula; FormulaError if it is not one."""
    reader = _Reader(_tokens(text))
    node = reader.comparison()
    reader.end()
    return node


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it."""
    yield node
    if isinstance(node, Call):
        for arg in node.args:
            yield from walk(arg)
    elif isinstance(node, Binary):
        yield from walk(node.left)
        yield from walk(node.right)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise FormulaError(f"cannot read {text[at : at + 20]!r} at position {at}")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), text, flags=re.DOTALL)


class _Reader:
    """Recursive descent over tokens; `_depth` keeps a hostile tree from exhausting the stack."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise FormulaError(f"unexpected {self._tokens[self._at][1]!r}")

    def comparison(self) -> Node:
        around = self._depth
        self._deepen()
        node = self._joined()
        while (operator := self._operator(_COMPARISONS)) is not None:
            self._deepen()
            node = Binary("!=" if operator == "<>" else operator, node, self._joined())
        self._depth = around
        return node

    def _deepen(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FormulaError(f"nested more than {_DEEPEST} deep")

    def _joined(self) -> Node:
        node = self._single()
        while self._operator(frozenset("&")):
            self._deepen()
            node = Binary("&", node, self._single())
        return node

    def _single(self) -> Node:
        kind, text = self._next()
        if kind == "number":
            return Literal(float(text) if "." in text else int(text))
        if kind == "text":
            return Literal(_unescaped(text[1:-1]))
        if kind == "field":
            return FieldRef(_unescaped(text))
        if kind == "word":
            return self._call(text) if self._operator(frozenset("(")) else FieldRef(text)
        if text == "-":
            self._deepen()
            return Binary("-", Literal(0), self._single())
        if text == "(":
            node = self.comparison()
            self._expect(")")
            return node
        raise FormulaError(f"unexpected {text!r}")

    def _call(self, name: str) -> Call:
        args: list[Node] = []
        while not self._operator(frozenset(")")):
            if args:
                self._expect(",")
            args.append(self.comparison())
        return Call(name.upper(), tuple(args))

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise FormulaError("the formula ends too early")
        self._at += 1
        return self._tokens[self._at - 1]

    def _operator(self, wanted: frozenset[str]) -> str | None:
        if self._at < len(self._tokens):
            kind, text = self._tokens[self._at]
            if kind == "operator" and text in wanted:
                self._at += 1
                return text
        return None

    def _expect(self, operator: str) -> None:
        if self._operator(frozenset({operator})) is None:
            raise FormulaError(f"{operator!r} expected")
