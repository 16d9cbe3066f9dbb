"""The way of a built site to its host: a folder, a folder over SSH, or a branch of a Git repository.

Whatever happens on the way, the host serves the old site or the new one, whole: a site is laid out beside the one that
is live, checked there file by file against its manifest, written to the disk, and then one name is moved.
"""
