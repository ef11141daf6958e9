"""Attachments: links and uploads (of which only the name and the size are kept)."""

from __future__ import annotations

from syncer.sandbox.trello.errors import invalid, not_found
from syncer.sandbox.trello.ids import placed
from syncer.sandbox.trello.log import log_on_card
from syncer.sandbox.trello.records import Actor, Attachment, Card
from syncer.sandbox.trello.world import World


def find(card: Card, attachment_id: str) -> Attachment:
    """One of the card's attachments."""
    found = next((a for a in card.attachments if a.id == attachment_id), None)
    if found is None:
        raise not_found()
    return found


def add_link(world: World, actor: Actor, card: Card, url: str, name: str = "") -> Attachment:
    """A URL, which may be a file's or a web page's."""
    if not url.startswith(("http://", "https://")):
        raise invalid("url")
    return _add(
        world,
        actor,
        card,
        Attachment(
            id=world.new_id(),
            name=name or url,
            url=url,
            date=world.now(),
            member=actor.member.id,
            pos=_next(card),
        ),
    )


def add_upload(
    world: World, actor: Actor, card: Card, name: str, size: int, mime_type: str
) -> Attachment:
    """A file of `size` bytes; what is in it is not kept."""
    made = world.new_id()
    url = f"https://trello.com/1/cards/{card.id}/attachments/{made}/download/{name}"
    return _add(
        world,
        actor,
        card,
        Attachment(
            id=made,
            name=name,
            url=url,
            date=world.now(),
            member=actor.member.id,
            pos=_next(card),
            size=size,
            mime_type=mime_type,
        ),
    )


def delete(world: World, actor: Actor, card: Card, attachment: Attachment) -> None:
    """DELETE /cards/{id}/attachments/{idAttachment}."""
    card.attachments.remove(attachment)
    if card.cover == attachment.id:
        card.cover = None
    data = {"attachment": {"id": attachment.id, "name": attachment.name}}
    log_on_card(world, actor, "deleteAttachmentFromCard", card, data)


def _next(card: Card) -> float:
    return placed("bottom", (a.pos for a in card.attachments)) or 0


def _add(world: World, actor: Actor, card: Card, attachment: Attachment) -> Attachment:
    card.attachments.append(attachment)
    data = {"id": attachment.id, "name": attachment.name, "url": attachment.url}
    if attachment.mime_type:
        data["mimeType"] = attachment.mime_type
    log_on_card(world, actor, "addAttachmentToCard", card, {"attachment": data}, with_list=True)
    return attachment
