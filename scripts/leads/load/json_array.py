"""A JSON array of objects as JSON lines: each element as it was written, on a line of its own."""

from __future__ import annotations

import json
from pathlib import Path

from leads.load.delivery import refuse

_BLANK = " \t\r\n"


def begins_an_array(path: Path) -> bool:
    """Whether the first character that is not blank opens an array which does not end on the line: lines may be arrays."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
        for line in file:
            if text := line.strip(_BLANK):
                return text.startswith("[") and not _is_whole(text, file.read(1 << 16))
    return False


def _is_whole(first: str, rest: str) -> bool:
    """An array on the first line with other lines after it is one record of several, and no object."""
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return bool(rest.strip(_BLANK))


def write_lines(path: Path, copy: Path) -> tuple[int, ...]:
    """Write the elements to copy; the line of the file on which each begins.

    Errors: BAD_INPUT naming the line where the array breaks.
    """
    text = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
    decoder = json.JSONDecoder()
    place = _after_blanks(text, 0) + 1
    lines: list[int] = []
    counted, line = 0, 1
    copy.parent.mkdir(parents=True, exist_ok=True)
    with copy.open("w", encoding="utf-8", errors="surrogateescape", newline="") as plain:
        place = _after_blanks(text, place)
        is_open = not text.startswith("]", place)
        while is_open:
            line += text.count("\n", counted, place)
            counted = place
            try:
                _, end = decoder.raw_decode(text, place)
            except (ValueError, RecursionError) as error:
                raise refuse(path, f"its array breaks at line {line}; correct the element there") from error
            plain.write(text[place:end].replace("\n", " ").replace("\r", " ") + "\n")
            lines.append(line)
            place = _after_blanks(text, end)
            is_open = text.startswith(",", place)
            place = _after_blanks(text, place + 1) if is_open else place
    if not text.startswith("]", place) or text[place + 1 :].strip(_BLANK):
        raise refuse(path, f"its array breaks after line {line}; close it with ] and nothing after it")
    return tuple(lines)


def _after_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANK:
        place += 1
    return place
