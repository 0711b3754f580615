{%- set counts = ('wins', 'leads', 'other_wins', 'other_leads') -%}
{%- set likeness = exact(phi('pairs.leads_with_both', 'own.leads', 'other_rules.leads', 'own.all_leads')) -%}
with counted as (
    select
        *,
        cast(leads_with_both as double) as leads,
        cast(conversions_with_both as double) as wins,
        cast(all_leads - leads_with_both as double) as other_leads,
        cast(all_conversions - conversions_with_both as double) as other_wins
    from {{ ref('rule_pairs') }}
    where rule_kind = other_rule_kind and rule_id = other_rule_id
),

-- The clearer evidence first: of two rules that say the same it is the other that is not needed.
judged as (
    select
        *,
        {{ finding_of_rule('points', *counts) }} as finding_alone,
        row_number() over (
            partition by conversion_id, model_id
            order by
                {{ exact('abs(' ~ log_odds(*counts) ~ ') / ' ~ log_odds_error(*counts)) }} desc nulls last,
                rule_kind asc nulls last, rule_id asc nulls last
        ) as evidence_no
    from counted
),

-- Rules from before this threshold lack it: then no rule is called redundant.
limits as (
    select max(stage_thresholds.threshold_value) as least_phi
    from {{ ref('stage_thresholds') }} as stage_thresholds
    where stage_thresholds.threshold_id = 'redundant_rule_phi' and {{ valid_on('stage_thresholds', as_of_date()) }}
),

-- Of the rules that say the same with clearer evidence the one with the clearest.
carried as (
    select
        own.conversion_id,
        own.model_id,
        own.rule_kind,
        own.rule_id,
        min_by(other_rules.rule_kind, other_rules.evidence_no) as carried_by_rule_kind,
        min_by(other_rules.rule_id, other_rules.evidence_no) as carried_by_rule_id,
        min_by({{ likeness }}, other_rules.evidence_no) as carried_by_phi
    from judged as own
    inner join judged as other_rules
        on
            own.conversion_id = other_rules.conversion_id
            and own.model_id = other_rules.model_id
            and own.evidence_no > other_rules.evidence_no
    inner join {{ ref('rule_pairs') }} as pairs
        on
            own.conversion_id = pairs.conversion_id
            and own.model_id = pairs.model_id
            and own.rule_kind = pairs.rule_kind
            and own.rule_id = pairs.rule_id
            and other_rules.rule_kind = pairs.other_rule_kind
            and other_rules.rule_id = pairs.other_rule_id
    inner join limits on {{ likeness }} >= limits.least_phi
    where own.finding_alone in ('supported', 'undecided') and other_rules.finding_alone = 'supported'
    group by own.conversion_id, own.model_id, own.rule_kind, own.rule_id
),

final as (
    select
        judged.conversion_id,
        judged.model_id,
        judged.rule_kind,
        judged.rule_id,
        judged.points,
        judged.leads_with_both as leads_with,
        judged.conversions_with_both as conversions_with,
        judged.all_leads - judged.leads_with_both as leads_without,
        judged.all_conversions - judged.conversions_with_both as conversions_without,
        {{ exact('wins / leads / nullif((wins + other_wins) / (leads + other_leads), 0)') }} as lift,
        {{ exact(log_odds(*counts)) }} as log_odds,
        {{ exact(log_odds_error(*counts)) }} as standard_error,
        {{ exact(log_odds(*counts) ~ ' / nullif(points, 0)') }} as log_odds_per_point,
        case when carried.rule_id is null then judged.finding_alone else 'redundant' end as finding,
        carried.carried_by_rule_kind,
        carried.carried_by_rule_id,
        carried.carried_by_phi,
        {{ as_of_date() }} as as_of_date
    from judged
    left join carried
        on
            judged.conversion_id = carried.conversion_id
            and judged.model_id = carried.model_id
            and judged.rule_kind = carried.rule_kind
            and judged.rule_id = carried.rule_id
)

select * from final
