"""Names the rule seeds to dbt so that dbt only ever reads them."""

from __future__ import annotations

import atexit
import hashlib
import re
import shutil

from leads.base.settings import Settings
from leads.rules.columns import Seed
from leads.rules.seeds import RULE_SEEDS

PLAIN = re.compile(r"[\w ./-]+")


def seed_folder(settings: Settings) -> str:
    """The folder of rule seeds, from the project folder.

    dbt writes what it ran for a seed to its target folder joined with the seed's path: given an absolute path, the join
    is that path and dbt overwrites the seed itself. So a folder in the project is named relative to it, and any other
    is copied into the project first, and the copy named. So is one with a quote in its name: dbt puts the name into
    statements as it is; and one from before a seed, which the copy has without rows. The copy goes with the process; its
    name is that of the last time, so that dbt need not parse the project anew, and no other's: one process at a time
    holds a warehouse.
    """
    project, rules = settings.project_dir.resolve(), settings.rules.resolve()
    there = {seed.name for seed in RULE_SEEDS if (rules / f"{seed.name}.csv").exists()}
    lacking = [seed for seed in RULE_SEEDS if seed.may_lack and there and seed.name not in there]
    is_plain = rules.is_relative_to(project) and PLAIN.fullmatch(rules.relative_to(project).as_posix())
    if is_plain and not lacking:
        return rules.relative_to(project).as_posix()
    place = hashlib.sha256(f"{rules}\n{settings.warehouse.resolve()}".encode()).hexdigest()[:12]
    copy = project / "target" / f"rules-{place}"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    for seed in sorted(rules.glob("*.csv")):
        shutil.copyfile(seed, copy / seed.name)
    for missing in lacking:
        (copy / f"{missing.name}.csv").write_text(_header(missing), encoding="utf-8")
    return copy.relative_to(project).as_posix()


def _header(seed: Seed) -> str:
    return ",".join(seed.header) + "\n"
