"""A small warehouse as a build leaves it: three leads, their ledgers, and what was loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

Run = Callable[..., tuple[int, str, str]]
SCORES = """
    create table marts.lead_scores (
        lead_id varchar, account_id varchar, audience varchar, model_id varchar, ruleset_version varchar,
        fit_grade varchar, lifecycle_stage varchar, segment varchar, recommended_action varchar,
        not_scored_reason varchar, trend varchar, top_reason_1 varchar, top_reason_2 varchar, top_reason_3 varchar,
        top_concern_1 varchar, top_concern_2 varchar, top_concern_3 varchar, engagement_band integer,
        fit_score decimal(18, 6), fit_completeness decimal(9, 6), engagement_score decimal(18, 6),
        lead_score decimal(9, 2), shadow_score decimal(9, 2), lifetime_engagement decimal(18, 6),
        peak_engagement decimal(18, 6), engagement_7d_ago decimal(18, 6), engagement_30d_ago decimal(18, 6),
        fit_override_points decimal(18, 6), engagement_override_points decimal(18, 6), is_excluded boolean,
        as_of_date date, peak_engagement_on date, last_engaged_at timestamp,
        points_to_next_band decimal(18, 6), next_band_activity varchar, missing_attribute varchar,
        attainable_grade varchar, leaves_band_on date
    )
"""
FUNNEL = """
    create table marts.lead_stage_history as select * from (values
        ('L1', 'known', date '2026-06-01', null, false),
        ('L1', 'mql', date '2026-06-28', 'asked for a demonstration', true)
    ) as stays (lead_id, stage, entered_on, entry_reason, is_current);
    create table marts.mql_sla as select * from (values
        ('L1', 1, date '2026-01-05', timestamp '2026-01-06 16:00:00', 'met'),
        ('L1', 2, date '2026-06-28', timestamp '2026-06-29 16:00:00', 'overdue')
    ) as hand_overs (lead_id, cycle_no, entered_on, due_at, status);
    create table marts.lead_score_changes as select * from (values
        ('L1', date '2026-06-23', 12.5, 20.25, -7.75, 0, 0, 0, 0, 0),
        ('L1', date '2026-06-29', -0.5, 0, -0.5, 0, 0, 0, 0, 0)
    ) as changes (lead_id, from_date, difference, new_activity, decay, expiry, profile, rules, late_data, overrides);
"""
LEDGER = """
    create table marts.lead_score_ledger (
        lead_id varchar, model_id varchar, dimension varchar, entry_type varchar, entry_id varchar, status varchar,
        group_id varchar, rule_id varchar, attribute_value varchar, reason varchar, event_count bigint,
        raw_points decimal(18, 6), factor decimal(18, 6), contribution decimal(18, 6), last_activity_on date,
        as_of_date date
    )
"""
LEADS = """
    insert into marts.lead_scores values
    ('L1', 'A1', 'b2b', 'b2b_v1', 'abc123', 'A', 'prospect', 'sales', 'Call within one day', null, 'improving',
     'requested a demo', 'industry is retail', null, 'revenue is not known', null, null, 2, 80, 0.75, 46.5, 61.0, 61.0,
     90, 50, 40, 12.5, 0, 5, false, '2026-06-30', '2026-06-20', '2026-06-28 10:00:00',
     13.5, 'attended a webinar', 'industry', 'A', '2026-07-15'),
    ('L2', null, 'b2c', 'b2c_v1', 'abc123', '?', 'prospect', 'nurture', 'Send the newsletter', null,
     'not_enough_history', null, null, null, null, null, null, 4, 0, 0, 0, 0, 0, 0, 0, null, null, 0, 0, false,
     '2026-06-30', null, null, 10, null, null, null, null),
    ('L3', 'A1', 'b2b', 'b2b_v1', 'abc123', 'B', 'prospect', 'dismiss', 'Leave alone', 'opt_out', 'steady', null,
     null, null, null, null, null, 3, 50, 0.5, 20, null, 31.62, 20, 20, 20, 20, 0, 0, true, '2026-06-30',
     '2026-06-01', '2026-06-01 08:00:00', 10, null, null, null, '2026-07-01')
"""
ENTRIES = """
    insert into marts.lead_score_ledger values
    ('L1', 'b2b_v1', 'fit', 'attribute', 'industry', 'met', null, 'retail', 'retail [b]', 'industry retail', null, 100,
     0.8, 80, null, '2026-06-30'),
    ('L1', 'b2b_v1', 'fit', 'attribute', 'annual_revenue', 'unknown', null, null, null, 'annual revenue is unknown', null, 0, 0.2, 0, null,
     '2026-06-30'),
    ('L1', 'b2b_v1', 'engagement', 'rule', 'demo', null, 'requests', 'demo', null, 'requested a demo 2 times, last on 2026-06-28', 2, 60, 0.75, 45,
     '2026-06-28', '2026-06-30'),
    ('L1', 'b2b_v1', 'engagement', 'adjustment', 'group_cap:requests', null, 'requests', null, null,
     'requests counts at most 40.000000', null, -5, 1,
     -5, null, '2026-06-30'),
    ('L1', 'b2b_v1', 'engagement', 'rule', 'visit', null, 'web', 'visit', null, 'visited the site once, last on 2026-06-01', 1, 2, 0.75, 1.5,
     '2026-06-01', '2026-06-30'),
    ('L1', 'b2b_v1', 'engagement', 'override', 'o-1', null, null, null, null, 'Kim: met at the fair (until 2026-07-31)', null, 5, 1, 5, null,
     '2026-06-30'),
    ('L3', 'b2b_v1', 'fit', 'attribute', 'industry', 'met', null, 'retail', 'retail', 'industry is retail', null, 50, 1,
     50, null, '2026-06-30'),
    ('L3', 'b2b_v1', 'engagement', 'rule', 'visit', null, 'web', 'visit', null, 'visited the site once, last on 2026-06-01', 1, 20, 1, 20,
     '2026-06-01', '2026-06-30')
"""
RAW = """
    create schema raw;
    create table raw.leads (lead_id varchar, loaded_at timestamp);
    insert into raw.leads values ('L1', '2026-06-01 09:00:00'), ('L2', '2026-07-05 09:00:00'), ('L3', '2026-07-04');
    create table raw.lead_merges (merged_lead_id varchar, surviving_lead_id varchar, merged_at timestamp);
    insert into raw.lead_merges values
        ('L8', 'L9', '2026-06-01'), ('L9', 'L1', '2026-06-02'), ('C1', 'C2', '2026-06-01'), ('C2', 'C1', '2026-06-01');
    create table raw.loaded_files (content_hash varchar, source_file varchar, table_name varchar,
        _load_batch_id bigint, row_count bigint, landed_count bigint, rejected_count bigint, loaded_at timestamp);
    insert into raw.loaded_files values ('h', 'crm_leads.csv', 'leads', 7, 4, 3, 1, '2026-06-30 09:00:00');
    create table raw.rejected_rows (table_name varchar, source_file varchar, line_number bigint, column_name varchar,
        reason varchar, raw_text varchar, _load_batch_id bigint, loaded_at timestamp);
    insert into raw.rejected_rows values
        ('leads', 'crm_leads.csv', 3, 'created_at', 'is not a timestamp', 'secret@example.com', 7, '2026-06-30 09:00:00');
"""
RULES = """
    create schema rules;
    create table rules.scoring_models (model_id varchar, fit_weight decimal(9, 4), valid_from date, valid_to date);
    insert into rules.scoring_models values ('b2b_v1', 0.9, '2000-01-01', '2026-06-30'),
        ('b2b_v1', 0.3, '2026-06-30', null), ('b2b_v1', 0.8, '2026-07-01', null);
    create table rules.event_types as select 'email_delivered' as event_type;
    create table marts.event_type_coverage as select * from (values
        ('email_delivered', 900, false), ('visit', 50, true), ('pixel_ping', 237, false), ('unseen', 0, false)
    ) as coverage (event_type, event_count, has_rule);
"""


def create(path: Path) -> None:
    """Write the warehouse to a new file."""
    with duckdb.connect(str(path)) as con:
        for sql in (RAW, "create schema marts", SCORES, LEDGER, LEADS, ENTRIES, FUNNEL, RULES):
            con.execute(sql)
        con.execute("create table marts.unresolved_events as select 1 as event_id union all select 2")


def words_of(text: str) -> str:
    """A screen as one line of words, so that a test does not depend on how wide a column is."""
    return " ".join(text.split())
