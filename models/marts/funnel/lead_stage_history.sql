-- Stub while the models on its left are written.
select
    cast(null as string) as lead_id,
    cast(null as integer) as stay_no,
    cast(null as string) as stage,
    cast(null as integer) as cycle_no,
    cast(null as string) as entry_signal,
    cast(null as string) as entry_reason,
    cast(null as string) as model_id,
    cast(null as string) as ruleset_version,
    cast(null as string) as fit_grade,
    cast(null as decimal(18,6)) as fit_score,
    cast(null as decimal(18,6)) as engagement_score,
    cast(null as decimal(9,2)) as lead_score,
    cast(null as boolean) as is_current,
    cast(null as boolean) as is_before_creation,
    cast(null as date) as as_of_date,
    cast(null as date) as entered_on,
    cast(null as date) as left_on,
    cast(null as timestamp) as entered_at
where false
