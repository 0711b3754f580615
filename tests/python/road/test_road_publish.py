"""Build, publish, kill: what analysts and BI tools read is one whole tested build, with nobody's name in the BI file."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
import yaml

from app_world import keep_world
from leads.base.errors import LeadsError
from leads.base.secret import VARIABLE
from leads.base.settings import PROJECT_DIR
from leads.base.warehouse import connect, record_of
from leads.publish.layout import ANALYSTS, AUDIENCES, BI, Layout
from leads.publish.publish import publish
from leads.run import cycle
from leads.run.cycle import Line
from leads.run.steps import Request
from leads.sync.destination import read_destination
from leads.sync.plan import Choice
from leads.sync.preview import preview
from leads.sync.run import sync
from road import Road, generate_world, reading_once

END = date(2026, 6, 30)
COMMAND = "from leads.cli import main; main()"


@pytest.fixture(scope="module")
def published(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    """A small world, built with its tests and published by `leads run`."""
    world = generate_world(tmp_path_factory.mktemp("world"), leads=80, days=60, seed=3, end_date=END)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "0123456789abcdef" * 4)
        patch.setenv("LEADS_DESTINATIONS", str(tmp_path_factory.mktemp("no destinations")))
        for name in ("LEADS_NOTIFY_URLS", "LEADS_NOTIFY_CONFIG"):
            patch.delenv(name, raising=False)
        road.load(world)
        with pytest.raises(LeadsError, match="Nothing was built yet"):
            publish(road.settings, keep=3)
        assert not any(Layout(road.settings.warehouse).served(audience).exists() for audience in AUDIENCES)
        assert run_once(road) == ["build", "publish", "digest"]
        assert not run_once(road), "nothing is new"
        keep_world(road.settings)
        yield road


def run_once(road: Road) -> list[str]:
    """What `leads run` found to do."""
    lines: list[Line] = []
    with reading_once():
        cycle.run(road.placed(END), Request(), lines.append)
    return [line.step for line in lines if line.is_news]


def marts_of(path: Path) -> dict[str, list[str]]:
    """The rows of every mart of a file, as sorted text."""
    with connect(path, read_only=True) as con:
        tables = con.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        return {
            table: [row[0] for row in con.execute(f"select t::varchar from marts.{table} t order by 1").fetchall()]
            for (table,) in tables
        }


def scored(marts: dict[str, list[str]]) -> dict[str, list[str]]:
    """Without what a build tells of syncs: one of them is done between the builds here."""
    return {mart: rows for mart, rows in marts.items() if not mart.startswith("sync_")}


def served_of(road: Road) -> dict[str, tuple[int, dict[str, list[str]]]]:
    """For each audience the generation and its marts."""
    found = {}
    for audience in AUDIENCES:
        path = Layout(road.settings.warehouse).served(audience)
        with connect(path, read_only=True) as con:
            number = con.execute("select generation from publication").fetchall()[0][0]
        found[audience] = (number, marts_of(path))
    return found


def test_analysts_read_the_build_and_the_record(published: Road) -> None:
    served = Layout(published.settings.warehouse).served(ANALYSTS)
    assert marts_of(served) == marts_of(published.settings.warehouse)
    with (
        connect(served, read_only=True) as con,
        connect(record_of(published.settings.warehouse), read_only=True) as kept,
    ):
        told = con.execute("from record.stage_publications order by all").fetchall()
        assert told and told == kept.execute("from marts.stage_publications order by all").fetchall()
        assert con.execute("select count(*) from staging.stg_raw__leads").fetchall() > [(0,)]
    assert not publish(published.settings, keep=3)[1], "the same build is not published twice"


def test_the_bi_file_names_nobody(published: Road) -> None:
    named = "select distinct word from (select unnest([lead_id, email, full_name, phone]) as word from raw.leads) where length(word) > 3"
    words = [word for (word,) in published.rows(named)]
    assert len(words) > 100
    with connect(Layout(published.settings.warehouse).served(BI), read_only=True) as con:
        assert con.execute("select count(*) from marts.lead_scores").fetchall()[0][0] > 50
        schemas = con.execute("select distinct schema_name from duckdb_tables()").fetchall()
        assert sorted(schemas) == [("main",), ("marts",)]
        texts = con.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and data_type = 'VARCHAR'"
        ).fetchall()
        found = [
            (table, column)
            for table, column in texts
            if con.execute(
                f"select 1 from marts.{table}, (select unnest($1::varchar[]) as word) where contains({column}, word) limit 1",
                [words],
            ).fetchall()
        ]
    assert not found


def test_destinations_hold_what_is_published(published: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of our mapping, and what HubSpot would get: every lead, whole points, the queue's hand-overs, no address."""
    for name in ("csv", "hubspot"):
        mapping = yaml.safe_load((PROJECT_DIR / f"destinations/{name}.yml").read_text(encoding="utf-8"))
        mapping |= {"path": str(tmp_path / "leads.csv")} if name == "csv" else {}
        (tmp_path / f"{name}.yml").write_text(yaml.safe_dump(mapping, sort_keys=False), encoding="utf-8")
    monkeypatch.setenv("LEADS_DESTINATIONS", str(tmp_path))
    monkeypatch.setenv("HUBSPOT_TOKEN", "unused, for nothing is sent")
    leads = published.rows("select count(*) from marts.lead_scores")[0][0]
    assert sync(published.settings, read_destination(published.settings, "csv"), Choice()).tally.acknowledged == leads
    assert sync(published.settings, read_destination(published.settings, "csv"), Choice()).counts.planned == 0
    would = preview(published.settings, read_destination(published.settings, "hubspot"), Choice())
    assert (would.counts.new, would.requests, would.refusal) == (leads, -(-leads // 100), None)
    with connect(Layout(published.settings.warehouse).served(ANALYSTS), read_only=True) as con:
        queue = con.execute("select lead_id, owner_id, due_at from marts.sales_queue order by 1").fetchall()
        apart = con.execute(
            "select count(*) from marts.lead_scores as scores join activation.lead_payloads as payloads using (lead_id) "
            "where payloads.lead_score is distinct from cast(round(scores.lead_score) as decimal(5, 2))"
        ).fetchall()
    assert queue and apart == [(0,)]
    with duckdb.connect() as reader:
        reader.execute(f"create table leads as from read_csv('{tmp_path}/leads.csv', all_varchar = true)")
        handed = "select lead_id, owner, due_at::timestamp from leads where hand_over is not null order by 1"
        assert reader.execute(handed).fetchall() == queue
        assert reader.execute(
            "select count(*) from leads where reason_1 like '%(+%' or lead_score like '%.5%'"
        ).fetchall() == [(0,)]
    addresses = [row[0] for row in published.rows("select distinct email from raw.leads where email is not null")]
    text = (tmp_path / "leads.csv").read_text(encoding="utf-8")
    assert len(addresses) > 20 and not [address for address in addresses if address in text]


def run(road: Road, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the command in a process group of its own."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_DIR / "scripts")}
    command = [sys.executable, "-c", COMMAND, "--warehouse", str(road.settings.warehouse), *arguments]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def kill_and_heal(road: Road, command: tuple[str, ...], after: float, day: date) -> bool:
    """Kill a build or a publication, see that what is served is as it was or new and whole, and run both again; whether it
    was killed in time."""
    before = served_of(road)
    process = run(road, *command)
    time.sleep(after)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    was_killed = process.wait() == -signal.SIGKILL
    now = served_of(road)
    expected = marts_of(road.settings.warehouse) if command[0] == "publish" else None
    for audience, (number, marts) in now.items():
        if number == before[audience][0]:
            assert marts == before[audience][1]
        else:
            assert expected and number > before[audience][0]
            assert audience != ANALYSTS or marts == expected
    for again in (("build", "--as-of-date", day.isoformat()), ("publish",)):
        ended = run(road, *again)
        _, errors = ended.communicate()
        assert ended.returncode == 0, errors.decode()
    healed = served_of(road)
    assert healed[ANALYSTS][1] == marts_of(road.settings.warehouse)
    assert healed[ANALYSTS][0] == healed[BI][0] >= max(number for number, _ in now.values())
    return was_killed


@pytest.mark.torture
def test_a_killed_build_is_not_published_and_the_next_one_heals(published: Road) -> None:
    expected = scored(marts_of(published.settings.warehouse))
    process = run(published, "build", "--as-of-date", END.isoformat(), "--full-refresh")
    started = "select count(*) from operations.runs where moment = 'started'"
    deadline = time.monotonic() + 120
    log = Path(os.environ["LEADS_LOGS"]) / "dbt.log"
    size = log.stat().st_size
    while time.monotonic() < deadline and b"OK created sql incremental model" not in log.read_bytes()[size:]:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    before = served_of(published)
    assert published.rows(started)[0][0] > 1
    with pytest.raises(LeadsError, match="the last build was stopped before its end; run `leads build`, then publish"):
        publish(published.settings, keep=3)
    assert served_of(published) == before
    published.build(END, tests=True)
    assert scored(marts_of(published.settings.warehouse)) == expected
    assert publish(published.settings, keep=3)[1]
    assert scored(served_of(published)[ANALYSTS][1]) == expected


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_30_kills_of_build_and_publish(published: Road) -> None:
    chance = random.Random(5)
    killed = 0
    for number in range(30):
        day = END + timedelta(days=number)
        command = ("publish",) if number % 2 else ("build", "--as-of-date", (day + timedelta(days=1)).isoformat())
        killed += kill_and_heal(
            published, command, chance.uniform(0.3, 5 if number % 2 else 12), day + timedelta(days=1)
        )
    print(f"{killed} of 30 were killed before their end; 0 corrupt, lost or mixed, all healed")
    assert killed >= 20
