"""The walk through the stages: order, segments, customers, creation, identity and late news, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from .funnel_samples import act, ann, bought, deal, did, funnel_seeds, level, moment, path, stays
from .ledger import rounded
from .samples import lead, row
from .stages import Stay

KNOWN = "created 01-01"
WALK = [act("accepted", "01-05"), act("qualified", "01-06", "week"), act("recycled", "01-08", "Other plans ")]


def test_a_history_from_end_to_end() -> None:
    found = stays(events=did("call", "01-02T10:00"), sales_activities=WALK, on="01-20")
    first = Stay(
        1, "known", 0, "created", None, "b2c", "A", rounded(90), rounded(0), rounded(0), False, False,
        date(2026, 1, 1), date(2026, 1, 2), moment("01-01"),
    )  # fmt: skip
    second, third, fourth, fifth, last = found[1:]
    assert found[0] == first
    engaged = replace(first, stay_no=2, stage="engaged", entry_signal="engaged", entered_on=date(2026, 1, 2))
    engaged = replace(
        engaged, engagement_score=rounded(60), lead_score=rounded(73.48), entered_at=moment("01-02T10:00")
    )
    assert second == engaged
    assert third == replace(
        engaged,
        stay_no=3,
        stage="mql",
        cycle_no=1,
        entry_signal="score_reached",
        entry_reason="engagement 60.00 reached 60",
        left_on=date(2026, 1, 5),
        entered_at=None,
    )
    assert (fourth.stage, fourth.entry_reason, fourth.entered_at, fourth.cycle_no) == ("sal", None, moment("01-05"), 1)
    assert (fifth.stage, fifth.entry_reason, fifth.left_on) == ("sql", "wants a week", date(2026, 1, 8))
    assert (last.stage, last.entry_reason, last.left_on, last.is_current) == ("recycled", "Other plans ", None, True)
    assert sum(stay.is_current for stay in found) == 1


def test_within_a_date_all_goes_by_its_moment_and_a_score_comes_last() -> None:
    acts = [act("accepted", "01-01T12:00"), act("rejected", "01-01T13:00", "now")]
    leads = [ann("01-01T20:00")]
    events = [*did("visit", "01-01T10:00"), *did("contact", "01-01T11:00"), *did("ask", "01-01T14:00")]
    found = stays(leads=leads, events=events, sales_activities=acts)
    signals = ("created", "engaged", "hand_raised", "accepted", "rejected")
    assert [stay.entry_signal for stay in found] == list(signals)
    moments = [stay.entered_at for stay in found]
    assert moments == [moment(f"01-01T{hour}:00") for hour in (10, 10, 11, 12, 13)]
    found = stays(leads=leads, events=did("call", "01-01T10:00"), sales_activities=[act("accepted", "01-02T00:00")])
    assert [(stay.entry_signal, stay.entered_at) for stay in found[2:]] == [
        ("score_reached", None), ("accepted", moment("01-02T00:00")),
    ]  # fmt: skip


def test_what_happened_with_an_act_or_after_it_did_not_lead_to_it() -> None:
    by_score = path(events=did("call", "01-05T10:00"), sales_activities=[act("accepted", "01-05T12:00")])
    assert by_score == [KNOWN, "engaged 01-05", "accepted 01-05"]
    at_once = path(events=did("contact", "01-05T12:00"), sales_activities=[act("accepted", "01-05T12:00")])
    assert at_once == [KNOWN, "engaged 01-05", "accepted 01-05"]
    before = path(events=did("contact", "01-05T11:59"), sales_activities=[act("accepted", "01-05T12:00")])
    assert before == [KNOWN, "engaged 01-05", "hand_raised 01-05", "accepted 01-05"]


def test_stages_only_go_up_within_a_segment() -> None:
    acts = [act("qualified", "01-05"), act("accepted", "01-06"), act("qualified", "01-07"), act("assigned", "01-08")]
    assert path(sales_activities=acts) == [KNOWN, "qualified 01-05"]
    acts += [act("recycled", "01-09"), act("accepted", "01-10"), act("accepted", "01-11")]
    assert path(sales_activities=acts)[2:] == ["recycled 01-09", "accepted 01-10"]


def test_engaged_counts_only_while_known() -> None:
    assert path(events=did("visit", "01-06"), sales_activities=[act("accepted", "01-05")]) == [KNOWN, "accepted 01-05"]
    assert path(events=did("visit", "01-06"), sales_activities=[act("recycled", "01-05")]) == [KNOWN, "recycled 01-05"]


def test_engaged_needs_a_rule_with_positive_points_and_not_a_score() -> None:
    assert path(events=did("complaint", "01-03")) == [KNOWN]
    assert path(events=[*did("complaint", "01-03"), *did("visit", "01-03")]) == [KNOWN, "engaged 01-03"]
    assert path(score_overrides=[level("50", "01-03")]) == [KNOWN]


def test_acts_at_one_moment_go_by_position_then_exits_then_signal() -> None:
    acts = [act(name, "01-05") for name in ("recycled", "disqualified", "qualified", "accepted")]
    found = path(sales_activities=acts)
    assert found[1:] == ["accepted 01-05", "qualified 01-05", "disqualified 01-05", "recycled 01-05"]
    assert stays(sales_activities=acts)[-1].entered_at == moment("01-05")


def test_each_exit_is_a_stay_and_begins_a_segment() -> None:
    acts = [act("recycled", "01-05"), act("rejected", "01-06"), act("disqualified", "01-07"), act("accepted", "01-08")]
    assert [stay.stage for stay in stays(sales_activities=acts)[1:]] == ["recycled", "recycled", "disqualified", "sal"]


def test_a_customer_stays_a_customer() -> None:
    acts = [act("recycled", "01-06"), act("accepted", "01-07")]
    later = [deal("01-08", "01-09", won=False)]
    assert path(orders=[bought("01-05")], sales_activities=acts, opportunities=later, events=did("call", "01-10")) == [
        KNOWN, "purchased 01-05",
    ]  # fmt: skip
    # at the same moment won comes before the exit, within a date the moment decides
    assert path(orders=[bought("01-06")], sales_activities=acts)[1:] == ["purchased 01-06"]
    found = path(orders=[bought("01-06T01:00")], sales_activities=acts, events=did("call", "01-06"))
    assert found[1:] == [f"{signal} 01-06" for signal in ("engaged", "recycled", "purchased")]


def test_a_stay_before_creation_is_kept_and_flagged() -> None:
    leads = [ann("01-10", created_at=moment("01-08T09:00"))]
    found = stays(leads=leads, orders=[bought("01-03T07:00")], events=did("call", "01-02"))
    assert [(s.stage, s.entered_on.day, s.is_before_creation) for s in found] == [
        ("known", 3, True),
        ("customer", 3, True),
    ]
    found = stays(leads=leads, sales_activities=[act("recycled", "01-03T07:00", "now")], events=did("call", "01-05"))
    assert [(s.stage, s.entered_on.day, s.is_before_creation) for s in found] == [
        ("known", 3, True), ("recycled", 3, True), ("mql", 8, False),
    ]  # fmt: skip
    assert found[0].entered_at == moment("01-03T07:00")


@pytest.mark.parametrize(("created", "day"), [(None, 10), ("01-08T09:00", 8), ("01-15", 10), ("01-10T23:00", 10)])
def test_a_lead_is_there_from_its_creation_or_its_first_load(created: str | None, day: int) -> None:
    leads = [
        ann("01-10T12:00", created_at=moment(created) if created else None),
        ann("01-20", created_at=moment("01-12")),
    ]
    found = stays(leads=leads, events=did("visit", "01-02"))
    assert [(s.entry_signal, s.entered_on.day) for s in found] == [("created", day), ("engaged", day)]


def test_a_later_profile_row_can_move_the_creation_back() -> None:
    leads = [ann("01-10"), ann("01-20", created_at=moment("01-04"))]
    assert path(leads=leads, on="01-19") == ["created 01-10"]
    assert path(leads=leads, on="01-20") == ["created 01-04"]


def test_before_the_first_load_the_profile_is_that_of_the_first_load() -> None:
    leads = [ann("01-10", "it", created_at=moment("01-02")), ann("01-12", "de")]
    found = stays(leads=leads, events=did("call", "01-03"))
    assert [(s.entry_signal, s.entered_on.day, s.fit_grade) for s in found] == [
        ("created", 2, "D"), ("engaged", 3, "D"), ("score_reached", 12, "A"),
    ]  # fmt: skip


def test_of_several_deliveries_of_an_act_the_first_stands() -> None:
    first = act("accepted", "01-05", activity_id="a", loaded_at=moment("01-07"))
    second = act("recycled", "01-04", activity_id="a", loaded_at=moment("01-08"))
    assert path(sales_activities=[second, first]) == [KNOWN, "accepted 01-05"]
    tied = second | {"loaded_at": moment("01-07")}
    assert path(sales_activities=[first, tied]) == [KNOWN, "recycled 01-04"]
    reasons = [first | {"reason": None}, first | {"reason": "z"}, first | {"reason": "y"}]
    assert stays(sales_activities=reasons)[1].entry_reason == "y"


def test_an_act_counts_once_it_happened_and_was_loaded() -> None:
    late = act("accepted", "01-05", loaded_at=moment("01-08T23:59"))
    assert path(sales_activities=[late], on="01-07") == [KNOWN]
    assert path(sales_activities=[late], on="01-08") == [KNOWN, "accepted 01-05"]
    foretold = act("accepted", "01-20", loaded_at=moment("01-08"))
    assert path(sales_activities=[foretold], on="01-19") == [KNOWN]


def test_of_an_opportunity_the_newest_row_counts() -> None:
    rows = [
        deal("01-05", loaded_at=moment("01-05")),
        deal("01-04", "01-08", won=False, loaded_at=moment("01-09")),
        deal("01-04", "01-08", won=True, loaded_at=moment("01-11")),
    ]
    assert path(opportunities=rows, on="01-08") == [KNOWN, "opportunity_opened 01-05"]
    assert path(opportunities=rows, on="01-10") == [KNOWN, "opportunity_opened 01-04", "opportunity_lost 01-08"]
    assert path(opportunities=rows, on="01-11")[1:] == ["opportunity_opened 01-04", "opportunity_won 01-08"]


def test_an_opportunity_closed_later_is_open_and_one_without_a_date_closed_when_loaded() -> None:
    closed = deal("01-05", "01-20", won=True, loaded_at=moment("01-06"))
    assert path(opportunities=[closed], on="01-19")[1:] == ["opportunity_opened 01-05"]
    assert path(opportunities=[closed], on="01-20")[2:] == ["opportunity_won 01-20"]
    assert path(opportunities=[closed | {"closed_at": None}], on="01-19")[2:] == ["opportunity_won 01-06"]
    assert path(opportunities=[closed | {"is_closed": False}], on="01-20")[1:] == ["opportunity_opened 01-05"]
    unknown = closed | {"is_won": None, "created_at": None}
    assert path(opportunities=[unknown], on="01-20")[1:] == ["opportunity_opened 01-06", "opportunity_lost 01-20"]
    backwards = closed | {"closed_at": moment("01-04")}
    assert path(opportunities=[backwards], on="01-20") == [
        KNOWN, "opportunity_opened 01-04", "opportunity_won 01-04",
    ]  # fmt: skip
    assert path(opportunities=[closed | {"created_at": moment("01-10")}], on="01-09") == [KNOWN]
    assert path(opportunities=[closed | {"lead_id": None}]) == [KNOWN]


def test_a_purchase_is_made_with_the_first_line_of_an_order_that_is_worth_something() -> None:
    lines = [bought("01-07", 10), bought("01-05", None), bought("01-09", -10)]
    assert path(orders=lines[:2])[1:] == ["purchased 01-05"]
    assert path(orders=lines, on="01-08")[1:] == ["purchased 01-05"]
    assert path(orders=lines, on="01-09") == [KNOWN]


def test_what_a_merged_lead_did_counts_for_the_survivor() -> None:
    merge = row("lead_merges", merged_lead_id="bob", surviving_lead_id="ann", merged_at=moment("01-10"))
    bob = lead("bob", loaded_at=moment("01-01"), country="it", created_at=moment("01-01"))
    given: dict[str, Any] = {
        "leads": [ann("01-03"), bob],
        "lead_merges": [merge],
        "events": did("call", "01-04", lead_id="bob"),
        "sales_activities": [act("accepted", "01-05", lead_id="bob")],
    }
    assert [s.stage for s in stays(on="01-09", **given)] == ["known"]
    assert [s.stage for s in stays(on="01-09", lead_id="bob", **given)] == ["known", "engaged", "sal"]
    assert [s.stage for s in stays(on="01-10", **given)] == ["known", "engaged", "mql", "sal"]
    assert stays(on="01-10", lead_id="bob", **given) == []


def test_scores_at_entry_are_those_of_the_day_also_for_excluded_leads() -> None:
    out = {
        "rule_id": "x",
        "kind": "internal",
        "precedence": 1,
        "match_field": "country",
        "operator": "eq",
        "value": "de",
    }
    acts = [act("accepted", "01-05T00:00")]
    found = stays(
        funnel_seeds(exclusion_rules=[out]), events=did("call", "01-03", "01-05T20:00"), sales_activities=acts
    )
    assert [(s.stage, s.fit_score, s.engagement_score, s.lead_score) for s in found] == [
        ("known", rounded(90), rounded(0), rounded(0)), ("engaged", rounded(90), rounded(60), rounded(73.48)), ("sal", rounded(90), rounded(100), rounded(94.87)),
    ]  # fmt: skip
