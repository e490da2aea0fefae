"""Bring an estate's files together as the rules that hold there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final

from services.router.domain.buildings import FILE as ESTATE
from services.router.domain.buildings import read_buildings
from services.router.domain.calendar import WorkCalendar
from services.router.domain.duty import Duty
from services.router.domain.faults import Faults
from services.router.domain.overlay import read_overlay
from services.router.domain.people import (
    DEPARTMENTS_SHEET,
    STAFF_SHEET,
    Department,
    Staff,
    read_departments,
    read_staff,
)
from services.router.domain.policy import Policy
from services.router.domain.policy_file import FILE as POLICY
from services.router.domain.policy_file import read_policy
from services.router.domain.refusals import OnLeave, UnknownStaff
from services.router.domain.roster import Roster, Shift, read_roster
from services.router.domain.toml_lines import line_of
from shared.contracts.words import Category, Role

FILES: Final = (POLICY, "departments.csv", "staff.csv", "roster.csv", "holidays.csv", ESTATE)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Everything that decides what becomes of a request in one estate."""

    policy: Policy
    calendar: WorkCalendar
    departments: Mapping[str, Department] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    filed: Mapping[str, Staff] = field(default_factory=dict)
    told: Mapping[str, Staff] = field(default_factory=dict)
    duty: Duty = field(default_factory=Duty)
    built: frozenset[str] = frozenset()
    version: int = 0

    @cached_property
    def staff(self) -> Mapping[str, Staff]:
        """Return the staff by id; what gateway tells wins over the file."""
        return {**self.filed, **self.told}

    @cached_property
    def buildings(self) -> frozenset[str]:
        """Return the estate's buildings; where they are not listed, those that have a steward."""
        return self.built or frozenset(
            one for member in self.staff.values() for one in member.buildings
        )

    def member(self, staff_id: str | None) -> Staff | None:
        """Return a member of staff who is still there."""
        member = self.staff.get(staff_id or "")
        return member if member and member.active else None

    def named(self, staff_id: str | None) -> str:
        """Return what to call whoever did something: by name, or the system."""
        member = self.staff.get(staff_id or "")
        return member.name if member else "有人" if staff_id else "系统"

    def department_of(self, category: Category) -> Department | None:
        """Return the department that answers for a category."""
        own = self.policy.departments.get(category)
        for department in self.departments.values():
            if department.id == own or (own is None and category in department.categories):
                return department
        return None

    def calendar_of(self, category: Category) -> WorkCalendar:
        """Return when whoever answers for a category is at work."""
        department = self.department_of(category) if self.policy.hours else None
        windows = self.policy.hours.get(department.id) if department else None
        return replace(self.calendar, windows=windows) if windows else self.calendar

    def head_of(self, department: str | None) -> Staff | None:
        """Return a department's head: the one named, else whoever has that role there."""
        known = self.departments.get(department or "")
        named = self.member(known.head) if known else None
        heads = (m for m in self.holding(Role.HEAD) if m.department == department)
        return named or next(heads, None)

    def holding(self, role: Role) -> list[Staff]:
        """Return the active members with a role, by id."""
        members = (m for m in self.staff.values() if m.active and m.role is role)
        return sorted(members, key=lambda member: member.id)

    def on_duty(self, at: datetime) -> frozenset[str]:
        """Return the ids of those on duty at ``at``: swapped in, and not on leave."""
        begun = self.roster.begun(self.calendar.local(at))
        standing = (self.duty.stands(shift.staff_id, day) for shift, day in begun)
        return frozenset(one for one in standing if not self.away(one, at))

    def away(self, staff_id: str | None, at: datetime) -> bool:
        """Tell whether somebody is on leave at ``at``."""
        return self.duty.away(staff_id, at) is not None

    def present(self, staff_id: str | None, at: datetime) -> Staff:
        """Return a member of staff to give work to; raises ``UnknownStaff`` or ``OnLeave``."""
        member = self.member(staff_id)
        if member is None:
            raise UnknownStaff(f"没有工号为“{staff_id or ''}”的在岗员工，请从员工列表里选择")
        if self.away(member.id, at):
            raise OnLeave(f"{member.name}正在请假，请选择另一位员工")
        return member

    def absent(self, at: datetime) -> list[tuple[str, str]]:
        """Return who has left or is on leave at ``at``, each with a name for that absence."""
        left = [(one.id, f"left-{one.id}") for one in self.staff.values() if not one.active]
        aways = (one for one in self.duty.aways if one.covers(at))
        return left + [(one.staff_id, f"away-{one.staff_id}-{one.since}") for one in aways]

    def shifts_of(self, staff_id: str, day: date) -> list[Shift]:
        """Return the shifts that somebody stands from ``day`` on, with what was swapped."""
        begun = (shift for shift in self.roster.shifts if shift.begins_on(day))
        return [shift for shift in begun if self.duty.stands(shift.staff_id, day) == staff_id]


def read_rules(files: Mapping[str, str], faults: Faults, version: int = 0) -> Rules:
    """Read the files of an estate, all of them even when one has faults."""
    for name in files.keys() - set(FILES):
        faults.add(name, 0, f"不认识这个文件，可用：{'、'.join(FILES)}")
    policy = read_policy(files.get(POLICY, ""), faults)
    overlay = read_overlay(files.get("holidays.csv", ""), faults)
    staff = read_staff(files.get("staff.csv", ""), faults)
    listed = STAFF_SHEET.mentioned("id", files.get("staff.csv", ""))
    rules = Rules(
        policy=policy,
        calendar=WorkCalendar(windows=policy.windows, overlay=overlay, zone=policy.zone),
        departments=read_departments(files.get("departments.csv", ""), listed, faults),
        roster=read_roster(files.get("roster.csv", ""), listed, faults),
        filed=staff,
        built=read_buildings(files.get(ESTATE, ""), faults),
        version=version,
    )
    _check_departments(rules, files, faults)
    return rules


def _check_departments(rules: Rules, files: Mapping[str, str], faults: Faults) -> None:
    listed = DEPARTMENTS_SHEET.mentioned("id", files.get(DEPARTMENTS_SHEET.file, ""))
    named = {("departments", str(key)): one for key, one in rules.policy.departments.items()}
    named |= {("hours", one): one for one in rules.policy.hours}
    for path, department in named.items():
        if department not in listed:
            line = line_of(files.get(POLICY, ""), path)
            faults.add(POLICY, line, f"部门“{department}”不在部门表里")
    if not rules.departments or any(f.file == DEPARTMENTS_SHEET.file for f in faults.found):
        return
    for category in [c for c in Category if c not in rules.policy.departments]:
        if rules.department_of(category) is None:
            faults.add("departments.csv", 0, f"类别 {category} 没有部门负责")
