with accounts as (
    select
        account_id,
        name,
        domain
    from {{ ref('int_accounts_located') }}
    where valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to_on
),

thresholds as (
    select
        max(stage_thresholds.threshold_value) filter (where stage_thresholds.threshold_id = 'mqa_enter')
            as enter_points,
        max(stage_thresholds.threshold_value) filter (where stage_thresholds.threshold_id = 'mqa_min_members')
            as min_members,
        max(stage_thresholds.threshold_value) filter (where stage_thresholds.threshold_id = 'mqa_min_roles')
            as min_roles
    from {{ ref('stage_thresholds') }} as stage_thresholds
    where {{ valid_on('stage_thresholds', as_of_date()) }}
),

-- No rows while no role is needed.
coverage as (
    select
        account_id,
        replace({{ joined_sorted("case when is_covered then description end") }}, chr(10), ', ') as covered_roles,
        replace({{ joined_sorted("case when not is_covered then description end") }}, chr(10), ', ') as missing_roles,
        count(*) as roles_needed,
        count(*) filter (where is_covered) as roles_covered
    from {{ ref('int_account_roles') }}
    group by account_id
),

measured as (
    select
        totals.*,
        coverage.covered_roles,
        coverage.missing_roles,
        coalesce(coverage.roles_needed, 0) as roles_needed,
        coalesce(coverage.roles_covered, 0) as roles_covered
    from {{ ref('int_account_totals') }} as totals
    left join coverage on totals.account_id = coverage.account_id
),

final as (
    select
        measured.account_id,
        accounts.name as account_name,
        accounts.domain,
        ruleset.ruleset_version,
        measured.best_grade,
        measured.top_member_lead_id,
        measured.covered_roles,
        measured.missing_roles,
        'score ' || coalesce({{ plain_number('measured.account_score') }}, 'unknown')
        || ' (' || {{ plain_number('thresholds.enter_points') }} || ' needed), engaged leads '
        || cast(measured.engaged_members as string)
        || ' (' || {{ plain_number('thresholds.min_members') }} || ' needed), roles '
        || cast(measured.roles_covered as string)
        || ' (' || {{ plain_number('thresholds.min_roles') }} || ' needed)' as mqa_reason,
        case
            when measured.account_score is not null
                then cast(rank() over (order by measured.account_score desc nulls last) as bigint)
        end as account_rank,
        measured.member_count,
        measured.scored_members,
        measured.excluded_members,
        measured.engaged_members,
        measured.roles_needed,
        measured.roles_covered,
        measured.account_score,
        cast(
            case
                when measured.scored_members > 0
                    then round(1000000 * measured.engaged_members / measured.scored_members) / 1000000
            end as decimal(9, 6)
        ) as engaged_share,
        coalesce(
            measured.account_score >= thresholds.enter_points
            and measured.engaged_members >= thresholds.min_members
            and measured.roles_covered >= thresholds.min_roles,
            false
        ) as is_mqa,
        {{ as_of_date() }} as as_of_date
    from measured
    cross join thresholds
    cross join {{ ref('int_ruleset') }} as ruleset
    left join accounts on measured.account_id = accounts.account_id
)

select * from final
