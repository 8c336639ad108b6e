"""What a file can be refused for; each refusal names the file."""

from dpia_workbench.risk.rules import RuleViolation


class FileMissing(RuleViolation):
    """Nothing was handed in."""

    code = "file.missing"


class FileEmpty(RuleViolation):
    """A file without content proves nothing."""

    code = "file.empty"


class FileTooLarge(RuleViolation):
    """A file has a largest size."""

    code = "file.too-large"


class TooManyFiles(RuleViolation):
    """Only so many files at once."""

    code = "file.too-many"


class TypeUnknown(RuleViolation):
    """Only types that we recognise by their content are kept."""

    code = "file.type-unknown"


class TypeMismatch(RuleViolation):
    """The name says something else than the content."""

    code = "file.type-mismatch"


class FileActive(RuleViolation):
    """Web pages, SVG pictures and documents with macros can run programs."""

    code = "file.active"


class FileBroken(RuleViolation):
    """The content begins like its type and is not whole."""

    code = "file.broken"


class ArchiveBomb(RuleViolation):
    """Unpacked, this would be absurdly large."""

    code = "file.archive-bomb"
