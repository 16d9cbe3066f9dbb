"""What the program is made of: its locked packages as a bill of materials, and whether advisories are out against them.

For who develops or runs the program; nothing of it is in the wheel. See "How it is kept safe" in CONTRIBUTING.md.
"""
