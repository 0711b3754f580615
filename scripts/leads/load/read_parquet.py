"""Opens a Parquet file where it lies: typed already, counted by its own footer."""

from __future__ import annotations

from pathlib import Path

import duckdb

from leads.base import sql
from leads.load.delivery import Delivery, SourceColumn, refuse, require_columns
from leads.load.find_columns import find_columns


def read_parquet(
    con: duckdb.DuckDBPyConnection, path: Path, needed: frozenset[str], wanted: frozenset[str]
) -> Delivery:
    """Read the wanted columns straight from the file. Errors: BAD_INPUT when damaged or without a needed column."""
    file = sql.file(str(path))
    try:
        described = con.execute(
            f"describe select * from read_parquet({file}, binary_as_string = true, hive_partitioning = false)"
        ).fetchall()
        count = con.execute(f"select sum(num_rows)::bigint from parquet_file_metadata({file})").fetchone()
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise refuse(path, "it is damaged, incomplete or not Parquet; export it again") from error
    types = {str(row[0]): str(row[1]) for row in described}
    if any(name.lower() == "file_row_number" for name in types):
        raise refuse(path, "its column file_row_number has a name that DuckDB keeps for itself; rename it")
    found = find_columns(path, wanted | needed, types)
    require_columns(path, needed, found)
    rows = f"read_parquet({file}, binary_as_string = true, file_row_number = true, hive_partitioning = false)"
    columns = {
        name: SourceColumn(f"c{index}", types[there])
        for index, (name, there) in enumerate(found.items())
        if name in wanted
    }
    select = "".join(f", {sql.name(found[name])} as {column.expression}" for name, column in columns.items())
    whole = ", ".join(f"{sql.text(name)}: {sql.name(name)}" for name in types)

    def locate(con: duckdb.DuckDBPyConnection) -> None:
        con.execute(
            "create or replace temp table located as select file_row_number as ordinal, file_row_number + 1 as "
            f"line_number, null::varchar as reason, to_json({{{whole}}})::varchar as raw_text "
            f"from {rows} semi join misfits on file_row_number = misfits.ordinal"
        )

    return Delivery(
        relation=f"(select file_row_number as ordinal{select} from {rows})",
        columns=columns,
        records=int(count[0] or 0) if count else 0,
        locate=locate,
        ignored=tuple(name for name in types if name not in found.values()),
    )
