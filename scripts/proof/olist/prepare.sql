-- One row per lead, with the weekday of its first contact as a word; one per won deal, with what was written of the lead then.
create view contacts as
select mql_id, first_contact_date, landing_page_id, origin, dayname(cast(first_contact_date as date)) as contact_weekday
from read_csv(
    getvariable('source_dir') || '/olist_marketing_qualified_leads_dataset.csv', header = true, all_varchar = true
);

copy (
    select * from contacts order by mql_id
) to (getvariable('output_dir') || '/leads.csv');

copy (
    select *
    from contacts
    inner join read_csv(
        getvariable('source_dir') || '/olist_closed_deals_dataset.csv', header = true, all_varchar = true
    ) using (mql_id)
    order by mql_id
) to (getvariable('output_dir') || '/winners.csv');
