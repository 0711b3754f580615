-- One row per lead x delivery.
select
    lead_id(lead_no) as lead_id,
    case pick(version_key, 'odd_mail', 20) when 0 then upper(email) when 1 then ' ' || email || ' ' else email end
        as email,
    if(
        pick(lead_key, 'no_phone', 10) < 5,
        null,
        '+99 555 ' || lpad(pick(person_key, 'phone', 10000000)::varchar, 7, '0')
    ) as phone,
    full_name,
    account_id(account_no) as account_id,
    if((account_no is null and is_b2b) or pick(lead_key, 'audience_given', 10) < 7, if(is_b2b, 'b2b', 'b2c'), null)
        as audience,
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
            floor(
                (getvariable('end_s') - profile_loaded_s) * (version_no - 0.6 + 0.5 * share(version_key, 'changed')) / 2
            )::bigint
        )
    ) as loaded_at
from profiles
