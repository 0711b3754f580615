"""What has drifted, in sentences: probabilities that later months did not keep, and leads that are others than before."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from leads.base.console import count, words
from leads.base.marts import Row, has_table, read

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
# Of the newest month alone: what an older one found has been read, and may have gone.
MOVED = """
    select
        model_id, landmark_month, characteristic_kind, characteristic, stability_index, most_moved_bin, most_moved_share,
        most_moved_reference_share
    from marts.characteristic_stability_monthly as stability
    where finding = 'drift' and model_id in (select model_id from marts.lead_scores) and landmark_month = (
        select max(landmark_month) from marts.characteristic_stability_monthly where model_id = stability.model_id
    )
    order by model_id, stability_index desc, characteristic_kind, characteristic
"""


def drift_sentences(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each model whose leads show no probability for drift, and for each whose leads in the newest month of landmarks
    are others than before, read from a warehouse or what is published of it."""
    moved = has_table(con, "marts", "characteristic_stability_monthly")
    found = groupby(read(con, MOVED) if moved else [], key=lambda row: row["model_id"])
    return _switched_off(con) + [_moved(list(rows)) for _, rows in found]


def _switched_off(con: duckdb.DuckDBPyConnection) -> list[str]:
    if not has_table(con, "marts", "score_calibration") or not read(con, KNOWN)[0]["is_known"]:
        return []
    return [
        f"Probabilities of {words(row['model_id'])} are switched off by drift: {row['months_drifted']} of "
        f"{count(row['months_tested'], 'later month')} missed what was promised of {words(row['conversion_id'])}, by up to "
        f"{row['largest_monthly_z']:.1f} standard errors; learn the rules anew, or wait until newer months are learnt from."
        for row in read(con, DRIFTED)
    ]


def _moved(rows: list[Row]) -> str:
    """What has moved most of a model's leads, where from and where to; the others by name."""
    most = rows[0]
    is_score = most["characteristic_kind"] == "score"
    where = f"the tenth from {float(most['most_moved_bin']):.1f}" if is_score else f"'{words(most['most_moved_bin'])}'"
    others = [f"{words(row['characteristic'])} ({row['stability_index']:.2f})" for row in rows[1:]]
    return (
        f"In {most['landmark_month']:%Y-%m} {words(most['characteristic'])} of {words(most['model_id'])} drifted "
        f"({most['stability_index']:.2f}): {where} is {most['most_moved_share'] * 100:.0f} % of the leads, "
        f"{most['most_moved_reference_share'] * 100:.0f} % before{'; so did ' + ', '.join(others) if others else ''}."
    )
