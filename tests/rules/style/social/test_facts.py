"""Kinds that judge facts gathered beforehand: pictures, the library, recent posts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.facts import Attachment, ImageFacts
from rules.rule import Post, Text
from rules.style.alt import described
from rules.style.colour import difference, lab
from rules.style.missing import FactMissing
from tests.rules.style.social.tools import hits

DUE = datetime(2026, 12, 1, tzinfo=UTC)
LAMP = "Our new lamp is made of walnut and lasts a life long https://example.com #Lamp"


def card(*names: str, desc: str = "", **facts: Any) -> Post:
    files = tuple(
        Attachment(id=name, name=name, url=f"https://files.example.com/{name}") for name in names
    )
    return Post(texts=(Text(scope="desc", value=desc),), attachments=files, **facts)


def picture(format: str = "jpeg", width: int = 1080, height: int = 1080, **more: Any) -> ImageFacts:
    return ImageFacts(
        format=format, width=width, height=height, size=more.pop("size", 9000), **more
    )


@pytest.mark.parametrize(
    ("keys", "facts", "why"),
    [
        ({"network": "instagram"}, picture(), None),
        ({"network": "instagram"}, picture(format="PNG"), "A png; use jpeg."),
        ({"network": "instagram"}, picture(size=8_000_001), "8,000,001 bytes, at most 8,000,000."),
        (
            {"network": "instagram"},
            picture(width=300, height=300),
            "300 pixels wide, at least 320.",
        ),
        ({"network": "instagram"}, picture(height=1400), "Width to height is 0.77"),
        ({"network": "instagram"}, picture(height=1350), None),
        ({"formats": ("jpg",)}, picture(), None),
        ({"formats": ("webp",)}, picture(), "A jpeg; use webp."),
        ({"network": "instagram", "max_bytes": 9}, picture(), "9,000 bytes, at most 9."),
        ({"min_ratio": 1.0, "max_ratio": 1.0}, picture(), None),
        ({"min_ratio": 1.7}, picture(), "Width to height is 1.00, wanted 1.70."),
        ({"colours": ("#ff0000",)}, picture(colours=("#ffffff", "#fa0505")), None),
        ({"colours": ("#ff0000",)}, picture(colours=("#0000ff",)), "None of the brand's colours"),
    ],
)
def test_a_picture_fits(keys: dict[str, Any], facts: ImageFacts, why: str | None) -> None:
    found = hits("image", card("a.jpg", images={"a.jpg": facts}), **keys)
    assert [hit.text.value for hit in found] == (["a.jpg"] if why else [])
    assert why is None or why in (found[0].message or "")


def test_how_many_pictures() -> None:
    assert hits("image", card("a.jpg", "b.png", "c.pdf"), max=2) == []
    assert hits("image", card("a.jpg", "b.png", "c.gif"), max=2)[0].text.value == "c.gif"
    assert hits("image", card("brief.pdf"), min=1)[0].message == "0 pictures, at least 1."


def test_the_service_knows_some_sizes_too() -> None:
    known = Attachment(id="1", name="a.jpg", url="u", width=10, height=10, size=10)
    post = Post(texts=(), attachments=(known,))
    assert "10 pixels wide" in (hits("image", post, min_width=11)[0].message or "")


@pytest.mark.parametrize("keys", [{"max_bytes": 9}, {"min_ratio": 1.0}, {"colours": ("#000000",)}])
def test_what_was_not_measured_is_no_pass(keys: dict[str, Any]) -> None:
    with pytest.raises(FactMissing, match=r"'a\.jpg'"):
        hits("image", card("a.jpg"), **keys)


@pytest.mark.parametrize(
    ("names", "desc", "fields", "number"),
    [
        (("IMG_1.jpg",), "", {}, 1),
        (("IMG_1.jpg",), "Alt: Two people dance", {}, 0),
        (("IMG_1.jpg",), "**Alt text:** Two people dance", {}, 0),
        (("IMG_1.jpg", "IMG_2.jpg"), "Alt 1: Two people dance", {}, 2),
        (("IMG_1.jpg", "IMG_2.jpg"), "Alt 1: Two people\nAlt 2: A dog runs", {}, 0),
        (("IMG_1.jpg",), "", {"Alt text": "Two people dance"}, 0),
        (("Two people dance in a yard.jpg",), "", {}, 0),
        (("brief.pdf",), "", {}, 0),
    ],
)
def test_alt_text(names: tuple[str, ...], desc: str, fields: dict[str, str], number: int) -> None:
    assert len(hits("image", card(*names, desc=desc, fields=fields), alt=True)) == number


def test_alt_text_has_its_limit() -> None:
    (hit,) = hits("image", card(desc=f"Text\nAlt: {'a' * 1001}"), network="threads")
    assert hit.text.value[hit.start : hit.end] == "a" * 1001


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("IMG_2034.jpg", False),
        ("Screenshot 2026-11-23 at 10.00.00.png", False),
        ("final copy 2.png", False),
        ("lamp.jpg", False),
        ("A lamp on a desk.jpg", True),
        ("Լամպ սեղանի վրա.png", True),
    ],
)
def test_a_name_may_say_what_is_seen(name: str, says: bool) -> None:
    assert described(name) is says


@pytest.mark.parametrize(
    ("one", "other", "delta"),
    [  # Sharma, Wu and Dalal: "The CIEDE2000 Color-Difference Formula", table 1
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_colours_differ_as_people_see_them(
    one: tuple[float, float, float], other: tuple[float, float, float], delta: float
) -> None:
    assert difference(one, other) == pytest.approx(delta, abs=1e-4)
    assert difference(other, one) == pytest.approx(delta, abs=1e-4)


def test_colours_are_read_strictly() -> None:
    assert lab("#ffffff") == pytest.approx((100, 0, 0), abs=0.01)
    with pytest.raises(ValueError, match="no colour such as"):
        hits("image", card(), colours=("red",))


def test_attachments_come_from_the_library() -> None:
    library = frozenset({"Logo.PNG", "https://files.example.com/lamp.jpg"})
    post = card("logo.png", "lamp.jpg", "own.jpg", "brief.pdf", library=library)
    assert [hit.text.value for hit in hits("library", post)] == ["own.jpg", "brief.pdf"]
    assert [hit.text.value for hit in hits("library", post, accept=(r".*\.pdf",))] == ["own.jpg"]
    assert [hit.text.value for hit in hits("library", post, pictures_only=True)] == ["own.jpg"]


def test_an_unread_library_is_no_pass() -> None:
    with pytest.raises(FactMissing, match="was not read"):
        hits("library", card("a.jpg"))
    assert hits("library", card()) == []
    assert len(hits("library", card("a.jpg", library=frozenset()))) == 1


def recent(days: int, text: str) -> tuple[tuple[str, datetime, str], ...]:
    return (("card9", DUE - timedelta(days=days), text),)


@pytest.mark.parametrize(
    ("days", "text", "due", "found"),
    [
        (3, LAMP, DUE, True),
        (3, LAMP.upper() + " and more of the same", DUE, True),
        (20, LAMP, DUE, False),
        (20, LAMP, None, True),
        (-3, LAMP, DUE, True),
        (3, "Something else altogether about shoes and how to mend them", DUE, False),
        (3, "https://example.com #Lamp", DUE, False),
    ],
)
def test_nothing_like_it_lately(days: int, text: str, due: datetime | None, found: bool) -> None:
    post = card(desc=LAMP, recent=recent(days, text), due=due)
    assert bool(hits("cadence", post)) is found


def test_the_repeat_is_named() -> None:
    (hit,) = hits("cadence", card(desc=LAMP, recent=recent(3, LAMP), due=DUE))
    assert hit.message == "100% of it was in the post of 2026-11-28 (card9)."
    assert hits("cadence", card(desc="", recent=recent(3, ""))) == []
    assert hits("cadence", card(desc="Good morning!", recent=recent(1, "Good morning"), due=DUE))
