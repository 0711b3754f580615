"""The SQL that reads text, numbers and typed times as UTC, and says why it cannot."""

from __future__ import annotations

from datetime import timedelta

from leads.base import sql
from leads.load.cast_number import matches
from leads.load.notation import Notation
from leads.load.plausible_times import Plausible

_DAY = r"\d{4}-\d{2}-\d{2}"
_LOCAL = _DAY + r"([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?"
_OFFSET = r"(Z|UTC|[+-](0\d|1[0-5])(:?[0-5]\d)?)"
_ZONED = _DAY + r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)? ?" + _OFFSET
_MIDNIGHT = _DAY + r"([T ]00:00(:00(\.0{1,9})?)?( ?(Z|UTC|[+-]00(:?00)?))?)?"
_HOURS_MINUTES = r"[+-](\d{2}):?(\d{2})?$"
_COUNT = r"[+-]?\d{1,18}(\.\d{1,9})?"
# As an epoch counts: what one unit is in microseconds.
EPOCHS = {"s": 1_000_000, "ms": 1_000, "us": 1}
# What every step of a conversion can hold; whatever lies outside is implausible anyway.
_HELD = "between timestamp '0001-01-01' and timestamp '9999-12-31 23:59:59.999999'"
ISO = "iso"


def time_value(given: str, source_type: str, time_zone: str, notation: Notation, typed: str | None = None) -> str:
    """SQL of the moment in UTC, null where it is none. A zone in the value wins over the time zone, an IANA name.

    typed: SQL that is true for a value which its format marks as a time; the formats of the column are not its.
    """
    if notation.epoch:
        return _since_1970(given, source_type, notation.epoch)
    if source_type != "VARCHAR":
        return _of_type(given, source_type, time_zone)
    formats = [form for form in notation.formats if form != ISO]
    read = [_by_format(given, form, time_zone) for form in formats]
    if not formats or ISO in notation.formats:
        read.append(_of_text(given, time_zone))
    elif typed:
        read.append(f"case when {typed} then {_of_text(given, time_zone)} end")
    return read[0] if len(read) == 1 else f"coalesce({', '.join(read)})"


def date_value(given: str, notation: Notation, typed: str | None = None) -> str:
    """SQL of the day of a text, null where it is none: a time must be midnight in UTC."""
    formats = [form for form in notation.formats if form != ISO]
    read = [f"try_cast(try_strptime({given}, {sql.text(form)}) as date)" for form in formats]
    is_iso = matches(given, _MIDNIGHT)
    if formats and ISO not in notation.formats:
        is_iso = f"{typed} and {is_iso}" if typed else "false"
    read.append(f"case when {is_iso} then try_cast(left({given}, 10) as date) end")
    return read[0] if len(read) == 1 else f"coalesce({', '.join(read)})"


def is_no_date(value: str, plausible: Plausible) -> str:
    """SQL that is true for the day that means that there is none, in any zone."""
    if plausible.no_date is None:
        return "false"
    first, after = plausible.no_date - timedelta(days=1), plausible.no_date
    return f"{value} >= date '{first}' and {value} < date '{after}' + 2"


def is_never(value: str, plausible: Plausible) -> str:
    """SQL that is true for the end of what never ends: any day after the plausible ones (2999-12-31, 9999-12-31)."""
    return f"{value} >= date '{plausible.latest}' + 1"


def far_date_value(given: str, plausible: Plausible) -> str:
    """SQL of the day of a text that is far away, whatever its time of day; null of any other."""
    day = f"case when {matches(given, _LOCAL)} or {matches(given, _ZONED)} then try_cast(left({given}, 10) as date) end"
    return f"case when {is_never(day, plausible)} then {day} end"


def time_misfits(
    given: str,
    value: str,
    data_type: str,
    notation: Notation,
    plausible: Plausible,
    may_be_empty: bool,
    is_end: bool = False,
) -> tuple[tuple[str, str], ...]:
    """SQL that is true for what does not fit, and the reason with its remedy."""
    form = "a time such as 2018-01-31T10:00:00Z" if data_type == "timestamp" else "a date such as 2018-01-31"
    remedy = "name its form with `time_format:` or `epoch:`" if data_type == "timestamp" else "name its `date_format:`"
    if notation.epoch:
        form, remedy = f"a number of {notation.epoch} since 1970", "correct it or `epoch:`"
    elif notation.formats:
        form, remedy = f"a time of the form {' or '.join(notation.formats)}", "correct it or its form in the mapping"
    empty = " or leave it empty" if may_be_empty else ""
    outside = f"lies outside of {plausible.earliest} to {plausible.latest}, the days of plausible_times.csv; correct it{empty}"
    is_outside = f"not ({value} >= date '{plausible.earliest}' and not {is_never(value, plausible)})"
    if is_end:
        is_outside = f"{value} < date '{plausible.earliest}'"
    elif may_be_empty:
        is_outside += f" and not ({is_no_date(value, plausible)})"
    return ((f"{given} is not null and {value} is null", f"is not {form}; {remedy}"), (is_outside, outside))


def _since_1970(given: str, source_type: str, epoch: str) -> str:
    unit = EPOCHS[epoch]
    if source_type.startswith(("TIMESTAMP", "DATE", "TIME", "BOOLEAN", "STRUCT", "MAP")) or source_type.endswith("[]"):
        return "cast(null as timestamp)"
    number = f"try_cast({given} as decimal(38, 9))"
    if source_type == "VARCHAR":
        number = f"case when {matches(given, _COUNT)} then {number} end"
    # Nine thousand years in microseconds: no sum overflows below it.
    limit = 9_000 * 31_557_600 * 1_000_000 // unit
    held = f"case when abs({number}) <= {limit} then {number} end"
    return f"make_timestamp(cast(round({held} * {unit}) as bigint))"


def _by_format(given: str, form: str, time_zone: str) -> str:
    read = f"try_strptime({given}, {sql.text(form)})"
    if "%z" in form:
        return _held(f"try_cast(try_cast({read} as timestamptz) as timestamp)")
    return _in_utc(_held(f"try_cast({read} as timestamp)"), time_zone)


def _of_text(given: str, time_zone: str) -> str:
    local = _in_utc(f"try_cast({given} as timestamp)", time_zone)
    unzoned = f"regexp_extract({given}, {sql.text('^(.*?) ?' + _OFFSET + '$')}, 1)"
    sign = f"case when regexp_matches({given}, '-[0-9:]+$') then -1 else 1 end"
    hours, minutes = (
        f"coalesce(try_cast(regexp_extract({given}, {sql.text(_HOURS_MINUTES)}, {group}) as integer), 0)"
        for group in (1, 2)
    )
    zoned = f"try_cast({unzoned} as timestamp) - to_minutes(({sign}) * ({hours} * 60 + {minutes}))"
    return f"case when {matches(given, _LOCAL)} then {local} when {matches(given, _ZONED)} then {zoned} end"


def _of_type(given: str, source_type: str, time_zone: str) -> str:
    """Zoned times are instants already: the session's time zone is UTC."""
    if not source_type.startswith(("TIMESTAMP", "DATE")):
        return "cast(null as timestamp)"
    if source_type == "TIMESTAMP WITH TIME ZONE" or source_type.startswith("TIMESTAMPTZ"):
        return _held(f"try_cast(try_cast({given} as timestamptz) as timestamp)")  # nanoseconds go by way of timestamptz
    return _in_utc(_held(f"try_cast({given} as timestamp)"), time_zone)


def _in_utc(local: str, time_zone: str) -> str:
    return local if time_zone == "UTC" else f"timezone('UTC', timezone({sql.text(time_zone)}, {local}))"


def _held(expression: str) -> str:
    return f"case when {expression} {_HELD} then {expression} end"
