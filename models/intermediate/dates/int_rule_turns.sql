-- What is dated in rules that decide a gate, and the beginning of each year: companies grow older by the year.
with final as (
    select changed_on as turns_on from {{ ref('int_rule_change_dates') }}
    union distinct
    select valid_from as turns_on from {{ ref('engagement_groups') }}
    union distinct
    select valid_to as turns_on from {{ ref('engagement_groups') }}
    union distinct
    select valid_from as turns_on from {{ ref('stage_thresholds') }}
    union distinct
    select valid_to as turns_on from {{ ref('stage_thresholds') }}
    union distinct
    select valid_from as turns_on from {{ ref('grades') }}
    union distinct
    select valid_to as turns_on from {{ ref('grades') }}
    union distinct
    -- a step of less than a year meets every year
    select cast(date_trunc('year', dates_of_years.met_on) as date) as turns_on
    from (
        select {{ date_series('min(created_on)', as_of_date(), 300) }} as met_on from {{ ref('int_lead_creations') }}
    ) as dates_of_years
    union distinct
    select cast(date_trunc('year', {{ as_of_date() }}) as date) as turns_on
)

select * from final
where turns_on is not null
