with titles as (
    select distinct
        job_title,
        ' ' || replace(
            replace(
                replace(translate(lower(job_title), ',;:/&()-.|+<>', '             '), ' ', '<>'), '><', ''
            ),
            '<>',
            ' '
        ) || ' ' as words
    from {{ ref('int_lead_profiles') }}
    where job_title is not null
),

found as (
    select
        titles.job_title,
        job_titles.keyword,
        job_titles.seniority,
        job_titles.department
    from titles
    inner join {{ ref('job_titles') }} as job_titles
        on instr(titles.words, ' ' || lower(job_titles.keyword) || ' ') > 0
),

seniorities as (
    select
        job_title,
        seniority,
        row_number() over (
            partition by job_title order by length(keyword) desc nulls last, keyword asc nulls last
        ) as position_of_keyword
    from found
    where seniority is not null
),

departments as (
    select
        job_title,
        department,
        row_number() over (
            partition by job_title order by length(keyword) desc nulls last, keyword asc nulls last
        ) as position_of_keyword
    from found
    where department is not null
),

final as (
    select
        titles.job_title,
        seniorities.seniority,
        departments.department
    from titles
    left join seniorities on titles.job_title = seniorities.job_title and seniorities.position_of_keyword = 1
    left join departments on titles.job_title = departments.job_title and departments.position_of_keyword = 1
)

select * from final
