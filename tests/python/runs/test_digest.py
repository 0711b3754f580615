"""The digest: what it tells, that it escapes data and names nobody, and that it is sent once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.digest.deliver import deliver, is_due
from leads.digest.news import read_news
from leads.digest.write import render
from leads.publish.layout import ANALYSTS, Layout
from news_place import NASTY, Mailbox, NewsPlace


def text_of(place: NewsPlace, is_personal: bool = False) -> str:
    return render(read_news(place.settings, None, is_personal)).text


def section(text: str, name: str) -> str:
    return text.partition(name)[2].partition("\n\n")[0] + text.partition(name)[2].partition("\n\n")[2].split("\n\n")[0]


def test_it_tells_what_changed(place: NewsPlace) -> None:
    place.publish()
    text = text_of(place)
    assert text.startswith("Leads, Tuesday 30 June 2026\nWhat changed since 2026-06-29\n")
    assert "NEW FOR SALES (2)" in text and "web demo request (+30.0)" in text and "score reached" in text
    assert "PROMISES TO KEEP (1 open, 1 overdue)" in text
    assert text.index("- due Wed 01 Jul, 08:30") < text.index("- OVERDUE since Mon 29 Jun, 10:00")
    assert "GOING COLD THIS WEEK (1)" in text and "2026-07-03" in text, (
        "who rises, is excluded or stays longer is left out"
    )
    assert "+24.9 to 34.9 (new activity +26.0, decay -1.1)" in text and "-3.5 to 6.5 (decay -3.5)" in text
    assert "+50" not in text, "an excluded lead"
    assert "- mql: 14 entered, 14 before (as before), 12 there now\n- lost: 7 entered" in text
    assert "3 rows of events did not fit when loaded, column occurred_at" in text
    assert "2 rows of leads: placeholder in email" in text
    assert "1 lead rejected by crm: no owner of that name" in text


DRIFTED = """
    alter table marts.lead_scores add column model_id varchar; alter table marts.lead_scores add column conversion_id varchar;
    alter table marts.lead_scores add column no_probability_reason varchar;
    update marts.lead_scores set model_id = 'm_one', conversion_id = 'deal', no_probability_reason = 'drift';
    create table marts.score_calibration as
    select * from (values
        ('deal', 'm_one', 'drift', 1, 2, 1, 3.41), ('deal', 'm_one', 'drift', 2, 2, 1, 3.41), ('deal', 'm_two', 'drift', 1, 2, 2, 8.0),
        ('other', 'm_one', 'drift', 1, 3, 3, 9.0)
    ) as rows (conversion_id, model_id, status, band_no, months_tested, months_drifted, largest_monthly_z);
"""


def test_probabilities_that_drift_has_switched_off_are_said_at_the_top(place: NewsPlace) -> None:
    place.publish()
    assert "drift" not in text_of(place)
    place.publish(changed=DRIFTED)
    digest = render(read_news(place.settings, None, False))
    told = "Probabilities of m one are switched off by drift: 1 of 2 later months missed what was promised of deal, by up to 3.4 "
    assert digest.text.splitlines()[2].startswith(told)
    assert told in digest.html and digest.html.count("drift") == 1
    place.publish(changed=DRIFTED + "update marts.lead_scores set no_probability_reason = 'converted';")
    assert "drift" not in text_of(place), "leads show none for another reason"


def test_it_names_nobody_unless_a_setting_says_so(place: NewsPlace) -> None:
    place.publish()
    digest = render(read_news(place.settings, None, False))
    for secret in ("ida", "jon", "kim", "ann", "bob", "age", "mail_of_ida", "asked for a demonstration", "reached 60"):
        assert not re.search(rf"\b{secret}\b", digest.html + digest.text), secret
    text = text_of(place, is_personal=True)
    assert "Lead ida, Acme Ltd, grade B, score 70.5\n  asked for a demonstration once (+30.00); age 53 (+15.00)" in text
    assert "owner ann, answer due Wed 01 Jul, 08:30" in text and "engagement reached 60; visited (+3.00)" in text


def test_data_is_escaped_and_the_page_needs_nothing_from_elsewhere(place: NewsPlace) -> None:
    place.publish()
    page = render(read_news(place.settings, None, True)).html
    assert NASTY not in page and "&lt;script&gt;" in page
    assert not re.search(r"https?://|<script|<img|<link|@import|url\(", page)
    assert NASTY in text_of(place, is_personal=True)


def test_an_empty_publication_has_a_digest(place: NewsPlace) -> None:
    tables = ("mql_sla", "sales_queue", "going_cold", "lead_score_changes", "funnel_daily", "rejected_rows")
    place.publish(
        changed="".join(f"delete from marts.{name};" for name in (*tables, "input_findings", "sync_rejections"))
    )
    text = text_of(place)
    for sentence in (
        "Nobody was handed over.",
        "No answer is due.",
        "Nobody leaves their band",
        "No score moved.",
        "fitted",
    ):
        assert sentence in text
    with pytest.raises(LeadsError, match="Nothing is published yet"):
        render(read_news(NewsPlace(place.folder / "other").settings, None, False))


def test_times_are_those_of_the_business(place: NewsPlace) -> None:
    from dataclasses import replace

    place.publish()
    news = read_news(replace(place.settings, time_zone="Europe/Berlin"), None, False)
    assert "due Wed 01 Jul, 10:30" in render(news).text


def test_a_publication_of_before_is_refused_in_words(place: NewsPlace) -> None:
    place.publish(changed="drop table marts.sync_rejections;")
    with pytest.raises(LeadsError, match="has no mart sync_rejections: run `leads build`") as refused:
        read_news(place.settings, None, False)
    assert refused.value.exit_code == ExitCode.NOT_FOUND


def test_it_is_written_for_each_publication_and_begins_where_the_last_date_ended(place: NewsPlace) -> None:
    place.publish("2026-06-26")
    assert is_due(place.settings)
    done = deliver(place.settings)
    assert done.page == Layout(place.settings.warehouse).digests / "2026-06-26.html" and done.sent_to is None
    assert not is_due(place.settings)
    place.publish("2026-06-30")
    assert is_due(place.settings)
    assert "since 2026-06-26" in deliver(place.settings).text.read_text(encoding="utf-8")
    place.publish("2026-06-30")
    assert is_due(place.settings)
    assert "since 2026-06-26" in deliver(place.settings).text.read_text(encoding="utf-8"), "a date written again"
    done.page.with_name("2026-06-30.html").unlink()
    assert is_due(place.settings)
    assert "since 2026-06-01" in deliver(place.settings, since=date(2026, 6, 1)).text.read_text(encoding="utf-8")
    assert sorted(path.suffix for path in Layout(place.settings.warehouse).digests.iterdir()) == [
        ".html",
        ".html",
        ".txt",
        ".txt",
    ]


def test_it_is_sent_once_for_a_date_by_real_mail(
    place: NewsPlace, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADS_NOTIFY_URLS", f"{mailbox.url('sales')} {mailbox.url('marketing')}")
    place.publish()
    assert deliver(place.settings).sent_to == 2
    [mail, _] = mailbox.mails
    assert mail["subject"] == "Leads, Tuesday 30 June 2026"
    page = mail.get_body(("html",))
    assert page and "&lt;script&gt;" in page.get_content() and mail.get_body(("plain",))
    place.publish()
    assert deliver(place.settings).was_sent and len(mailbox.mails) == 2
    assert deliver(place.settings, again=True).sent_to == 2 and len(mailbox.mails) == 4
    assert deliver(place.settings, again=True, sends=False).sent_to is None and len(mailbox.mails) == 4


def test_what_was_not_sent_is_sent_by_the_next_call(
    place: NewsPlace, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEADS_NOTIFY_URLS", mailbox.url("sales"))
    place.publish()
    mailbox.is_closed = True
    with pytest.raises(LeadsError, match="1 of 1 channels of the tag digest did not take the message") as refused:
        deliver(place.settings)
    assert refused.value.exit_code == ExitCode.DESTINATION and "127.0.0.1" not in str(refused.value)
    assert capfd.readouterr() == ("", ""), "apprise would log the address"
    assert (Layout(place.settings.warehouse).digests / "2026-06-30.html").exists() and is_due(place.settings)
    mailbox.is_closed = False
    assert deliver(place.settings).sent_to == 1 and not is_due(place.settings)


@pytest.mark.parametrize(
    ("variable", "value"), [("LEADS_NOTIFY_URLS", "secret-token"), ("LEADS_NOTIFY_CONFIG", "/no/file")]
)
def test_a_channel_that_is_none_is_a_usage_error_that_does_not_quote_it(
    place: NewsPlace, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    place.publish()
    with pytest.raises(LeadsError) as refused:
        deliver(place.settings)
    assert refused.value.exit_code == ExitCode.USAGE
    assert variable in str(refused.value) and value not in str(refused.value)


def test_what_is_published_is_let_go(place: NewsPlace) -> None:
    """The digest holds no lock: the file it read may be swapped and opened for writing at once."""
    import duckdb

    place.publish()
    read_news(place.settings, None, True)
    served: Path = Layout(place.settings.warehouse).served(ANALYSTS)
    with duckdb.connect(str(served)) as con:
        con.execute("create table mine as select 1")
