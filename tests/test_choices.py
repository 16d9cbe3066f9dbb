"""The value of a list that a Chinese word can only mean, by the description of its column."""

import pytest
from frictionless import Field

from generator.data.choices import describe_choices, find_choice, list_meanings
from generator.data.tables import read_schemas
from generator.language.words import Words


def field(table: str, column: str) -> Field:
    return read_schemas()[table].get_field(column)


@pytest.mark.parametrize(
    ("table", "column", "text", "value"),
    [
        ("commitments", "kind", "累计量", "quantity"),
        ("commitments", "kind", "水平指标", "level"),
        ("commitments", "kind", "水平", "level"),
        ("commitments", "kind", "项目", "stage"),  # 项目阶段 alone begins so
        ("commitments", "kind", " Level ", "level"),
        ("commitments", "direction", "越高越好", "up"),
        ("commitments", "direction", "逆指标", "down"),
        ("commitments", "comparator", "≥", ">="),
        ("commitments", "comparator", "＜", "<"),
        ("commitments", "plan", "linear_month", "linear-month"),
        ("commitments", "plan", "按月均衡", "linear-month"),
        ("commitments", "target_state", "未公开", "masked"),
        ("commitments", "state", "已完成", "completed"),
        ("commitments", "state", "完成", "completed"),
        ("observations", "measure", "累计数", "cumulative"),
        ("observations", "measure", "当期值", "increment"),
        ("observations", "status", "初步数", "provisional"),
        ("updates", "reported_status", "已完成", "met"),
        ("updates", "reported_status", "On Pace", "on_pace"),
        ("updates", "reported_status", "达序时", "on_pace"),
        ("updates", "reported_status", "欠序时", "behind"),
        ("updates", "reported_status", "略欠序时", "slightly_behind"),
    ],
)
def test_a_word_that_can_mean_one_value_alone_is_that_value(table: str, column: str, text: str, value: str) -> None:
    assert find_choice(text, field(table, column)) == value


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("updates", "reported_status", "完成"),  # 已完成 or 未完成
        ("updates", "reported_status", "序时"),
        ("updates", "reported_status", "未"),
        ("commitments", "target_state", "公开"),  # 已公开 or 未公开
        ("commitments", "kind", "工作"),  # 常态工作 or 一次性工作
        ("commitments", "kind", "数量"),
        ("commitments", "kind", ""),
        ("commitments", "kind", "***"),
        ("commitments", "kind", "量"),
        ("observations", "status", "非正式"),
        ("observations", "measure", "非累计"),
        ("commitments", "comparator", "大于"),
    ],
)
def test_a_word_that_could_mean_two_values_or_none_is_left_alone(table: str, column: str, text: str) -> None:
    assert find_choice(text, field(table, column)) == ""


def test_every_value_of_every_list_has_a_word_but_signs_and_names_of_rules() -> None:
    wordless = {
        (table, column.name)
        for table, schema in read_schemas().items()
        for column in schema.fields
        if set(column.constraints.get("enum", ())) - list_meanings(column).keys()
    }
    assert wordless == {("commitments", "comparator"), ("acknowledged", "rule")}


def test_the_list_is_told_with_its_words_in_chinese() -> None:
    choices = describe_choices(field("observations", "measure"))
    assert choices.text(Words("zh")) == "cumulative（累计）、increment（当期）、level（水平）"
    assert choices.text(Words("en")) == "cumulative, increment, level"
