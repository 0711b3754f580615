-- One row per lead: whether and when it buys, and how likely that was on the landmark before.
select
    lead_id(people.lead_no) as lead_id,
    deals.probability,
    deals.won_s is not null as has_bought,
    as_time(deals.won_s) as buys_at
from people
left join deals on people.lead_no = deals.lead_no
