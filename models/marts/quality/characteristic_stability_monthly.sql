{%- set sizes = ('leads', 'all_leads', 'reference_leads', 'all_reference_leads') -%}
with shares as (
    select
        *,
        sum(leads) over everybody as all_leads,
        sum(reference_leads) over everybody as all_reference_leads
    from {{ ref('characteristic_shares_monthly') }}
    where reference_share is not null
    window everybody as (partition by model_id, characteristic_kind, characteristic, landmark_month)
),

-- Rules from before these thresholds lack them: then nothing is found.
limits as (
    select
        max(case when agreed.threshold_id = 'stability_index_watch' then agreed.threshold_value end) as watch_from,
        max(case when agreed.threshold_id = 'stability_index_drift' then agreed.threshold_value end) as drift_from
    from {{ ref('stage_thresholds') }} as agreed
    where {{ valid_on('agreed', as_of_date()) }}
),

-- Everybody has a score; the profile of then is assessed of fewer.
scored as (
    select
        model_id,
        landmark_month,
        sum(leads) as leads,
        sum(reference_leads) as reference_leads
    from shares
    where characteristic_kind = 'score' and characteristic = 'lead_score'
    group by model_id, landmark_month
),

moves as (
    select
        *,
        {{ exact(stability_term(*sizes)) }} as term
    from shares
),

ranked as (
    select
        *,
        row_number() over (
            partition by model_id, characteristic_kind, characteristic, landmark_month
            order by term desc nulls last, bin asc nulls last
        ) = 1 and term > 0 as has_moved_most
    from moves
),

summed as (
    select
        ranked.model_id,
        ranked.characteristic_kind,
        ranked.characteristic,
        cast(max(ranked.all_leads) as bigint) as leads,
        cast(max(ranked.all_reference_leads) as bigint) as reference_leads,
        cast(sum(ranked.term) as decimal(18, 6)) as stability_index,
        {{ exact(stability_by_chance('count(*)', 'max(ranked.all_leads)', 'max(ranked.all_reference_leads)')) }}
            as index_by_chance,
        {{ exact('sum(abs(ranked.lead_share - ranked.reference_share)) / 2') }} as moved_share,
        {{ exact(
            '2 - max(cast(ranked.all_leads as double) / scored.leads)'
            ~ ' - max(cast(ranked.all_reference_leads as double) / scored.reference_leads)'
        ) }} as not_assessed_share,
        cast(sum({{ exact('(lead_share - reference_share) * points') }}) as decimal(18, 6)) as points_moved,
        max(case when ranked.has_moved_most then ranked.bin end) as most_moved_bin,
        max(case when ranked.has_moved_most then ranked.lead_share end) as most_moved_share,
        max(case when ranked.has_moved_most then ranked.reference_share end) as most_moved_reference_share,
        ranked.is_reference,
        ranked.landmark_month
    from ranked
    inner join scored on ranked.model_id = scored.model_id and ranked.landmark_month = scored.landmark_month
    group by
        ranked.model_id, ranked.characteristic_kind, ranked.characteristic, ranked.is_reference, ranked.landmark_month
),

final as (
    select
        summed.*,
        case
            when summed.is_reference then 'reference'
            when limits.watch_from is null or limits.drift_from is null then null
            when summed.stability_index < limits.watch_from then 'stable'
            when summed.stability_index <= summed.index_by_chance then 'stable'
            when summed.moved_share <= summed.not_assessed_share then 'undecided'
            when summed.stability_index < limits.drift_from then 'watch'
            else 'drift'
        end as finding,
        {{ as_of_date() }} as as_of_date
    from summed
    cross join limits
)

select * from final
