"""The progress portal: CSV in, one immutable value per stage, static files out.

data/*.csv ─ tables, dataset, checks ─> Dataset ─ pace, assess, progress ─> Progress ─ charts, figures ─> Figures
─ pages, exports ─> Markdown and files ─ build ─> site/
"""
