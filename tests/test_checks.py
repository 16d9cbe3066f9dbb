"""Warnings: what contradicts itself over time, and what must not be called a contradiction."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from generator.checks.consistency import check_dataset, follows
from generator.data.dataset import Dataset

Reader = Callable[..., Dataset]
KEY = {"commitment_id": "A"}


def warnings(
    dataset_of: Reader, observations: list[dict[str, object]], changes: object = (), **cells: object
) -> list[str]:
    commitment = {**KEY, "pillar_id": "growth", "title_zh": "事项", "kind": "quantity", "target_value": 100, **cells}
    dataset = dataset_of(
        commitments=[commitment],
        observations=[{**KEY, **row} for row in observations],
        target_changes=[{**KEY, "reason_zh": "调整", **row} for row in changes],  # type: ignore[attr-defined]
    )
    return [f"{finding.rule}:{finding.line}" for finding in check_dataset(dataset)]


@pytest.mark.parametrize(
    ("printed", "share", "same"),
    [
        ("91.7", Fraction(11, 12), True),
        ("91.6", Fraction(11, 12), False),  # 91.66… cut off, not rounded
        ("92", Fraction(11, 12), True),  # to the digits that are printed
        ("12.5", Fraction(1, 8), True),
        ("12", Fraction(1, 8), True),  # a half may be rounded
        ("13", Fraction(1, 8), True),  # either way
        ("156.2", Fraction(625, 400), True),  # published: 156.25
        ("103", Fraction(43, 42), False),  # published: 4.3 ÷ 4.2 = 102.38%
        ("91.9", Fraction(24589, 30000), False),  # published: 81.96%
        ("50.0", Fraction(1, 2), True),
    ],
)
def test_a_printed_share_follows_when_it_is_the_share_rounded(printed: str, share: Fraction, same: bool) -> None:
    assert follows(Decimal(printed), share) is same


def test_a_printed_share_is_judged_by_the_target_of_its_time(dataset_of: Reader) -> None:
    # 50 of 100 in May is 50%; the target is 200 only from July on: 60 of 200 is 30%
    changes = [{"effective_on": "2023-07-01", "target_value": 200}]
    observations = [
        {"period": "2023-05", "value": 50, "published_pct": 50},
        {"period": "2023-07", "value": 60, "published_pct": 30},
    ]
    assert warnings(dataset_of, observations, changes) == []


def test_a_printed_share_of_increments_is_that_of_their_sum(dataset_of: Reader) -> None:
    observations = [
        {"period": "2023-01", "value": 10, "measure": "increment", "published_pct": 10},
        {"period": "2023-02", "value": 15, "measure": "increment", "published_pct": 25},
        {"period": "2023-03", "value": 15, "measure": "increment", "published_pct": 15},
    ]
    assert warnings(dataset_of, observations) == ["published-share:4"]


def test_a_falling_quantity_may_fall(dataset_of: Reader) -> None:
    observations = [{"period": "2023-05", "value": 95}, {"period": "2023-06", "value": 90}]
    assert warnings(dataset_of, observations, baseline_value=100, target_value=80, direction="down") == []


def test_a_cumulative_value_is_compared_with_the_last_one_known(dataset_of: Reader) -> None:
    observations = [
        {"period": "2023-04", "value": 50},
        {"period": "2023-05", "value": ""},
        {"period": "2023-06", "value": "***"},
        {"period": "2023-07", "value": 49},
    ]
    assert warnings(dataset_of, observations) == ["cumulative-falls:5"]


def test_a_level_may_fall(dataset_of: Reader) -> None:
    observations = [{"period": "2023-05", "value": 95}, {"period": "2023-06", "value": 90}]
    assert warnings(dataset_of, observations, kind="level") == []


def test_the_end_of_the_increments_is_no_gap(dataset_of: Reader) -> None:
    observations = [
        {"period": "2023-01", "value": 10, "measure": "increment"},
        {"period": "2023-02", "value": "", "measure": "increment"},
    ]
    assert warnings(dataset_of, observations) == []
    observations.append({"period": "2023-03", "value": 5, "measure": "increment"})
    assert warnings(dataset_of, observations) == ["increment-gap:4"]


def test_the_year_before_is_not_summed_into_this_one(dataset_of: Reader) -> None:
    # a December of 2022, kept for its chart, does not count towards 2023
    observations = [
        {"period": "2022-12", "value": 40, "measure": "increment"},
        {"period": "2023-01", "value": 10, "measure": "increment", "published_pct": 10},
    ]
    assert "published-share:3" not in warnings(dataset_of, observations)
