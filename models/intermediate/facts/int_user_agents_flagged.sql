with user_agents as (
    select distinct
        user_agent,
        {{ user_agent_words('user_agent') }} as words
    from {{ ref('int_events_deduplicated') }}
    where user_agent is not null
),

own_patterns as (
    select
        pattern,
        match,
        {{ user_agent_words('pattern') }} as words
    from {{ ref('machine_user_agents') }}
),

listed as (
    select
        words,
        match,
        split_part(trim(words), ' ', 1) as first_word
    from own_patterns
    where match in ('words', 'begins')
    union all
    select
        ' ' || pattern || ' ' as words,
        match,
        split_part(pattern, ' ', 1) as first_word
    from {{ ref('crawler_user_agents') }}
),

-- Names are looked up by their first word: there are a thousand of them.
single_words as (
    select
        user_agent,
        words,
        {{ explode_list("replace(trim(words), ' ', '|')") }} as word
    from user_agents
),

people as (
    select user_agents.user_agent
    from user_agents
    inner join own_patterns on own_patterns.match = 'human' and instr(user_agents.words, own_patterns.words) > 0
),

final as (
    select single_words.user_agent
    from single_words
    inner join listed on single_words.word = listed.first_word
    where
        case
            when listed.match = 'begins' then left(single_words.words, length(listed.words)) = listed.words
            else instr(single_words.words, listed.words) > 0
        end
    union distinct
    select user_agents.user_agent
    from user_agents
    inner join own_patterns
        on own_patterns.match = 'contains' and instr(lower(user_agents.user_agent), lower(own_patterns.pattern)) > 0
    union distinct
    select single_words.user_agent
    from single_words
    inner join own_patterns
        on
            own_patterns.match = 'ends_word'
            and right(single_words.word, length(own_patterns.pattern)) = lower(own_patterns.pattern)
    where single_words.user_agent not in (select people.user_agent from people)
)

select * from final
