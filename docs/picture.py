"""Draws docs/demo.svg, the README's picture, from what `syncer demo` really prints.

.venv/bin/python docs/picture.py
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from click.testing import CliRunner
from rich.console import Console
from rich.text import Text

from syncer.cli import cli

OUT = Path(__file__).with_name("demo.svg")
SCENES = (" 4. Kim", " 5. Lilit")


def main() -> None:
    """Run the demo, keep two of its scenes and the table, and draw them."""
    result = CliRunner().invoke(cli, ["demo"], color=True, catch_exceptions=False)
    if result.exit_code:
        raise SystemExit(result.output)
    console = Console(record=True, width=108, file=io.StringIO())
    console.print(Text.from_ansi("$ syncer demo"))
    for block in chosen(result.output):
        console.print(Text.from_ansi(block))
    drawn = console.export_svg(title="syncer demo")
    OUT.write_text(without_web_fonts(drawn), encoding="utf-8")


def without_web_fonts(svg: str) -> str:
    """A picture in a README must not call on other hosts: any monospaced font will do."""
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL)


def chosen(output: str) -> list[str]:
    """The blocks of the output that the picture shows."""
    blocks = output.split("\n\n")
    plain = [Text.from_ansi(block).plain for block in blocks]
    starts = [i for i, text in enumerate(plain) if text.startswith(SCENES)]
    ends = [_next_scene(plain, start) for start in starts]
    scenes = ["\n\n".join(blocks[a:b]) for a, b in zip(starts, ends, strict=True)]
    table = next(block for block, text in zip(blocks, plain, strict=True) if "Who did what" in text)
    return [*scenes, table, blocks[-1]]


def _next_scene(plain: list[str], start: int) -> int:
    later = range(start + 1, len(plain))
    return next(i for i in later if plain[i][:2].strip().isdigit() or "Who did" in plain[i])


if __name__ == "__main__":
    main()
