select {{ as_of_date() }} as known_on
union all
select {{ add_days(as_of_date(), -7) }} as known_on
union all
select {{ add_days(as_of_date(), -30) }} as known_on
