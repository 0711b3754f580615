-- No row: nobody in the world asks to be erased.
select
    null as lead_id,
    null as requested_at,
    null as loaded_at
where false
