"""Ranks within a group, and counts that keep what is unknown apart."""

from collections.abc import Callable
from datetime import date

import pytest

from generator.data.dataset import Dataset
from generator.model import Status
from generator.status.progress import Progress, assess_all, tally
from generator.status.verdict import Assessment

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


def test_ranks_are_of_unrounded_shares(dataset_of: Reader) -> None:
    # n ÷ (n + 1) grows with n, here by less than a float can tell
    own = {"A": (999_999_999_999_999, 999_999_999_999_998), "B": (999_999_999_999_998, 999_999_999_999_997)}
    row = {"pillar_id": "growth", "title_zh": "甲", "kind": "quantity", "group_id": "g"}
    dataset = dataset_of(
        commitments=[row | {"commitment_id": key, "target_value": target} for key, (target, _) in own.items()],
        observations=[{"commitment_id": k, "period": "2023-06", "value": value} for k, (_, value) in own.items()],
    )
    assert ranks(assess_all(dataset, date(2023, 6, 30))) == {"A": 1, "B": 2}


def test_a_rank_says_how_it_changed_since_the_period_before(dataset_of: Reader) -> None:
    values = {"A": {"2023-05": 1, "2023-06": 9}, "B": {"2023-05": 5, "2023-06": 5}, "C": {"2023-06": 1}}
    progress = group(dataset_of, values)
    first = progress.ranks["A"]
    assert (first.rank, first.of, first.before, first.figure, first.by_share) == (1, 3, 2, 9, False)
    assert progress.ranks["A"].change == 1  # from 2nd to 1st: one place gained
    assert progress.ranks["B"].change == -1
    assert progress.ranks["C"].change is None  # new


def test_places_are_compared_at_the_latest_period_that_most_of_them_share(dataset_of: Reader) -> None:
    both = {"2023-05": 1, "2023-06": 9}
    values = {"A": both, "B": {"2023-05": 5, "2023-06": 5}, "C": {"2023-05": 7, "2023-06": ""}}
    assert ranks(group(dataset_of, values)) == {"A": 1, "B": 2}  # two of three for June: C has no rank
    few = {"A": both, "B": {"2023-05": 5}, "C": {"2023-05": 7, "2023-06": "***"}}
    assert ranks(group(dataset_of, few)) == {"C": 1, "B": 2, "A": 3}  # one of three for June: May it is
    apart = {"A": {"2023-06": 1}, "B": {"2023-05": 2}, "C": {"2023-05": 3}, "D": {}, "E": {}}
    assert ranks(group(dataset_of, apart)) == {"C": 1, "B": 2}  # none that most share: the most shared
    twice = {"A": {"2023-05": 1, "2023-06": 2}, "B": {"2023-05": 2, "2023-06": 1}, "C": {}, "D": {}, "E": {}}
    assert ranks(group(dataset_of, twice)) == {"A": 1, "B": 2}  # of two that as many share, the later


def test_nobody_is_first_of_one(dataset_of: Reader) -> None:
    assert group(dataset_of, {"A": {"2023-06": 9}}).ranks == {}
    assert group(dataset_of, {"A": {"2023-06": 9}, "B": {"2023-05": 7}}).ranks == {}


def test_with_a_target_each_they_are_ranked_by_share_unless_the_group_says_otherwise(dataset_of: Reader) -> None:
    own = {"A": (200, 90), "B": (50, 40), "C": (100, 45)}  # 45%, 80%, 45%

    def found(*groups: dict[str, str], leave: str = "") -> dict[str, int]:
        dataset = dataset_of(
            commitments=[
                {
                    "commitment_id": key,
                    "pillar_id": "growth",
                    "title_zh": key,
                    "kind": "quantity",
                    "group_id": "g",
                    "target_value": "" if key == leave else target,
                }
                for key, (target, _) in own.items()
            ],
            observations=[{"commitment_id": k, "period": "2023-06", "value": v} for k, (_, v) in own.items()],
            groups=groups,
        )
        return ranks(assess_all(dataset, date(2023, 6, 30)))

    by_share, by_value = {"B": 1, "A": 2, "C": 2}, {"A": 1, "C": 2, "B": 3}
    assert found() == by_share
    assert found(leave="A") == by_value  # one without a target: values are compared
    assert found({"group_id": "g", "title_zh": "组", "compare_by": "value"}) == by_value
    assert found({"group_id": "g", "title_zh": "组", "compare_by": "share"}, leave="A") == {"B": 1, "C": 2}


def test_ranks_are_those_of_the_as_of_date(dataset_of: Reader) -> None:
    values = {"A": {"2023-05": 1, "2023-06": 9}, "B": {"2023-05": 5, "2023-06": 5}}
    assert ranks(group(dataset_of, values, "2023-05-31")) == {"B": 1, "A": 2}


def test_a_group_knows_its_members_in_the_order_of_the_file(dataset_of: Reader) -> None:
    progress = group(dataset_of, {"B": {"2023-06": 1}, "A": {}})
    assert progress.members == {"g": ("B", "A")}
    assert [assessment.commitment.commitment_id for assessment in progress.of(group_id="g")] == ["B", "A"]
    assert len(progress.of(group_id="g", pillar_id="growth")) == 2
    assert progress.of(group_id="g", pillar_id="projects") == []


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
    assert (found.computed, found.good) == (3, 2)  # met, pace and late; of these met and pace
    assert found.masked == 1  # masked
    assert found.not_reported == 1  # silent
    assert found.self_reported == 1  # told
    assert found.not_assessable == 2  # hidden, open
    assert found.withdrawn == 1  # gone
    parts = found.computed + found.self_reported + found.not_reported + found.masked + found.not_assessable
    assert parts + found.withdrawn == found.total
    assert found.reported_by_status == {Status.ON_PACE: 1}  # told


def test_what_a_unit_reports_is_listed_by_status_but_not_counted_as_measured(mixed: Progress) -> None:
    found = tally(mixed.assessments.values())
    assert mixed.assessments["told"].status is Status.ON_PACE
    assert found.by_status[Status.ON_PACE] == 2  # pace and told
    assert sum(found.by_status.values()) == found.total
    assert list(found.by_status) == [status for status in Status if status in found.by_status]


def test_a_tally_of_nothing_is_nothing() -> None:
    found = tally([])
    assert (found.total, found.computed, found.good, found.not_assessable, dict(found.by_status)) == (0, 0, 0, 0, {})


def test_what_is_all_due_on_one_day_to_come_is_not_counted_as_on_track(judge: Callable[..., Assessment]) -> None:
    cells = {"target_value": 4, "plan": "step"}
    undone, done = judge(observed={"2023-06": 0}, **cells), judge(observed={"2023-06": 4}, **cells)
    paced = judge(observed={"2023-06": 3}, target_value=4)
    found = tally([undone, done, paced])
    assert undone.status is Status.ON_PACE  # 0 of 0 expected
    assert (found.computed, found.good, found.due_at_once) == (3, 2, 1)


def test_levels_on_target_so_far_and_old_figures_are_counted_apart(judge: Callable[..., Assessment]) -> None:
    so_far = judge("2023-06-30", kind="level", observed={"2023-06": 7}, target_value=6)
    done = judge("2023-12-31", kind="level", observed={"2023": 7}, target_value=6)
    old = judge("2023-11-30", observed={"2023-03": 25}, target_value=100)
    found = tally([so_far, done, old])
    assert (found.good, found.so_far, found.stale) == (3, 1, 1)
