"""Online Retail brought to the raw contract: the real orders of a shop, one CSV a day.

Each invoice is a purchase of its customer (`C...`: a cancellation), its lines are orders, each customer of a day is a profile
of that day. A quarter names no customer and stays unresolved. loaded_at is the time of the fact, as if each file had been
loaded on its own day. Kept as text, for dbt reads every .sql and .yml below tests.
"""

from __future__ import annotations

from pathlib import Path

MAPPING = """
prepare: prepare.sql

tables:
  leads:
    files: leads.parquet
    constants: {audience: b2c}
    columns: {lead_id: lead_id, country: country, created_at: seen_at, loaded_at: seen_at}
  events:
    files: purchases.parquet
    constants: {channel: web}
    columns:
      event_id: event_id
      lead_id: lead_id
      anonymous_id: anonymous_id
      event_type: event_type
      occurred_at: ordered_at
      loaded_at: ordered_at
      session_id: invoice
      properties: {basket_value: basket_value, item_count: item_count, product_count: product_count}
  orders:
    files: orders.parquet
    columns:
      order_id: invoice
      lead_id: lead_id
      product_id: product_id
      quantity: quantity
      amount: amount
      ordered_at: ordered_at
      loaded_at: ordered_at
"""

PREPARE = r"""
create view lines as
select
    "InvoiceNo" as invoice,
    "StockCode" as product_id,
    cast("Quantity" as bigint) as quantity,
    cast(cast("Quantity" as bigint) * cast("UnitPrice" as decimal(18, 4)) as decimal(18, 2)) as amount,
    cast("InvoiceDate" as timestamp) as ordered_at,
    regexp_replace("CustomerID", '\.0$', '') as lead_id,
    "Country" as country
from read_csv(getvariable('source_dir') || '/*.csv', all_varchar = true, header = true, sample_size = -1);

copy (
    select
        lead_id,
        min(country) as country,
        min(ordered_at) as seen_at
    from lines
    where lead_id is not null
    group by lead_id, cast(ordered_at as date)
    order by lead_id, seen_at
) to (getvariable('output_dir') || '/leads.parquet');

copy (
    select
        'invoice-' || invoice as event_id,
        min(lead_id) as lead_id,
        case when min(lead_id) is null then 'invoice-' || invoice end as anonymous_id,
        case when invoice like 'C%' then 'order_cancelled' else 'store_visit' end as event_type,
        invoice,
        min(ordered_at) as ordered_at,
        sum(amount) as basket_value,
        cast(sum(quantity) as bigint) as item_count,
        count(distinct product_id) as product_count
    from lines
    group by invoice
    order by invoice
) to (getvariable('output_dir') || '/purchases.parquet');

copy (
    select * from lines
    order by all
) to (getvariable('output_dir') || '/orders.parquet');
"""


def write_mapping(folder: Path) -> Path:
    """Write the mapping with its prepare.sql; returns their folder."""
    folder.mkdir(parents=True)
    (folder / "mapping.yml").write_text(MAPPING)
    (folder / "prepare.sql").write_text(PREPARE)
    return folder
