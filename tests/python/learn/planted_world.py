"""The sample of a generated world with planted outcomes, without a build: its files in the place of the models that learning reads."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import duckdb

from leads.base.contract import read_contract
from leads.generate.world import SQL_DIR, Outcomes, World, write_world
from leads.learn.sample import Sample, read_sample

END = date(2026, 6, 30)
# What the models named hold of such a world: one profile row per delivery, one count per event, a landmark per first of a month.
MODELS = """
    create schema intermediate;
    create table intermediate.int_leads_keyed as
    select lead_id, row_number() over (order by lead_id) as lead_key, min(created_at)::date as first_seen_on
    from leads group by lead_id;
    create table intermediate.int_lead_profiles as
    select lead_id, null::varchar as account_id, null::varchar as email_key, null::varchar as job_title,
        null::varchar as seniority, null::varchar as department, null::varchar as country, null::varchar as postal_code, source,
        null::varchar as campaign, attributes::varchar as attributes, loaded_at::date as valid_from_on,
        coalesce(lead(loaded_at::date) over (partition by lead_id order by loaded_at), date '9999-12-31') as valid_to_on
    from leads;
    create table intermediate.int_accounts_located as
    select null::varchar as account_id, null::varchar as country, null::varchar as postal_code, null::varchar as industry,
        null::bigint as annual_revenue, null::bigint as employee_count, null::bigint as service_center_count,
        null::bigint as founded_year, null::boolean as is_minority_owned, null::double as distance_km,
        null::varchar as attributes, date '2000-01-01' as valid_from_on, date '2000-01-01' as valid_to_on where false;
    create table intermediate.int_job_titles_mapped as
    select null::varchar as job_title, null::varchar as seniority, null::varchar as department where false;
    create table intermediate.int_event_types as
    select event_type, row_number() over (order by event_type) as event_type_key from (select distinct event_type from events);
    create table intermediate.int_rule_conditions as
    select null::bigint as condition_key, null::varchar as property, null::varchar as operator, null::varchar as value where false;
    create table intermediate.int_engagement_counts_daily as
    select lead_key, event_type_key, 0 as condition_key, occurred_at::date as activity_on, loaded_at::date as changed_on,
        1 as event_count
    from events inner join intermediate.int_event_types using (event_type)
    inner join intermediate.int_leads_keyed using (lead_id);
    create table intermediate.int_stages_reached as
    select lead_id, false as is_hand_over, first_seen_on as entered_on from intermediate.int_leads_keyed;
    create table intermediate.int_lead_landmarks as
    select 'planted_deal' as conversion_id, leads.lead_key, months.landmark_on,
        deals.closed_at::date - months.landmark_on as days_to_conversion
    from intermediate.int_leads_keyed as leads
    inner join (select unnest(generate_series(date '2024-01-01', $end::date, interval 1 month))::date as landmark_on) as months
        on months.landmark_on >= leads.first_seen_on
    left join opportunities as deals on leads.lead_id = deals.lead_id
    where deals.closed_at is null or deals.closed_at::date > months.landmark_on;
"""


def write_planted(folder: Path, leads: int, outcomes: Outcomes = Outcomes.planted, seed: int = 1) -> Path:
    """Write a year of a planted world."""
    tables = {name: table for name, table in read_contract().items() if table.is_loadable}
    write_world(World(leads, 365, seed, END, 20.0, outcomes), tables, folder, lambda _: None, threads=1)
    return folder


def sample_of(folder: Path) -> Sample:
    """What was known of each of its leads on each landmark, read as from a warehouse."""
    with duckdb.connect() as con:
        for table in ("leads", "events", "opportunities"):
            files = "events_*.parquet" if table == "events" else f"{table}.parquet"
            con.execute(f"create table {table} as from read_parquet('{folder / files}')")
        for statement in MODELS.split(";")[:-1]:
            con.execute(statement.replace("$end", f"'{END}'"))
        return read_sample(con, "planted_deal")


def planted_rows(name: str) -> list[dict[str, str]]:
    """Rows of a file that says what was planted."""
    with (SQL_DIR / "planted" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))
