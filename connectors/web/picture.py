"""Measuring a picture: its format, size and commonest colours. Needs Pillow (extra `images`)."""

from __future__ import annotations

import io
from dataclasses import dataclass

COLOURS = 8
MOST_PIXELS = 80_000_000
"""A picture that claims more is not opened: a small file can unfold into all memory."""


class NotAPicture(Exception):
    """The bytes are no picture that can be read, or Pillow is not there; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """`colours` are #rrggbb, the commonest first."""

    format: str
    width: int
    height: int
    size: int
    colours: tuple[str, ...]


def measure(raw: bytes) -> Picture:
    """Measure the picture in these bytes. Raises NotAPicture."""
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise NotAPicture("Pillow is not installed: pip install board-syncer[images]") from error
    try:
        with Image.open(io.BytesIO(raw)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NotAPicture(f"{image.width} × {image.height} pixels are too many to open")
            small = image.convert("RGB").resize((64, 64)).quantize(COLOURS)
            return Picture(
                format=(image.format or "").lower(),
                width=image.width,
                height=image.height,
                size=len(raw),
                colours=_colours(small.histogram(), small.getpalette() or []),
            )
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPicture(f"it cannot be read as a picture: {error}") from error


def _colours(counts: list[int], palette: list[int]) -> tuple[str, ...]:
    """`counts` are pixels by place in the palette, which is red, green, blue, red, …"""
    used = sorted((i for i, count in enumerate(counts) if count), key=lambda i: -counts[i])
    return tuple("#{:02x}{:02x}{:02x}".format(*palette[3 * i : 3 * i + 3]) for i in used)
