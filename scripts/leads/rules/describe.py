"""The page docs/rules.md: every rule seed with its columns and what a cell may hold, from the YAML that describes them."""

from __future__ import annotations

from leads.rules.columns import Column, Kind, Seed
from leads.rules.seeds import MAPPING_SEEDS, RULE_SEEDS

HEAD = """# Rule seeds

Written by `leads rules describe > docs/rules.md` from the YAML of the seeds (seeds/properties); change it there. What the rules
mean: [concepts](concepts.md). A list is parted by `|`. Where a seed has validity, an id may come again with another one.
"""


def describe() -> str:
    """The page as Markdown."""
    parts = [HEAD, *(_seed(seed) for seed in RULE_SEEDS), "## Mappings\nThe same for all rules, in seeds/mappings.\n"]
    return "\n".join([*parts, *(_seed(seed) for seed in MAPPING_SEEDS)])


def _seed(seed: Seed) -> str:
    level = "###" if seed.is_mapping else "##"
    key = ", ".join(f"`{name}`" for name in seed.key)
    facts = [f"Id: {key}.", *([] if seed.has_validity else ["No validity."])]
    facts += ["It may have no rows."] if seed.may_be_empty else []
    facts += ["A folder of rules from before it may lack it."] if seed.may_lack else []
    rows = [f"| {column.name} | {_told(column.description)} | {_holds(column)} |" for column in seed.columns]
    table = "\n".join(["| column | meaning | a cell holds |", "|---|---|---|", *rows])
    return f"{level} {seed.name}\n{seed.description} {' '.join(facts)}\n\n{table}\n"


def _holds(column: Column) -> str:
    words = ", ".join(column.words)
    if column.kind in (Kind.CHOICE, Kind.CHOICES):
        held = f"{'a list of' if column.kind is Kind.CHOICES else 'one of'}: {words}"
    else:
        held = column.kind.value
    if column.low is not None:
        held += f" from {column.low:,} to {column.high:,}"
    if column.kind is Kind.NUMBER:
        held += f", at most {column.decimals} decimals"
    lacking = ", and a folder of rules from before the column may lack it" if column.may_lack else ""
    return _told(held if column.required else f"{held}; may be empty{lacking}")


def _told(text: str) -> str:
    return text.replace("|", "\\|")
