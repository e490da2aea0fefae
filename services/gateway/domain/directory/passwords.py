"""Read passwords.csv, which a set-up may send along: first passwords for members of staff."""

from typing import Final

from services.gateway.domain.directory.model import ListedStaff
from services.gateway.domain.directory.sheet import Column, Fault, Row, check_unique, read_sheet

FILE: Final = "passwords.csv"
COLUMNS: Final = (Column("username", ("用户名",)), Column("password", ("密码",)))
_SHORTEST: Final = 8
_LONGEST: Final = 128


def read_passwords(
    text: str | None, staff: tuple[ListedStaff, ...], faults: list[Fault]
) -> dict[str, str]:
    """Return plain passwords by staff id; none when there is no such file."""
    if text is None:
        return {}
    rows = read_sheet(FILE, text, COLUMNS, faults)
    check_unique(((row, row.text("username")) for row in rows), "用户名")
    ids = {each.particulars.username: each.id for each in staff}
    return {
        ids[row.text("username")]: row.text("password")
        for row in rows
        if _fits(row, frozenset(ids))
    }


def _fits(row: Row, usernames: frozenset[str]) -> bool:
    if row.text("username") not in usernames:
        row.wrong(f"用户名“{row.text('username')}”不在 staff.csv 中")
        return False
    if not _SHORTEST <= len(row.text("password")) <= _LONGEST:
        row.wrong(f"密码至少 {_SHORTEST} 位，至多 {_LONGEST} 位")
        return False
    return True
