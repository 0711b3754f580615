with profiles as (
    select * from {{ ref('int_lead_profiles') }}
    where email_key is not null
),

first_held as (
    select
        lead_id,
        {{ email_key('email') }} as email_key,
        min(loaded_at) as first_held_at
    from {{ ref('stg_raw__leads') }}
    where deleted_at is null
    group by lead_id, {{ email_key('email') }}
),

claims as (
    select
        profiles.email_key,
        profiles.lead_id,
        first_held.first_held_at,
        profiles.valid_from_on,
        profiles.valid_to_on
    from profiles
    inner join first_held on profiles.lead_id = first_held.lead_id and profiles.email_key = first_held.email_key
),

holders as (
    {{ strongest_claims(
        'claims', 'email_key', 'lead_id', 'claims.first_held_at asc nulls last, claims.lead_id asc nulls last'
    ) }}
),

-- An address that its holder gave up stays theirs until the profile of another has it.
final as (
    select
        email_key,
        lead_id,
        valid_from_on,
        case
            when row_number() over (partition by email_key order by valid_from_on asc nulls last) = 1
                then {{ start_of_time() }}
            else valid_from_on
        end as held_from_on,
        coalesce(
            lead(valid_from_on) over (partition by email_key order by valid_from_on asc nulls last),
            {{ end_of_time() }}
        ) as held_to_on
    from holders
)

select * from final
