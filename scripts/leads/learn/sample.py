"""What was known of each lead on each landmark, read from the history that the build keeps, beside what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from leads.base.marts import read
from leads.learn.written import Written, read_written

if TYPE_CHECKING:
    import duckdb

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]

# One row per landmark, numbered: the same order on every machine.
LANDMARKS = """
    create temp table landmarks as
    select
        row_number() over (order by leads.lead_id, landmarks.landmark_on) - 1 as row_no,
        leads.lead_id, landmarks.lead_key, landmarks.landmark_on, landmarks.days_to_conversion,
        coalesce($profile_on, landmarks.landmark_on) as profile_on
    from intermediate.int_lead_landmarks as landmarks
    inner join intermediate.int_leads_keyed as leads on landmarks.lead_key = leads.lead_key
    where landmarks.conversion_id = $conversion_id
"""
# The leads that a model scores today, as landmarks.
TODAY = """
    create temp table landmarks as
    select
        row_number() over (order by leads.lead_id) - 1 as row_no, leads.lead_id, scores.lead_key,
        $day::date as landmark_on, null::integer as days_to_conversion, $day::date as profile_on
    from intermediate.int_scores_today as scores
    inner join intermediate.int_leads_keyed as leads on scores.lead_key = leads.lead_key
    where scores.model_id = $model_id
"""
# The profile and the company in force on the landmark, by the coalescing order of int_lead_attributes. Who a lead is
# (name, address, phone, id of a company) is nothing to learn from.
PROFILES = """
    create temp table profiles as
    select
        landmarks.row_no, profiles.attributes as own, companies.attributes as shared,
        {'job_title': profiles.job_title, 'seniority': profiles.seniority, 'department': profiles.department,
         'country': coalesce(profiles.country, companies.country),
         'postal_code': coalesce(profiles.postal_code, companies.postal_code),
         'source': profiles.source, 'campaign': profiles.campaign, 'industry': companies.industry,
         'annual_revenue': companies.annual_revenue::varchar, 'employee_count': companies.employee_count::varchar,
         'service_center_count': companies.service_center_count::varchar,
         'founded_year': companies.founded_year::varchar, 'is_minority_owned': companies.is_minority_owned::varchar
        }::json as given,
        {'email_domain': regexp_replace(profiles.email_key, '^.*@', ''),
         'years_in_business': (extract(year from landmarks.profile_on) - companies.founded_year)::varchar,
         'distance_km': companies.distance_km::varchar,
         'seniority': titles.seniority, 'department': titles.department}::json as derived
    from landmarks
    inner join intermediate.int_lead_profiles as profiles
        on landmarks.lead_id = profiles.lead_id
        and landmarks.profile_on >= profiles.valid_from_on and landmarks.profile_on < profiles.valid_to_on
    left join intermediate.int_accounts_located as companies
        on profiles.account_id = companies.account_id
        and landmarks.profile_on >= companies.valid_from_on and landmarks.profile_on < companies.valid_to_on
    left join intermediate.int_job_titles_mapped as titles on profiles.job_title = titles.job_title
"""
VALUES = """
    with found as (
        select row_no, unnest(json_keys(given)) as attribute, 1 as place, given as held from profiles
        union all select row_no, unnest(json_keys(own::json)), 2, own::json from profiles where own is not null
        union all select row_no, unnest(json_keys(shared::json)), 3, shared::json from profiles where shared is not null
        union all select row_no, unnest(json_keys(derived)), 4, derived from profiles
    ),
    told as (
        select row_no, attribute, place,
            nullif(trim(json_extract_string(held, concat('$."', attribute, '"'))), '') as value
        from found where not contains(attribute, '"')
    )
    select row_no, attribute, arg_min(value, place) as value from told where value is not null
    group by row_no, attribute order by attribute, row_no
"""
# Every event type, and every condition that a rule has put on one, as counts by age on the landmark.
COUNTS = """
    select
        landmarks.row_no, types.event_type, conditions.property, conditions.operator, conditions.value,
        (landmarks.landmark_on - counts.activity_on)::bigint as age_days, sum(counts.event_count)::bigint as event_count
    from landmarks
    inner join intermediate.int_engagement_counts_daily as counts
        on landmarks.lead_key = counts.lead_key
        and landmarks.landmark_on >= counts.changed_on and landmarks.landmark_on >= counts.activity_on
    inner join intermediate.int_event_types as types on counts.event_type_key = types.event_type_key
    left join intermediate.int_rule_conditions as conditions on counts.condition_key = conditions.condition_key
    group by all having sum(counts.event_count) > 0
    order by all
"""


@dataclass(frozen=True, order=True)
class Behaviour:
    """An event type, with a condition on a property or without."""

    event_type: str
    property: str = ""
    operator: str = ""
    value: str = ""


@dataclass
class Counts:
    """Events of one behaviour: row of the sample, age in days, number."""

    rows: Ints
    ages: Floats
    numbers: Floats


@dataclass
class Sample:
    """Landmarks with what was known on them. days: to the next conversion, infinite where none is known.

    attributes: value by row, None where unknown. behaviours: the counts of each. written: when attributes were written, by name,
    of all leads whatever part of the landmarks is taken.
    """

    leads: list[str]
    landmarks: list[date]
    days: Floats
    attributes: dict[str, list[str | None]]
    behaviours: dict[Behaviour, Counts] = field(default_factory=dict)
    written: dict[str, Written] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.leads)

    def converted(self, horizon: int) -> Bools:
        """Whether each converted within the days."""
        return np.asarray(self.days <= horizon)

    def between(self, first: date | None, last: date | None) -> Sample:
        """The part whose landmarks lie from first to last, both included."""
        kept = [
            number
            for number, landmark in enumerate(self.landmarks)
            if (first is None or landmark >= first) and (last is None or landmark <= last)
        ]
        return self.take(np.asarray(kept, dtype=np.int64))

    def take(self, rows: Ints) -> Sample:
        """The part of these rows, in this order."""
        place = np.full(len(self), -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        return Sample(
            [self.leads[row] for row in rows],
            [self.landmarks[row] for row in rows],
            self.days[rows],
            {name: [values[row] for row in rows] for name, values in self.attributes.items()},
            {key: _kept(counts, place) for key, counts in self.behaviours.items()},
            self.written,
        )


def _kept(counts: Counts, place: Ints) -> Counts:
    inside = place[counts.rows] >= 0
    return Counts(place[counts.rows[inside]], counts.ages[inside], counts.numbers[inside])


def read_sample(con: duckdb.DuckDBPyConnection, conversion_id: str, profile_on: date | None = None) -> Sample:
    """The sample of a conversion from a warehouse that was built. Temporary tables of the connection are replaced.

    profile_on: read the profile of this day instead of the landmark's, as a source without dates would tell it: to try the guard.
    """
    sample = _read(con, LANDMARKS, {"conversion_id": conversion_id, "profile_on": profile_on})
    sample.written = read_written(con)
    for attribute in sample.written:
        # Also what no landmark knew: it has a name, and a reason to stay out.
        sample.attributes.setdefault(attribute, [None] * len(sample))
    return sample


def read_today(con: duckdb.DuckDBPyConnection, model_id: str, day: date) -> Sample:
    """What is known on the day of the build of the leads that a model scores. Temporary tables of the connection are replaced."""
    return _read(con, TODAY, {"model_id": model_id, "day": day})


def _read(con: duckdb.DuckDBPyConnection, landmarks: str, asked: dict[str, Any]) -> Sample:
    for table in ("landmarks", "profiles"):
        con.execute(f"drop table if exists temp.{table}")
    con.execute(landmarks, asked)
    con.execute(PROFILES)
    rows = read(con, "select lead_id, landmark_on, days_to_conversion from landmarks order by row_no")
    days = [np.inf if row["days_to_conversion"] is None else float(row["days_to_conversion"]) for row in rows]
    sample = Sample(
        [row["lead_id"] for row in rows], [row["landmark_on"] for row in rows], np.asarray(days, dtype=np.float64), {}
    )
    for row_no, attribute, value in con.execute(VALUES).fetchall():
        sample.attributes.setdefault(attribute, [None] * len(rows))[row_no] = value
    counted: dict[Behaviour, list[tuple[int, int, int]]] = {}
    for row_no, event_type, *condition, age, number in con.execute(COUNTS).fetchall():
        key = Behaviour(event_type, *(part or "" for part in condition))
        counted.setdefault(key, []).append((row_no, age, number))
    for key in sorted(counted):
        row_nos, ages, numbers = zip(*counted[key], strict=True)
        sample.behaviours[key] = Counts(
            np.asarray(row_nos, dtype=np.int64),
            np.asarray(ages, dtype=np.float64),
            np.asarray(numbers, dtype=np.float64),
        )
    return sample
