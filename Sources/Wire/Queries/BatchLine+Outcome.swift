package import Xunwen

extension BatchLine {
  /// The outcome of a page of the answer to this query, or the error in the query's place.
  package func outcome(_ page: BatchPage) -> BatchOutcome {
    let result: Result<SearchResponse, any Error> =
      switch content {
      case .success: page.outcome.mapError { ($0 as? QuerySyntaxError)?.advised ?? $0 }
      case .failure(let failure): .failure(failure)
      }
    return BatchOutcome(
      line: number, id: id, query: text, result: result, isFirst: page.isFirst,
      isLast: page.isLast)
  }
}

extension QuerySyntaxError {
  /// The error with the option that helps, if there is one.
  package var advised: QuerySyntaxError {
    guard kind == .scanRequired else { return self }
    return QuerySyntaxError(
      message: message + "; --scan looks into every article", range: range, kind: kind)
  }
}
