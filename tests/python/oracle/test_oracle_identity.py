"""Whose event it is, decided by hand."""

from __future__ import annotations

from .facts import Row
from .samples import at, event, facts, lead, outcomes, row, scored, seeds, world

NO_RULES = seeds()


def link(anonymous_id: str, lead_id: str, linked_at: str, **values: object) -> Row:
    return row("identity_links", anonymous_id=anonymous_id, lead_id=lead_id, linked_at=at(linked_at), **values)


def merge(merged: str, surviving: str, merged_at: str) -> Row:
    return row("lead_merges", merged_lead_id=merged, surviving_lead_id=surviving, merged_at=at(merged_at))


def owner(found: str, given: object, on: str = "2026-01-10") -> str | None:
    return {e.event_id: e.lead_id for e in world(given, NO_RULES, on).events}[found]  # type: ignore[arg-type]


def test_the_first_present_id_decides_even_when_it_is_unknown() -> None:
    given = facts(
        leads=[lead("ann", email=" Ann@X.example")],
        identity_links=[link("cookie", "ann", "2026-01-01")],
        events=[
            event("by_lead", "visit", "2026-01-02", "nobody", anonymous_id="cookie"),
            event("by_cookie", "visit", "2026-01-02", None, anonymous_id="cookie"),
            event("by_unlinked", "visit", "2026-01-02", None, anonymous_id="other", email="ann@x.example"),
            event("by_email", "visit", "2026-01-02", None, email="ANN@x.example "),
            event("by_stranger", "visit", "2026-01-02", None, email="bob@x.example"),
            event("by_nothing", "visit", "2026-01-02", None),
        ],
    )
    assert outcomes(given, NO_RULES, "2026-01-10") == {
        "by_lead": "unknown_lead",
        "by_cookie": "counted",
        "by_unlinked": "unlinked_anonymous_id",
        "by_email": "counted",
        "by_stranger": "unknown_email",
        "by_nothing": "no_identifier",
    }


def test_anonymous_history_counts_once_the_link_is_loaded() -> None:
    given = facts(
        identity_links=[link("cookie", "ann", "2026-01-03", loaded_at=at("2026-01-05T10:00"))],
        events=[event("e", "visit", "2026-01-01", None, anonymous_id="cookie")],
    )
    assert owner("e", given, "2026-01-04") is None
    assert owner("e", given, "2026-01-05") == "ann"


def test_a_shared_anonymous_id_belongs_to_the_earliest_link_then_the_smallest_lead() -> None:
    given = facts(
        leads=[lead("ann"), lead("bob"), lead("cat")],
        identity_links=[
            link("one", "cat", "2026-01-02"),
            link("one", "bob", "2026-01-01"),
            link("one", "ann", "2026-01-03"),
            link("two", "cat", "2026-01-01"),
            link("two", "bob", "2026-01-01"),
        ],
        events=[
            event("e1", "visit", "2026-01-05", None, anonymous_id="one"),
            event("e2", "visit", "2026-01-05", None, anonymous_id="two"),
        ],
    )
    assert (owner("e1", given), owner("e2", given)) == ("bob", "bob")


def test_an_email_belongs_to_whom_the_profiles_say_on_the_day_of_the_event() -> None:
    given = facts(
        leads=[
            lead("bob", email="shared@x.example", loaded_at=at("2025-01-01")),
            lead("bob", email="bob@x.example", loaded_at=at("2025-06-01")),
            lead("ann", email="shared@x.example", loaded_at=at("2025-02-01")),
        ],
        events=[
            event(day, "visit", f"2025-{day}T23:00", None, email="shared@x.example", loaded_at=at("2026-01-05"))
            for day in ("01-01", "05-31", "06-01")
        ],
    )
    assert [owner(day, given) for day in ("01-01", "05-31", "06-01")] == ["bob", "bob", "ann"]


def test_of_several_holders_of_an_email_the_first_has_it_and_who_gave_it_up_keeps_it_without_another() -> None:
    given = facts(
        leads=[
            lead("ann", email="info@x.example", loaded_at=at("2025-02-01")),
            lead("bob", email="info@x.example", loaded_at=at("2025-01-01")),
            lead("cat", email="old@x.example", loaded_at=at("2025-01-01")),
            lead("cat", email="new@x.example", loaded_at=at("2025-06-01")),
        ],
        events=[
            event("e1", "visit", "2026-01-05", None, email="info@x.example"),
            event("e2", "visit", "2026-01-05", None, email="old@x.example"),
        ],
    )
    assert (owner("e1", given), owner("e2", given)) == ("bob", "cat")


def test_merges_are_followed_along_the_chain_from_the_day_they_are_visible() -> None:
    given = facts(
        leads=[lead("ann"), lead("bob"), lead("cat")],
        lead_merges=[merge("ann", "bob", "2026-01-03"), merge("bob", "cat", "2026-01-05")],
        events=[event("e", "visit", "2026-01-01")],
    )
    assert [owner("e", given, f"2026-01-0{day}") for day in (2, 3, 4, 5)] == ["ann", "bob", "bob", "cat"]
    assert set(scored(given, NO_RULES, "2026-01-05")) == {"cat"}


def test_a_lead_merged_twice_follows_its_earliest_merge() -> None:
    given = facts(
        leads=[lead("ann"), lead("bob"), lead("cat")],
        lead_merges=[merge("ann", "cat", "2026-01-04"), merge("ann", "bob", "2026-01-03")],
        events=[event("e", "visit", "2026-01-01")],
    )
    assert owner("e", given) == "bob"


def test_a_circle_of_merges_is_cut_at_its_latest_and_one_into_itself_is_none() -> None:
    given = facts(
        leads=[lead("ann"), lead("bob"), lead("cat")],
        lead_merges=[
            merge("bob", "ann", "2026-01-03"),
            merge("ann", "bob", "2026-01-04"),
            merge("cat", "cat", "2026-01-02"),
        ],
        events=[event("e", "visit", "2026-01-01", "bob"), event("c", "visit", "2026-01-01", "cat")],
    )
    assert (owner("e", given), owner("c", given)) == ("ann", "cat")
    assert set(scored(given, NO_RULES, "2026-01-05")) == {"ann", "cat"}


def test_a_merge_or_a_link_that_is_taken_back_ends_when_that_is_known() -> None:
    back = {"deleted_at": at("2026-01-04"), "loaded_at": at("2026-01-05")}
    given = facts(
        leads=[lead("ann"), lead("bob")],
        lead_merges=[merge("ann", "bob", "2026-01-03"), merge("ann", "bob", "2026-01-03") | back],
        identity_links=[link("one", "bob", "2026-01-02"), link("one", "bob", "2026-01-02") | back],
        events=[event("e", "visit", "2026-01-01"), event("n", "visit", "2026-01-01", None, anonymous_id="one")],
    )
    assert [owner("e", given, f"2026-01-0{day}") for day in (2, 3, 4, 5)] == ["ann", "bob", "bob", "ann"]
    assert [owner("n", given, f"2026-01-0{day}") for day in (2, 4, 5)] == ["bob", "bob", None]


def test_an_event_waits_for_the_profile_of_its_lead() -> None:
    given = facts(leads=[lead("ann", loaded_at=at("2026-01-05"))], events=[event("e", "visit", "2026-01-01")])
    assert (owner("e", given, "2026-01-04"), owner("e", given, "2026-01-05")) == (None, "ann")
