"""The macros that turn moments into days of the business and back, over many zones, against Python's own tables of time zones."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
import pytz
from jinja2 import Environment, StrictUndefined

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR, Settings
from leads.base.time_zone import VARIABLE, business_date, business_time_zone, today_in
from oracle.days import counting_days_in, day_of, end_of, start_of

MACROS = (
    "clock/business_time_zone",
    "clock/business_date",
    "clock/business_midnight",
    "dialect/from_utc",
    "dialect/to_utc",
)
# Whole and half hours, three quarters, daylight saving of half an hour, behind and ahead of the date line, clocks that change at
# midnight (Havana shows it twice, Beirut, Asuncion and Santiago not at all), changes of two hours, a day that never was (Apia).
ZONES = (
    *("Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Asia/Kathmandu", "America/Havana"),
    *(
        "Australia/Lord_Howe",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Asia/Beirut",
        "America/Asuncion",
        "America/Nuuk",
    ),
    *("America/Santiago", "Atlantic/Azores", "Africa/Cairo", "Antarctica/Troll", "Pacific/Apia", "Etc/GMT+12"),
)
# Not of days to come: laws change, and the two tables learn of it at different times.
FIRST, LAST = date(2008, 1, 1), date(2026, 1, 31)


def refuse(sentence: str) -> None:
    raise ValueError(sentence)


def macros(var: str = "", environment: str = "") -> dict[str, Callable[..., Any]]:
    """The macros as dbt makes them on DuckDB, with the var and the environment variable as given."""
    jinja, names = Environment(undefined=StrictUndefined), {}  # type: ignore[var-annotated]
    names.update(
        var={"business_time_zone": var}.get,
        env_var=lambda name, default: environment if name == VARIABLE else default,
        execute=True,
        modules=SimpleNamespace(pytz=pytz),
        adapter=SimpleNamespace(dispatch=lambda name, _: names[f"duckdb__{name}"]),
        exceptions=SimpleNamespace(raise_compiler_error=refuse),
    )
    names["return"] = lambda value: value
    for file in MACROS:
        text = (PROJECT_DIR / "macros" / f"{file}.sql").read_text(encoding="utf-8")
        module = jinja.from_string(text).make_module(names, shared=True)
        names.update({name: value for name, value in vars(module).items() if not name.startswith("_")})
    return names


def moments() -> list[datetime]:
    """Random ones, and all around every change of the clocks and midnight of some days in full hours and half."""
    chance = random.Random(5)
    span = int(timedelta(days=(LAST - FIRST).days).total_seconds())
    start = datetime.combine(FIRST, datetime.min.time())
    some = [start + timedelta(seconds=chance.randrange(span)) for _ in range(1500)]
    edges = {
        at
        for zone in ZONES
        for at in getattr(pytz.timezone(zone), "_utc_transition_times", ())
        if FIRST <= at.date() < LAST
    }
    return some + [
        at + timedelta(hours=hours, microseconds=step) for at in edges for hours in range(-3, 4) for step in (-1, 0)
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_moments_lie_on_the_day_that_the_clock_of_the_business_shows(zone: str) -> None:
    with duckdb.connect() as con, counting_days_in(zone):
        con.execute("set TimeZone = 'UTC'")
        con.execute("create table given as select unnest($1::timestamp[]) as x_at", [moments()])
        query = f"select x_at, {macros(zone)['business_date']('x_at')}, {business_date('x_at', zone)} from given"
        wrong = [(at, day, other) for at, day, other in con.execute(query).fetchall() if {day, other} != {day_of(at)}]
    assert not wrong


@pytest.mark.parametrize("zone", ZONES)
def test_days_begin_at_their_first_moment(zone: str) -> None:
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days)]
    with duckdb.connect() as con, counting_days_in(zone):
        con.execute("set TimeZone = 'UTC'")
        con.execute("create table given as select unnest($1::date[]) as x_on", [days])
        query = f"select x_on, {macros(zone)['business_midnight']('x_on')} from given"
        found = dict(con.execute(query).fetchall())
        assert not [(day, at, start_of(day)) for day, at in found.items() if at != start_of(day)]
        lengths = {end_of(day) - at for day, at in found.items()}
        skipped = {day for day, at in found.items() if day_of(at) != day}
        assert not [day for day, at in found.items() if day_of(at - timedelta(microseconds=1)) >= day_of(at)]
    assert skipped == ({date(2011, 12, 30)} if zone == "Pacific/Apia" else set())
    assert timedelta(days=1) in lengths
    if zone in ("Europe/Berlin", "America/New_York", "America/Havana", "Asia/Beirut"):
        assert lengths == {timedelta(hours=23), timedelta(hours=24), timedelta(hours=25)}


def test_days_of_utc_are_plain_casts() -> None:
    named = macros()
    assert named["business_date"]("x_at") == "cast(x_at as date)"
    assert named["business_midnight"]("x_on") == "cast(x_on as timestamp)"
    assert named["business_time"]("x_at") == "x_at"


def test_the_var_wins_over_the_environment() -> None:
    assert macros("Europe/Berlin", "Asia/Kolkata")["business_time_zone"]() == "Europe/Berlin"
    assert macros("", " Asia/Kolkata ")["business_time_zone"]() == "Asia/Kolkata"


@pytest.mark.parametrize("zone", ["Europe/Berln", "berlin", "+02:00", "UTC+2", "IST", "x'; drop table t; --"])
def test_what_is_no_time_zone_is_refused(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"business_time_zone .*which is no time zone; give an IANA name such as"):
        macros(zone)["business_date"]("x_at")
    monkeypatch.setenv(VARIABLE, zone)
    with pytest.raises(LeadsError, match=r"^LEADS_BUSINESS_TIME_ZONE is .* no time zone; give an IANA name") as error:
        Settings.from_environment()
    assert error.value.exit_code is ExitCode.USAGE


def test_the_project_file_says_the_time_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "Asia/Kolkata")
    project = tmp_path / "dbt_project.yml"
    project.write_text("name: x\nvars:\n  # zone\n  business_time_zone: Europe/Berlin\n\n  other: 1\nmodels: {}\n")
    assert business_time_zone(tmp_path) == "Europe/Berlin"
    project.write_text('name: x\nvars:\n  business_time_zone: ""\n')
    assert business_time_zone(tmp_path) == "Asia/Kolkata"
    project.write_text("name: x\n")
    monkeypatch.setenv(VARIABLE, "")
    assert business_time_zone(tmp_path) == "UTC"
    project.write_text("vars: {business_time_zone: Europe/Berln}\n")
    with pytest.raises(LeadsError, match=r"The var business_time_zone of dbt_project\.yml is 'Europe/Berln'"):
        business_time_zone(tmp_path)


def test_today_is_that_of_the_business(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of these two clocks one always shows another date than the other.
    assert today_in("Pacific/Kiritimati") > today_in("Etc/GMT+12")
    monkeypatch.setenv(VARIABLE, "Pacific/Kiritimati")
    settings = Settings.from_environment()
    assert settings.environment()[VARIABLE] == "Pacific/Kiritimati"
    assert settings.effective_as_of_date == today_in("Pacific/Kiritimati")
