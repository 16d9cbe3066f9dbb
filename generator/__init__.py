"""The progress portal: CSV in, one immutable value per stage, static files out.

data/*.csv ─ data, checks ─> Dataset ─ status ─> Progress ─ charts ─> Figures
─ text, pages, exports ─> Markdown and files ─ website ─> site/ ─ publish ─> host
"""
