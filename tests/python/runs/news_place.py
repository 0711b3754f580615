"""Published files written by hand, with the marts that digests and alerts read; and a mailbox on this machine."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import duckdb
from aiosmtpd.controller import Controller

from leads.base.secret import create_keyed_hash
from leads.base.settings import Settings
from leads.publish import durable
from leads.publish.bi_file import write_bi_file
from leads.publish.layout import ANALYSTS, BI, Layout

NASTY = "<script>alert('x')</script> & Söhne"
MARTS = """
    create schema marts;
    create table marts.lead_scores as
    select * from (values
        ('ida', 'acme', 'B', 1, 70.5, 'call', 'asked for a demonstration once (+30.00)', 'age 53 (+15.00)', null, false, 'a download'),
        ('jon', 'odd', 'C', 2, 40.0, 'write', 'visited (+3.00)', null, null, false, null),
        ('kim', null, 'A', 1, 80.0, null, null, null, null, false, null),
        ('out', null, 'A', 1, 90.0, null, null, null, null, true, null)
    ) as rows (lead_id, account_id, fit_grade, engagement_band, lead_score, recommended_action, top_reason_1, top_reason_2,
        top_reason_3, is_excluded, next_band_activity);
    alter table marts.lead_scores alter lead_score type decimal(5, 2);
    create table marts.account_scores as
    select * from (values ('acme', 'Acme Ltd'), ('odd', $nasty)) as rows (account_id, account_name);
    create table marts.lead_score_ledger as
    select * from (values
        ('ida', 'engagement', 'rule', 'web_demo_request', 30.0::decimal(18, 6)),
        ('ida', 'fit', 'attribute', 'age_core', 15.0), ('ida', 'engagement', 'adjustment', null, 9.0)
    ) as rows (lead_id, dimension, entry_type, rule_id, contribution);
    create table marts.mql_sla as
    select *, date '2026-06-30' as entered_on, 'mql' as stage, 'sales' as segment from (values
        ('ida', 1, 'ann', 'open', timestamp '2026-07-01 08:30:00'), ('jon', 2, null, 'met', timestamp '2026-07-01 09:00:00')
    ) as rows (lead_id, cycle_no, owner_id, status, due_at);
    insert into marts.mql_sla values ('kim', 1, 'bob', 'overdue', '2026-06-29 10:00:00', '2026-06-26', 'mql', 'sales');
    create table marts.lead_stage_history as
    select *, 1 as stay_no, 'mql' as stage from (values
        ('ida', 1, date '2026-06-30', 'hand_raised', 'asked for a demonstration', 'B', 70.5::decimal(5, 2)),
        ('jon', 2, '2026-06-30', 'score_reached', 'engagement reached 60', 'C', 40.0), ('kim', 1, '2026-06-26', 'hand_raised', 'called', 'A', 80.0)
    ) as rows (lead_id, cycle_no, entered_on, entry_signal, entry_reason, fit_grade, lead_score);
    create table marts.sales_queue as
    select 1 as queue_position, 'mql' as hand_over_kind, sla.lead_id, scores.account_id, sla.owner_id, sla.cycle_no,
        stays.entry_signal, stays.entry_reason, scores.lead_score, scores.fit_grade, scores.recommended_action,
        sla.status as sla_status, sla.due_at
    from marts.mql_sla as sla inner join marts.lead_scores as scores using (lead_id)
    inner join marts.lead_stage_history as stays using (lead_id, cycle_no);
    create table marts.going_cold as
    select * from (values
        ('kim', 1, 2, date '2026-07-03', 3), ('jon', 2, 1, '2026-07-02', 2), ('out', 1, 2, '2026-07-01', 1), ('ida', 1, 2, '2026-08-30', 61)
    ) as rows (lead_id, engagement_band, next_band, leaves_band_on, days_left);
    create table marts.lead_score_changes as
    select *, date '2026-06-23' as from_date, 10.0::decimal(5, 2) as score_before, (10 + difference)::decimal(5, 2) as score_after,
        0.0::decimal(6, 2) as late_data, 0.0::decimal(6, 2) as expiry, 0.0::decimal(6, 2) as rules, 0.0::decimal(6, 2) as profile,
        0.0::decimal(6, 2) as overrides
    from (values ('ida', 24.9::decimal(6, 2), 26.0::decimal(6, 2), -1.1::decimal(6, 2)), ('kim', -3.5, 0.0, -3.5), ('out', 50.0, 50.0, 0.0))
        as rows (lead_id, difference, new_activity, decay);
    create table marts.funnel_daily as
    select stage, position, day::date as counted_on, entries, stock from (values ('mql', 2, 2, 12), ('lost', null, 1, 4))
        as stages (stage, position, entries, stock), range(timestamp '2026-06-01', timestamp '2026-07-01', interval 1 day) as days (day);
    create table marts.rejected_rows as
    select 'events' as table_name, 'mail_of_ida.csv' as source_file, 'occurred_at' as column_name, 'no time' as reason,
        3::bigint as row_count;
    create table marts.input_findings as
    select 'leads' as table_name, 'email' as column_name, 'placeholder' as finding, 'left_out' as consequence, 2::bigint as row_count;
    create table marts.sync_rejections as
    select 'crm' as destination, 'ida' as lead_id, 'no owner of that name' as reason;
"""


class NewsPlace:
    """A warehouse of which only what is published is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.settings = Settings(folder / "leads.duckdb", folder / "rules", None, project_dir=folder)
        self.generation = 0

    def publish(self, as_of_date: str = "2026-06-30", changed: str = "") -> None:
        """Serve a new generation for both audiences. changed: statements on the marts before."""
        self.generation += 1
        layout = Layout(self.settings.warehouse)
        files = {audience: layout.file_in(layout.generation(self.generation), audience) for audience in (ANALYSTS, BI)}
        for file in files.values():
            file.parent.mkdir(parents=True)
        with duckdb.connect() as con:
            con.execute(f"attach '{files[ANALYSTS]}' as published; attach '{files[BI]}' as bi; use published")
            for statement in con.extract_statements(MARTS + changed):
                con.execute(statement, {"nasty": NASTY} if "$nasty" in statement.query else None)
            create_keyed_hash(con, b"k" * 32)
            write_bi_file(con, "published", "bi")
            for database in ("published", "bi"):
                con.execute(
                    f"create table {database}.main.publication as select {self.generation}::bigint as generation, "
                    f"timestamp '{as_of_date} 05:00:00' as published_at, date '{as_of_date}' as as_of_date"
                )
            con.execute("use memory; detach published; detach bi")
        for audience, file in files.items():
            durable.serve(file, layout.served(audience))


@dataclass
class Mailbox:
    """A real SMTP server on loopback. is_closed: it refuses whatever comes."""

    mails: list[EmailMessage] = field(default_factory=list)
    is_closed: bool = False
    _controller: Any = None
    _port: int = 0

    def open(self) -> Mailbox:
        """Listen on a free port."""
        with socket.socket() as free:  # the controller knows no port of its own choice
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)
        self._controller.start()
        return self

    def close(self) -> None:
        """Stop listening."""
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail, or refuse it."""
        if self.is_closed:
            return "554 not today"
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    def url(self, to: str) -> str:
        """The address by which apprise reaches somebody here."""
        return f"mailto://127.0.0.1:{self._port}?mode=insecure&from=leads@example.com&to={to}@example.com"

    def told(self) -> list[tuple[str, str, str]]:
        """Of each mail its receiver, subject and plain text."""
        found = []
        for mail in self.mails:
            body = mail.get_body(("plain", "html"))
            assert body
            receiver = str(mail["to"]).strip("<>").partition("@")[0].rpartition("<")[2]
            found.append((receiver, str(mail["subject"]), str(body.get_content())))
        return found
