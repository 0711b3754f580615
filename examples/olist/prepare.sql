-- Brings the orders of the Olist marketing funnel to the leads: an item names a seller, and a won deal the seller's lead. All
-- else is mapped as it was delivered. The file is sorted by its key, so the same source gives the same bytes.

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
    inner join read_csv(
        getvariable('source_dir') || '/olist_closed_deals_dataset.csv', header = true, all_varchar = true
    ) as deals on items.seller_id = deals.seller_id
    order by items.order_id, items.order_item_id
) to (getvariable('output_dir') || '/orders.parquet');
