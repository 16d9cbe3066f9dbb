"""What belongs together: a theme and its pillar, the members of a group, a group and who belongs to it."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.checks.cells import find_cell
from generator.checks.targets import is_contrary
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import Commitment

ASPECTS: Mapping[str, Callable[[Commitment], str]] = {
    "unit_zh": lambda member: normalize_unit(member.unit_zh),
    "kind": lambda member: member.kind,
    "direction": lambda member: member.direction,
}


def normalize_unit(text: str) -> str:
    """Return a unit without blanks and in one width, so that ％ is %."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def check_groups(dataset: Dataset) -> Iterator[Finding]:
    """Check themes and groups."""
    themes = {theme.theme_id: theme.pillar_id for theme in dataset.themes}
    groups: dict[str, list[Commitment]] = {}
    for commitment in dataset.commitments:
        pillar = themes.get(commitment.theme_id, commitment.pillar_id)
        if pillar != commitment.pillar_id:
            yield find_cell(commitment, dataset, "theme-pillar", "theme_id", commitment.theme_id, pillar)
        if commitment.group_id:
            groups.setdefault(commitment.group_id, []).append(commitment)
    for members in groups.values():
        yield from check_members(members, dataset)
    table = dataset.tables.get("groups")
    loose = frozenset[str]().union(dataset.tables["commitments"].loose)
    typed = {row.cells.get("group_id", "") for row in dataset.tables["commitments"].rows}
    for row in table.rows if table else ():
        group_id = row.cells.get("group_id", "")
        if table and group_id and group_id not in typed | loose:
            yield Finding("group-unused", table.file, row.line, "group_id", group_id)


def check_members(members: Sequence[Commitment], dataset: Dataset) -> Iterator[Finding]:
    """Report members of a group that are counted in another way than most; one odd in several ways is misplaced."""
    usual: dict[str, Commitment] = {}
    for column, read in ASPECTS.items():
        known = [member for member in members if read(member)]
        common = Counter(map(read, known)).most_common(1)
        if common:
            usual[column] = next(member for member in known if read(member) == common[0][0])
    for member in members:
        odd = [c for c, other in usual.items() if ASPECTS[c](member) not in ("", ASPECTS[c](other))]
        if "direction" in odd and is_contrary(member):  # which is reported
            odd.remove("direction")
        if len(odd) == 1:
            value, expected = getattr(member, odd[0]), getattr(usual[odd[0]], odd[0])
            yield find_cell(member, dataset, "group-mixed", odd[0], value, expected)
        elif odd:
            expected = ", ".join(str(getattr(usual[column], column)) for column in odd)
            yield find_cell(member, dataset, "group-mixed", "group_id", member.group_id, expected)
