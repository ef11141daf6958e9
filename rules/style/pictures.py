"""The pictures on a card, with what was measured of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.facts import Attachment, ImageFacts
from rules.rule import Post, Text
from rules.style.missing import FactMissing

_ENDINGS = {
    "jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp", "gif": "gif", "heic": "heic",
    "heif": "heic", "avif": "avif", "bmp": "bmp", "tif": "tiff", "tiff": "tiff", "svg": "svg",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """An attached picture. What was measured counts before what the service says of it."""

    attachment: Attachment
    facts: ImageFacts | None

    @property
    def text(self) -> Text:
        """Where a finding about it stands: on its name."""
        return Text(scope="attachment", value=self.attachment.name)

    @property
    def format(self) -> str:
        """jpeg, png, webp, gif …"""
        if self.facts:
            return _ENDINGS.get(self.facts.format.lower(), self.facts.format.lower())
        mime = (self.attachment.mime or "").partition("/")[2].partition("+")[0]
        return _ENDINGS.get(mime, mime) or _ending(self.attachment) or ""

    def measure(self, what: str) -> int:
        """width, height (pixels) or size (bytes).

        Raises:
            FactMissing: nobody has measured it.
        """
        value: int | None = getattr(self.facts or self.attachment, what)
        if value is None:
            raise FactMissing(f"the {what} of the picture {self.attachment.name!r} is not known")
        return value

    @property
    def colours(self) -> tuple[str, ...]:
        """Its commonest colours as #rrggbb.

        Raises:
            FactMissing: nobody has measured them.
        """
        if self.facts is None or not self.facts.colours:
            raise FactMissing(f"the colours of {self.attachment.name!r} are not known")
        return self.facts.colours


def pictures(post: Post) -> Iterator[Picture]:
    """The attachments that are pictures: measured as such, or by their type or ending."""
    for each in post.attachments:
        facts = post.images.get(each.id)
        if facts or (each.mime or "").startswith("image/") or (not each.mime and _ending(each)):
            yield Picture(attachment=each, facts=facts)


def _ending(attachment: Attachment) -> str | None:
    for name in (attachment.name, attachment.url.partition("?")[0]):
        ending = _ENDINGS.get(name.rpartition(".")[2].lower()) if "." in name else None
        if ending:
            return ending
    return None
