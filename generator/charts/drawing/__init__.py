"""Drawing: forms compiled once, rows bound to them, SVG cleaned.

The hash of this folder is part of the key of every drawing in the cache.
"""
