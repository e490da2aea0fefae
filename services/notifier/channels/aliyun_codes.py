"""Say what the error codes of Alibaba Cloud's SMS mean for a message."""

from collections.abc import Mapping
from typing import Final

from services.notifier.channels.verdicts import AGAIN, DAY, HOUR, MEND, MINUTE, REFUSE, Verdict

LIMITED: Final = "isv.BUSINESS_LIMIT_CONTROL"
VERDICTS: Final[Mapping[str, Verdict]] = {
    "isv.MOBILE_NUMBER_ILLEGAL": REFUSE,
    "isv.MOBILE_COUNT_OVER_LIMIT": REFUSE,
    "isv.BLACK_KEY_CONTROL_LIMIT": REFUSE,
    "isv.PARAM_LENGTH_LIMIT": REFUSE,
    "isv.PARAM_NOT_SUPPORT_URL": REFUSE,
    "isv.TEMPLATE_MISSING_PARAMETERS": REFUSE,
    "isv.TEMPLATE_PARAMS_ILLEGAL": REFUSE,
    "isv.INVALID_JSON_PARAM": REFUSE,
    "isv.INVALID_PARAMETERS": REFUSE,
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": REFUSE,
    "isv.OUT_OF_SERVICE": MEND,
    "isv.AMOUNT_NOT_ENOUGH": MEND,
    "isv.ACCOUNT_NOT_EXISTS": MEND,
    "isv.ACCOUNT_ABNORMAL": MEND,
    "isv.PRODUCT_UN_SUBSCRIPT": MEND,
    "isv.PRODUCT_UNSUBSCRIBE": MEND,
    "isv.SMS_TEMPLATE_ILLEGAL": MEND,
    "isv.SMS_SIGNATURE_ILLEGAL": MEND,
    "isv.SMS_SIGN_ILLEGAL": MEND,
    "isv.DENY_IP_RANGE": MEND,
    "isv.DAY_LIMIT_CONTROL": DAY,
    "isv.MONTH_LIMIT_CONTROL": DAY,
    "isp.RAM_PERMISSION_DENY": MEND,
    "isp.SYSTEM_ERROR": AGAIN,
    "isp.GW_ERROR": AGAIN,
    LIMITED: MINUTE,
    "Throttling": MINUTE,
    "SignatureDoesNotMatch": MEND,
    "IncompleteSignature": MEND,
    "InvalidAccessKeyId": MEND,
    "Forbidden": MEND,
    "NoPermission": MEND,
    "InvalidTimeStamp": MEND,
    "SignatureNonceUsed": AGAIN,
}
# 业务限流 names in its words which of the limits was met: 触发小时级流控Permits:5.
LIMITS_MET: Final[Mapping[str, Verdict]] = {"天级": DAY, "小时级": HOUR, "分钟级": MINUTE}
