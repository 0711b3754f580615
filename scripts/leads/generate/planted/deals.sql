-- What the planted rules say of each lead on each first of a month: points are log-odds, those of an event fade by its half-life.
create temp table rules as
select * from read_csv(getvariable('rules_file'), header = true);

create temp table landmarks as
with

months as (
    select unnest(generate_series(
        date_trunc('month', as_time(getvariable('start_s'))),
        as_time(getvariable('end_s')) - interval 31 day,
        interval 1 month
    )) as landmark_at
),

final as (
    select
        people.lead_no,
        people.lead_key,
        date_diff('month', timestamp '1970-01-01', months.landmark_at) as month_no,
        epoch(months.landmark_at)::bigint as landmark_s
    from people
    inner join months on as_time(people.created_s) <= months.landmark_at
)

select * from final;

create temp table deals as
with

of_profile as (
    select
        people.lead_no,
        sum(rules.points) as points
    from people
    inner join rules
        on rules.kind = 'fit'
        and case rules.operator
            when 'gte' then people.staff >= try_cast(rules.value as bigint)
            else list_contains(
                string_split(rules.value, '|'),
                case rules.name when 'source' then people.source when 'sector' then people.sector else people.region end
            )
        end
    group by people.lead_no
),

of_acts as (
    select
        landmarks.lead_no,
        landmarks.month_no,
        sum(
            rules.points
            * coalesce(pow(2.0, -((landmarks.landmark_s - day_start_s(acts.act_s)) // 86400) / rules.half_life_days), 1)
        ) as points
    from landmarks
    inner join acts on landmarks.lead_no = acts.lead_no and day_start_s(acts.act_s) <= landmarks.landmark_s
    inner join rules on acts.event_type = rules.name
    group by landmarks.lead_no, landmarks.month_no
),

-- Nine decimals, so that it is the same on every machine; without signal every lead has the same chance.
told as (
    select
        landmarks.*,
        if(
            getvariable('has_signal') = 1,
            round(1 / (1 + exp(4.2 - coalesce(of_profile.points, 0) - coalesce(of_acts.points, 0))), 9),
            0.06
        ) as probability,
        child_key(landmarks.lead_key, landmarks.month_no, 'planted') as landmark_key
    from landmarks
    left join of_profile on landmarks.lead_no = of_profile.lead_no
    left join of_acts on landmarks.lead_no = of_acts.lead_no and landmarks.month_no = of_acts.month_no
),

final as (
    select
        lead_no,
        lead_key,
        probability,
        landmark_s + 86400 * (1 + pick(landmark_key, 'wins_after', 27)) + 36000 as won_s
    from told
    where share(landmark_key, 'wins') < probability
    qualify row_number() over (partition by lead_no order by month_no) = 1
)

select * from final;
