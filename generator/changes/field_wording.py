"""The wording of changes of a commitment's own fields, its milestones and its updates, and of whole tables."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from generator.changes.diff import CommitmentChange, Diff, FieldChange, MilestoneKind
from generator.changes.lines import Line
from generator.changes.published import FieldValue, PublishedMilestone, PublishedPlanPoint
from generator.changes.snapshot import Name
from generator.data.tables import read_schemas, read_titles
from generator.language.words import HTML_LANG, Words, mark
from generator.model import Direction, Kind, Strength
from generator.text.rows import Text, pick_text
from generator.text.vocabulary import DIRECTIONS, KINDS, STRENGTHS

MILESTONE_WORDS: Mapping[MilestoneKind, str] = {
    MilestoneKind.ADDED: mark("milestone added"),
    MilestoneKind.ACHIEVED: mark("milestone achieved"),
    MilestoneKind.CHANGED: mark("milestone changed"),
    MilestoneKind.REMOVED: mark("milestone removed"),
}
COLUMNS = {
    "baseline": "baseline_value",
    "target_upper": "target_upper_value",
    "tolerance": "tolerance_value",
}  # where the API's name is not the table's
NAME_TABLES = {
    "lead_unit_id": "units",
    "support_unit_ids": "units",
    "place_id": "places",
    "theme_id": "themes",
    "pillar_id": "pillars",
}
IN_CHINESE = ("quote", "leader")  # without a suffix that says so

Names = Mapping[str, Name]  # of units, places, themes and pillars, by table/identifier


def make_field_lines(words: Words, names: Names, change: CommitmentChange) -> Iterator[Line]:
    """Yield the lines of changed fields."""
    for moved in change.fields:
        old, new = (_write_value(words, names, moved, value) for value in (moved.old, moved.new))
        yield Line("field", Text(_name_field(words, moved.name)), words.t("reworded"), old, new)


def make_milestone_lines(words: Words, change: CommitmentChange) -> Iterator[Line]:
    """Yield the lines of changed milestones."""
    for moved in change.milestones:
        stage = pick_text(words, moved.new or moved.old, "stage")
        old, new = _write_stage(words, moved.old), _write_stage(words, moved.new)
        word = words.t(MILESTONE_WORDS[moved.kind])
        if old == new and moved.old and moved.new:  # only its name
            yield Line("milestone", stage, word, pick_text(words, moved.old, "stage"), stage)
        else:
            yield Line("milestone", stage, word, Text(old), Text(new))


def make_update_lines(words: Words, change: CommitmentChange) -> Iterator[Line]:
    """Yield the lines of new and of removed updates."""
    for update in change.updates:
        day = Text(words.date(update.published_on))
        yield Line("update", day, words.t("new update"), new=pick_text(words, update, "progress"))
    for update in change.updates_removed:
        day = Text(words.date(update.published_on))
        yield Line("update-removed", day, words.t("update removed"), old=pick_text(words, update, "progress"))


def make_table_lines(words: Words, diff: Diff) -> Iterator[Line]:
    """Yield the lines of changes that are of no commitment: the bands and the rows of other tables."""
    if diff.bands:
        old, new = (words.t(", ").join(words.number(edge) for edge in bands.values()) for bands in diff.bands)
        label = Text(words.t("Lower edges of the status bands, in points"))
        yield Line("bands", label, words.t("changed"), Text(old), Text(new))
    for count in diff.tables:
        added = words.n("{count} row added", "{count} rows added", count.added)
        removed = words.n("{count} row removed", "{count} rows removed", count.removed)
        yield Line("table", Text(_name_table(words, count.name)), words.t(", ").join((added, removed)))


def _write_stage(words: Words, milestone: PublishedMilestone | None) -> str:
    if milestone is None:
        return ""
    if milestone.achieved_on:
        return words.t("achieved {day}", day=words.date(milestone.achieved_on))
    return words.t("planned {day}", day=words.date(milestone.planned_on) if milestone.planned_on else "—")


def _name_field(words: Words, name: str) -> str:
    """Return the name of a column as in the data dictionary."""
    if name == "plan_points":
        return _name_table(words, name)
    known = next(f for f in read_schemas()["commitments"].fields if f.name == COLUMNS.get(name, name))
    return words.choose(zh=str(known.title), en=str(known.custom["title_en"]))


def _name_table(words: Words, name: str) -> str:
    zh, en = read_titles()[name]
    return words.choose(zh=zh, en=en)


def _write_value(words: Words, names: Names, moved: FieldChange, value: FieldValue) -> Text:
    """Return the value of a field in words; a text in Chinese is marked as such."""
    table = NAME_TABLES.get(moved.name)
    match value:
        case None | "" | ():
            return Text(words.t("(empty)"))
        case tuple():
            return _write_values(words, names, table, value)
        case date():
            return Text(words.date(value))
        case Decimal():
            return Text(words.number(value))
        case str() if table:
            return _write_name(words, names, table, value)
    if moved.name == "kind":
        return Text(words.t(KINDS[Kind(value)]))
    if moved.name == "direction":
        return Text(words.t(DIRECTIONS[Direction(value)]))
    if moved.name == "strength":
        return Text(words.t(STRENGTHS[Strength(value)]))
    chinese = moved.name.endswith("_zh") or moved.name in IN_CHINESE
    return Text(value, HTML_LANG["zh"] if chinese and words.lang != "zh" else None)


def _write_values(
    words: Words, names: Names, table: str | None, values: tuple[str, ...] | tuple[PublishedPlanPoint, ...]
) -> Text:
    """Return identifiers by their names, or the points of a plan."""
    texts = [
        Text(f"{value.period} {words.number(value.planned_value)}")
        if isinstance(value, PublishedPlanPoint)
        else _write_name(words, names, table or "", value)
        for value in values
    ]
    return Text(words.t(", ").join(text.text for text in texts), next((text.lang for text in texts if text.lang), None))


def _write_name(words: Words, names: Names, table: str, key: str) -> Text:
    name = names.get(f"{table}/{key}")
    return pick_text(words, name, "name") if name else Text(key)
