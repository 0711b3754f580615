with titles as (
    select distinct job_title from {{ ref('int_lead_profiles') }}
    where job_title is not null
),

ranked as (
    select
        titles.job_title,
        keywords.seniority,
        keywords.department,
        row_number() over (
            partition by titles.job_title
            order by length(keywords.keyword) desc nulls last, keywords.keyword asc nulls last
        ) as position_of_keyword
    from titles
    inner join {{ ref('job_titles') }} as keywords
        on instr(lower(titles.job_title), lower(keywords.keyword)) > 0
),

final as (
    select
        job_title,
        seniority,
        department
    from ranked
    where position_of_keyword = 1
)

select * from final
