"""The groups that figures and tables show together: the themes of a pillar, the ranked members of a comparison."""

from generator.assess import Assessment
from generator.model import Theme
from generator.progress import Progress, Rank


def by_theme(progress: Progress, pillar_id: str) -> list[tuple[Theme | None, list[Assessment]]]:
    """Give a pillar's commitments by theme, in the order of the themes; None is what has no theme."""
    members = progress.of(pillar_id=pillar_id)
    themes: list[Theme | None] = [theme for theme in progress.dataset.themes if theme.pillar_id == pillar_id]
    known = {theme.theme_id for theme in themes if theme}
    groups: list[tuple[Theme | None, list[Assessment]]] = [
        (theme, [a for a in members if theme and a.commitment.theme_id == theme.theme_id]) for theme in themes
    ]
    groups.append((None, [a for a in members if a.commitment.theme_id not in known]))
    return [(theme, group) for theme, group in groups if group]


def ranking_of(progress: Progress, group_id: str) -> list[tuple[Assessment, Rank]]:
    """Give the ranked members of a group, first place first."""
    ranked = [
        (progress.assessments[key], progress.ranks[key]) for key in progress.members[group_id] if key in progress.ranks
    ]
    return sorted(ranked, key=lambda pair: pair[1].rank)
