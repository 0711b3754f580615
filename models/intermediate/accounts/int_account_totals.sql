with members as (
    select * from {{ ref('int_account_members') }}
),

grades as (
    select * from {{ ref('grades') }} as grades
    where {{ valid_on('grades', as_of_date()) }}
),

-- The best letter by its lower bound; the blank grade has none and counts only where there is no letter.
summed as (
    select
        members.account_id,
        cast(sum(members.contribution) as decimal(18, 6)) as unclipped_score,
        coalesce(
            max_by(members.fit_grade, grades.lower_bound) filter (where members.is_scored),
            max(members.fit_grade) filter (where members.is_scored)
        ) as best_grade,
        max(members.lead_id) filter (where members.is_scored and members.member_rank = 1) as top_member_lead_id,
        count(*) as member_count,
        count(*) filter (where members.is_scored) as scored_members,
        count(*) filter (where not members.is_scored) as excluded_members,
        count(*) filter (where members.is_engaged) as engaged_members
    from members
    left join grades on members.fit_grade = grades.grade
    group by members.account_id
),

final as (
    select
        *,
        case when unclipped_score > 100 then cast(100 as decimal(18, 6)) else unclipped_score end as account_score
    from summed
)

select * from final
