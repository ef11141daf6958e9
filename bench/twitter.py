"""Weighted lengths and hashtags against twitter-text: its own cases, and the package beside ours.

    python -m bench.twitter [CASES]      CASES: ../shared/real/twitter-text/validate.yml

The cases are those of configuration v3, which is today's X. The package (npm twitter-text 3.1.0)
is installed at run time; it is asked the same questions of 5,000 texts strung together by a fixed
seed from tags, links, emoji, marks and letters of many scripts. Texts on which the two differ are
counted, and the first of them shown: the package is older than today's emoji and domains.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import yaml

from bench.peers import install
from rules.style.counting import count
from rules.style.entities import hashtags
from rules.style.length import Length
from rules.style.post import post_of_text

CASES = Path(__file__).resolve().parents[2] / "shared/real/twitter-text/validate.yml"
GROUPS = ("WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")
TEXTS = 5_000
SCRAPS = (
    "#tag", "＃tag", "#", "##", "#1", "#1a", "#a_b", "#Հայ", "#日本語", "#한국어", "#русский",
    "#عربي", "#मराठी", "#naïve", "#a-b", "#tag.", "#tag!", "#tag#tag", "@ana#tag", "a#tag", "&#tag",
    "/#tag",
    "#tag://", "#a\u200db", "#a·b", "#https://x.co", "https://example.com/#frag", "example.com#a",
    "http://t.co/abc", "https://example.am/a?b=1&c=(d)", "example.com", "www.example.org", "no.tld",
    "😀", "👍🏽", "👨‍👩‍👧", "🇦🇲", "1️⃣", "#️⃣", "❤️", "❤", "©", "…", "—", "“", "”", "é", "e\u0301", "漢",
    "か\u3099", "ինչո՞ւ", "և", "word", "Word,", "(word)", "ա", "я", ".", "!", "'", "\u200f",
    "\u2066",
)  # fmt: skip
JOINTS = (" ", " ", " ", "", "\n")


def main(cases: Path) -> None:
    if cases.exists():
        own_cases(cases)
    else:
        print(f"no cases at {cases}")
    beside_the_package()


def own_cases(cases: Path) -> None:
    groups = yaml.safe_load(cases.read_text(encoding="utf-8"))["tests"]
    rule = Length(set="bench", name="x", network="x")
    for group in GROUPS:
        right = sum(
            (count(case["text"], "weighted"), not list(rule.check(post_of_text(case["text"]))))
            == (case["expected"]["weightedLength"], case["expected"]["valid"])
            for case in groups[group]
        )
        print(f"{group:48}{right:3} of {len(groups[group])} right in weight and verdict")


def beside_the_package() -> None:
    modules = install.node("twitter-text")
    if modules is None:
        return
    texts = strung()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "texts.json")
        file.write_text(json.dumps(texts), encoding="utf-8")
        script = Path(__file__).parent / "peers" / "twitter.mjs"
        command = ["node", str(script), str(modules), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    peer = json.loads(done.stdout)
    began = time.perf_counter()
    ours = [
        [count(text, "weighted"), [[tag.start, tag.end] for tag in hashtags(text)]]
        for text in texts
    ]
    seconds = time.perf_counter() - began
    for name, part in (("weight", 0), ("hashtags", 1)):
        pairs = zip(texts, ours, peer["texts"], strict=True)
        differ = [(text, a[part], b[part]) for text, a, b in pairs if a[part] != b[part]]
        print(f"{name:12}{TEXTS - len(differ):6,} of {TEXTS:,} texts the same as the package's")
        _show(differ)
    theirs = TEXTS / peer["seconds"]
    print(f"syncer {TEXTS / seconds:,.0f} texts/s, twitter-text {theirs:,.0f} texts/s")


def _show(differ: list[tuple[str, object, object]]) -> None:
    """The scraps that most differing texts share, and the shortest such texts."""
    shared = Counter(scrap for text, _, _ in differ for scrap in SCRAPS if scrap in text)
    if differ:
        print("  most often with:", "  ".join(map(ascii, dict(shared.most_common(6)))))
    for text, ours, theirs in sorted(differ, key=lambda each: len(each[0]))[:6]:
        print(f"  {text!a}: ours {ours}, theirs {theirs}")


def strung() -> list[str]:
    chance = random.Random(3)
    return [
        "".join(chance.choice(SCRAPS) + chance.choice(JOINTS) for _ in range(chance.randint(1, 6)))
        for _ in range(TEXTS)
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES)
