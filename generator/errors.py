"""The errors that people read when something cannot be done.

    PortalError                  a message for people; `code` is the exit code of the command
    ├── UsageError               the command was asked for something that cannot be meant (exit code 2)
    │   ├── ForeignFolderError   the output folder holds something that no build has written
    │   └── WrongUsageError           its arguments are wrong (in `cli`, the only one that reads arguments)
    ├── FileError                a file cannot be read or written (exit code 2)
    │   └── DiskError            the disk is full or read-only (exit code 1)
    ├── WorkbookError            a file is not a workbook of the portal (exit code 2)
    ├── ReleaseError             a release cannot be made or read (exit code 2)
    ├── DrawingError             nothing can be drawn
    ├── SiteError                the pages cannot become a site
    └── PublishError             nothing was published, or what is live is not what was published

The message is marked for the catalogue where it is raised, and `parts` fill it. The command line prints
`words.t(error.message, **error.parts)` and ends with `code`.
"""

from typing import ClassVar


class PortalError(Exception):
    """Something cannot be done, for a reason that a person can act on."""

    code: ClassVar[int] = 1

    def __init__(self, message: str, **parts: object) -> None:
        """Take a message of the catalogue, and what its `{parts}` are."""
        super().__init__(message)
        self.message = message
        self.parts = parts


class UsageError(PortalError):
    """The command was asked for something that cannot be meant."""

    code = 2


class ForeignFolderError(UsageError):
    """The output folder holds something that no build has written."""


class FileError(PortalError):
    """A file cannot be read or written."""

    code = 2


class DiskError(FileError):
    """A file cannot be written because the disk is full or read-only: nothing was wrong with the command."""

    code = 1


class WorkbookError(PortalError):
    """A file is not a workbook of the portal."""

    code = 2


class ReleaseError(PortalError):
    """A release cannot be made or read."""

    code = 2


class DrawingError(PortalError):
    """Nothing can be drawn."""


class SiteError(PortalError):
    """The pages cannot become a site; the message is what the site builder printed."""


class PublishError(PortalError):
    """Nothing was published, and the old site is as it was; or what is live is not what was published."""
