/// The tools for assistants.
enum ToolTable {
  static let tools = [
    search, getArticle, countOverTime, kwic, verifyQuote, cite, listIndexes,
  ]

  static func tool(_ name: String) -> Tool? { tools.first { $0.name == name } }

  /// The description of the server for an assistant.
  static let instructions = """
    Xunwen is a full-text search engine for an archive of news and policy articles, mainly in \
    Chinese. Counts are exact, and every answer has the ids and offsets by which it can be checked.
    Query language: white space between words requires all of them (养老 服务); "…" is an exact \
    quotation; OR, AND, NOT and parentheses combine, and -word excludes. title:养老 searches \
    headlines; source:人民日报 and date:2023-06 or date:2020..2023 filter. 养老 NEAR/5 服务 finds \
    words at most 5 characters apart in any order, ADJ/5 in the written order, /s in one sentence \
    and /p in one paragraph. net* and colour~1 expand words of Latin letters. Simplified and \
    Traditional characters are equal. A mistake in a query is an error with its position.
    Offsets (start, end) count Unicode scalars (code points), not bytes or UTF-16 units, in the \
    original text that `original` names; end is exclusive. Highlights are pairs of offsets in the \
    text of their row. Offsets of a mistake count in the query.
    An id names one article of an index and stays the same between answers; content_hash changes \
    with the text. Pass ids exactly as they were returned.
    Paging: `page` has the number of all rows (total) and next_offset when there are more; repeat \
    the call with offset=next_offset, and with generation=generation of the first page, so that \
    rows do not move when the index changes.
    Before you quote an article, check the quotation by verify_quote or get_article.
    """

  static let search = Tool(
    name: "search", title: "Search articles",
    description: """
      Finds the articles that match a query, the best first. Rows: hit (id, title, date, source, \
      snippet with highlights, matches with offsets, score), then facet if facet is given, and a \
      summary: total (articles that match), exact_total (articles with the unquoted text as \
      written), partial_total. When fewer than 10 articles match, the best partial matches follow \
      with partial=true; they lack words of the query and are not counted in total. Without hits, \
      a row no_hits has the reasons, and suggestion rows have corrections. limit=0 with \
      facet=source or facet=year only counts.
      Query: words (all required), "exact quotation", OR, NOT, -word, ( ), title:, source:, date:, \
      NEAR/5. match=exact reads unquoted text as a quotation.
      """,
    route: SearchRoutes.search, form: .page(type: "hit", total: "total"),
    omitted: ["manifest"], fixed: [("strict", "true")],
    bounds: [
      "limit": .number(0...100, usual: 10),
      "facet-limit": .number(
        1...200, usual: 10, help: "Values of each facet, the most frequent ones."),
    ])

  static let getArticle = Tool(
    name: "get_article", title: "Read an article",
    description: """
      Reads an article by its id: title, date, source, url, and the original texts, verbatim. A \
      long text is read in parts: part has offset, end and total (Unicode scalars over all \
      original texts), and next_offset when there is more. An original has the offset of its \
      part (start). zones divide the text by kind: title, header, body, tail (navigation and \
      teasers of other articles). With q, matches has the offsets of all matches of the query in \
      the part, and matches_total their number in the article.
      """,
    route: ArticleRoutes.article, form: .rows, fixed: [("strict", "true")],
    bounds: [
      "offset": .number(
        0...1_000_000_000, usual: 0,
        help: "Unicode scalars to skip: next_offset of the part before."),
      "limit": .number(1...100_000, usual: 20_000, help: "Unicode scalars of the part."),
    ])

  static let countOverTime = Tool(
    name: "count_over_time", title: "Count articles over time",
    description: """
      Counts the articles that match a query by day, week, month or year. Rows: bucket \
      (start is its first day; articles is the exact count; with ratio also all and ratio), also \
      for empty buckets, then a summary with total and the articles without a date. vs compares \
      queries, per=source counts sources. Unquoted text is read as written (match=exact), unless \
      match says otherwise.
      """,
    route: ResearchRoutes.timeline, form: .slice(type: "bucket", total: nil),
    bounds: ["limit": .number(1...1000, usual: 200, help: "Buckets of the page.")])

  static let kwic = Tool(
    name: "kwic", title: "Occurrences in context",
    description: """
      Lists every occurrence of a query with its context (keyword in context). Rows: occurrence \
      (id, original, start and end of the match; left, match and right are verbatim), then a \
      summary with the number of occurrences and articles. Unquoted text is read as written \
      (match=exact), unless match says otherwise.
      """,
    route: ResearchRoutes.kwic, form: .slice(type: "occurrence", total: "occurrences"),
    bounds: ["limit": .number(1...500, usual: 50, help: "Occurrences of the page.")])

  static let verifyQuote = Tool(
    name: "verify_quote", title: "Verify a quotation",
    description: """
      Finds the articles that contain a quotation, the earliest first. Rows: article with its \
      occurrences (original, start, end, the text as printed, its sentence; verbatim=false when \
      width, script or punctuation differ from the quotation), then a summary with total. When \
      no article has the whole quotation, prefix and suffix are the longest beginning and end \
      that an article has: there the quotation deviates.
      """,
    route: ArticleRoutes.verifyQuote, form: .slice(type: "article", total: "total"),
    bounds: ["q": .single, "limit": .number(1...100, usual: 10, help: "Articles of the page.")])

  static let cite = Tool(
    name: "cite", title: "Cite articles",
    description: """
      Writes bibliographic references to articles by their ids, as GB/T 7714-2015, BibTeX, RIS, \
      CSL-JSON or text. Rows: reference (id, reference).
      """,
    route: ArticleRoutes.cite, form: .references, bounds: ["id": .count(100)])

  static let listIndexes = Tool(
    name: "list_indexes", title: "List the indexes",
    description: """
      Lists the indexes that can be searched, with their articles, first and last date. The first \
      one answers calls without index.
      """,
    route: ArticleRoutes.indexes, form: .rows, omitted: ["index", "generation"])
}
