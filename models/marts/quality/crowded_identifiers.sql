with limits as (
    select * from {{ ref('identity_limits') }}
),

visitors as (
    select
        'anonymous_id' as identifier_type,
        anonymous_id as identifier,
        count(distinct lead_id) as lead_count
    from {{ ref('stg_raw__identity_links') }}
    where deleted_at is null and {{ business_date('greatest(linked_at, loaded_at)') }} <= {{ as_of_date() }}
    group by anonymous_id
),

emails as (
    select
        'email' as identifier_type,
        md5(email_key) as identifier,
        count(distinct lead_id) as lead_count
    from {{ ref('int_lead_profiles') }}
    where email_key is not null and valid_from_on <= {{ as_of_date() }}
    group by email_key
),

counted as (
    select * from visitors
    union all
    select * from emails
),

final as (
    select
        counted.identifier_type,
        counted.identifier,
        cast(counted.lead_count as bigint) as lead_count,
        cast(limits.max_leads as bigint) as max_leads
    from counted
    inner join limits on counted.identifier_type = limits.identifier_type
    where counted.lead_count > limits.max_leads
)

select * from final
