"""What a profile is worth, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from .attributes import Profile, build_profile, haversine_km, newest
from .facts import COLUMNS
from .fit import Fit, band, fit, grade
from .ledger import total
from .rules import Seeds
from .samples import at, lead, model_seeds, row, seeds

ON = date(2026, 1, 10)
NOTHING = seeds()


def tier(
    rule_id: str, attribute: str, tier: int, operator: str, value: str | None = None, **more: Any
) -> dict[str, Any]:
    fixed = {"model_id": "b2c", "attribute": attribute, "operator": operator, "value": value}
    return {"rule_id": rule_id, "tier": tier} | fixed | more


RULES = model_seeds(
    fit_attributes=[
        {"model_id": "b2c", "attribute": "age", "weight": 40},
        {"model_id": "b2c", "attribute": "income", "weight": 33},
        {"model_id": "b2c", "attribute": "country", "weight": 27},
    ],
    fit_rules=[
        tier("young", "age", -100, "lt", "18"),
        tier("adult", "age", 50, "gte", "18"),
        tier("core", "age", 100, "between", "30", value_high="59"),
        tier("poor", "income", -50, "lt", "1000"),
        tier("rich", "income", 33, "gte", "1000"),
        tier("unknown", "country", 10, "is_null"),
        tier("far", "country", 0, "eq", "mars"),
    ],
)


def fitted(**values: str) -> Fit:
    return fit(Profile(values), RULES, "b2c", ON)


def test_the_best_tier_of_each_attribute_counts() -> None:
    result = fitted(age="30", income="1000", country="de")
    assert [row.contribution for row in result.rows] == [40, Decimal("10.89")]
    assert result.statuses == {"age": "met", "income": "met", "country": "not_met"}
    assert result.completeness == 1


def test_a_negative_tier_counts_where_nothing_better_matches_and_the_sum_ends_at_zero() -> None:
    result = fitted(age="17", income="5000")
    assert [(row.item, row.contribution) for row in result.rows] == [
        ("age", -40),
        ("income", Decimal("10.89")),
        ("country", Decimal("2.7")),
        ("fit_floor", Decimal("26.41")),
    ]
    assert total(result.rows) == 0


def test_unknown_is_not_bad_but_completeness_falls() -> None:
    result = fitted(income="500")
    assert result.completeness == Decimal("0.33")
    assert result.statuses == {"age": "unknown", "income": "met", "country": "met"}


@pytest.mark.parametrize(
    ("fit_score", "completeness", "letter"),
    [
        ("75", "1", "A"),
        ("74.999999", "1", "B"),
        ("50", "1", "B"),
        ("25", "1", "C"),
        ("24.999999", "1", "D"),
        ("0", "0.4", "D"),
        ("100", "0.399999", "?"),
        ("100", "0.40", "A"),
    ],
)
def test_grades_have_inclusive_lower_bounds(fit_score: str, completeness: str, letter: str) -> None:
    assert grade(Decimal(fit_score), Decimal(completeness), RULES, ON) == letter


@pytest.mark.parametrize(("score", "number"), [("60", "1"), ("59.999999", "2"), ("30", "2"), ("10", "3"), ("0", "4")])
def test_bands_have_inclusive_lower_bounds(score: str, number: str) -> None:
    assert band(Decimal(score), RULES, ON) == number


def test_a_model_with_a_scale_of_its_own_uses_no_other() -> None:
    own = [
        {"grade": "A", "lower_bound": "40", "model_id": "learnt", "valid_from": "2026-01-01"},
        {"grade": "D", "lower_bound": "0", "model_id": "learnt"},
    ]
    rules = Seeds({**RULES.files, "grades": [*RULES.rows("grades"), *own]})
    asked = [(model, on) for model in ("learnt", "plain", None) for on in (date(2025, 12, 31), date(2026, 1, 1))]
    found = [grade(Decimal("45"), Decimal("0.1"), rules, on, model) for model, on in asked]
    assert found == ["D", "A", "?", "?", "?", "?"]


def test_the_newest_row_is_the_profile_and_rows_of_one_moment_are_ordered_by_column() -> None:
    old = lead("ann", country="at", loaded_at=at("2025-01-01"))
    unknown = lead("ann", country="de", loaded_at=at("2026-01-01"))
    first = lead("ann", email="a@x.example", country="fr", loaded_at=at("2026-01-01"))
    for rows in ([old, unknown, first], [first, unknown, old]):
        assert newest(rows, "leads", "lead_id") == {"ann": first}


def test_columns_come_before_keys_and_the_lead_before_the_account() -> None:
    person = lead(
        "ann", account_id="acme", country="de", attributes='{"country": "x", "age": 30, "size": "s", "a": null}'
    )
    company = row("accounts", account_id="acme", country="fr", industry="steel", attributes='{"size": "l", "a": true}')
    profile = build_profile(person, company, NOTHING, ON)
    assert [profile.get(name) for name in ("country", "industry", "age", "size", "a", "b")] == [
        *("de", "steel", "30", "s", "true", None),
    ]


def test_the_audience_follows_the_account_where_the_source_is_silent() -> None:
    def audience(**values: Any) -> str:
        return build_profile(lead("ann", **values), {}, NOTHING, ON).audience

    assert audience() == "b2c"
    assert audience(account_id="acme") == "b2b"
    assert audience(account_id="acme", audience="B2C ") == "b2c"


def test_derived_attributes() -> None:
    mappings = seeds(
        sites=[{"site_id": "far", "latitude": 40, "longitude": 0}, {"site_id": "near", "latitude": 1, "longitude": 0}],
        job_titles=[
            {"keyword": "president", "seniority": "c_level", "department": "management"},
            {"keyword": "vice president", "seniority": "vp"},
            {"keyword": "zzz sale", "seniority": "z", "department": "z"},
        ],
    )
    person = lead("ann", email=" Ann@Mail.X.example ", job_title="Vice President Sales")
    company = dict.fromkeys(COLUMNS["accounts"]) | {"latitude": 0.0, "longitude": 0.0, "founded_year": 2016}
    profile = build_profile(person, company, mappings, ON)
    assert profile.get("email_domain") == "mail.x.example"
    assert profile.get("years_in_business") == "10"
    assert profile.get("distance_km") == "111.195"
    assert (profile.get("seniority"), profile.get("department")) == ("vp", "management")
    named = build_profile(person | {"seniority": "owner"}, {}, mappings, ON)
    assert (named.get("seniority"), named.get("distance_km")) == ("owner", None)


def test_a_quarter_of_the_globe_is_ten_thousand_kilometres() -> None:
    assert haversine_km(0, 0, 0, 90) == pytest.approx(10007.557, abs=0.001)
    assert haversine_km(0, 179, 0, -179) == pytest.approx(222.390, abs=0.001)
