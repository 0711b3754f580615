-- One row per lead, with the weekday of its first contact as a word; one per won deal.
copy (
    select mql_id, first_contact_date, landing_page_id, origin, dayname(cast(first_contact_date as date)) as contact_weekday
    from read_csv(
        getvariable('source_dir') || '/olist_marketing_qualified_leads_dataset.csv', header = true, all_varchar = true
    )
    order by mql_id
) to (getvariable('output_dir') || '/leads.csv');

copy (
    select mql_id, won_date
    from read_csv(getvariable('source_dir') || '/olist_closed_deals_dataset.csv', header = true, all_varchar = true)
    order by mql_id
) to (getvariable('output_dir') || '/deals.csv');
