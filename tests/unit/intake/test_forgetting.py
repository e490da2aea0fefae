"""What came in forgets who said it, and what; only how much came when and where about is left."""

from datetime import timedelta

from services.intake.domain.conversation import Conversation
from services.intake.domain.forgetting import forget_conversation, forget_owner, forget_submission
from services.intake.domain.owner import Owner
from services.intake.domain.submission import Submission, Told
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel
from tests.support.intake import NOON, an_owner
from tests.support.intake_lists import DUTY


def known() -> Owner:
    owner = Owner.unheard_of("owner-1", "sample")
    owner.learn(an_owner())
    return owner


def test_a_submission_keeps_no_more_than_the_building_and_names_its_photos() -> None:
    told = Told(
        estate="sample",
        channel=Channel.APP,
        sender="owner-1",
        key="k1",
        text="厨房漏水",
        reporter=known().reporter,
        attachments=("photo-1",),
    )
    submission = Submission.take_in(told, NOON)
    assert forget_submission(submission) == ("photo-1",)
    assert "漏水" not in submission.text
    assert (submission.reporter.name, submission.reporter.owner_id) == (None, None)
    assert str(submission.reporter.place) == "3"


def test_a_conversation_drops_old_lines_and_keeps_new_ones() -> None:
    talk = Conversation.begin("sample", Channel.WECHAT, Reporter(address="oABC"), "oABC")
    for number, days in enumerate((400, 1)):
        at = NOON - timedelta(days=days)
        talk.hear("在吗", message_id=f"m{number}", reporter=talk.reporter, at=at, duty=DUTY)
    forget_conversation(talk, NOON - timedelta(days=365))
    assert [line.id for line in talk.lines] == ["m1"]
    assert talk.reporter.address == "oABC"


def test_a_conversation_without_lines_forgets_with_whom_it_was() -> None:
    talk = Conversation.begin("sample", Channel.WECHAT, Reporter(address="oABC"), "oABC")
    forget_conversation(talk, NOON)
    assert talk.reporter.address is None


def test_the_desk_finds_nobody_by_what_was_forgotten() -> None:
    owner = known()
    forget_owner(owner)
    left = (owner.name, owner.phone, owner.phone_tail, owner.openid, owner.active)
    assert not any(left)


def test_an_older_message_does_not_bring_an_owner_back() -> None:
    owner = known()
    forget_owner(owner)
    owner.learn(an_owner(version=1))
    assert not owner.name
