-- People again, with name and e-mail address. (Columns are added by replacing the table: no join of texts, which fails
-- in DuckDB 2.0.0 with "dict-surviving join" once a table has more than one row group.)
create or replace temp table people as
with

named as (
    select
        *,
        account_key(account_no) as account_key,
        element(getvariable('first_names'), person_key, 'first_name') as first_name,
        element(getvariable('last_names'), person_key, 'last_name') as last_name,
        element(['freemail.example', 'inbox.example', 'post.example'], person_key, 'free_mail') as free_mail
    from people
),

addressed as (
    select
        *,
        case persona
            when 'competitor' then element(getvariable('competitor_domains'), person_key, 'domain')
            when 'internal' then 'ourcompany.example'
            when 'supplier' then element(getvariable('supplier_domains'), person_key, 'domain')
            when 'student' then element(['example.edu', 'north.example.edu', 'arts.example.edu'], person_key, 'domain')
            when 'bad_data' then 'mail' || person_no::varchar || '.example'
            else
                if(
                    account_no is not null and pick(person_key, 'work_mail', 20) < 17,
                    account_domain(account_no, account_key),
                    free_mail
                )
        end as domain,
        case
            when persona = 'bad_data' then 'test'
            when chain_position > 0 and pick(lead_key, 'other_address', 2) = 0
                then lower(first_name) || person_no::varchar || '.' || chain_position::varchar
            else lower(first_name) || '.' || lower(last_name) || person_no::varchar
        end as local_part
    from named
)

select
    * exclude (account_key, first_name, last_name, free_mail, domain, local_part),
    if(persona = 'bad_data', 'Test Test', first_name || ' ' || last_name) as full_name,
    if(
        persona in ('ordinary', 'opt_out', 'bot') and pick(lead_key, 'no_mail', 20) = 0,
        null,
        local_part || '@' || domain
    ) as email
from addressed;
