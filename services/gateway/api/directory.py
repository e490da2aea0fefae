"""Take in the estate's files, and say what pages need to know of the estate."""

from typing import Annotated, Final

from aiohttp import web
from pydantic import Field

from services.gateway.api.audit import note
from services.gateway.api.auth import EVERYBODY
from services.gateway.api.parts import until_first, work_for
from services.gateway.handlers import directory
from services.gateway.handlers.journal import finish_others
from services.gateway.handlers.staff import password_marks
from shared.contracts.words import STAFF, Category, Role
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, View, operation

routes = Routes()
ADMIN: Final = frozenset({Role.ADMIN})


class PutDirectory(Form):
    """By name: estate.toml, departments.csv, staff.csv, households.csv[, passwords.csv]."""

    files: Annotated[dict[str, str], Field(max_length=10)]
    dry_run: bool = False


class FaultView(View):
    """What is wrong, and where; lines count from 1."""

    file: str
    line: int
    reason: str


class DirectoryPut(View):
    """``applied`` is false when there are faults or it was a dry run: nothing has changed."""

    faults: list[FaultView]
    applied: bool


class BuildingView(View):
    """A building of the estate."""

    name: str
    units: list[str]
    floors: int


class DepartmentView(View):
    """A department and the categories that it answers for."""

    id: str
    name: str
    categories: list[Category]


class EstateView(View):
    """The estate as pages show it."""

    id: str
    name: str
    phone: str | None = None
    buildings: list[BuildingView] = []
    departments: list[DepartmentView] = []


class StaffView(View):
    """A member of staff, for whoever hands work over."""

    id: str
    name: str
    role: Role
    department: str | None = None
    skills: list[Category] = []


class StaffList(View):
    """The estate's active staff."""

    items: list[StaffView]


class PasswordMarks(View):
    """By username, what changes when that password changes; tells nothing of the password."""

    marks: dict[str, str]


@routes.put("/api/v1/directory")
@operation(roles=ADMIN)
async def put_directory(request: web.Request, who: Principal, form: PutDirectory) -> DirectoryPut:
    """Make owners, staff and departments what the files say: all of it, or nothing."""
    before = await _standings(request, who)
    await until_first(request, who.estate, finish_others)
    found = await until_first(
        request, who.estate, lambda work: directory.apply(form.files, form.dry_run, work)
    )
    if not found and not form.dry_run:
        await note(request, who, "directory.put", files=",".join(sorted(form.files)))
        for staff_id, standing in (await _standings(request, who)).items():
            if before.get(staff_id) != standing:
                await note(request, who, "staff.changed", staff_id, now=standing)
    faults = [FaultView(file=one.file, line=one.line, reason=one.reason) for one in found]
    return DirectoryPut(faults=faults, applied=not faults and not form.dry_run)


@routes.get("/api/v1/directory/passwords")
@operation(roles=ADMIN)
async def get_password_marks(request: web.Request, who: Principal) -> PasswordMarks:
    """Tell which first passwords have been set, so that unchanged ones need not be sent again."""
    return PasswordMarks(marks=await password_marks(work_for(request, who.estate)))


@routes.get("/api/v1/directory")
@operation(roles=EVERYBODY)
async def get_estate(request: web.Request, who: Principal) -> EstateView:
    """Describe the caller's estate: buildings and departments."""
    site = await work_for(request, who.estate).kept.sites.find(who.estate)
    if site is None:
        return EstateView(id=who.estate, name=who.estate)
    return EstateView(
        id=site.id,
        name=site.name,
        phone=site.phone,
        buildings=[
            BuildingView(name=one.name, units=list(one.units), floors=one.floors)
            for one in site.buildings
        ],
        departments=[
            DepartmentView(id=one.id, name=one.name, categories=list(one.categories))
            for one in site.departments
        ],
    )


@routes.get("/api/v1/directory/staff")
@operation(roles=STAFF)
async def get_staff(request: web.Request, who: Principal) -> StaffList:
    """List the estate's active staff."""
    found = await work_for(request, who.estate).accounts.all_staff(who.estate)
    return StaffList(
        items=[
            StaffView(
                id=one.id,
                name=one.particulars.name,
                role=one.particulars.role,
                department=one.particulars.department,
                skills=list(one.particulars.skills),
            )
            for one in sorted(found, key=lambda one: one.id)
            if one.active
        ]
    )


async def _standings(request: web.Request, who: Principal) -> dict[str, str]:
    """Return what each member of staff may do, by id."""
    found = await work_for(request, who.estate).accounts.all_staff(who.estate)
    return {one.id: one.particulars.role if one.active else "gone" for one in found}
