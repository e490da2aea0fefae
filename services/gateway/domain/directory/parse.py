"""Put the estate's files together and check each against the others."""

from collections.abc import Mapping
from typing import Final

from services.gateway.domain.directory import departments, estate, households, passwords, staff
from services.gateway.domain.directory.model import Directory, Estate
from services.gateway.domain.directory.sheet import Fault

FILES: Final = (estate.FILE, departments.FILE, staff.FILE, households.FILE)


def parse(files: Mapping[str, str]) -> tuple[Directory, list[Fault]]:
    """Return what the files say and everything that is wrong with them, by file and line.

    The directory is only fit for use when there is no fault. ``passwords.csv`` may be left out;
    files of other names are passed over.
    """
    missing = [Fault(name, 1, "缺少这个文件") for name in FILES if name not in files]
    if missing:
        return Directory(estate=Estate()), missing
    faults: list[Fault] = []
    return _read(files, faults), sorted(faults)


def _read(files: Mapping[str, str], faults: list[Fault]) -> Directory:
    where = estate.read_estate(files[estate.FILE], faults)
    parts = departments.read_departments(files[departments.FILE], faults)
    people = staff.read_staff(files[staff.FILE], faults)
    owners = households.read_households(files[households.FILE], faults)
    staff.check_posts(people, where, parts)
    departments.check_heads(parts, people)
    households.check_rooms(owners, where)
    listed = tuple(each for _, each in people)
    return Directory(
        estate=where,
        departments=tuple(each for _, each in parts),
        staff=listed,
        owners=tuple(each for _, each in owners),
        passwords=passwords.read_passwords(files.get(passwords.FILE), listed, faults),
    )
