"""Who answers for an attribute: rows of fit_attributes let it be learnt, and a protected one needs a legal basis in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leads.base.marts import read

if TYPE_CHECKING:
    import duckdb

ROWS = """
    select attributes.attribute, attributes.is_protected, attributes.legal_basis,
        models.audience = $audience and attributes.owner <> 'leads learn'
        and attributes.valid_from <= $day and coalesce($day < attributes.valid_to, true) as is_answer
    from rules.fit_attributes as attributes
    inner join rules.scoring_models as models on attributes.model_id = models.model_id
    order by attributes.attribute
"""


@dataclass(frozen=True)
class Answered:
    """names: attributes that somebody answers for. basis: legal basis of the protected ones among them, by name. forbidden: attributes
    that some model has as protected, without a legal basis for this audience."""

    names: frozenset[str]
    basis: dict[str, str]
    forbidden: frozenset[str]

    def sentences(self, known: frozenset[str]) -> list[str]:
        """Why each protected attribute among the known ones is not learnt."""
        return [
            f"The attribute {name!r} is protected and is not learnt: no valid row of fit_attributes states a legal basis for this audience."
            for name in sorted(self.forbidden & known)
        ]


def read_answered(con: duckdb.DuckDBPyConnection, audience: str, day: date) -> Answered:
    """From the rules of a warehouse: the rows of people, valid on a day, of the models of an audience."""
    rows = read(con, ROWS, audience=audience, day=day)
    answers = [row for row in rows if row["is_answer"]]
    basis = {row["attribute"]: row["legal_basis"] for row in answers if row["is_protected"] and row["legal_basis"]}
    forbidden = frozenset(row["attribute"] for row in rows if row["is_protected"]) - set(basis)
    return Answered(frozenset(row["attribute"] for row in answers) - forbidden, basis, forbidden)
