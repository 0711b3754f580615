"""Readers never fail: while generations are swapped, every read is of one generation, whole, and never an older one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crafted import TABLES, publish_state, write_warehouse
from leads.publish.layout import AUDIENCES, Layout

READERS = 3
READER = """
import duckdb, sys
path, tables = sys.argv[1], sys.argv[2].split(",")
reads = last = 0
sys.stdout.write("ready\\n"); sys.stdout.flush()
while last < int(sys.argv[3]):
    with duckdb.connect(path, read_only=True) as con:
        seen = {con.execute("select run_id from publication").fetchone()[0].removeprefix("run-")}
        for table in tables:
            rows, low, high = con.execute(f"select count(*), min(lead_score), max(lead_score) from marts.{table}").fetchone()
            assert rows == 2000, f"torn: {rows} rows in {table}"
            seen |= {str(int(low)), str(int(high))}
        generation = con.execute("select generation from publication").fetchone()[0]
    assert len(seen) == 1, f"mixed: {sorted(seen)}"
    assert generation >= last, f"backward: {generation} after {last}"
    reads, last = reads + 1, generation
print(reads)
"""


def swap_under_readers(path: Path, swaps: int) -> int:
    """Publish that many times while readers read both files; the number of reads, every one of which went well."""
    publish_state(path, write_warehouse(path, state=1))
    readers = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                READER,
                str(Layout(path).served(AUDIENCES[n % 2])),
                ",".join(TABLES),
                str(swaps + 1),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(READERS)
    ]
    try:
        for reader in readers:
            assert reader.stdout and reader.stdout.readline() == "ready\n"
        for state in range(2, swaps + 2):
            if any(reader.poll() for reader in readers):
                break
            publish_state(path, write_warehouse(path, state))
        reads = 0
        for reader in sorted(readers, key=lambda one: one.poll() or 0, reverse=True):
            told, errors = reader.communicate(timeout=120)
            assert reader.returncode == 0, errors
            reads += int(told)
    finally:
        for reader in readers:
            reader.kill()
    return reads


def test_readers_never_fail_while_files_are_swapped(tmp_path: Path) -> None:
    assert swap_under_readers(tmp_path / "leads.duckdb", swaps=6) >= 30


@pytest.mark.torture
def test_200_swaps_against_3_readers(tmp_path: Path) -> None:
    reads = swap_under_readers(tmp_path / "leads.duckdb", swaps=200)
    print(f"{reads} reads during 200 swaps")
    assert reads >= 1500


def test_the_readers_notice_a_careless_swap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy_over(source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
        target.write_bytes(source.read_bytes())

    monkeypatch.setattr("leads.publish.durable.serve", copy_over)
    with pytest.raises(AssertionError, match=r"Error|torn|mixed"):
        swap_under_readers(tmp_path / "leads.duckdb", swaps=60)
