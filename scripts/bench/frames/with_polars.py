"""The work of the floor in Polars, lazily, with its streaming engine."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl

from bench.frames.rules import Rule, Rules, read_rules
from bench.scores import Question

DELIVERY = ["loaded_at", "occurred_at", "event_type", "lead_id", "anonymous_id"]
FIRST = date(1970, 1, 1)
ENDLESS = 1_000_000  # days


def score(question: Question, output: Path) -> int:
    """Write lead_id and engagement_score of every lead as Parquet; how many."""
    end = datetime.combine(question.as_of, datetime.min.time()) + timedelta(days=1)
    rules = read_rules(question)
    leads = _leads(question, end)
    events = _standing(question, end, leads, rules).collect(engine="streaming")
    days = [_rule_days(events.lazy(), leads.lazy(), rule, question.as_of) for rule in rules.rules]
    bounds = pl.DataFrame(rules.bounds, schema=["audience", "group_id", "floor", "cap"], orient="row")
    bounds = bounds.with_columns(pl.col("floor", "cap").cast(pl.Decimal(18, 6)))
    points = (
        pl.concat(days)
        .group_by("lead_no", "audience", "group_id")
        .agg(pl.col("contribution").sum())
        .join(bounds.lazy(), on=["audience", "group_id"])
        .with_columns(pl.min_horizontal(pl.max_horizontal("contribution", "floor"), "cap").alias("points"))
        .group_by("lead_no")
        .agg(pl.col("points").sum())
    )
    zero, hundred = (pl.lit(Decimal(bound)).cast(pl.Decimal(18, 6)) for bound in (0, 100))
    clipped = pl.min_horizontal(pl.max_horizontal(pl.col("points").fill_null(zero), zero), hundred)
    scores = (
        leads.lazy()
        .filter("is_scored")
        .join(points, on="lead_no", how="left")
        .select("lead_id", clipped.cast(pl.Decimal(18, 6)).alias("engagement_score"))
        .collect(engine="streaming")
    )
    scores.write_parquet(output)
    return int(scores.height)


def _leads(question: Question, end: datetime) -> pl.DataFrame:
    """One row per lead id: the number of the lead it stands for, its audience, and whether it stands for itself."""
    profiles = (
        pl.scan_parquet(question.files("leads"))
        .filter(pl.col("loaded_at") < end)
        .sort("loaded_at")
        .group_by("lead_id")
        .agg(pl.col("audience").last())
        .with_row_index("lead_no")
        .collect()
    )
    merges = (
        pl.scan_parquet(question.files("lead_merges"))
        .filter(pl.max_horizontal("merged_at", "loaded_at") < end)
        .select(pl.col("merged_lead_id").alias("lead_id"), "surviving_lead_id")
        .collect()
    )
    survivors = profiles.select(pl.col("lead_id").alias("surviving_lead_id"), pl.col("lead_no").alias("survivor_no"))
    return profiles.join(merges.join(survivors, on="surviving_lead_id"), on="lead_id", how="left").select(
        "lead_id",
        "audience",
        pl.coalesce("survivor_no", "lead_no").alias("lead_no"),
        pl.col("survivor_no").is_null().alias("is_scored"),
    )


def _standing(question: Question, end: datetime, leads: pl.DataFrame, rules: Rules) -> pl.LazyFrame:
    """Events of known leads without their copies and without other events of the same key or within seconds; machines' are left out."""
    visitors = (
        pl.scan_parquet(question.files("identity_links"))
        .filter(pl.max_horizontal("linked_at", "loaded_at") < end)
        .join(leads.lazy().select("lead_id", "lead_no"), on="lead_id")
        .sort("linked_at", "lead_id")
        .group_by("anonymous_id", maintain_order=True)
        .agg(pl.col("lead_no").first().alias("visitor_no"))
    )
    key = pl.lit(None, dtype=pl.String)
    for column in {column for column in rules.dedupe_by.values() if column}:
        types = [event_type for event_type, dedupe_by in rules.dedupe_by.items() if dedupe_by == column]
        key = pl.when(pl.col("event_type").is_in(types)).then(pl.col(column)).otherwise(key)
    resolved = (
        pl.scan_parquet(question.files("events"))
        .filter((pl.col("loaded_at") < end) & (pl.col("occurred_at") < end))
        .sort(DELIVERY, nulls_last=True)
        .unique("event_id", keep="first", maintain_order=True)
        .filter(pl.col("event_type").is_in(list(rules.dedupe_by)) & ~pl.col("is_machine").fill_null(False))
        .join(leads.lazy().select("lead_id", pl.col("lead_no").alias("known_no")), on="lead_id", how="left")
        .join(visitors, on="anonymous_id", how="left")
        .with_columns(pl.coalesce("known_no", "visitor_no").alias("lead_no"), key.alias("dedupe_key"))
        .filter(pl.col("lead_no").is_not_null())
    )
    keyed = resolved.filter(pl.col("dedupe_key").is_not_null()).sort("occurred_at", "event_id")
    firsts = keyed.unique(["lead_no", "event_type", "dedupe_key"], keep="first", maintain_order=True)
    late = pl.col("occurred_at") > pl.col("loaded_at") + timedelta(days=1)
    keyless = resolved.filter(pl.col("dedupe_key").is_null()).sort("occurred_at", "event_id")
    since = pl.col("occurred_at").diff().over(["lead_no", "event_type"]).dt.total_microseconds()
    within = pl.col("event_type").replace_strict(rules.repeat_seconds, default=None, return_dtype=pl.Int64) * 1_000_000
    return pl.concat([keyless.filter((since > within).fill_null(True)), firsts]).filter(~late)


def _rule_days(events: pl.LazyFrame, leads: pl.LazyFrame, rule: Rule, as_of: date) -> pl.LazyFrame:
    """The contributions of one rule: lead_no, audience, group_id, contribution."""
    age = (pl.lit(as_of) - pl.col("activity_on")).dt.total_days()
    bucket = (pl.col("activity_on") - pl.lit(FIRST)).dt.total_days() // rule.cap_days
    earlier = (pl.col("event_count").cum_sum().over(["lead_no", "bucket"], order_by="activity_on")) - pl.col(
        "event_count"
    )
    window = ENDLESS if rule.window_days is None else rule.window_days
    accepted = pl.col("event_count")
    if rule.cap_count is not None:
        accepted = pl.min_horizontal(accepted, (rule.cap_count - pl.col("earlier")).clip(0))
    of_audience = leads.filter(pl.col("is_scored") & (pl.col("audience") == rule.audience)).select("lead_no")
    days = (
        events.filter((pl.col("event_type") == rule.event_type) & _condition(rule))
        .join(of_audience, on="lead_no", how="semi")
        .group_by("lead_no", pl.col("occurred_at").dt.date().alias("activity_on"))
        .agg(pl.len().cast(pl.Int64).alias("event_count"))
        .with_columns(age.alias("age_days"), bucket.alias("bucket"))
        .filter(pl.col("age_days") < window + rule.cap_days)
        .with_columns(earlier.alias("earlier"))
        .with_columns(accepted.alias("accepted"))
        .filter((pl.col("accepted") > 0) & (pl.col("age_days") < window))
    )
    micro = (rule.points * _factor(rule) * pl.col("accepted") * 1_000_000).round(mode="half_away_from_zero")
    return days.select(
        "lead_no",
        pl.lit(rule.audience).alias("audience"),
        pl.lit(rule.group_id).alias("group_id"),
        (micro.cast(pl.Int64).cast(pl.Decimal(18, 6)) / 1_000_000).cast(pl.Decimal(18, 6)).alias("contribution"),
    )


def _factor(rule: Rule) -> pl.Expr:
    if rule.decay == "linear":
        return (1 - pl.col("age_days").cast(pl.Float64) / rule.decay_days).clip(0)
    if rule.decay == "exponential":
        return pl.lit(2.0) ** (-pl.col("age_days").cast(pl.Float64) / rule.decay_days)
    return pl.lit(1.0)


def _condition(rule: Rule) -> pl.Expr:
    """Whether an event meets the condition of a rule. Errors: ValueError for an operator that no seed of the project uses."""
    if rule.operator is None:
        return pl.lit(True)
    value = pl.col(str(rule.property))
    if rule.property not in ("campaign", "url"):
        value = pl.col("properties").cast(pl.String).str.json_path_match(f"$.{rule.property}")
    if rule.operator == "is_not_null":
        return value.is_not_null()
    if rule.operator == "contains":
        return value.str.to_lowercase().str.contains_any(str(rule.value).lower().split("|")).fill_null(False)
    if rule.operator == "eq":
        return (value.str.strip_chars().str.to_lowercase() == str(rule.value).lower()).fill_null(False)
    if rule.operator == "gte":
        return (value.cast(pl.Float64, strict=False) >= float(str(rule.value))).fill_null(False)
    raise ValueError(f"the frames do not know the operator {rule.operator}")
