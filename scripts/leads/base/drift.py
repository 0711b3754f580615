"""Whether probabilities are switched off because later months missed what they promised: one sentence for each model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leads.base.console import count, words
from leads.base.marts import has_table, read

if TYPE_CHECKING:
    import duckdb

# A build of before probabilities has neither the table nor the columns.
KNOWN = """
    select count(*) = 3 as is_known from duckdb_columns()
    where database_name = current_database() and schema_name = 'marts' and table_name = 'lead_scores'
        and column_name in ('model_id', 'conversion_id', 'no_probability_reason')
"""
DRIFTED = """
    select
        conversion_id, model_id, max(months_tested) as months_tested, max(months_drifted) as months_drifted,
        max(largest_monthly_z) as largest_monthly_z
    from marts.score_calibration
    where status = 'drift' and (conversion_id, model_id) in (
        select (conversion_id, model_id) from marts.lead_scores where no_probability_reason = 'drift'
    )
    group by all order by all
"""


def drift_sentences(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each model whose leads show no probability for drift, read from a warehouse or what is published of it."""
    if not has_table(con, "marts", "score_calibration") or not read(con, KNOWN)[0]["is_known"]:
        return []
    return [
        f"Probabilities of {words(row['model_id'])} are switched off by drift: {row['months_drifted']} of "
        f"{count(row['months_tested'], 'later month')} missed what was promised of {words(row['conversion_id'])}, by up to "
        f"{row['largest_monthly_z']:.1f} standard errors; learn the rules anew, or wait until newer months are learnt from."
        for row in read(con, DRIFTED)
    ]
