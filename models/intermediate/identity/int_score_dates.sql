select
    {{ date_series(published_from(), as_of_date()) }} as known_on,
    true as is_published
union all
select
    {{ add_days(as_of_date(), -1) }} as known_on,
    false as is_published
where not {{ is_replay() }}
union all
select
    {{ add_days(as_of_date(), -7) }} as known_on,
    false as is_published
where not {{ is_replay() }}
union all
select
    {{ add_days(as_of_date(), -30) }} as known_on,
    false as is_published
where not {{ is_replay() }}
