"""Compares the marts of Spark with those of DuckDB, row by row: scores to 0.0001, all else exactly."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from engine import Lake

TOLERANCE = "0.0001"
# What names a run or the time of it, which is another on each engine.
OF_THE_RUN = {"run_id", "recorded_at"}


@dataclass(frozen=True)
class Difference:
    """Rows of a mart that only one engine has, with the first of each as text."""

    mart: str
    on_duckdb: int
    on_spark: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        told = "\n    ".join(self.examples)
        return f"{self.mart}: {self.on_duckdb} rows only on DuckDB, {self.on_spark} only on Spark\n    {told}"


def differences(warehouse: Path, folder: Path) -> tuple[dict[str, int], list[Difference]]:
    """Of every mart the number of rows compared, and the marts that differ. folder: a Parquet folder `<schema>.<mart>` for each, by Spark."""
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach '{warehouse}' as here (read_only)")
        record = warehouse.with_name(warehouse.name + ".record")
        if record.exists():
            con.execute(f"attach '{record}' as record (read_only)")
        compared: dict[str, int] = {}
        found: list[Difference] = []
        for mart in sorted(folder.iterdir()):
            schema, name = mart.name.split(".")
            # The record is a database of its own on DuckDB, a schema of its own on Spark.
            table = f"record.marts.{name}" if schema == "record" else f"here.{schema}.{name}"
            rows, difference = _compare(con, mart.name, table, f"read_parquet('{mart}/*.parquet')")
            compared[name] = rows
            found += difference
        return compared, found


def assert_equal(warehouse: Path, lake: Lake, catalog: str = "") -> dict[str, int]:
    """Every mart of both engines, and the record, row by row; returns how many rows each has."""
    rows, found = differences(warehouse, lake.export("marts", "record", "activation", "metrics", catalog=catalog))
    print(f"{sum(rows.values())} rows of {len(rows)} marts compared, {len(found)} marts differ", flush=True)
    assert sum(rows.values()) > 0
    assert not found, "\n".join(str(one) for one in found)
    return rows


def _compare(con: duckdb.DuckDBPyConnection, mart: str, here: str, there: str) -> tuple[int, list[Difference]]:
    types = {row[0]: row[1] for row in con.execute(f"describe select * from {here}").fetchall()}
    others = {row[0] for row in con.execute(f"describe select * from {there}").fetchall()}
    if set(types) != others:
        return 0, [Difference(mart, 0, 0, (f"columns {sorted(set(types) ^ others)} are on one engine only",))]
    numbers = [name for name, kind in types.items() if kind.startswith("DECIMAL") or kind in ("DOUBLE", "FLOAT")]
    exact = [name for name in types if name not in numbers and name not in OF_THE_RUN]
    sides = {
        side: f"select {_columns(exact, numbers, types)} from {source}"
        for side, source in (("here", here), ("there", there))
    }
    same = " and ".join(f"h.{name} is not distinct from t.{name}" for name in [*exact, "copy_no"])
    near = " and ".join(
        [
            "true",
            *(f"(h.{one} is not distinct from t.{one} or abs(h.{one} - t.{one}) <= {TOLERANCE})" for one in numbers),
        ]
    )
    apart = f"from ({sides['here']}) as h full join ({sides['there']}) as t on {same} where ({near}) is not true"
    query = f"select count(h.copy_no), count(t.copy_no) {apart}"
    [(rows,)] = con.execute(f"select count(*) from {here}").fetchall()
    [(ours, theirs)] = con.execute(query).fetchall()
    examples: list[Any] = []
    for side, engine in (("h", "DuckDB"), ("t", "Spark")) if ours or theirs else ():
        shown = (
            f"select '{engine} ' || cast({side} as varchar) {apart} and {side}.copy_no is not null order by 1 limit 3"
        )
        examples += con.execute(shown).fetchall()
    return rows, [Difference(mart, ours, theirs, tuple(row[0] for row in examples))] if ours or theirs else []


def _columns(exact: list[str], numbers: list[str], types: dict[str, str]) -> str:
    """Exact columns as DuckDB has their types, numbers as they are, and which of several equal rows a row is."""
    shown = [f"cast({name} as {types[name]}) as {name}" for name in exact] + numbers
    group, order = ", ".join(exact) or "1", ", ".join(numbers) or "1"
    return ", ".join([*shown, f"row_number() over (partition by {group} order by {order}) as copy_no"])
