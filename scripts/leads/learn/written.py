"""When each attribute was written: what comes with the outcome, or from sales, is nothing to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# Reads the temporary table landmarks (sample.py). A value that was there when the lead came and never changed was not written later.
WRITTEN = """
    with people as (
        select lead_id, min(landmark_on + days_to_conversion::integer) as converted_on from landmarks group by lead_id
    ),
    handed_over as (
        select lead_id, min(entered_on) as handed_over_on
        from intermediate.int_stages_reached where is_hand_over group by lead_id
    ),
    periods as (
        select
            lead_id, valid_from_on, row_number() over (partition by lead_id order by valid_from_on) as position,
            {'job_title': job_title, 'seniority': seniority, 'department': department, 'country': country,
             'postal_code': postal_code, 'source': source, 'campaign': campaign}::json as given, attributes::json as own
        from intermediate.int_lead_profiles
        where lead_id in (select lead_id from people)
    ),
    found as (
        select lead_id, valid_from_on, position, unnest(json_keys(given)) as attribute, 1 as place, given as held
        from periods
        union all
        select lead_id, valid_from_on, position, unnest(json_keys(own)), 2, own from periods where own is not null
    ),
    told as (
        select lead_id, valid_from_on, position, attribute, place,
            nullif(trim(json_extract_string(held, concat('$."', attribute, '"'))), '') as value
        from found where not contains(attribute, '"')
    ),
    held as (
        select lead_id, valid_from_on, position, attribute, arg_min(value, place) as value
        from told where value is not null group by lead_id, valid_from_on, position, attribute
    ),
    compared as (
        select *, lag(value) over (partition by lead_id, attribute order by valid_from_on) as former from held
    ),
    writings as (
        select
            lead_id, attribute, min(valid_from_on) as first_on,
            min(valid_from_on) filter (where position > 1 and value is distinct from former) as later_on
        from compared group by lead_id, attribute
    )
    select
        attribute,
        count(*) filter (where converted_on is not null),
        count(*) filter (where first_on >= converted_on),
        count(later_on),
        count(*) filter (where later_on > handed_over_on)
    from writings
    inner join people using (lead_id)
    left join handed_over using (lead_id)
    group by attribute order by attribute
"""


@dataclass(frozen=True)
class Written:
    """When an attribute was written, in leads. winners: that converted and have it; after_outcome: of these, got it on that day or
    later. written_later: for whom it came or changed after the first profile; after_hand_over: of these, after the hand-over."""

    winners: int
    after_outcome: int
    written_later: int
    after_hand_over: int


def read_written(con: duckdb.DuckDBPyConnection) -> dict[str, Written]:
    """By attribute of a lead (those of its company are no one's to write), over the leads of the temporary table landmarks."""
    return {attribute: Written(*counts) for attribute, *counts in con.execute(WRITTEN).fetchall()}
