"""Pictures: how many, how large, of which format and shape, in the brand's colours, with alt text.

With a network, its table says what it takes; `formats`, `max_bytes`, `min_width` … say otherwise.
`ratio` is width / height: 0.8 is 4:5, 1.91 a link preview. `colours` are the brand's (#rrggbb): one
of them must be within `tolerance` (ΔE00; 10 is seen at a glance) of one of a picture's commonest
colours. `alt = true` asks for a description of each picture: the custom field `alt_field`, or lines
"Alt: …" in the description, or an attachment's name that is not just a file's (IMG_2034.jpg). What
was not measured makes the rule fail, never pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rules.rule import Hit, Network, Post, Rule, Text
from rules.style.alt import alt_texts, described
from rules.style.bounds import bounds
from rules.style.colour import difference, lab
from rules.style.counting import count
from rules.style.networks import limits
from rules.style.pictures import Picture, pictures
from rules.style.telling import told

_UNITS = {"image_bytes": "bytes", "image_width": "pixels wide", "image_height": "pixels high"}
_MEASURES = {"image_bytes": "size", "image_width": "width", "image_height": "height"}


@dataclass(frozen=True, kw_only=True)
class Image(Rule):
    """Keys of an `image` rule."""

    KIND: ClassVar[str] = "image"
    MESSAGE: ClassVar[str] = "Mend the picture '%s'."

    min: int | None = None
    max: int | None = None
    formats: tuple[str, ...] = ()
    max_bytes: int | None = None
    min_width: int | None = None
    max_width: int | None = None
    min_height: int | None = None
    max_height: int | None = None
    min_ratio: float | None = None
    max_ratio: float | None = None
    colours: tuple[str, ...] = ()
    tolerance: float = 10.0
    alt: bool = False
    alt_field: str = "Alt text"
    alt_max: int | None = None
    network: Network | None = None
    advice: bool = False

    def __post_init__(self) -> None:
        for colour in self.colours:
            lab(colour)

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield pictures too many or too few, and those that do not fit.

        Raises:
            FactMissing: a picture that has to be measured was not.
        """
        found = list(pictures(post))
        yield from self._number(found)
        for picture in found:
            for why in (*self._format(picture), *self._size(picture), *self._look(picture)):
                yield told(self, picture.text, 0, len(picture.text.value), why)
        yield from self._alt(post, found)

    def _number(self, found: list[Picture]) -> Iterator[Hit]:
        least, most = bounds("images", self.min, self.max, self.network, advice=self.advice)
        if least is not None and len(found) < least:
            nothing = Text(scope="attachment", value="")
            yield told(self, nothing, 0, 0, f"{len(found)} pictures, at least {least}.")
        if most is not None and len(found) > most:
            extra = found[most].text
            why = f"{len(found)} pictures, at most {most}."
            yield told(self, extra, 0, len(extra.value), why)

    def _format(self, picture: Picture) -> Iterator[str]:
        allowed = self.formats or self._table_formats()
        names = {"jpeg" if name.lower() == "jpg" else name.lower() for name in allowed}
        if names and picture.format not in names:
            yield f"A {picture.format or 'file of unknown format'}; use {' or '.join(allowed)}."

    def _table_formats(self) -> tuple[str, ...]:
        if self.network is None:
            return ()
        rows = limits(self.network, "image_format", hard=not self.advice)
        return rows[0].one_of if rows else ()

    def _size(self, picture: Picture) -> Iterator[str]:
        own = {
            "image_bytes": (None, self.max_bytes),
            "image_width": (self.min_width, self.max_width),
            "image_height": (self.min_height, self.max_height),
        }
        for what, (low, high) in own.items():
            least, most = bounds(what, low, high, self.network, advice=self.advice)
            if least is None and most is None:
                continue
            value = picture.measure(_MEASURES[what])
            if most is not None and value > most:
                yield f"{value:,} {_UNITS[what]}, at most {most:,}."
            if least is not None and value < least:
                yield f"{value:,} {_UNITS[what]}, at least {least:,}."

    def _look(self, picture: Picture) -> Iterator[str]:
        least, most = self._ratios()
        if least is not None or most is not None:
            ratio = picture.measure("width") / max(1, picture.measure("height"))
            if not (least or 0) - 0.005 <= ratio <= (most or ratio) + 0.005:
                yield f"Width to height is {ratio:.2f}, wanted {_range(least, most)}."
        if self.colours:
            brand = [lab(colour) for colour in self.colours]
            seen = [lab(colour) for colour in picture.colours]
            nearest = min(difference(one, other) for one in brand for other in seen)
            if nearest > self.tolerance:
                yield f"None of the brand's colours: the nearest is ΔE {nearest:.0f} away."

    def _ratios(self) -> tuple[float | None, float | None]:
        if self.min_ratio is not None or self.max_ratio is not None or self.network is None:
            return self.min_ratio, self.max_ratio
        rows = limits(self.network, "image_ratio", hard=not self.advice)
        return (rows[0].min, rows[0].max) if rows else (None, None)

    def _alt(self, post: Post, found: list[Picture]) -> Iterator[Hit]:
        texts = alt_texts(post, self.alt_field)
        lacking = len(found) - len(texts)
        for picture in found if self.alt and lacking > 0 else ():
            if not described(picture.attachment.name):
                why = f"'{picture.attachment.name}' has no alt text: say what is to be seen."
                yield told(self, picture.text, 0, len(picture.text.value), why)
        _, most = bounds("alt", None, self.alt_max, self.network, advice=self.advice)
        for text, start, end in texts if most is not None else ():
            length = count(text.value[start:end], "chars")
            if length > (most or 0):
                yield told(
                    self, text, start, end, f"Alt text of {length} characters, at most {most}."
                )


def _range(least: float | None, most: float | None) -> str:
    return " to ".join(f"{bound:.2f}" for bound in (least, most) if bound is not None)
