"""Writes seeds/mappings/crawler_user_agents.csv anew from the list that the field keeps, crawler-user-agents (MIT licence, see
seeds/mappings/LICENSE-crawler-user-agents).

`uv run --with crawler-user-agents python -m leads.rules.refresh_crawlers`
"""

from __future__ import annotations

import csv
import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path

from leads.base.settings import PROJECT_DIR

SEED = PROJECT_DIR / "seeds/mappings/crawler_user_agents.csv"
# In a pattern: a choice of letters, an escaped sign, a group of which none or one is there; what is left must be plain.
_CHOICE = re.compile(r"\[([A-Za-z0-9]+)\]")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9])")
_PLAIN = re.compile(r"[^()|*+?\[\]\\]+")


def seed_rows(patterns: list[str]) -> list[tuple[str, str]]:
    """Words and how they are looked for: `begins` where the pattern says so, else `words`. A pattern that is more than words
    is left out. A slash is a word: `red /` is no colour."""
    found = set()
    for pattern in patterns:
        text = _CHOICE.sub(lambda choice: choice[1][0], pattern)
        begins = text.startswith("^")
        text = _ESCAPED.sub(lambda sign: " " if sign[1] in "()|*+?[]\\.^$" else sign[1], text.strip("^$"))
        words = " ".join(re.sub(r"[^a-z0-9/]+", " ", text.lower().replace("/", " / ")).split())
        if words and _PLAIN.fullmatch(text) and len(words) > 2:
            found.add((words, "begins" if begins else "words"))
    return sorted(found)


def main() -> int:
    """Write the seed; prints how many patterns it took and which it did not."""
    spec = find_spec("crawleruseragents")
    if spec is None or spec.origin is None:
        sys.stderr.write("The package crawler-user-agents is not here: run it as its first lines say.\n")
        return 2
    entries = json.loads(Path(spec.origin).with_name("crawler-user-agents.json").read_text(encoding="utf-8"))
    rows = seed_rows([entry["pattern"] for entry in entries])
    with SEED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["pattern", "match"])
        writer.writerows(rows)
    sys.stdout.write(f"{len(rows)} of {len(entries)} patterns written to {SEED.name}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
