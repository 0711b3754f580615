"""Which events count, decided by hand."""

from __future__ import annotations

import itertools

from .facts import Facts, Row
from .hygiene import standing_deliveries
from .samples import at, event, facts, lead, outcomes, seeds, world

TYPES = seeds(
    event_types=[
        {"event_type": "sent"},
        {"event_type": "open", "dedupe_by": "message_id"},
        {"event_type": "click", "delivery_event_type": "sent"},
    ]
)
AGENTS = seeds(machine_user_agents=[{"pattern": "Bot"}])


def judged(*events: Row, on: str = "2026-01-31") -> dict[str, str]:
    return outcomes(Facts({"leads": [lead("ann"), lead("bob")], "events": list(events)}), TYPES, on, AGENTS)


def test_the_first_delivery_stands_whatever_the_order_of_rows() -> None:
    early = event("e", "call", "2026-01-02", loaded_at=at("2026-01-03"))
    late = event("e", "open", "2026-01-01", loaded_at=at("2026-01-04"))
    tie_with_lead = event("e", "call", "2026-01-02", "ann", loaded_at=at("2026-01-03"))
    tie_without_lead = event("e", "call", "2026-01-02", None, loaded_at=at("2026-01-03"))
    for deliveries in itertools.permutations([early, late, tie_without_lead]):
        assert standing_deliveries(deliveries) == [tie_with_lead]


def test_deliveries_equal_in_six_columns_are_ordered_by_the_others_as_the_contract_lists_them() -> None:
    web = event("e", "call", "2026-01-02", channel="web", session_id="a")
    phone = event("e", "call", "2026-01-02", channel="phone", session_id="b")
    unknown = event("e", "call", "2026-01-02", session_id="a")
    for deliveries in itertools.permutations([web, phone, unknown]):
        assert standing_deliveries(deliveries) == [phone]


def test_a_copy_that_comes_later_changes_nothing_and_is_unseen_before() -> None:
    first = event("e", "call", "2026-01-05", loaded_at=at("2026-01-06T23:59:59"))
    given = facts(events=[first, event("e", "open", "2026-01-01", loaded_at=at("2026-01-07"))])
    assert world(given, TYPES, "2026-01-05").events == []
    assert [e.event_type for e in world(given, TYPES, "2026-01-06").events] == ["call"]
    assert [e.event_type for e in world(given, TYPES, "2026-01-09").events] == ["call"]


def test_the_earliest_of_semantic_duplicates_counts() -> None:
    assert judged(
        event("b", "open", "2026-01-02", message_id="m"),
        event("a", "open", "2026-01-02", message_id="m"),
        event("c", "open", "2026-01-01", message_id="other"),
        event("d", "open", "2026-01-01"),
        event("e", "open", "2026-01-01"),
        event("f", "open", "2026-01-03", "bob", message_id="m"),
        event("g", "call", "2026-01-03", message_id="m"),
        event("h", "call", "2026-01-03", message_id="m"),
    ) == {
        "a": "counted",
        "b": "semantic_duplicate",
        "c": "counted",
        "d": "counted",
        "e": "counted",
        "f": "counted",
        "g": "counted",
        "h": "counted",
    }


def test_the_event_s_own_dedupe_key_comes_before_that_of_its_type() -> None:
    assert judged(
        event("a", "open", "2026-01-01", message_id="m1", dedupe_key="k"),
        event("b", "open", "2026-01-02", message_id="m2", dedupe_key="k"),
        event("c", "open", "2026-01-03", message_id="m1"),
        event("d", "call", "2026-01-03", dedupe_key="k"),
        event("e", "call", "2026-01-04", dedupe_key="k"),
    ) == {"a": "counted", "b": "semantic_duplicate", "c": "counted", "d": "counted", "e": "semantic_duplicate"}


def test_a_machine_s_open_takes_nobody_s_place() -> None:
    assert judged(
        event("a", "open", "2026-01-01", message_id="m", is_machine=True),
        event("b", "open", "2026-01-01", message_id="m", is_machine=True),
        event("c", "open", "2026-01-02", message_id="m"),
        event("d", "open", "2026-01-03", message_id="m"),
    ) == {"a": "machine", "b": "machine", "c": "counted", "d": "semantic_duplicate"}


def test_a_machine_among_unknown_visitors_is_a_machine_first() -> None:
    assert judged(
        event("crawler", "call", "2026-01-01", None, anonymous_id="n", user_agent="superBOT/2"),
        event("visitor", "call", "2026-01-01", None, anonymous_id="n"),
    ) == {"crawler": "machine", "visitor": "unlinked_anonymous_id"}


SCANNED = seeds(
    event_types=[
        {"event_type": "sent"},
        {
            **{"event_type": "click", "dedupe_by": "message_id", "delivery_event_type": "sent"},
            **{"machine_seconds_before": 5, "machine_seconds_after": 3},
            **{"machine_burst_seconds": 1, "machine_burst_count": 2},
        },
        {"event_type": "left", "machine_burst_seconds": 1, "machine_burst_count": 3},
        {"event_type": "form", "repeat_within_seconds": 30},
    ]
)


def scanned(*events: Row) -> dict[str, str]:
    return outcomes(facts(events=list(events)), SCANNED, "2026-01-31")


def test_seconds_before_and_after_the_delivery_are_those_of_the_type() -> None:
    clicks = {"09:59:54.999": "counted", "09:59:55": "machine", "10:00:02.999": "machine", "10:00:03": "counted"}
    for moment, outcome in clicks.items():
        sent = event("sent", "sent", "2026-01-01T10:00:00", message_id="m")
        click = event("click", "click", f"2026-01-01T{moment}", message_id="m")
        assert scanned(sent, click)["click"] == outcome, moment


def test_different_links_at_once_are_a_machine_s() -> None:
    def act(name: str, kind: str, moment: str, url: str | None = None, message: str = "m") -> Row:
        return event(name, kind, f"2026-01-01T10:00:{moment}", message_id=message, url=url)

    assert scanned(
        *(act("a", "click", "40", "/a"), act("b", "click", "41", "/b"), act("c", "click", "42.001", "/c")),
        *(act("same", "click", "40", "/a", "n"), act("same_again", "click", "40", "/a", "n")),
        *(act("way_out", "click", "40", "/u", "o"), act("left", "left", "40", None, "o")),
        *(
            act("scan_1", "click", "40", "/a", "p"),
            act("scan_2", "click", "40", "/u", "p"),
            act("scan_3", "left", "40", message="p"),
        ),
    ) == {
        **{"a": "machine", "b": "machine", "c": "counted"},
        **{"same": "counted", "same_again": "semantic_duplicate", "way_out": "counted", "left": "counted"},
        **{"scan_1": "machine", "scan_2": "machine", "scan_3": "machine"},
    }


def test_a_like_act_within_seconds_is_a_repeat_and_chains_count_once() -> None:
    assert scanned(
        *(event("a", "form", "2026-01-01T23:59:50"), event("b", "form", "2026-01-02T00:00:20")),
        *(event("c", "form", "2026-01-02T00:00:50"), event("d", "form", "2026-01-02T00:01:20.001")),
        *(event("key_1", "form", "2026-01-05", dedupe_key="1"), event("key_2", "form", "2026-01-05", dedupe_key="2")),
    ) == {
        **{"a": "counted", "b": "semantic_duplicate", "c": "semantic_duplicate", "d": "counted"},
        **{"key_1": "counted", "key_2": "counted"},
    }


def test_machines_are_known_by_flag_by_user_agent_and_by_speed() -> None:
    assert judged(
        event("flag", "call", "2026-01-01", is_machine=True),
        event("person", "call", "2026-01-01", is_machine=False, user_agent="Firefox"),
        event("agent", "call", "2026-01-01", is_machine=False, user_agent="superBOT/2"),
        event("sent", "sent", "2026-01-01T10:00:00", message_id="m"),
        event("at_0", "click", "2026-01-01T10:00:00", message_id="m"),
        event("at_1.9", "click", "2026-01-01T10:00:01.999", message_id="m"),
        event("at_2", "click", "2026-01-01T10:00:02", message_id="m"),
        event("before", "click", "2026-01-01T09:59:59", message_id="m"),
        event("other_message", "click", "2026-01-01T10:00:01", message_id="n"),
        event("other_lead", "click", "2026-01-01T10:00:01", "bob", message_id="m"),
        event("no_click", "call", "2026-01-01T10:00:01", message_id="m"),
    ) == {
        "flag": "machine",
        "person": "counted",
        "agent": "machine",
        "sent": "counted",
        "at_0": "machine",
        "at_1.9": "machine",
        "at_2": "counted",
        "before": "counted",
        "other_message": "counted",
        "other_lead": "counted",
        "no_click": "counted",
    }


def test_an_event_more_than_a_day_after_its_own_delivery_is_quarantined() -> None:
    assert judged(
        event("a_day", "call", "2026-01-02T10:00:00", loaded_at=at("2026-01-01T10:00:00")),
        event("more", "call", "2026-01-02T10:00:01", loaded_at=at("2026-01-01T10:00:00")),
    ) == {"a_day": "counted", "more": "quarantined"}


def test_a_quarantined_event_stays_so_and_still_stands_for_its_duplicates() -> None:
    assert judged(
        event("a", "open", "2026-01-05", message_id="m", loaded_at=at("2026-01-01")),
        event("a", "open", "2026-01-05", message_id="m", loaded_at=at("2026-01-06")),
        event("b", "open", "2026-01-07", message_id="m"),
    ) == {"a": "quarantined", "b": "semantic_duplicate"}


def test_an_unknown_type_counts() -> None:
    assert judged(event("a", "mystery", "2026-01-05")) == {"a": "counted"}
