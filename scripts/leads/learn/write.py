"""A folder of rules with the candidate in it: the rules in force, and its rows."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

from leads.base.errors import ExitCode, LeadsError
from leads.learn.rows import OWNER, Cells
from leads.rules.seeds import RULE_SEEDS


def write_rules(source: Path, folder: Path, model_id: str, rows: dict[str, list[Cells]]) -> None:
    """Copy the rule seeds of a folder to another and put the rows of the model in place of those it had.

    Raises LeadsError (USAGE) where the folder is the source, and BAD_RULES where a model of the id was not learnt.
    """
    if folder.resolve() == source.resolve():
        raise LeadsError(f"{folder.name} holds the rules in force; name another folder with --output.", ExitCode.USAGE)
    folder.mkdir(parents=True, exist_ok=True)
    for seed in RULE_SEEDS:
        path = source / f"{seed.name}.csv"
        if not path.exists():
            continue
        added = rows.get(seed.name)
        if added is None:
            shutil.copyfile(path, folder / path.name)
            continue
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            header = [
                name for name in seed.header if name in (reader.fieldnames or ()) or any(row.get(name) for row in added)
            ]
            kept = [row for row in reader if row.get("model_id") != model_id or row["owner"] != OWNER]
        if any(row.get("model_id") == model_id for row in kept):
            raise LeadsError(
                f"{path.name} has rows of the model {model_id!r} that were not learnt; name another with --model.",
                ExitCode.BAD_RULES,
            )
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, header, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*kept, *added])
        (folder / path.name).write_text(text.getvalue(), encoding="utf-8", newline="\n")
