with outcomes as (
    select
        outcomes.conversion_id,
        outcomes.model_id,
        outcomes.lead_id,
        outcomes.landmark_on,
        {{ add_days('outcomes.landmark_on', 'rules.horizon_days') }} as known_on,
        case when outcomes.has_converted then 1 else 0 end as win_count
    from {{ ref('lead_outcomes') }} as outcomes
    inner join {{ ref('conversion_rules') }} as rules on outcomes.conversion_id = rules.conversion_id
    where outcomes.is_mature and outcomes.status = 'active' and outcomes.lead_score is not null
),

months as (
    select distinct
        conversion_id,
        {{ month_of('landmark_on') }} as landmark_month
    from outcomes
),

-- The attribute without a name is everyone.
counted as (
    select
        conversion_id,
        known_on,
        '' as attribute,
        '' as value,
        sum(win_count) as wins,
        count(*) - sum(win_count) as losses
    from outcomes
    group by conversion_id, known_on
    union all
    select
        outcomes.conversion_id,
        outcomes.known_on,
        traits.attribute,
        traits.value,
        sum(outcomes.win_count) as wins,
        count(*) - sum(outcomes.win_count) as losses
    from outcomes
    inner join {{ ref('int_landmark_traits') }} as traits
        on
            outcomes.lead_id = traits.lead_id
            and outcomes.landmark_on = traits.landmark_on
            and outcomes.model_id = traits.model_id
            and traits.value is not null
    group by outcomes.conversion_id, outcomes.known_on, traits.attribute, traits.value
),

-- A month learns from the landmarks whose days had passed when it began.
taught as (
    select
        months.conversion_id,
        months.landmark_month,
        counted.attribute,
        counted.value,
        sum(counted.wins) as wins,
        sum(counted.losses) as losses,
        sum(sum(counted.wins)) over of_attribute as all_wins,
        sum(sum(counted.losses)) over of_attribute as all_losses
    from months
    inner join counted on months.conversion_id = counted.conversion_id and months.landmark_month >= counted.known_on
    group by months.conversion_id, months.landmark_month, counted.attribute, counted.value
    window of_attribute as (partition by months.conversion_id, months.landmark_month, counted.attribute)
),

final as (
    select
        conversion_id,
        attribute,
        value,
        cast(wins + losses as bigint) as leads,
        cast(wins as bigint) as conversions,
        case
            when attribute = '' then {{ exact('ln(cast(wins as double) / losses)') }}
            else {{ exact(naive_bayes_evidence('wins', 'losses', 'all_wins', 'all_losses')) }}
        end as evidence,
        landmark_month,
        {{ as_of_date() }} as as_of_date
    from taught
    where all_wins > 0 and all_losses > 0
)

select * from final
