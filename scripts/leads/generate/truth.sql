-- One row per lead: what the score has to find out. Never mapped, never loaded.
select
    lead_id(lead_no) as lead_id,
    lead_id(person_no) as person_lead_id,
    persona,
    is_b2b,
    round(fit, 6) as latent_fit,
    round(interest, 6) as latent_interest,
    round(propensity, 6) as conversion_propensity,
    is_buyer,
    if(is_buyer, as_time(buys_s), null) as buys_at,
    is_buyer and buys_s <= getvariable('end_s') as has_bought
from people
