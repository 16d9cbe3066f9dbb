"""Synthetic portals: seeded, in Chinese, with commitments of every kind; all figures are marked illustrative."""

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

PILLARS = ("growth", "projects", "innovation", "integration")
THEMES = ("产业发展", "民生保障", "基础设施", "生态环境", "改革开放")
KINDS = (  # the mix of a work report
    *("quantity", "level", "stage", "quantity", "rank"),
    *("designation", "quantity", "action", "recurring", "growth"),
)
FIGURED, STAGED = ("quantity", "level", "growth", "rank"), ("stage", "designation")
SUBJECTS = ("固定资产投资", "零售总额", "城镇新增就业", "高标准农田", "老旧小区改造", "专利授权", "空气优良天数")
PLACES = ("城关镇", "东山街道", "西河镇", "南湖乡", "北岭镇", "开发区", "高新区", "临港新城")
STAGES = ("前期", "开工", "主体完工", "竣工")
PROGRESS = "本月完成阶段性任务，累计进度符合预期，下一步加强调度。"
LAST_YEAR = 2023

Row = Mapping[str, object]


def write_portal(folder: Path, commitments: int, months: int, seed: int = 1) -> int:
    """Write a data folder with so many commitments and so many months of figures for each that has figures.

    Returns the number of observations.
    """
    folder.mkdir(parents=True)
    settings = "title_zh: 合成数据\ntitle_en: Synthetic data\nyear: 2023\nas_of: 2023-12-31\n"
    (folder / "portal.yml").write_text(settings, encoding="utf-8")
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    starts_on = f"{LAST_YEAR + 1 - -(-months // 12)}-01-01"
    promised = [_commitment(number, starts_on, chance) for number in range(commitments)]
    observed = [row for commitment in promised for row in _observations(commitment, months, chance)]
    units = [{"unit_id": f"u{n}", "name_zh": f"第{n}责任单位"} for n in range(commitments // 40 + 1)]
    places = [{"place_id": f"p{n}", "name_zh": name} for n, name in enumerate(PLACES)]
    _write(folder / "commitments.csv", promised)
    _write(folder / "observations.csv", observed)
    themes = [
        {"theme_id": f"{pillar}-{n}", "pillar_id": pillar, "title_zh": name}
        for pillar in PILLARS
        for n, name in enumerate(THEMES)
    ]
    _write(folder / "units.csv", units)
    _write(folder / "places.csv", places)
    _write(folder / "themes.csv", themes)
    _write(folder / "milestones.csv", [row for c in promised if c["kind"] in STAGED for row in _milestones(c)])
    _write(folder / "updates.csv", [_update(c) for c in promised if c["kind"] not in FIGURED])
    return len(observed)


def _commitment(number: int, starts_on: str, chance: random.Random) -> Row:
    kind, pillar = KINDS[number % len(KINDS)], PILLARS[number // len(KINDS) % len(PILLARS)]
    subject, place = SUBJECTS[number % len(SUBJECTS)], number % len(PLACES)
    target = {"quantity": chance.randint(50, 5000), "level": 6, "growth": 6, "rank": 5}.get(kind, "")
    return {
        "commitment_id": f"C-{number + 1:05}",
        "pillar_id": pillar,
        "theme_id": f"{pillar}-{number % len(THEMES)}",
        "title_zh": f"{PLACES[place]}{subject}第{number + 1}项",
        "title_en": f"Commitment {number + 1} of {place}",
        "quote": f"{subject}达到年度目标。",
        "kind": kind,
        "unit_zh": {"quantity": "万元", "level": "%", "growth": "亿元", "rank": "位"}.get(kind, ""),
        "baseline_value": 12 if kind == "rank" else "",
        "direction": "down" if kind == "rank" else "up",
        "target_value": target,
        "target_state": "illustrative" if target else "unquantified",
        "starts_on": starts_on,
        "lead_unit_id": f"u{number // 40}",
        "place_id": f"p{place}",
    }


def _observations(commitment: Row, months: int, chance: random.Random) -> Iterator[Row]:
    kind, total = commitment["kind"], 0.0
    for back in reversed(range(months if kind in FIGURED else 0)):
        year, month = LAST_YEAR - back // 12, 12 - back % 12
        if kind == "quantity":
            total += chance.uniform(0.5, 1.5) * float(str(commitment["target_value"])) / months
        shown = {"quantity": f"{total:.1f}", "rank": chance.randint(5, 12), "growth": 103 + month % 5}
        yield {
            "commitment_id": commitment["commitment_id"],
            "period": f"{year}-{month:02}",
            "value": shown.get(str(kind), 5 + month % 3),
            "prior_value": 100 if kind == "growth" else "",
            "status": "illustrative",
        }


def _milestones(commitment: Row) -> Iterator[Row]:
    for position, stage in enumerate(STAGES, 1):
        planned = f"2023-{position * 3:02}-28"
        yield {
            "commitment_id": commitment["commitment_id"],
            "position": position,
            "stage_zh": stage,
            "planned_on": planned,
            "achieved_on": planned if position < 3 else "",
            "status": "illustrative",
        }


def _update(commitment: Row) -> Row:
    key = commitment["commitment_id"]
    return {"commitment_id": key, "published_on": "2023-12-05", "progress_zh": PROGRESS, "status": "illustrative"}


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
