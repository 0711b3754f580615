with members as (
    select * from {{ ref('int_account_members') }}
),

-- Members may be scored by models whose letters begin at other bounds; the place of a letter is the same in each.
grades as (
    select
        grade,
        min(grade_no) as grade_no
    from (
        select
            grade,
            rank() over (partition by model_key order by lower_bound desc nulls last) as grade_no
        from {{ ref('int_grade_periods') }}
        where valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to_on
    ) as placed
    group by grade
),

-- The best letter by its place; the blank grade has none and counts only where there is no letter.
summed as (
    select
        members.account_id,
        cast(sum(members.contribution) as decimal(18, 6)) as unclipped_score,
        coalesce(
            min_by(members.fit_grade, grades.grade_no) filter (where members.is_scored),
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
