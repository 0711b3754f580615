{# Refuses a run that goes back behind the record, or ahead of the day on which it runs: such a record could not be continued.
   publications: stage_publications, none before its first build; last_recorded_at: SQL of the newest time in the record that the
   node keeps, in `kept`, none before its first build. #}
{% macro guard_clock(publications, kept=none, last_recorded_at=none) %}
    {% set clocks %}
        select
            {{ as_of_date() }} as as_of_date,
            {{ recorded_at() }} as recorded_at,
            {{ as_of_date() }} > {{ business_date(recorded_at()) }} as is_ahead,
            {{ "(select max(as_of_date) from " ~ publications ~ ")" if publications else "cast(null as date)" }} as last_as_of_date,
            {{ "(select " ~ last_recorded_at ~ " from " ~ kept ~ ")" if kept else "cast(null as timestamp)" }} as last_recorded_at
    {% endset %}
    {% set found = run_query("select *, as_of_date < last_as_of_date, recorded_at < last_recorded_at from (" ~ clocks ~ ") as clocks").rows[0] %}
    {% if found[2] %}
        {{ refuse(
            "the as-of date " ~ found[0] ~ " is after the day of this run, " ~ found[1],
            "build for today, or leave the record out with --exclude tag:record"
        ) }}
    {% elif found[5] %}
        {{ refuse(
            "the as-of date " ~ found[0] ~ " is before " ~ found[3] ~ ", the last recorded one",
            "build for that day or a later one, or leave the record out with --exclude tag:record"
        ) }}
    {% elif found[6] %}
        {{ refuse(
            "the time of this run, " ~ found[1] ~ ", is before " ~ found[4] ~ ", the last recorded one",
            "set the clock of this machine right and build again"
        ) }}
    {% endif %}
{% endmacro %}
