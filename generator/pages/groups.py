"""Groups shown together in figures and tables: commitments by theme, projects by pillar, the members of a ranking."""

from dataclasses import dataclass

from generator.model import Kind, Pillar, Theme
from generator.pages.paging import GroupSlice, cut
from generator.status.progress import Progress, Rank
from generator.status.verdict import Assessment
from generator.text.rows import Text


@dataclass(frozen=True, slots=True)
class GroupTitle:
    """The title of a group of rows."""

    title: Text  # as it stands above the rows
    anchor: str  # the identifier of its heading on the page


def group_by_theme(progress: Progress, pillar_id: str) -> list[tuple[Theme | None, list[Assessment]]]:
    """Return a pillar's commitments by theme, in the order of the themes; None stands for those without a theme."""
    members = progress.of(pillar_id=pillar_id)
    themes: list[Theme | None] = [theme for theme in progress.dataset.themes if theme.pillar_id == pillar_id]
    known = {theme.theme_id for theme in themes if theme}
    groups: list[tuple[Theme | None, list[Assessment]]] = [
        (theme, [a for a in members if theme and a.commitment.theme_id == theme.theme_id]) for theme in themes
    ]
    groups.append((None, [a for a in members if a.commitment.theme_id not in known]))
    return [(theme, group) for theme, group in groups if group]


def cut_timeline(progress: Progress, rows_per_page: int) -> list[list[GroupSlice[Pillar, Assessment]]]:
    """Return the projects on each page of the timeline, major ones first, without pillars that have no milestone."""
    pillars = sorted(progress.dataset.pillars, key=lambda pillar: pillar.pillar_id != "projects")
    groups = [(pillar, progress.of(pillar_id=pillar.pillar_id, kind=Kind.STAGE)) for pillar in pillars]
    return cut(
        [(pillar, members) for pillar, members in groups if any(a.case.milestones for a in members)], rows_per_page
    )


def list_ranking(progress: Progress, group_id: str) -> list[tuple[Assessment, Rank]]:
    """Return the ranked members of a group, the first rank first."""
    ranked = [
        (progress.assessments[key], progress.ranks[key]) for key in progress.members[group_id] if key in progress.ranks
    ]
    return sorted(ranked, key=lambda pair: pair[1].rank)
