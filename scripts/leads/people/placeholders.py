"""Which values name nobody: `unknown`, `n/a`, a device id of zeros. The list is seeds/mappings/placeholder_identities.csv."""

from __future__ import annotations

import csv
from functools import cache

from leads.base import sql
from leads.base.settings import PROJECT_DIR

SEED = PROJECT_DIR / "seeds/mappings/placeholder_identities.csv"
_SIGNS = "{}()<>[]\"'"


def is_placeholder(column: str) -> str:
    """SQL, true for a value that is a placeholder, else false. As the macros placeholder_key and is_placeholder."""
    bare = f"translate(lower(trim({column})), {sql.text(_SIGNS)}, '')"
    dense = f"replace({bare}, '-', '')"
    key = (
        f"case when replace({dense}, left({dense}, 1), '') = '' then left(coalesce(nullif({dense}, ''), '-'), 1) || '*' "
        f"else {bare} end"
    )
    return f"coalesce(length(trim({column})) >= ({_shortest()})[{key}], false)"


@cache
def _shortest() -> str:
    """A map of SQL: placeholder, the fewest characters it has."""
    with SEED.open(encoding="utf-8", newline="") as file:
        rows = [
            (row["value"].lower().translate({ord(sign): None for sign in _SIGNS}), int(row["min_length"]))
            for row in csv.DictReader(file)
        ]
    shortest = {value: min(length for other, length in rows if other == value) for value, _ in rows}
    return "map {" + ", ".join(f"{sql.text(value)}: {length}" for value, length in shortest.items()) + "}"
