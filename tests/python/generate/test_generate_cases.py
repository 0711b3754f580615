"""Every planted case is there at about the rate the package's docstring states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Value = Callable[[str], float]
LATE = "loaded_at >= date_trunc('day', occurred_at) + interval 2 day"
FUTURE = "occurred_at > loaded_at + interval 1 day"

EVENT_SHARES = [
    ("copies", "select count(*) / (select count(*) from firsts) - 1 from events", 0.008, 0.012),
    ("late", f"select avg(({LATE})::int) from firsts", 0.016, 0.025),
    ("future", f"select avg(({FUTURE})::int) from firsts", 0.0005, 0.0018),
    ("same day", "select avg((loaded_at::date = occurred_at::date)::int) from firsts", 0.27, 0.33),
    ("anonymous", "select avg((lead_id is null and anonymous_id is not null)::int) from firsts", 0.08, 0.17),
    ("e-mail only", "select avg((lead_id is null and email is not null)::int) from firsts", 0.02, 0.06),
    ("odd e-mail", "select avg((email <> lower(trim(email)))::int) from firsts where email like '%@%'", 0.33, 0.45),
    ("unknown lead", "select avg((lead_id like 'X%')::int) from firsts where lead_id is not null", 0.002, 0.008),
    ("unknown e-mail", "select avg(coalesce(email like 'nobody%', false)::int) from firsts", 0.001, 0.005),
    ("unknown type", "select avg((event_type = 'pixel_ping')::int) from firsts", 0.0008, 0.004),
    (
        "robots",
        "select avg((user_agent like '%bot%' or user_agent like 'python%')::int) from firsts where channel = 'web'",
        0.01,
        0.12,
    ),
    ("machine opens", "select avg(is_machine::int) from firsts where event_type = 'email_open'", 0.03, 0.15),
    (
        "machine clicks",
        (
            "select avg((clicks.occurred_at - mails.occurred_at < interval 2 second)::int) from firsts as clicks "
            "join firsts as mails using (message_id) "
            "where clicks.event_type = 'email_click' and mails.event_type = 'email_delivered'"
        ),
        0.03,
        0.2,
    ),
    (
        "message opened again",
        "select 1 - count(distinct message_id) / count(*) from firsts where event_type = 'email_open'",
        0.05,
        0.2,
    ),
    (
        "session visited again",
        "select 1 - count(distinct session_id) / count(*) from firsts where event_type = 'page_visit'",
        0.15,
        0.5,
    ),
]
LEAD_SHARES = [
    ("second profile", "select avg((n > 1)::int) from (select count(*) as n from leads group by lead_id)", 0.11, 0.17),
    ("third profile", "select avg((n > 2)::int) from (select count(*) as n from leads group by lead_id)", 0.01, 0.03),
    (
        "late profile",
        (
            "select avg((first > created_at + interval 3 day)::int) "
            "from (select min(loaded_at) as first, any_value(created_at) as created_at from leads group by lead_id)"
        ),
        0.03,
        0.06,
    ),
    ("duplicates", "select avg((lead_id <> person_lead_id)::int) from truth", 0.025, 0.04),
    ("merges", "select count(*) / 4000 from lead_merges", 0.02, 0.04),
    ("linked twice", "select 1 - count(distinct anonymous_id) / count(*) from identity_links", 0.003, 0.02),
    ("link late", "select avg((loaded_at > linked_at + interval 2 day)::int) from identity_links", 0.03, 0.07),
    ("overrides", "select count(*) / 4000 from score_overrides", 0.003, 0.009),
    ("audience empty", "select avg((audience is null)::int) from leads", 0.25, 0.35),
]


@pytest.mark.parametrize(("case", "sql", "low", "high"), EVENT_SHARES + LEAD_SHARES)
def test_case_has_about_its_rate(value: Value, case: str, sql: str, low: float, high: float) -> None:
    assert low <= value(sql) <= high, case


@pytest.mark.parametrize(
    ("persona", "rate", "shows"),
    [
        ("competitor", 0.005, "email ilike '%@rival-%.example%'"),
        ("internal", 0.005, "email ilike '%@ourcompany.example%'"),
        ("supplier", 0.005, "attributes->>'relationship' = 'supplier'"),
        ("student", 0.010, "email ilike '%.edu%' and job_title = 'Student'"),
        ("opt_out", 0.015, "attributes->>'opt_out' = 'true'"),
        ("bad_data", 0.007, "trim(lower(email)) like 'test@%'"),
        (
            "job_seeker",
            0.008,
            (
                "lead_id in (select lead_id from firsts where event_type = 'careers_visit' "
                "group by lead_id having count(distinct occurred_at::date) > 2)"
            ),
        ),
        (
            "bot",
            0.004,
            "lead_id not in (select lead_id from firsts where event_type like 'email%' and lead_id is not null)",
        ),
    ],
)
def test_persona_has_about_its_rate_and_shows_in_every_profile(
    value: Value, persona: str, rate: float, shows: str
) -> None:
    share = value(f"select avg((persona = '{persona}')::int) from truth")
    assert 0.5 * rate <= share <= 1.6 * rate
    seen = value(
        f"select avg(coalesce(({shows}), false)::int) from leads join truth using (lead_id) where persona = '{persona}'"
    )
    assert seen == 1 or (persona == "job_seeker" and seen > 0.8)


def test_copies_conflict_in_time_and_type_and_some_are_the_same_row(value: Value) -> None:
    pairs = "from events as a join firsts as b using (event_id) where a.loaded_at > b.loaded_at"
    assert value(f"select count(*) {pairs} and a.occurred_at <> b.occurred_at") > 100
    assert value(f"select count(*) {pairs} and a.event_type <> b.event_type") > 20
    assert value("select (select count(*) from events) - (select count(*) from (select distinct * from events))") > 20


def test_overrides_are_active_expired_and_to_come(value: Value) -> None:
    for period in ("starts_on <= d and d < expires_on", "expires_on <= d", "starts_on > d"):
        assert value(f"select count(*) from (select *, date '2026-06-30' as d from score_overrides) where {period}") > 0


def test_merges_form_chains(value: Value) -> None:
    chained = "from lead_merges as a join lead_merges as b on a.surviving_lead_id = b.merged_lead_id"
    assert value(f"select count(*) {chained}") >= 5
    assert value(f"select count(*) {chained} join lead_merges as c on b.surviving_lead_id = c.merged_lead_id") >= 1


def test_events_come_before_the_profile_and_activity_is_very_unequal(value: Value) -> None:
    early = "from firsts join (select lead_id, min(loaded_at) as first from leads group by lead_id) using (lead_id)"
    assert value(f"select count(distinct lead_id) {early} where firsts.loaded_at < first") > 30
    share = "select sum(n) filter (r <= 0.1) / sum(n) from (select count(*) as n, percent_rank() over (order by n desc) as r"
    assert 0.4 < value(f"{share} from firsts where lead_id like 'L%' group by lead_id)") < 0.9
