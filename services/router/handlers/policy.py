"""Take over an estate's files: policy, departments, staff, roster, holidays."""

from collections.abc import Mapping

from services.router.domain.estate_files import EstateFiles
from services.router.domain.faults import Fault
from services.router.ports import Work


async def put_policy(
    files: Mapping[str, str], by: str, work: Work, *, dry_run: bool = False
) -> list[Fault]:
    """Validate everything; change nothing at any fault, for a dry run, or if nothing is new."""
    estate = work.cause.estate
    kept = await work.files.find(estate) or EstateFiles(id=estate, estate=estate)
    before = kept.files
    faults = kept.put(files, by=by, at=work.now)
    if kept.files != before and not dry_run:
        await work.files.save(kept)
        work.book.forget(estate)
    return faults
