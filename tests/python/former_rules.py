"""Folders of rules from before columns and seeds that came later."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from leads.base.settings import PROJECT_DIR
from leads.rules.seeds import RULE_SEEDS


def write_former_rules(folder: Path) -> Path:
    """A copy of the shipped rules without the columns and seeds that a folder of rules may lack."""
    shutil.copytree(PROJECT_DIR / "seeds" / "rules", folder)
    for seed in RULE_SEEDS:
        path = folder / f"{seed.name}.csv"
        if seed.may_lack:
            path.unlink()
            continue
        later = {column.name for column in seed.columns if column.may_lack}
        with path.open(newline="", encoding="utf-8") as file:
            rows = [{name: cell for name, cell in row.items() if name not in later} for row in csv.DictReader(file)]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder
