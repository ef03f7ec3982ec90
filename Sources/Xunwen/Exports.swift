// What front ends see of the layers below, so that they import one module.
@_exported public import struct Articles.Article
@_exported public import struct Articles.ArticleError
@_exported public import struct Articles.CivilDateTime
@_exported public import struct Articles.Extra
@_exported public import struct Articles.Original
@_exported public import struct Articles.Zone
@_exported public import enum Articles.ZoneKind
@_exported public import struct InvertedIndex.MergeStep
@_exported public import struct InvertedIndex.MergeSummary
@_exported public import struct Search.BM25
@_exported public import struct Search.DateRange
@_exported public import enum Search.DisplayWidth
@_exported public import enum Search.MatchMode
@_exported public import struct Search.QuerySyntaxError
@_exported public import enum Search.SortOrder
@_exported public import enum Storage.StorageError
