"""A number lands as the source meant it, or its row is rejected with the remedy: 850.000 is never guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from load_place import Place

ACCOUNTS = {"account_id": "Firma", "annual_revenue": "Umsatz", "employee_count": "Leute"}


def accounts(place: Place, *rows: str, **entry: Any) -> list[tuple[Any, ...]]:
    """Load accounts of id, revenue and people; what landed."""
    place.write("a.csv", "Firma;Umsatz;Leute\n" + "".join(f"{row}\n" for row in rows))
    place.map("accounts", files="a.csv", delimiter=";", **{"columns": ACCOUNTS, **entry}).load()
    return place.read("select account_id, annual_revenue, employee_count from raw.accounts order by 1")


def reasons(place: Place) -> list[tuple[Any, ...]]:
    return place.read("select line_number, column_name, reason from raw.rejected_rows order by line_number")


GERMAN = ("A1;1.200.000,50;250", "A2;12.000.000;1.250", "A3;850.000;5.000", "A4;12,50;40", "A5;2.500;12.000")


def test_without_a_decimal_mark_numbers_that_may_be_two_things_are_rejected(place: Place) -> None:
    assert accounts(place, *GERMAN) == []
    told = reasons(place)
    assert [row[:2] for row in told] == [(line, "annual_revenue") for line in range(2, 7)]
    assert all(
        "write `decimal:` of its column into the mapping" in reason for _, _, reason in (told[2], told[3], told[4])
    )


def test_with_a_decimal_comma_every_one_is_right(place: Place) -> None:
    assert accounts(place, *GERMAN, decimal=",") == [
        ("A1", Decimal("1200000.50"), 250), ("A2", Decimal(12_000_000), 1250), ("A3", Decimal(850_000), 5000),
        ("A4", Decimal("12.50"), 40), ("A5", Decimal(2500), 12_000),
    ]  # fmt: skip
    assert reasons(place) == []


@pytest.mark.parametrize(
    ("revenues", "landed"),
    [
        (["850.000"], []),
        (["850.000", "12"], ["12"]),
        (["850.000", "-1.250"], []),
        (["850.000", "12.5"], ["850.000", "12.5"]),
        (["850.000", "1234.567"], ["850.000", "1234.57"]),
        (["850.000", "0.125"], ["850.000", "0.13"]),
        (["850.000", "12."], ["850.000", "12"]),
        (["850.000", "1e3"], ["1000"]),
        (["850.000", "12.5", "12,50"], ["12.5"]),
        (["850.000", "12.5", "1.234.567"], ["12.5"]),
        (["1,234.50", "850.000"], ["850.000"]),
        (["1234", "850"], ["1234", "850"]),
    ],
)
def test_the_rest_of_the_column_tells_what_a_point_means(place: Place, revenues: list[str], landed: list[str]) -> None:
    found = accounts(place, *(f"A{n};{revenue};" for n, revenue in enumerate(revenues)))
    assert [revenue for _, revenue, _ in found] == [round(Decimal(number), 2) for number in landed]


@pytest.mark.parametrize(
    ("notation", "text", "number"),
    [
        ({"decimal": ","}, "1.234,5", "1234.5"),
        ({"decimal": ","}, "1 234,5", "1234.5"),
        ({"decimal": ","}, "1\u202f234\u202f567", "1234567"),
        ({"decimal": ","}, "-,5", "-0.5"),
        ({"decimal": ","}, "120.5", None),
        ({"decimal": ","}, "1.2345", None),
        ({"decimal": ","}, "1.234 567", None),
        ({"decimal": ","}, "1,234,567", None),
        ({"decimal": "."}, "1,234.50", "1234.5"),
        ({"decimal": "."}, "850.000", "850"),
        ({"decimal": "."}, "850,000", "850000"),
        ({"decimal": ".", "thousands": "'"}, "1'234.5", "1234.5"),
        ({"decimal": ".", "thousands": "'"}, "1,234.5", None),
        ({"decimal": ",", "unit": "EUR"}, "85.000 EUR", "85000"),
        ({"decimal": ",", "unit": ["\u20ac", "EUR"]}, "-\u20ac 1,5", "-1.5"),
        ({"unit": "%"}, "45.5 %", "45.5"),
        ({"unit": "$"}, "$12.50", "12.5"),
        ({"unit": "$"}, "$ 12.50 USD", None),
        ({}, "$12.50", None),
    ],
)
def test_a_notation_said_in_the_mapping_is_followed_and_no_other(
    place: Place, notation: dict[str, Any], text: str, number: str | None
) -> None:
    columns = {**ACCOUNTS, "annual_revenue": {"from": "Umsatz", **notation}}
    expected = [] if number is None else [("A1", Decimal(number), 7)]
    assert accounts(place, f"A1;{text};7", columns=columns) == expected


def test_degrees_are_decimals_whatever_they_look_like(place: Place) -> None:
    place.write("a.csv", "account_id,latitude,longitude\na,52.520,13.405\n")
    place.map("accounts", files="a.csv").load()
    assert place.read("select latitude, longitude from raw.accounts") == [(52.52, 13.405)]


def test_numbers_of_json_are_no_question_but_texts_are(place: Place) -> None:
    place.write(
        "a.jsonl", '{"account_id": "n", "annual_revenue": 850.125}\n{"account_id": "t", "annual_revenue": "1.250"}\n'
    )
    place.map("accounts", files="a.jsonl").load()
    assert place.read("select account_id, annual_revenue from raw.accounts") == [("n", Decimal("850.13"))]


LEADS = ("P1;85.000;120,5", "P2;85000;120.5", "P3;85.000,00;120", "P4;85 000;120", "P5;85.000 EUR;120", "P6;;unknown")


def leads(place: Place, income: Any) -> list[tuple[Any, ...]]:
    place.write("l.csv", "Nr;Einkommen;Flaeche\n" + "".join(f"{row}\n" for row in LEADS))
    columns = {"lead_id": "Nr", "attributes": {"income": income, "area": "Flaeche"}}
    place.map("leads", files="l.csv", delimiter=";", columns=columns).load()
    return place.read("select lead_id, attributes->>'income', attributes->>'area' from raw.leads order by 1")


def test_an_attribute_of_numbers_is_not_guessed_either(place: Place) -> None:
    assert leads(place, "Einkommen") == [("P2", "85000", "120.5"), ("P6", None, "unknown")]
    told = {line: reason for line, column, reason in reasons(place) if column == "attributes"}
    assert "`income` that may have decimals or thousands" in told[2] and "type: text" in told[2]
    assert all("`income` that is not a number in the notation of its column" in told[line] for line in (4, 5, 6))


def test_an_attribute_whose_notation_is_said_lands_as_plain_numbers(place: Place) -> None:
    income = {"from": "Einkommen", "decimal": ",", "unit": "EUR"}
    landed = [(who, income) for who, income, _ in leads(place, income)]
    assert landed == [("P2", "85000"), ("P3", "85000.00"), ("P4", "85000"), ("P5", "85000"), ("P6", None)]
    assert [line for line, *_ in reasons(place)] == [2]  # the area 120,5 of P1


def test_an_attribute_may_be_text_or_must_be_a_number(place: Place) -> None:
    place.write("l.csv", "id,code,age\n1,1.234,30\n2,5.678,old\n")
    columns = {
        "lead_id": "id",
        "attributes": {"code": {"from": "code", "type": "text"}, "age": {"from": "age", "type": "number"}},
    }
    place.map("leads", files="l.csv", columns=columns).load()
    assert place.read("select lead_id, attributes->>'code' from raw.leads") == [("1", "1.234")]
    assert reasons(place)[0][:2] == (3, "attributes")


def test_a_column_that_is_mostly_text_stays_as_it_is(place: Place) -> None:
    place.write("l.csv", 'id,size\n1,1-10\n2,"5,001-10,000"\n3,1.250\n4,\n')
    place.map("leads", files="l.csv", columns={"lead_id": "id", "attributes": {"size": "size"}}).load()
    assert place.read("select count(*) from raw.leads") == [(4,)]


def test_numbers_beyond_their_column_are_rejected_rows(place: Place) -> None:
    beyond = ["1" + "0" * 16, "-1e30", "9" * 400, "1e400", "1e-400", "12.345678901234567890"]
    found = accounts(
        place, *(f"A{n};{number};" for n, number in enumerate(beyond)), f"A7;;{10**19}", f"A8;;{2**63 - 1}"
    )
    assert [(who, people) for who, _, people in found] == [("A4", None), ("A5", None), ("A8", 2**63 - 1)]
    assert {column for _, column, _ in reasons(place)} == {"annual_revenue", "employee_count"}
