"""The rule seeds and the mapping seeds: read from the YAML that describes them to dbt (seeds/properties)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from leads.base.project_yaml import read_project_yaml
from leads.base.settings import PROJECT_DIR
from leads.rules.columns import Column, Kind, Seed
from leads.rules.words import VOCABULARIES

PROPERTIES_DIR = PROJECT_DIR / "seeds" / "properties"


def _read_seeds() -> list[Seed]:
    files = sorted(PROPERTIES_DIR.glob("_*__seeds.yml"))
    return [_seed(described) for file in files for described in read_project_yaml(file)["seeds"]]


def _seed(described: dict[str, Any]) -> Seed:
    meta = described["config"]["meta"]
    return Seed(
        described["name"],
        described["description"].strip(),
        tuple(_column(column) for column in described["columns"]),
        tuple(meta["key"]),
        has_validity=meta.get("has_validity", True),
        may_be_empty=meta.get("may_be_empty", False),
        is_mapping=meta.get("folder") == "mappings",
        may_lack=meta.get("may_lack", False),
    )


def _column(described: dict[str, Any]) -> Column:
    meta = described["config"]["meta"]
    kind, words = Kind[meta["kind"].upper()], meta.get("words", ())
    return Column(
        described["name"],
        kind,
        described["description"].strip(),
        required=meta.get("required", True),
        low=_number(meta.get("low")),
        high=_number(meta.get("high")),
        decimals=0 if kind is Kind.INTEGER else meta.get("decimals", 2),
        may_lack=meta.get("may_lack", False),
        words=VOCABULARIES[words] if isinstance(words, str) else tuple(words),
    )


def _number(bound: float | None) -> Decimal | None:
    return None if bound is None else Decimal(str(bound))


SEEDS: tuple[Seed, ...] = tuple(_read_seeds())
RULE_SEEDS: tuple[Seed, ...] = tuple(seed for seed in SEEDS if not seed.is_mapping)
MAPPING_SEEDS: tuple[Seed, ...] = tuple(seed for seed in SEEDS if seed.is_mapping)
