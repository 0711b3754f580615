-- One row per lead x delivery: 14 % of the leads are delivered again with a new title or a newly known attribute.
with

versions as (
    select
        *,
        pick(lead_key, 'versions', 100) as version_draw,
        unnest(range(case when version_draw < 2 then 3 when version_draw < 14 then 2 else 1 end)) as version_no,
    from people
),

observed as (
    select
        *,
        child_key(lead_key, version_no, 'version') as version_key,
        element(getvariable('campaigns'), person_key, 'campaign') as first_campaign,
        least(1, greatest(0, fit + 0.3 * (share(lead_key, 'role_noise') - 0.5))) as role_position,
        least(1, greatest(0, fit + 0.4 * (share(person_key, 'income_noise') - 0.5))) as income_position,
        least(1, greatest(0, fit + 0.4 * (share(person_key, 'home_noise') - 0.5))) as home_position,
        -- A later delivery knows what an earlier one did not.
        pick(lead_key, 'unknown_role', 100) < 40 - 20 * version_no as is_role_unknown,
        element_at(
            ['intern', 'assistant', 'specialist', 'manager', 'director', 'executive'],
            least(1, role_position + 0.1 * version_no)
        ) as level_name,
        element_at(['hr', 'it', 'finance', 'marketing', 'operations', 'purchasing'], share(person_key, 'department')) as area,
    from versions
),

described as (
    select
        *,
        concat_ws(
            ', ',
            if(pick(lead_key, 'no_age', 10) < 4 - 2 * version_no, null, '"age": ' || (18 + floor(60 * home_position))::bigint),
            if(pick(lead_key, 'no_gender', 10) < 5, null, '"gender": "' || element(['female', 'male', 'other'], person_key, 'gender') || '"'),
            if(
                pick(lead_key, 'no_income', 10) < 6 - 3 * version_no,
                null,
                '"income": ' || (15000 + floor(110000 * income_position)::bigint)::varchar
            ),
            if(
                pick(lead_key, 'no_occupation', 10) < 4,
                null,
                '"occupation": "'
                || element_at(['student', 'clerk', 'craftsperson', 'teacher', 'engineer', 'doctor', 'entrepreneur'], income_position)
                || '"'
            ),
            if(
                pick(lead_key, 'no_marital_status', 10) < 5,
                null,
                '"marital_status": "' || element_at(['single', 'divorced', 'widowed', 'partnered', 'married'], home_position) || '"'
            ),
            if(pick(lead_key, 'no_children', 10) < 5, null, '"children": ' || floor(4 * home_position)::bigint::varchar),
            if(
                pick(lead_key, 'no_home_size', 10) < 6,
                null,
                '"home_size_m2": ' || (25 + floor(180 * home_position)::bigint)::varchar
            ),
            if(
                pick(lead_key, 'no_reading', 10) < 6,
                null,
                '"reading_subscriptions": "'
                || element_at(['none', 'daily_news', 'travel', 'business_weekly', 'home_and_garden'], home_position) || '"'
            ),
            if(
                pick(lead_key, 'no_memberships', 10) < 6,
                null,
                '"memberships": "' || element_at(['none', 'gym', 'sports_club', 'automobile_club', 'golf_club'], income_position) || '"'
            )
        ) as consumer_attributes,
    from observed
)

select
    lead_id(lead_no) as lead_id,
    case pick(version_key, 'odd_mail', 20) when 0 then upper(email) when 1 then ' ' || email || ' ' else email end as email,
    if(
        pick(lead_key, 'no_phone', 10) < 5,
        null,
        '+99 555 ' || lpad(pick(person_key, 'phone', 10000000)::varchar, 7, '0')
    ) as phone,
    full_name,
    account_id(account_no) as account_id,
    if((account_no is null and is_b2b) or pick(lead_key, 'audience_given', 10) < 7, if(is_b2b, 'b2b', 'b2c'), null) as audience,
    case
        when persona = 'student' then 'Student'
        when is_b2b
            then
                element_at(
                    ['Intern', 'Assistant', 'Specialist', 'Manager', 'Director', 'VP'],
                    least(1, role_position + 0.1 * version_no)
                ) || ' ' || if(area in ('hr', 'it'), upper(area), upper(area[1]) || area[2:])
    end as job_title,
    if(not is_b2b or is_role_unknown, null, level_name) as seniority,
    if(not is_b2b or is_role_unknown, null, area) as department,
    element(['DE', 'AT', 'CH', 'FR', 'GB', 'PT'], person_key, 'country') as country,
    if(
        pick(lead_key, 'no_postal_code', 5) = 0,
        null,
        lpad((80000 + floor(19000 * share(person_key, 'postal_code')))::bigint::varchar, 5, '0')
    ) as postal_code,
    if(
        pick(person_key, 'has_campaign', 5) = 0,
        element(['organic', 'referral'], person_key, 'source'),
        getvariable('campaign_sources')[list_position(getvariable('campaigns'), first_campaign)]
    ) as source,
    if(pick(person_key, 'has_campaign', 5) = 0, null, first_campaign) as campaign,
    as_time(created_s) as created_at,
    '{' || concat_ws(
        ', ',
        if(persona = 'supplier', '"relationship": "supplier"', null),
        if(persona = 'opt_out', '"opt_out": "true"', null),
        if(is_b2b or consumer_attributes = '', null, consumer_attributes)
    ) || '}' as attributes,
    as_time(
        profile_loaded_s
        + if(
            version_no = 0,
            0,
            floor((getvariable('end_s') - profile_loaded_s) * (version_no - 0.6 + 0.5 * share(version_key, 'changed')) / 2)::bigint
        )
    ) as loaded_at,
from described
