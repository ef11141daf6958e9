"""The posts on the demo's board, as a small furniture maker in Yerevan might plan them."""

from __future__ import annotations

from dataclasses import dataclass

from syncer.demo.office import Office


@dataclass(frozen=True, kw_only=True)
class Post:
    """A planned post and who wrote it."""

    key: str
    stage: str
    author: str
    name: str
    desc: str
    network: str
    labels: tuple[str, ...] = ()


def _post(key: str, stage: str, author: str, name: str, desc: str, network: str) -> Post:
    return Post(key=key, stage=stage, author=author, name=name, desc=desc, network=network)


ANA, DAVIT = "ana_petrosyan", "davit_h"

POSTS = (
    _post("oak", "Ideas", ANA, "Where our oak comes from", "Ask the forester for a quote.", "X"),
    _post("tour", "Ideas", DAVIT, "Workshop tour", "Ten photos, one a day.", "Instagram"),
    _post("jobs", "Ideas", ANA, "We hire a carver", "Needs the date from Lusine.", "LinkedIn"),
    _post(
        "desk",
        "Drafting",
        DAVIT,
        "The desk that folds",
        "It folds flat in ten seconds and stands behind a door. #smallspaces",
        "X",
    ),
    _post(
        "chair",
        "Drafting",
        ANA,
        "Աթոռ նռնենու փայտից",
        "Մեր նոր աթոռը պատրաստված է նռնենու փայտից։ Այն կշռում է երեք կիլոգրամ։",
        "Instagram",
    ),
    _post("wax", "Drafting", ANA, "How we wax a table", "Three coats, a day apart.", "Instagram"),
    _post(
        "award",
        "Editing",
        DAVIT,
        "Design prize",
        "The jury liked that our shelf needs no screws.",
        "LinkedIn",
    ),
    _post("care", "Editing", ANA, "Caring for walnut", "Keep it out of the sun.", "Instagram"),
    _post("numbers", "Editing", ANA, "A year in numbers", "412 chairs left the house.", "LinkedIn"),
    _post(
        "launch",
        "Review",
        ANA,
        "Launch of the spring line",
        "A game-changer for small rooms! Our revolutionary shelf holds 40 kg!\n\n"
        "See it on Linkedin.",
        "LinkedIn",
    ),
    _post(
        "market",
        "Review",
        ANA,
        "Vernissage on Sunday",
        "Find us at the Vernissage on Sunday from ten to six. Bring your old chair.",
        "X",
    ),
    Post(
        key="claim",
        stage="Review",
        author=DAVIT,
        name="Ten-year guarantee",
        desc="Every joint that we glue is guaranteed for ten years.",
        network="X",
        labels=("Claim",),
    ),
    _post(
        "story",
        "Review",
        DAVIT,
        "Grandfather's plane",
        "This plane has been at work since 1931. It still takes a shaving thinner than paper.",
        "Instagram",
    ),
    _post(
        "sale",
        "Review",
        ANA,
        "Վերջին օրերը",
        "Աննախադեպ առաջարկ՝ մինչև ուրբաթ։",
        "Instagram",
    ),
    _post("lamp", "Approved", ANA, "A lamp of apricot wood", "It glows.", "Instagram"),
    _post("bench", "Approved", DAVIT, "The park bench", "Sit down. It was made for it.", "X"),
    _post("stool", "Scheduled", ANA, "Stools for the school", "Sixty of them.", "LinkedIn"),
    _post("door", "Scheduled", DAVIT, "A door with a story", "It came from Gyumri.", "X"),
    _post("table", "Published", ANA, "A table for twelve", "It took nine weeks.", "Instagram"),
    _post("box", "Published", DAVIT, "The letter box", "No nails.", "X"),
)


def put_up(office: Office) -> dict[str, str]:
    """Put all posts on the board, complete as the gate wants them; card ids by key."""
    makers = _Makers(office)
    return {post.key: makers.make(post) for post in POSTS}


class _Makers:
    """Labels and the custom field of the board, made once."""

    def __init__(self, office: Office) -> None:
        self.office = office
        call = office.call
        names = ("X", "Instagram", "LinkedIn", "Claim")
        self.labels = {
            name: call(ANA, "POST", f"/boards/{office.board}/labels", name=name, color="sky")["id"]
            for name in names
        }
        self.field = call(
            ANA,
            "POST",
            "/customFields",
            idModel=office.board,
            modelType="board",
            name="Network",
            type="text",
        )["id"]

    def make(self, post: Post) -> str:
        office = self.office
        card = office.write(
            post.author,
            post.stage,
            post.name,
            post.desc,
            due="2026-12-15T09:00:00.000Z",
            idMembers=[office.member(post.author)],
            idLabels=[self.labels[name] for name in (post.network, *post.labels)],
        )
        self.complete(post.author, card, post.network)
        return card

    def complete(self, author: str, card: str, network: str) -> None:
        """A picture and the network, as the gate wants them."""
        picture = f"https://assets.example.org/{card}.jpg"
        self.office.call(author, "POST", f"/cards/{card}/attachments", url=picture, name="picture")
        where = f"/cards/{card}/customField/{self.field}/item"
        self.office.call(author, "PUT", where, value={"text": network})
