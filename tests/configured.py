"""A portal of one commitment with a configuration of its own, and one that sets all that Material documents."""

from collections.abc import Mapping
from pathlib import Path

from generator.paths import CONFIG

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20H0z" fill="#c8102e"/></svg>'
MAIN = """{% extends "base.html" %}
{% block announce %}<p class="told">公告：见<a href="https://example.org/">通知</a></p>{% endblock %}
{% block extrahead %}<meta name="own" content="{{ page.title }}">{% endblock %}
{% block htmltitle %}<title>{{ page.title }} | {{ config.site_name }}</title>{% endblock %}
{% block footer %}{{ super() }}<aside class="below">{{ config.extra.own }}</aside>{% endblock %}
"""
WHOLE = """
theme:
  name: material
  custom_dir: overrides
  logo: images/logo.svg
  favicon: images/icon.svg
  icon: {menu: material/dots-vertical}
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: indigo
      accent: deep orange
      toggle: {icon: material/brightness-7, name: Switch to dark mode}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: custom
      toggle: {icon: material/brightness-4, name: Switch to light mode}
extra_css: [stylesheets/extra.css]
extra_javascript:
  - javascripts/plain.js
  - javascripts/module.mjs
  - {path: javascripts/late.js, defer: true}
copyright: © 某区人民政府
site_author: 某区政府办
extra:
  own: 页脚之下
  homepage: https://www.example.gov.cn/
  social:
    - {icon: fontawesome/brands/weibo, link: https://weibo.com/example, name: 官方微博}
markdown_extensions: [def_list]
"""
OWN = {
    "docs/images/logo.svg": LOGO,
    "docs/images/icon.svg": LOGO,
    "docs/stylesheets/extra.css": """[data-md-color-scheme="slate"] { --md-primary-fg-color: #ffe08a }
.md-typeset h1 { letter-spacing: 3px }
@font-face { font-family: own; src: url(../fonts/own.woff2) }
""",
    "docs/javascripts/plain.js": "document.documentElement.dataset.plain = 'yes'\n",
    "docs/javascripts/module.mjs": "document.documentElement.dataset.module = String(import.meta.url.length > 0)\n",
    "docs/javascripts/late.js": "document.documentElement.dataset.late = document.readyState\n",
    "docs/zh/guide.md": "# 指南\n\n| 一 | 二 |\n|---|---|\n| 三 | 四 |\n\n词\n:   释义\n\n段落\n{ #part }\n",
    "overrides/main.html": MAIN,
    "overrides/partials/copyright.html": '<p class="rights">{{ config.copyright }}，保留权利</p>\n',
    "overrides/images/seal.svg": LOGO,
    "overrides/assets/images/stamp.svg": LOGO,
}
SETTINGS = "title_zh: 测试\ntitle_en: Test\nyear: 2023\n"


def write_portal(folder: Path, config: str, own: Mapping[str, str]) -> Path:
    """Write a portal of one commitment with a configuration and files of its own; gives its data folder."""
    data = folder / "data"
    texts = {
        "data/portal.yml": SETTINGS,
        "data/commitments.csv": "commitment_id,pillar_id,title_zh,kind\nA,growth,事项甲,action\n",
        "data/observations.csv": "commitment_id,period,value\n",
        CONFIG: config,
        **own,
    }
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return data
