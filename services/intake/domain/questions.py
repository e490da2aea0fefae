"""Tell a plain question (咨询) from something that is to be seen to (诉求), by a few rules."""

import re
from typing import Final

LONGEST: Final = 60
_ASKS: Final = re.compile(
    r"[吗呢嘛么][?\uff1f。!\uff01~]*$|[?\uff1f]\s*$|^(请问|想问|问一下|咨询|打听)"
    r"|几点|什么时候|多少钱|怎么(办理|交|缴|申请|收费|查)|在哪(里|儿)?(办|交|缴|领)|电话(是)?多少"
)
_ASSERTS: Final = re.compile(
    r"漏|渗|堵|爆|坏|裂|断|塌|掉(了|下)|不(亮|通|来|制冷|工作|关|响|转)|停(水|电|气|运)|没(水|电|气)"
    r"|打不开|关不上|异味|臭|垃圾|脏|蟑螂|老鼠|虫|吵|噪|扰|装修|占(用|道|了)|乱停|违停|丢|偷|被困|困在"
    r"|冒(烟|火|水)|着火|触电|跳闸|积水|投诉|报修|维修|修一下|派人|来人|上门|尽快|赶紧|又|还没"
)


def is_question(text: str) -> bool:
    """Tell whether the words only ask; when in doubt they are a request, which nobody forgets."""
    plain = text.strip()
    return len(plain) <= LONGEST and bool(_ASKS.search(plain)) and not _ASSERTS.search(plain)
