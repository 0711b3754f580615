"""Each kind of attribute that knows the outcome is caught by its evidence, and what was known before is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pytest

from leads.learn.answered import read_answered
from leads.learn.guard import Leak, find_leaks
from leads.learn.sample import Sample
from leads.learn.written import Written, read_written
from planted import planted

SAMPLE = planted()
WON = SAMPLE.converted(30)
Value = Callable[[bool, int], str | None]


def leaks_with(name: str, value: Value) -> list[Leak]:
    """What the guard finds when one more attribute is there: its value by whether the lead converted and its number."""
    values = [value(bool(won), number) for number, won in enumerate(WON)]
    return find_leaks(replace(SAMPLE, attributes={**SAMPLE.attributes, name: values}))


# Of the 2,000 leads nearly one in four converts. n % m: one of so many.
KINDS: list[tuple[str, bool, str, Value]] = [
    ("deal_size", True, "known for 100.0% of those that converted and 0.0%", lambda won, n: "10" if won else None),
    ("lost_reason", True, "known for 0.0% of those that converted", lambda won, n: None if won else "price"),
    ("last_note", True, "AUC of 0.9", lambda won, n: "sent contract" if won and n % 40 else "called"),
    ("team", False, "known for 100.0% of those", lambda won, n: "one" if won or n % 3 == 0 else None),
    ("tags", False, "'will revert' have", lambda won, n: "will revert" if won and n % 3 == 0 else "usual"),
    ("calls", False, "from 7 on have", lambda won, n: "7" if won and n % 3 == 0 else str(n % 5)),
    ("answer", False, "nothing is known have", lambda won, n: None if won and n % 3 == 0 else "yes"),
    ("excuse", False, "'no budget' have one", lambda won, n: "no budget" if not won and n % 4 == 0 else "usual"),
]


@pytest.mark.parametrize(("name", "is_sure", "words", "value"), KINDS, ids=[kind[0] for kind in KINDS])
def test_each_kind_of_leak_is_caught(name: str, is_sure: bool, words: str, value: Value) -> None:
    [leak] = leaks_with(name, value)
    assert (leak.attribute, leak.is_sure) == (name, is_sure) and words in leak.evidence
    assert str(leak).startswith(f"The attribute {name!r} is {'refused' if is_sure else 'left out until'}")


def test_what_was_known_before_is_not_caught() -> None:
    assert find_leaks(SAMPLE) == []
    # Few values say nothing, whoever has them.
    assert leaks_with("rare", lambda won, n: "x" if won and n < 20 else None) == []


def test_what_ranks_above_all_others_together_is_asked_for_and_two_such_do_not_vouch_for_each_other() -> None:
    def rating(won: bool, number: int) -> str | None:
        return str(number % 3 + (3 if won and number % 7 else 0) + (2 if number % 11 == 0 else 0))

    values: dict[str, list[str | None]] = {
        "rated": [rating(bool(won), number) for number, won in enumerate(WON)],
        "judged": [rating(bool(won), number + 5) for number, won in enumerate(WON)],
    }
    sample = replace(SAMPLE, attributes={**SAMPLE.attributes, **values})
    found = {leak.attribute: leak for leak in find_leaks(sample)}
    assert set(found) == {"rated", "judged"}


def test_a_lead_counts_once_on_the_landmark_before_it_converted() -> None:
    """Two earlier landmarks of each lead, none converted: what only winners have is as plain as on one."""
    many = Sample(
        SAMPLE.leads * 3,
        [date(2025, 1, 1)] * len(SAMPLE) + [date(2025, 2, 1)] * len(SAMPLE) + SAMPLE.landmarks,
        np.concatenate([np.full(2 * len(SAMPLE), np.inf), SAMPLE.days]),
        {"deal_size": ["10" if won else None for won in WON] * 3},
    )
    assert [leak.is_sure for leak in find_leaks(many)] == [True]


def test_what_is_written_with_the_outcome_or_after_the_hand_over_is_caught() -> None:
    written = {
        "industry": Written(winners=300, after_outcome=20, written_later=400, after_hand_over=80),
        "staff": Written(winners=100, after_outcome=50, written_later=0, after_hand_over=0),
        "colour": Written(winners=100, after_outcome=0, written_later=60, after_hand_over=30),
        "contract_no": Written(winners=29, after_outcome=29, written_later=29, after_hand_over=29),
        "call_result": Written(winners=29, after_outcome=29, written_later=30, after_hand_over=30),
    }
    unknown: dict[str, list[str | None]] = {name: [None] * len(SAMPLE) for name in ("contract_no", "call_result")}
    sample = replace(SAMPLE, written=written, attributes={**SAMPLE.attributes, **unknown})
    found = {leak.attribute: (leak.is_sure, leak.evidence) for leak in find_leaks(sample)}
    assert found == {
        "staff": (
            True,
            "it is written after the outcome: 50 of the 100 leads that converted got it on that day or later",
        ),
        "colour": (
            False,
            "it is written after the hand-over: of 60 leads for which it came or changed later on, 30 had been handed over by then",
        ),
        "call_result": (
            False,
            "it is written after the hand-over: of 30 leads for which it came or changed later on, 30 had been handed over by then",
        ),
    }


def test_writings_are_dated_by_deliveries() -> None:
    """A wins on 20 March: its size came that day. B was handed over on 10 March: its state changed the day after, its source stood
    from the start; what came on the day of the hand-over itself may have led to it."""
    with duckdb.connect() as con:
        con.execute("create schema intermediate")
        con.execute(
            "create table landmarks as select * from (values ('a', date '2026-03-01', 19), ('b', date '2026-03-01', null)) as t (lead_id, landmark_on, days_to_conversion)"
        )
        con.execute(
            "create table intermediate.int_stages_reached as select 'b' as lead_id, true as is_hand_over, date '2026-03-10' as entered_on"
        )
        con.execute("""
            create table intermediate.int_lead_profiles as
            select lead_id, cast(valid_from_on as date) as valid_from_on, attributes, null as job_title, null as seniority,
                null as department, null as country, null as postal_code, 'fair' as source, null as campaign
            from (values
                ('a', '2026-02-01', '{"state": "new"}'), ('a', '2026-03-20', '{"state": "new", "size": 5}'),
                ('b', '2026-02-01', '{"state": "new"}'), ('b', '2026-03-10', '{"state": "new", "title": "boss"}'),
                ('b', '2026-03-11', '{"state": "called", "title": "boss"}'), ('c', '2026-03-11', '{"state": "new"}')
            ) as rows (lead_id, valid_from_on, attributes)
        """)
        assert read_written(con) == {
            "size": Written(1, 1, 1, 0),
            "source": Written(1, 0, 0, 0),
            "state": Written(1, 0, 1, 1),
            "title": Written(0, 0, 1, 0),
        }


RULES = """
    create schema rules;
    create table rules.scoring_models as
    select * from (values ('old', 'b2c'), ('new', 'b2b')) as models (model_id, audience);
    create table rules.fit_attributes as
    select * from (values
        ('old', 'gender', true, 'consent', 'legal', date '2000-01-01', null),
        ('new', 'industry', false, null, 'sales', date '2000-01-01', null),
        ('new', 'tags', false, null, 'sales', date '2000-01-01', date '2026-01-01'),
        ('new', 'age', true, 'approved', 'legal', date '2000-01-01', null),
        ('new', 'children', true, 'approved', 'legal', date '2000-01-01', date '2026-01-01'),
        ('new', 'staff', false, null, 'leads learn', date '2000-01-01', null)
    ) as rows (model_id, attribute, is_protected, legal_basis, owner, valid_from, valid_to);
"""


def test_a_protected_attribute_is_learnt_only_with_a_legal_basis_that_is_valid_for_the_audience() -> None:
    with duckdb.connect() as con:
        for statement in RULES.split(";")[:-1]:
            con.execute(statement)
        company, household = (read_answered(con, audience, date(2026, 3, 1)) for audience in ("b2b", "b2c"))
    assert company.names == {"industry", "age"} and company.basis == {"age": "approved"}
    assert company.forbidden == {"gender", "children"}
    assert household.forbidden == {"age", "children"} and household.names == {"gender"}
    [sentence] = company.sentences(frozenset({"gender", "industry"}))
    assert sentence.startswith("The attribute 'gender' is protected and is not learnt")
