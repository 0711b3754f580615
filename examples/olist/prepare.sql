-- Brings the Olist marketing funnel close to the raw contract. Dates stay text: the loader types them.
-- Each file is sorted by its key, so the same source gives the same bytes.

create view mqls as
select *
from read_csv(
    getvariable('source_dir') || '/olist_marketing_qualified_leads_dataset.csv', header = true, all_varchar = true
);

create view deals as
select *
from read_csv(getvariable('source_dir') || '/olist_closed_deals_dataset.csv', header = true, all_varchar = true);

-- One row per lead, as it was at first contact.
copy (
    select mql_id as lead_id, origin, first_contact_date, landing_page_id
    from mqls
    order by lead_id
) to (getvariable('output_dir') || '/leads.parquet');

-- One row per lead: it asked for contact on a landing page.
copy (
    select 'form-' || mql_id as event_id, mql_id as lead_id, first_contact_date, landing_page_id
    from mqls
    order by event_id
) to (getvariable('output_dir') || '/forms_submitted.parquet');

-- Two rows per won deal: accepted by the development representative, qualified by the sales representative. The source
-- dates neither but by the day of the deal, which is therefore their latest possible time.
copy (
    select
        activity_type || '-' || mql_id as activity_id,
        mql_id as lead_id,
        case activity_type when 'accepted' then sdr_id else sr_id end as owner_id,
        activity_type,
        won_date
    from deals
    cross join (values ('accepted'), ('qualified')) as activity_types (activity_type)
    order by activity_id
) to (getvariable('output_dir') || '/sales_activities.parquet');

-- One row per won deal. The source holds no lost deals and no value of a deal.
copy (
    select 'deal-' || mql_id as opportunity_id, mql_id as lead_id, seller_id, won_date
    from deals
    order by opportunity_id
) to (getvariable('output_dir') || '/opportunities.parquet');

-- One row per item sold by a seller who was won as a lead. The date by which to ship is the only one an item has.
copy (
    select
        items.order_id,
        deals.mql_id as lead_id,
        items.seller_id,
        items.product_id,
        items.price,
        items.shipping_limit_date
    from read_parquet(getvariable('source_dir') || '/olist_order_items.parquet') as items
    inner join deals on items.seller_id = deals.seller_id
    order by items.order_id, items.order_item_id
) to (getvariable('output_dir') || '/orders.parquet');
