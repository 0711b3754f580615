with dates as (
    select
        dates_to_score.lead_key,
        dates_to_score.known_on,
        dates_to_score.as_of_date,
        dates_to_score.profile_on
    from {{ ref('int_dates_to_score') }} as dates_to_score
    where dates_to_score.needs_fit and {{ news_of('dates_to_score', 'as_of_date', 'known_on') }}
),

rules as (
    select
        *,
        {{ low_operand('exclusion_rules') }} as operand,
        {{ high_operand('exclusion_rules') }} as operand_high
    from {{ ref('exclusion_rules') }} as exclusion_rules
),

matched_profiles as (
    select
        lead_attributes.lead_key,
        lead_attributes.assessed_on,
        rules.rule_id,
        rules.valid_from as rule_valid_from
    from {{ ref('int_lead_attributes') }} as lead_attributes
    inner join rules
        on lead_attributes.attribute = rules.match_field and {{ valid_on('rules', 'lead_attributes.ruled_on') }}
    inner join {{ ref('int_predicate_matches') }} as matches
        on
            rules.operator = matches.operator
            and coalesce(rules.operand, '') = coalesce(matches.operand, '')
            and coalesce(rules.operand_high, '') = coalesce(matches.operand_high, '')
            and coalesce(lead_attributes.value, '') = coalesce(matches.value, '')
    where matches.is_match
),

found as (
    select
        dates.lead_key,
        dates.known_on,
        dates.as_of_date,
        matched_profiles.rule_id,
        matched_profiles.rule_valid_from
    from dates
    inner join {{ ref('int_profile_dates') }} as profile_dates
        on dates.lead_key = profile_dates.lead_key and dates.profile_on = profile_dates.profile_on
    inner join matched_profiles
        on
            profile_dates.lead_key = matched_profiles.lead_key
            and profile_dates.assessed_on = matched_profiles.assessed_on
    union distinct
    select
        dates.lead_key,
        dates.known_on,
        dates.as_of_date,
        periods.rule_id,
        periods.rule_valid_from
    from dates
    inner join {{ ref('int_exclusion_periods') }} as periods
        on
            dates.lead_key = periods.lead_key
            and dates.known_on = periods.known_on
            and dates.as_of_date >= periods.valid_from_on
            and dates.as_of_date < periods.valid_to_on
),

ranked as (
    select
        rules.*,
        found.lead_key,
        found.known_on,
        found.as_of_date,
        row_number() over (
            partition by found.lead_key, found.known_on, found.as_of_date
            order by rules.precedence asc nulls last, rules.rule_id asc nulls last
        ) as position_of_rule
    from found
    inner join rules on found.rule_id = rules.rule_id and found.rule_valid_from = rules.valid_from
),

final as (
    select
        lead_key,
        known_on,
        as_of_date,
        rule_id,
        kind,
        segment,
        recommended_action
    from ranked
    where position_of_rule = 1
)

select * from final
