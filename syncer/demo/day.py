"""The day: who does what, what must come of it, and where that can be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from syncer.demo.office import Office

KIM, LILIT, NAREK, MARIAM = "kim_lee", "lilit_s", "narek_legal", "mariam_k"
ANA, DAVIT = "ana_petrosyan", "davit_h"

Act = Callable[[Office, dict[str, str]], str]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One step. `act` does it and gives the card's id; afterwards the card must stand in
    `stage`, and syncer's comment on it must hold every text in `says` (no comment: empty)."""

    who: str
    does: str
    act: Act
    stage: str
    outcome: str
    says: tuple[str, ...] = ()
    silent: bool = False


def _move(who: str, key: str, stage: str) -> Act:
    def act(office: Office, cards: dict[str, str]) -> str:
        office.move(who, cards[key], stage)
        return cards[key]

    return act


def _edit(who: str, key: str, desc: str) -> Act:
    def act(office: Office, cards: dict[str, str]) -> str:
        office.edit(who, cards[key], desc=desc)
        return cards[key]

    return act


def _say(who: str, key: str, text: str) -> Act:
    def act(office: Office, cards: dict[str, str]) -> str:
        office.say(who, cards[key], text)
        return cards[key]

    return act


def _born_approved(office: Office, cards: dict[str, str]) -> str:
    cards["flash"] = office.write(DAVIT, "Approved", "Flash sale tonight", "Everything must go!")
    return cards["flash"]


DAY = (
    Scene(
        who=DAVIT,
        does="hands “The desk that folds” to the editors",
        act=_move(DAVIT, "desk", "Editing"),
        stage="Editing",
        outcome="noted; nothing to say",
        silent=True,
    ),
    Scene(
        who=ANA,
        does="drags her own “Vernissage on Sunday” to Approved",
        act=_move(ANA, "market", "Approved"),
        stage="Review",
        outcome="sent back: not hers to approve",
        says=("@ana_petrosyan", "may not move cards to Approved", "Kim Lee"),
    ),
    Scene(
        who=KIM,
        does="approves “Vernissage on Sunday”",
        act=_move(KIM, "market", "Approved"),
        stage="Approved",
        outcome="let in",
        says=("All is well now",),
    ),
    Scene(
        who=KIM,
        does="approves “Launch of the spring line”, full of style errors",
        act=_move(KIM, "launch", "Approved"),
        stage="Review",
        outcome="sent back with every error quoted",
        says=("@kim_lee", "game-changer", "revolutionary", "LinkedIn"),
    ),
    Scene(
        who=LILIT,
        does="mends its words",
        act=_edit(
            LILIT, "launch", "Our new shelf holds 40 kg in small rooms.\n\nSee it on LinkedIn."
        ),
        stage="Review",
        outcome="the same comment, all ticked off",
        says=("✓ ~~**Avoid 'game-changer'", "@kim_lee"),
    ),
    Scene(
        who=KIM,
        does="approves it again",
        act=_move(KIM, "launch", "Approved"),
        stage="Approved",
        outcome="let in",
        says=("All is well now",),
    ),
    Scene(
        who=DAVIT,
        does="makes “Flash sale tonight” straight in Approved",
        act=_born_approved,
        stage="Review",
        outcome="sent to Review: nobody let it in",
        says=("@davit_h", "no due date"),
    ),
    Scene(
        who=KIM,
        does="approves “Վերջին օրերը”",
        act=_move(KIM, "sale", "Approved"),
        stage="Review",
        outcome="sent back: the Armenian rules hold as well",
        says=("Աննախադեպ",),
    ),
    Scene(
        who=KIM,
        does="approves “Ten-year guarantee”, which makes a claim",
        act=_move(KIM, "claim", "Approved"),
        stage="Review",
        outcome="sent back: legal has not approved",
        says=("0 of 1 approvals by legal",),
    ),
    Scene(
        who=NAREK,
        does="reads the claim and writes /approve",
        act=_say(NAREK, "claim", "/approve"),
        stage="Review",
        outcome="counted for this version",
        says=("@kim_lee",),
    ),
    Scene(
        who=KIM,
        does="approves it again",
        act=_move(KIM, "claim", "Approved"),
        stage="Approved",
        outcome="let in by both",
        says=("All is well now",),
    ),
    Scene(
        who=DAVIT,
        does="changes the text after it was approved",
        act=_edit(DAVIT, "claim", "Every joint is guaranteed for twenty years."),
        stage="Review",
        outcome="sent back: that is not what was approved",
        says=("@davit_h", "twenty"),
    ),
)
