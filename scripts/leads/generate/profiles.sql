-- One row per lead x delivery of its profile, as observed: 14 % of the leads are delivered again with a new title or a
-- newly known attribute.
create temp view profiles as
with

versions as (
    select
        *,
        pick(lead_key, 'versions', 100) as version_draw,
        unnest(range(case when version_draw < 2 then 3 when version_draw < 14 then 2 else 1 end)) as version_no
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
        element_at(['hr', 'it', 'finance', 'marketing', 'operations', 'purchasing'], share(person_key, 'department'))
            as area
    from versions
)

select
    *,
    concat_ws(
        ', ',
        if(
            pick(lead_key, 'no_age', 10) < 4 - 2 * version_no,
            null,
            '"age": ' || (18 + floor(60 * home_position))::bigint
        ),
        if(
            pick(lead_key, 'no_gender', 10) < 5,
            null,
            '"gender": "' || element(['female', 'male', 'other'], person_key, 'gender') || '"'
        ),
        if(
            pick(lead_key, 'no_income', 10) < 6 - 3 * version_no,
            null,
            '"income": ' || (15000 + floor(110000 * income_position)::bigint)::varchar
        ),
        if(
            pick(lead_key, 'no_occupation', 10) < 4,
            null,
            '"occupation": "'
            || element_at(
                ['student', 'clerk', 'craftsperson', 'teacher', 'engineer', 'doctor', 'entrepreneur'], income_position
            )
            || '"'
        ),
        if(
            pick(lead_key, 'no_marital_status', 10) < 5,
            null,
            '"marital_status": "'
            || element_at(['single', 'divorced', 'widowed', 'partnered', 'married'], home_position)
            || '"'
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
            '"memberships": "'
            || element_at(['none', 'gym', 'sports_club', 'automobile_club', 'golf_club'], income_position)
            || '"'
        )
    ) as consumer_attributes
from observed;
