"""Check everything at the gateway first; then, only if there is no fault, apply it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.load.folder import DIRECTORY, POLICY, read_files
from deploy.load.gateway import Fault, Gateway
from deploy.load.passwords import passwords_for
from services.gateway.domain.directory import Directory, parse


@dataclass(frozen=True, slots=True)
class Estate:
    """An estate's files: what each of the two doors is sent."""

    directory: Mapping[str, str]
    policy: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path, passwords: Path | None) -> "Estate":
        """Read ``folder``, with first passwords for its staff from (and into) ``passwords``."""
        files = read_files(folder, DIRECTORY)
        if passwords:
            staff = parse(files)[0].staff
            names = [each.particulars.username for each in staff]
            files["passwords.csv"] = passwords_for(names, passwords)
        return cls(files, read_files(folder, POLICY))


async def load(estate: Estate, gateway: Gateway, *, only_check: bool = False) -> list[Fault]:
    """Return every fault; with none, and unless ``only_check``, the estate is as its files say."""
    faults = await _put(estate, gateway, dry_run=True)
    if not faults and not only_check:
        faults = await _put(estate, gateway, dry_run=False)
    return sorted(faults)


async def _put(estate: Estate, gateway: Gateway, *, dry_run: bool) -> set[Fault]:
    """Send both; the policy last, since it names departments and staff."""
    directory = await gateway.put("/api/v1/directory", estate.directory, dry_run=dry_run)
    if directory and not dry_run:
        return directory
    return directory | await gateway.put("/api/v1/policy", estate.policy, dry_run=dry_run)


def counts(estate: Estate) -> str:
    """Return in a line what the files hold."""
    directory: Directory = parse(estate.directory)[0]
    households = {owner.particulars.household_id for owner in directory.owners}
    return (
        f"{directory.estate.name}:{len(directory.estate.buildings)} 栋楼,"
        f"{len(directory.departments)} 个部门,{len(directory.staff)} 名员工,"
        f"{len(households)} 户 {len(directory.owners)} 位业主"
    )
