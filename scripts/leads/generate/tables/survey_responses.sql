-- One row per answer: customers up to four times after they bought, 40 employees once a month.
with

customer_rounds as (
    select
        lead_no,
        person_key,
        buys_s,
        unnest(range(4)) as round_no,
        child_key(person_key, round_no, 'survey') as answer_key
    from people
    where is_buyer and chain_position = 0
),

customers as (
    select
        lead_id(lead_no) as respondent_id,
        'customer' as population,
        round_no,
        answer_key,
        'nps' as survey_kind,
        'recommend' as question_id,
        least(10, floor(12 * share(person_key, 'satisfaction'))::bigint + pick(answer_key, 'mood', 2)) as score,
        buys_s + 2592000 + round_no * 7776000 + pick(answer_key, 'answered', 864000) as answered_s
    from customer_rounds
    where pick(answer_key, 'answers', 10) < 3
),

employee_months as (
    select
        employees.range as employee_no,
        months.range as round_no,
        child_key(child_key(0::ubigint, employees.range, 'employee'), months.range, 'month') as month_key,
        unnest(['recommend', 'workload', 'team', 'tools']) as question_id,
        unnest(range(4)) as question_no
    from range(40) as employees
    cross join range((getvariable('end_s') - getvariable('start_s')) // 2592000) as months
),

employees as (
    select
        'employee-' || lpad(employee_no::varchar, 3, '0') as respondent_id,
        'employee' as population,
        round_no,
        child_key(month_key, question_no, 'question') as answer_key,
        if(question_id = 'recommend', 'enps', 'pulse') as survey_kind,
        question_id,
        1 + pick(answer_key, 'score', if(question_id = 'recommend', 10, 5)) as score,
        getvariable('start_s') + round_no * 2592000 + pick(month_key, 'answered', 864000) as answered_s
    from employee_months
    where pick(month_key, 'answers', 10) < 6 and (question_id <> 'recommend' or round_no % 3 = 0)
),

answers as (
    select * from customers
    union all by name
    select * from employees
)

select
    'R-' || respondent_id || '-' || survey_kind || '-' || round_no::varchar || '-' || question_id as response_id,
    respondent_id,
    population,
    survey_kind,
    survey_kind || '-' || round_no::varchar as survey_id,
    question_id,
    score,
    case
        when
            pick(answer_key, 'comments', 5) = 0
            then element(['all good', 'please call back', 'too slow'], answer_key, 'comment')
    end
        as comment,
    as_time(answered_s) as occurred_at,
    as_time(landed_s(answered_s, answer_key)) as loaded_at
from answers
where answered_s <= getvariable('end_s')
