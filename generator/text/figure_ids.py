"""The identifier of each figure by what it shows, written once for charts and pages."""

from datetime import date

HOME_COUNTS = "home-counts"


def chart_id(commitment_id: str) -> str:
    """Return the identifier of the main chart of a commitment."""
    return f"{commitment_id.lower()}-chart"


def bullet_id(commitment_id: str) -> str:
    """Return the identifier of the bullet of a commitment in lists."""
    return f"{commitment_id.lower()}-bullet"


def counts_id(kind: str, key: str) -> str:
    """Return the identifier of the status counts of a pillar, a unit or a place (the `kind`)."""
    return f"{kind}-{key.lower()}-counts"


def release_counts_id(released_on: date) -> str:
    """Return the identifier of the status counts of a release."""
    return f"release-{released_on}-counts"


def tiles_id(pillar_id: str) -> str:
    """Return the identifier of the tiles of a pillar."""
    return f"pillar-{pillar_id.lower()}-tiles"


def timeline_id(pillar_id: str, number: int) -> str:
    """Return the identifier of a pillar's projects on a page (by its number) of the timeline."""
    return f"timeline-{pillar_id.lower()}" + (f"-page-{number}" if number > 1 else "")


def ranking_id(group_id: str) -> str:
    """Return the identifier of the ranked bars of a group."""
    return f"group-{group_id.lower()}"
