"""Ranks within a group, and counts that keep what is unknown apart."""

from collections.abc import Callable
from datetime import date

import pytest

from generator.data.dataset import Dataset
from generator.model import Status
from generator.status.progress import Progress, Rank, assess_all, tally

Reader = Callable[..., Dataset]


def group(
    dataset_of: Reader, values: dict[str, dict[str, object]], as_of: str = "2023-12-31", **cells: str
) -> Progress:
    """Measure commitments of one group, given as id → period → value."""
    dataset = dataset_of(
        commitments=[
            {"commitment_id": key, "pillar_id": "growth", "title_zh": key, "kind": "level", "group_id": "g", **cells}
            for key in values
        ],
        observations=[
            {"commitment_id": key, "period": period, "value": value}
            for key, observed in values.items()
            for period, value in observed.items()
        ],
    )
    return assess_all(dataset, date.fromisoformat(as_of))


def ranks(progress: Progress) -> dict[str, int]:
    return {key: rank.rank for key, rank in progress.ranks.items()}


def test_ties_share_a_rank_and_the_next_is_skipped(dataset_of: Reader) -> None:
    values = {"A": {"2023-06": 9}, "B": {"2023-06": 8}, "C": {"2023-06": 9}, "D": {"2023-06": 8}, "E": {"2023-06": 1}}
    assert ranks(group(dataset_of, values)) == {"A": 1, "C": 1, "B": 3, "D": 3, "E": 5}


def test_equal_values_written_differently_are_a_tie(dataset_of: Reader) -> None:
    values = {"A": {"2023-06": "9.0"}, "B": {"2023-06": "9"}, "C": {"2023-06": "8"}}
    assert ranks(group(dataset_of, values)) == {"A": 1, "B": 1, "C": 3}


def test_where_lower_is_better_the_lowest_is_first(dataset_of: Reader) -> None:
    values = {"A": {"2023-06": 30}, "B": {"2023-06": 28}, "C": {"2023-06": 28}}
    assert ranks(group(dataset_of, values, direction="down")) == {"B": 1, "C": 1, "A": 3}


def test_ranks_are_of_unrounded_values(dataset_of: Reader) -> None:
    # 9000000000 and a little more: beyond what a float can tell apart
    months = {"A": ("9000000000", "0.000000000000001"), "B": ("9000000000", "0.000000000000002")}
    dataset = dataset_of(
        commitments=[
            {"commitment_id": key, "pillar_id": "growth", "title_zh": key, "kind": "quantity", "group_id": "g"}
            for key in months
        ],
        observations=[
            {"commitment_id": key, "period": f"2023-0{month}", "value": value, "measure": "increment"}
            for key, values in months.items()
            for month, value in enumerate(values, 1)
        ],
    )
    assert ranks(assess_all(dataset, date(2023, 12, 31))) == {"B": 1, "A": 2}


def test_a_rank_says_how_it_changed_since_the_period_before(dataset_of: Reader) -> None:
    values = {"A": {"2023-05": 1, "2023-06": 9}, "B": {"2023-05": 5, "2023-06": 5}, "C": {"2023-06": 1}}
    progress = group(dataset_of, values)
    assert progress.ranks["A"] == Rank(1, 3, 2)
    assert progress.ranks["A"].change == 1  # from 2nd to 1st: one place gained
    assert progress.ranks["B"].change == -1
    assert progress.ranks["C"].change is None  # new


def test_a_place_that_has_not_reported_the_latest_period_has_no_rank(dataset_of: Reader) -> None:
    values = {"A": {"2023-05": 1, "2023-06": 9}, "B": {"2023-05": 5, "2023-06": ""}, "C": {"2023-06": "***"}}
    assert group(dataset_of, values).ranks == {"A": Rank(1, 1, 2)}


def test_ranks_are_those_of_the_as_of_date(dataset_of: Reader) -> None:
    values = {"A": {"2023-05": 1, "2023-06": 9}, "B": {"2023-05": 5, "2023-06": 5}}
    assert ranks(group(dataset_of, values, "2023-05-31")) == {"B": 1, "A": 2}


def test_a_group_knows_its_members_in_the_order_of_the_file(dataset_of: Reader) -> None:
    progress = group(dataset_of, {"B": {"2023-06": 1}, "A": {}})
    assert progress.members == {"g": ("B", "A")}
    assert [assessment.commitment.commitment_id for assessment in progress.of(group_id="g")] == ["B", "A"]


@pytest.fixture
def mixed(dataset_of: Reader) -> Progress:
    """One commitment in each way of being known or not, at the end of June."""
    quantities = {
        "met": ("100", "100"),
        "pace": ("100", "50"),
        "late": ("100", "30"),  # −20 points
        "masked": ("***", "50"),
        "silent": ("100", ""),
        "hidden": ("100", "***"),
        "open": ("", "7"),
    }
    rest = [
        {"kind": "action", "commitment_id": "told"},
        {"kind": "action", "commitment_id": "gone", "state": "withdrawn"},
    ]
    rows = [
        {"kind": "quantity", "commitment_id": key, "target_value": target} for key, (target, _) in quantities.items()
    ]
    dataset = dataset_of(
        commitments=[{"pillar_id": "growth", "title_zh": "事项", "state": "", **row} for row in rows + rest],
        observations=[
            {"commitment_id": k, "period": "2023-06", "value": value} for k, (_, value) in quantities.items()
        ],
        updates=[
            {"commitment_id": "told", "published_on": "2023-06-01", "progress_zh": "进展", "reported_status": "on_pace"}
        ],
    )
    return assess_all(dataset, date(2023, 6, 30))


def test_the_groups_of_a_tally_add_up_and_keep_the_unknown_apart(mixed: Progress) -> None:
    found = tally(mixed.assessments.values())
    assert found.total == 9
    assert (found.measured, found.good) == (3, 2)  # met, pace and late; of these met and pace
    assert found.masked == 1  # masked
    assert found.not_reported == 1  # silent
    assert found.not_measured == 4  # hidden, open, told, gone: in words only
    assert found.measured + found.masked + found.not_reported + found.not_measured == found.total


def test_what_a_unit_reports_is_listed_by_status_but_not_counted_as_measured(mixed: Progress) -> None:
    found = tally(mixed.assessments.values())
    assert mixed.assessments["told"].status is Status.ON_PACE
    assert found.by_status[Status.ON_PACE] == 2  # pace and told
    assert sum(found.by_status.values()) == found.total
    assert list(found.by_status) == [status for status in Status if status in found.by_status]


def test_a_tally_of_nothing_is_nothing() -> None:
    found = tally([])
    assert (found.total, found.measured, found.good, found.not_measured, dict(found.by_status)) == (0, 0, 0, 0, {})
