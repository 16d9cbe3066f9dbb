"""Hatching: what a unit says of itself never looks like what is computed."""

from collections.abc import Iterator

STRIPE, GAP = 2.0, 2.0  # px
# a square of three upright stripes, in a box of 2 by 2
HATCHED = "M-1,-1h.45v2h-.45zM-.225,-1h.45v2h-.45zM.55,-1h.45v2h-.45z"
SOLID = "square"


def split_bar(left: float, right: float, hatched: bool) -> Iterator[tuple[float, float]]:
    """Yield the left and the right edge of each piece of a part of a bar, in px: itself, or its stripes."""
    if not hatched:
        yield left, right
        return
    while left < right:
        yield left, min(left + STRIPE, right)
        left += STRIPE + GAP


def split_counts(solid: int, hatched: int, left: float, right: float) -> Iterator[tuple[float, float]]:
    """Yield the pieces of a part of a bar, of which the first are solid and the others hatched."""
    edge = left + (right - left) * solid / (solid + hatched)
    if solid:
        yield from split_bar(left, edge, hatched=False)
    if hatched:
        yield from split_bar(edge + (GAP if solid else 0), right, hatched=True)
