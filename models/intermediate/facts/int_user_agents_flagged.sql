with user_agents as (
    select distinct user_agent from {{ ref('int_events_deduplicated') }}
    where user_agent is not null
),

patterns as (
    select * from {{ ref('machine_user_agents') }}
),

final as (
    select distinct user_agents.user_agent
    from user_agents
    inner join patterns on instr(lower(user_agents.user_agent), lower(patterns.pattern)) > 0
)

select * from final
