"""Who is told what, once: that a run failed and that it goes again, and each hand-raise to its owner."""

from __future__ import annotations

from collections import defaultdict
from datetime import timezone

import pytz

from leads.base.console import count
from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import Row, has_table, read
from leads.base.settings import Settings
from leads.base.warehouse import connect
from leads.notes.notes import Notes
from leads.notify.channels import ALERTS, Channels, Message, may_be_personal, owner_tag
from leads.publish.layout import ANALYSTS, Layout
from leads.sync.reason import kept_reason

FAILED, RAISED = "run failed", "hand-raise"
HELD = "held once"  # by somebody who works with the file: told when the next run meets it, too
SHOWN = 10
OPEN = """
    select queue.lead_id, queue.owner_id, queue.cycle_no, queue.due_at, queue.sla_status, queue.entry_reason,
        queue.recommended_action, accounts.account_name
    from marts.sales_queue as queue
    left join marts.account_scores as accounts on queue.account_id = accounts.account_id
    where queue.entry_signal = 'hand_raised' and queue.sla_status in ('open', 'overdue')
    order by queue.queue_position
"""


def tell_failure(settings: Settings, channels: Channels, step: str, error: LeadsError) -> None:
    """Tell that a run failed, unless that of the same step was told and no run has gone through since."""
    notes = Notes(settings.warehouse)
    noted = notes.mark(FAILED)
    if error.exit_code == ExitCode.INTERRUPTED or noted == step:
        return
    if error.exit_code == ExitCode.LOCKED and noted is None:
        notes.note(FAILED, HELD)
        return
    said = kept_reason(str(error), ())
    again = "It is tried again with every run; you hear when it goes through."
    channels.send(ALERTS, Message(f"Leads: {step} failed", f"{said}\nExit code {int(error.exit_code)}. {again}"))
    notes.note(FAILED, step)


def tell_recovery(settings: Settings, channels: Channels) -> None:
    """Tell that what failed goes again, once."""
    notes = Notes(settings.warehouse)
    step = notes.mark(FAILED)
    if step is None:
        return
    if step != HELD:
        channels.send(ALERTS, Message("Leads: runs go through again", f"What had failed was: {step}."))
    notes.forget(FAILED)


def tell_hand_raises(settings: Settings, channels: Channels) -> int:
    """Tell each owner of the hand-raises that wait for an answer, each once; their number.

    Those without an owner, or whose owner has no channel, go to the channels of alerts. What waits when this is first called is
    taken for known: nobody gets the backlog of months.
    """
    served = Layout(settings.warehouse).served(ANALYSTS)
    if not served.exists():
        return 0
    with connect(served, read_only=True) as con:
        waiting = read(con, OPEN) if has_table(con, "marts", "sales_queue") else []
    notes = Notes(settings.warehouse)
    told = notes.told(RAISED)
    new = [row for row in waiting if (_matter(row), row["lead_id"]) not in told]
    if notes.mark(RAISED) is None:
        notes.tell((_matter(row), row["lead_id"]) for row in new)
        notes.note(RAISED, "told since")
        return 0
    by_tag: dict[str, list[Row]] = defaultdict(list)
    for row in new:
        own = owner_tag(row["owner_id"]) if row["owner_id"] else ALERTS
        by_tag[own if channels.reaches(own) else ALERTS].append(row)
    for tag, rows in by_tag.items():
        channels.send(tag, _message(settings, rows))
        notes.tell((_matter(row), row["lead_id"]) for row in rows)
    return len(new)


def _matter(row: Row) -> str:
    return f"{RAISED} {row['cycle_no']}"


def _message(settings: Settings, rows: list[Row]) -> Message:
    lines = [_line(settings, row) for row in rows[:SHOWN]]
    more = [f"... and {len(rows) - SHOWN:,} more"] if len(rows) > SHOWN else []
    return Message(f"{count(len(rows), 'lead')} asked for us", "\n".join([*lines, *more]))


def _line(settings: Settings, row: Row) -> str:
    """Without ids unless they may go out: the queue has them."""
    zone = pytz.timezone(settings.time_zone)
    due = row["due_at"].replace(tzinfo=timezone.utc).astimezone(zone) if row["due_at"] else None
    who = f"{row['lead_id']} (owner {row['owner_id'] or 'none'}): " if may_be_personal() else ""
    until = f", answer {'was due' if row['sla_status'] == 'overdue' else 'due'} {due:%a %d %b, %H:%M}" if due else ""
    of = f", {row['account_name']}" if row["account_name"] else ""
    action = f". {row['recommended_action']}" if row["recommended_action"] else ""
    return f"- {who}{row['entry_reason'] or 'raised a hand'}{of}{until}{action}"
