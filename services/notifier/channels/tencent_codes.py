"""Say what the error codes of Tencent Cloud's SMS mean for a message."""

from collections.abc import Mapping
from typing import Final

from services.notifier.channels.verdicts import AGAIN, DAY, HOUR, MEND, MINUTE, REFUSE, Verdict

VERDICTS: Final[Mapping[str, Verdict]] = {
    "InvalidParameterValue.IncorrectPhoneNumber": REFUSE,
    "InvalidParameterValue.ContentLengthLimit": REFUSE,
    "InvalidParameterValue.TemplateParameterFormatError": REFUSE,
    "InvalidParameterValue.TemplateParameterLengthLimit": REFUSE,
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": REFUSE,
    "InvalidParameterValue": REFUSE,
    "InvalidParameter": REFUSE,
    "MissingParameter": REFUSE,
    "FailedOperation.PhoneNumberInBlacklist": REFUSE,
    "FailedOperation.ContainSensitiveWord": REFUSE,
    "FailedOperation.InsufficientBalanceInSmsPackage": MEND,
    "FailedOperation.SignatureIncorrectOrUnapproved": MEND,
    "FailedOperation.TemplateIncorrectOrUnapproved": MEND,
    "FailedOperation.TemplateUnapprovedOrNotExist": MEND,
    "FailedOperation.FailResolvePacket": AGAIN,
    "LimitExceeded.PhoneNumberThirtySecondLimit": MINUTE,
    "LimitExceeded.DeliveryFrequencyLimit": MINUTE,
    "LimitExceeded.PhoneNumberOneHourLimit": HOUR,
    "LimitExceeded.PhoneNumberDailyLimit": DAY,
    "LimitExceeded.PhoneNumberSameContentDailyLimit": DAY,
    "LimitExceeded.AppDailyLimit": DAY,
    "LimitExceeded.AppMainlandChinaDailyLimit": DAY,
    "LimitExceeded": MINUTE,
    "RequestLimitExceeded": MINUTE,
    "InternalError": AGAIN,
    "AuthFailure": MEND,
    "UnauthorizedOperation": MEND,
    "UnsupportedOperation": REFUSE,
}
