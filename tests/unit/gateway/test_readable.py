"""Owners read their records without what only machines compare, and are told what that was."""

from services.gateway.domain.readable import LEFT_OUT, readable
from shared.contracts.held import Held, Item


def test_what_only_machines_compare_is_left_out_however_deep_it_lies() -> None:
    says = {"phone": "13900000001", "digest": "9f", "in": [{"spent": ["a"], "name": "周静怡"}]}
    [shown] = readable(Held(items=(Item(kind="owners", id="o1", says=says),))).items
    assert shown.says == {"phone": "13900000001", "in": [{"name": "周静怡"}]}


def test_what_is_left_out_is_explained() -> None:
    assert all(reason.endswith("。") for reason in LEFT_OUT.values())
