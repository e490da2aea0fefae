"""A small estate as files, to be spoiled one cell at a time."""

from pathlib import Path

FILES = {
    "estate.toml": """id = "sample"
name = "云栖花园"

[[buildings]]
name = "1"
units = ["1", "2"]
floors = 12

[[buildings]]
name = "2"
units = ["1"]
floors = 6
""",
    "departments.csv": """id,name,head,categories
engineering,工程部,h1,repair
service,客服部,h2,service;neighbour;other
""",
    "staff.csv": """id,name,role,department,skills,buildings,phone,username,wechat_openid
h1,徐慧敏,head,engineering,repair,,13900090001,,
h2,蔡诗涵,head,service,,,13900090002,cai,
w1,刘明哲,worker,engineering,repair,1;2,13900090003,,s-1
m1,曾明哲,manager,,,,13900090004,,
""",
    "households.csv": """household_id,building,unit,room,owner_id,name,phone,wechat_openid,outlets
h-1,1,1,1201,o1,何浩然,13900000001,o-1,wechat;app
h-1,1,1,1201,o2,何思远,13900000002,,sms
h-2,2,1,602,o3,林一鸣,0571-88880000,,phone
""",
}
SAMPLE = Path(__file__).parents[2] / "deploy" / "estate"


def spoilt(file: str, old: str, new: str) -> dict[str, str]:
    """Return the files with one text in one of them replaced, which must be there."""
    assert old in FILES[file]
    return {**FILES, file: FILES[file].replace(old, new, 1)}
