-- Brings the Complete Journey close to the raw contract: households, baskets, mailings, redemptions, basket lines.
-- Each file is sorted by its key, so the same source gives the same bytes.

create view transactions as
select * from read_parquet(getvariable('source_dir') || '/transactions.parquet');

create view products as
select * from read_parquet(getvariable('source_dir') || '/products.parquet');

create view demographics as
select * from read_parquet(getvariable('source_dir') || '/demographics.parquet');

create view campaigns as
select
    mailings.household_id,
    mailings.campaign_id,
    descriptions.campaign_type,
    descriptions.start_date
from read_parquet(getvariable('source_dir') || '/campaigns.parquet') as mailings
left join read_parquet(getvariable('source_dir') || '/campaign_descriptions.parquet') as descriptions
    on mailings.campaign_id = descriptions.campaign_id;

create view redemptions as
select
    coupons.*,
    descriptions.campaign_type
from read_parquet(getvariable('source_dir') || '/coupon_redemptions.parquet') as coupons
left join read_parquet(getvariable('source_dir') || '/campaign_descriptions.parquet') as descriptions
    on coupons.campaign_id = descriptions.campaign_id;

-- One row per household that ever bought. Demographics are known for about a third; their bands become numbers by their
-- lower end (`65+`: 65, `50-74K`: 50, `Under 15K`: 0), and whether there are children.
copy (
    select
        cast(households.household_id as varchar) as lead_id,
        demographics.age,
        cast(regexp_extract(demographics.age, '^\d+') as integer) as age_from,
        demographics.income,
        case
            when demographics.income like 'Under %' then 0
            else cast(regexp_extract(demographics.income, '^\d+') as integer)
        end as income_from_k,
        demographics.home_ownership,
        demographics.marital_status,
        demographics.household_size,
        demographics.household_comp,
        demographics.kids_count,
        demographics.kids_count <> '0' as children
    from (select distinct household_id from transactions) as households
    left join demographics on households.household_id = demographics.household_id
    order by households.household_id
) to (getvariable('output_dir') || '/leads.parquet');

-- One row per basket.
copy (
    select
        'visit-' || transactions.basket_id as event_id,
        cast(min(transactions.household_id) as varchar) as lead_id,
        min(transactions.transaction_timestamp) as occurred_at,
        transactions.basket_id,
        min(transactions.store_id) as store_id,
        sum(cast(transactions.sales_value as decimal(18, 2))) as basket_value,
        cast(sum(transactions.quantity) as bigint) as item_count,
        count(distinct transactions.product_id) as product_count,
        count(distinct products.department) as department_count
    from transactions
    left join products on transactions.product_id = products.product_id
    group by transactions.basket_id
    order by transactions.basket_id
) to (getvariable('output_dir') || '/store_visits.parquet');

-- One row per household and campaign, on the day the campaign starts.
copy (
    select
        'received-' || campaign_id || '-' || household_id as event_id,
        cast(household_id as varchar) as lead_id,
        start_date as occurred_at,
        'campaign-' || campaign_id as message_id,
        campaign_id,
        campaign_type
    from campaigns
    order by campaign_id, household_id
) to (getvariable('output_dir') || '/campaigns_received.parquet');

-- One row per redemption; the number tells apart the same coupon redeemed twice on a day.
copy (
    select
        'redeemed-' || campaign_id || '-' || household_id || '-' || coupon_upc || '-'
        || strftime(redemption_date, '%Y%m%d') || '-' || row_number() over (
            partition by campaign_id, household_id, coupon_upc, redemption_date
        ) as event_id,
        cast(household_id as varchar) as lead_id,
        redemption_date as occurred_at,
        'campaign-' || campaign_id as message_id,
        campaign_id,
        campaign_type,
        coupon_upc
    from redemptions
    order by event_id
) to (getvariable('output_dir') || '/coupons_redeemed.parquet');

-- One row per basket and product.
copy (
    select
        basket_id,
        cast(household_id as varchar) as lead_id,
        product_id,
        quantity,
        sales_value,
        transaction_timestamp as ordered_at
    from transactions
    order by basket_id, product_id
) to (getvariable('output_dir') || '/orders.parquet');
