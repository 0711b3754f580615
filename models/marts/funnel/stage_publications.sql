with history as (
    select
        lead_id,
        stay_no,
        stage,
        cycle_no,
        entry_signal,
        entry_reason,
        fit_grade,
        is_current,
        entered_on,
        left_on
    from {{ ref('lead_stage_history') }}
),

recorded as (
    {% if is_incremental() %}
        select
            *,
            max(publication_no) over (partition by lead_id, stay_no) as last_publication_no
        from {{ this }}
    {% else %}
        select
            *,
            'assert' as action,
            cast(0 as bigint) as publication_no,
            cast(0 as bigint) as last_publication_no
        from history
        where false
    {% endif %}
),

asserted as (
    select
        lead_id,
        stay_no,
        stage,
        cycle_no,
        entry_signal,
        entry_reason,
        fit_grade,
        is_current,
        entered_on,
        left_on
    from recorded
    where publication_no = last_publication_no and action = 'assert'
),

no_longer_so as (
    select * from asserted
    except
    select * from history
),

newly_so as (
    select * from history
    except
    select * from asserted
),

changes as (
    select
        *,
        'retract' as action
    from no_longer_so
    union all
    select
        *,
        'assert' as action
    from newly_so
),

publication as (
    select coalesce(max(publication_no), 0) + 1 as publication_no from recorded
),

final as (
    select
        publication.publication_no,
        changes.action,
        changes.lead_id,
        changes.stay_no,
        changes.stage,
        changes.cycle_no,
        changes.entry_signal,
        changes.entry_reason,
        changes.fit_grade,
        ruleset.ruleset_version,
        changes.is_current,
        changes.entered_on,
        changes.left_on,
        '{{ invocation_id }}' as run_id,
        {{ as_of_date() }} as as_of_date,
        {{ recorded_at() }} as recorded_at
    from changes
    cross join publication
    cross join {{ ref('int_ruleset') }} as ruleset
)

select * from final
