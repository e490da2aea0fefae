"""Check everything at the gateway first; then, only if there is no fault, apply it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deploy.load.folder import DIRECTORY, POLICY, read_files, survey_files
from deploy.load.gateway import Fault, Gateway
from deploy.load.passwords import note_set, passwords_for, still_to_set
from services.gateway.domain.directory import Directory, parse

_PASSWORDS: Final = "passwords.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """An estate's files: what each of the three doors is sent, and what the folder lacks.

    ``passwords`` is where the first passwords of ``usernames`` are kept.
    """

    directory: Mapping[str, str]
    policy: Mapping[str, str]
    surveys: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[Fault] = frozenset()
    passwords: Path | None = None
    usernames: tuple[str, ...] = ()

    @classmethod
    def of(cls, folder: Path, passwords: Path | None) -> "Estate":
        """Read ``folder``, with first passwords for its staff from (and into) ``passwords``."""
        files, policy = read_files(folder, DIRECTORY), read_files(folder, POLICY)
        names = tuple(each.particulars.username for each in parse(files)[0].staff)
        if passwords:
            files[_PASSWORDS] = passwords_for(names, passwords)
        return cls(
            directory=files,
            policy=policy,
            surveys=survey_files(folder),
            missing=frozenset(map(_lacking, {*POLICY} - {*DIRECTORY} - policy.keys())),
            passwords=passwords,
            usernames=names,
        )


async def load(estate: Estate, gateway: Gateway, *, only_check: bool = False) -> list[Fault]:
    """Return every fault; with none, and unless ``only_check``, the estate is as its files say."""
    faults = {*estate.missing, *await _put(estate, estate.directory, gateway, dry_run=True)}
    if not faults and not only_check:
        faults = await _apply(estate, gateway)
    return sorted(faults)


async def _apply(estate: Estate, gateway: Gateway) -> set[Fault]:
    """Apply everything; only passwords that are new are sent, since each costs much to check."""
    if estate.passwords is None:
        return await _put(estate, estate.directory, gateway, dry_run=False)
    marks = await gateway.password_marks()
    unset = still_to_set(estate.usernames, marks, estate.passwords)
    files = {**estate.directory, _PASSWORDS: unset}
    faults = await _put(estate, files, gateway, dry_run=False)
    if not faults and unset.count("\n") > 1:
        note_set(estate.usernames, await gateway.password_marks(), estate.passwords)
    return faults


async def _put(
    estate: Estate, files: Mapping[str, str], gateway: Gateway, *, dry_run: bool
) -> set[Fault]:
    """Send all; the policy after the directory, since it names departments and staff.

    The first two doors read some of the files: a line that is faulty at the first is told once.
    """
    directory = await gateway.put("/api/v1/directory", files, dry_run=dry_run)
    if directory and not dry_run:
        return directory
    policy = await gateway.put("/api/v1/policy", estate.policy, dry_run=dry_run)
    if estate.surveys:
        policy |= await gateway.put("/api/v1/survey-rules", estate.surveys, dry_run=dry_run)
    told = {(fault.file, fault.line) for fault in directory}
    return directory | {fault for fault in policy if (fault.file, fault.line) not in told}


def _lacking(name: str) -> Fault:
    return Fault(name, 1, "缺少这个文件；没有要写的，就放一个空文件")


def counts(estate: Estate) -> str:
    """Return in a line what the files hold."""
    directory: Directory = parse(estate.directory)[0]
    households = {owner.particulars.household_id for owner in directory.owners}
    return (
        f"{directory.estate.name}：{len(directory.estate.buildings)} 栋楼，"
        f"{len(directory.departments)} 个部门，{len(directory.staff)} 名员工，"
        f"{len(households)} 户 {len(directory.owners)} 位业主"
    )
