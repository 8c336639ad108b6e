"""Whoosh, imported in one place and without its noise.

It was written for the Pythons of 2016: newer ones warn about its escapes and comparisons
each time they compile it, and a run that treats warnings as errors could not import it.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh.codec.whoosh3 import W3Codec, W3Segment, W3TermInfo
    from whoosh.columns import CompressedBytesColumn, NumericColumn, VarBytesColumn
    from whoosh.fields import COLUMN, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import BufferFile
    from whoosh.formats import Existence
    from whoosh.index import TOC, FileIndex
    from whoosh.lang.snowball.dutch import DutchStemmer
    from whoosh.lang.snowball.english import EnglishStemmer
    from whoosh.writing import SegmentWriter

__all__ = [
    "COLUMN",
    "TOC",
    "BufferFile",
    "CompressedBytesColumn",
    "DutchStemmer",
    "EnglishStemmer",
    "Existence",
    "FieldType",
    "FileIndex",
    "FileStorage",
    "NumericColumn",
    "Schema",
    "SegmentWriter",
    "VarBytesColumn",
    "W3Codec",
    "W3Segment",
    "W3TermInfo",
]
