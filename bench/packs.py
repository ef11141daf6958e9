"""The built-in packs at work: posts a second, start-up and memory, and what each tier costs.

    python -m bench.packs

Each tier is a process of its own on the same 1,000 posts of some 40 words, in which about one
word in sixty is misspelt. All times are of one processor, so that what else runs here does not
count. Start-up is from the start of Python to the first post's answer, the reading of packs and
dictionaries with it. Tiers whose library or dictionary is not installed say so.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

HY = Path(__file__).resolve().parents[2] / "shared/real/hy"
TIERS = {
    "house-starter": ["house-starter"],
    "starter (house, accessibility, networks)": ["house-starter", "accessibility", "networks"],
    "… and disclosure, hy": ["house-starter", "accessibility", "networks", "disclosure", "hy"],
    "… and en-GB spelling": [
        *("house-starter", "accessibility", "networks", "disclosure", "hy", "en-GB/spelling"),
    ],
    "… and en-GB whole, with grammar": [
        *("house-starter", "accessibility", "networks", "disclosure", "hy", "en-GB"),
    ],
    "hy-spelling alone, on Armenian posts": ["hy-spelling"],
}
POSTS = 1_000
ARMENIAN = (
    "Այսօր մեր խանութը բաց է մինչև երեկոյան իննը։",
    "Եկեք, խոսենք ձեր նոր տան մասին։",
    "Նոր աթոռները պատրաստել են մեր վարպետները։",
    "Գինը նույնն է, որակը՝ ավելի լավ։",
    "Շնորհակալություն բոլորին, ովքեր եկել էին երեկ։",
    "Ցուցահանդեսը կբացվի ուրբաթ օրը Երևանում։",
)
ENGLISH = (
    "We mended forty chairs last month, and most of them will outlive us.",
    "Bring your lamp in by noon and take it home at six.",
    "Our new workshop opens on the corner of the old market on Friday.",
    "Ask us how to care for oiled wood; it takes five minutes a year.",
    "The colours come from walnut, onion and a little patience.",
    "Three readers told us that the old page was hard to use, so we changed it.",
    "You can see how each piece is made, from the first cut to the last coat.",
    "Every order is packed in paper, and the box becomes a stool for children.",
    "Tell us what you would repair first, and why you have kept it so long.",
    "It halves the time that a review takes, and nobody has to write a report.",
    "Read the whole story at https://example.com/stories before the weekend.",
    "Thank you for a year of good questions. #SlowDesign #MadeInYerevan",
)
MISSPELT = {"patience": "pateince", "repair": "repiar", "whole": "hwole", "paper": "papper"}


def main() -> None:
    print(
        f"{'tier':44}{'rules':>6}{'start-up':>10}{'posts/s':>9}{'ms/post':>9}{'memory':>9}  found"
    )
    for name, packs in TIERS.items():
        command = [sys.executable, "-m", "bench.packs", json.dumps(packs)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name:44}{done.stderr.strip().splitlines()[-1]}")
            continue
        tier: dict[str, Any] = json.loads(done.stdout)
        figures = f"{tier['start']:8.2f} s{tier['rate']:9,.0f}{1000 / tier['rate']:9.2f}"
        print(f"{name:44}{tier['rules']:6}{figures}{tier['mb']:6.0f} MB  {tier['found']:,}")
        for why in tier["failures"]:
            print(f"    not measured whole: {why}")


def one_tier(packs: list[str]) -> dict[str, object]:
    """Measure the packs in this process; `name/rule` takes one rule of a pack."""
    import resource
    import time

    from rules.reading.style import read_pack
    from rules.style.post import post_of_text
    from rules.style.sheet import Sheet

    rules = [
        _at_home(rule)
        for pack, _, only in (each.partition("/") for each in packs)
        for rule in read_pack(pack)
        if not only or rule.name == only
    ]
    sheet = Sheet(rules)
    texts = posts(ARMENIAN if packs == ["hy-spelling"] else ENGLISH)
    sheet.check(post_of_text(texts[0], labels=["X"]))
    start = time.process_time()
    reports = [sheet.check(post_of_text(text, labels=["X"])) for text in texts]
    seconds = time.process_time() - start
    failures = {f"{each.rule}: {each.why}" for report in reports for each in report.failures}
    return {
        "rules": len(rules),
        "start": start,
        "rate": len(texts) / seconds,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "found": sum(len(report.findings) for report in reports),
        "failures": sorted(failures),
    }


def _at_home(rule: Any) -> Any:
    """The rule, with the Armenian dictionary of the recordings where there is one."""
    if getattr(rule, "languages", ()) == ("hy",) and HY.is_dir():
        return replace(rule, dicpath=str(HY))
    return rule


def posts(sentences: tuple[str, ...]) -> list[str]:
    chance = random.Random(11)
    made = []
    for _ in range(POSTS):
        words = " ".join(chance.sample(sentences, 3)).split(" ")
        spoilt = [MISSPELT.get(word, word) if chance.random() < 0.5 else word for word in words]
        made.append(" ".join(spoilt))
    return made


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(one_tier(json.loads(sys.argv[1]))))
    else:
        main()
