"""Addresses: where each page stands below the root of its language, and which names there a pillar may not take."""

LANGUAGE_ROOTS = ("en",)  # below the root of the site, which is that of the first language

COMMITMENTS = "commitments/"
UNITS = "units/"
PLACES = "places/"
TASKS = "lists/tasks/"
RESPONSIBILITIES = "lists/responsibilities/"
RESULTS = "lists/results/"
UPDATES = "updates/"
RELEASES = "releases/"
ERRATA = "errata/"
DATA = "data/"
API_PAGE = "data/api/"
QUALITY = "quality/"
RULES = "quality/rules/"
METHODOLOGY = "methodology/"
DIRECTORY = "directory/"
SEARCH = "search/"
SITEMAP = "sitemap/"
PATTERNS = "patterns/"
YEARS = "years/"
GUIDE = "guide/"
ACCESSIBILITY = "accessibility/"
ABOUT = "about/"
TIMELINE = "projects/timeline/"  # below the pillar of major projects

EMBED = "embed/"
FEEDS = "feeds/"
SHARE = "share/"
API = "api/v1/"
ASSETS = "assets/"
OWN_FILES = ("images/", "javascripts/", "scripts/", "stylesheets/")  # where portals keep files of their own in docs/

PAGES = (
    *(COMMITMENTS, UNITS, PLACES, TASKS, RESPONSIBILITIES, RESULTS, UPDATES, RELEASES, ERRATA, DATA, API_PAGE),
    *(QUALITY, RULES, METHODOLOGY, DIRECTORY, SEARCH, SITEMAP, PATTERNS, YEARS, GUIDE, ACCESSIBILITY, ABOUT),
)
FOLDERS = (EMBED, FEEDS, SHARE, API, ASSETS, *OWN_FILES)
RESERVED = frozenset(path.split("/")[0] for path in (*PAGES, *FOLDERS, *LANGUAGE_ROOTS))


def year_path(year: int) -> str:
    """Return the path of the final account of a closed plan year, below which its other pages stand."""
    return f"{year}/"


def commitment_path(commitment_id: str) -> str:
    """Return the path of the page of a commitment."""
    return f"{COMMITMENTS}{commitment_id.lower()}/"


def unit_path(unit_id: str) -> str:
    """Return the path of the page of a responsible unit."""
    return f"{UNITS}{unit_id.lower()}/"


def place_path(place_id: str) -> str:
    """Return the path of the page of a place."""
    return f"{PLACES}{place_id.lower()}/"


def pillar_path(pillar_id: str) -> str:
    """Return the path of the page of a pillar."""
    return f"{pillar_id}/"


def release_path(day: object) -> str:
    """Return the path of the page of a release, by its day."""
    return f"{RELEASES}{day}/"


def embed_path(commitment_id: str) -> str:
    """Return the path of the page that shows a commitment in the frame of another site."""
    return f"{EMBED}{commitment_id.lower()}/"
