"""Follow what becomes of requests, for whoever asks about them at this door."""

from services.intake.ports import Work
from shared.contracts.requests import RequestEvent


async def follow(event: RequestEvent, work: Work) -> None:
    """Note where a request stands, if it was taken in here and that is news."""
    submission = await work.submissions.find(event.request.request_id)
    if submission is None:
        return
    fate = submission.fate.after(event)
    if fate != submission.fate:
        submission.fate = fate
        await work.submissions.save(submission)
