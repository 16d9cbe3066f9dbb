"""The site map and what crawlers may read.

A site map holds whole addresses, so there is one only where the portal knows its own. A page is dated by the day on
which the data it shows last changed, never by the day of building; a page without such a day is not dated.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import quote

from generator.data.settings import Portal
from generator.language.templates import load_templates
from generator.language.words import HTML_LANG, Words


def render_sitemap(portal: Portal, pages: Mapping[str, date | None]) -> Iterator[tuple[str, str]]:
    """Yield robots.txt and, where it can be, the site map; `pages` are the paths below a language's root."""
    url = portal.site.root
    yield "robots.txt", "User-agent: *\nAllow: /\n" + (f"Sitemap: {url}sitemap.xml\n" if url else "")
    if not url:
        return
    roots = {lang: url + Words(lang).root for lang in portal.languages}
    listed = []
    for path, changed in sorted(pages.items()):
        twins = [{"lang": HTML_LANG[lang], "address": root + quote(path)} for lang, root in roots.items()]
        listed += [{"address": twin["address"], "changed_on": changed, "twins": twins} for twin in twins]
    yield "sitemap.xml", load_templates(Words("en")).get_template("sitemap.xml.j2").render(pages=listed)
