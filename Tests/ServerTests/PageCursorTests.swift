import Server
import TestSupport
import Testing

/// Pages of a list that follow each other by cursors.
@Suite struct PageCursorTests {
  private let corpus = ServedCorpus.shared

  /// The address of the next page in the header Link.
  private func next(_ answer: ReceivedAnswer?) -> String? {
    answer?.fields["link"]?.wholeMatch(of: /<([^>]*)>; rel="next"/).map { String($0.1) }
  }

  private func ids(_ answer: ReceivedAnswer?) -> [String] {
    answer?.text.matches(of: /"id":"([^"]*)",.*"type":"hit"/).map { String($0.1) } ?? []
  }

  private static let list = "/api/v1/search?q=\("养老".encoded)&format=jsonl&sort=-date"

  @Test func `the pages have the hits of the whole list`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      let whole = ids(client.get(Self.list + "&limit=1000"))
      #expect(whole.count > 14)
      var found: [String] = []
      var address: String? = Self.list + "&limit=7&source=*"
      var pages = 0
      while let target = address {
        let answer = try #require(client.get(target))
        #expect(answer.status == 200)
        // The command prints the same rows.
        let rows = corpus.run(
          "search", "养老", "--sort", "-date", "--limit", "7", "--offset", "\(pages * 7)",
          "--source", "*", "--json")
        #expect(answer.masked == rows.output.maskingTimes)
        found += ids(answer)
        address = next(answer)
        pages += 1
      }
      #expect(found == whole && pages == (whole.count + 6) / 7)
      #expect(next(client.get(Self.list + "&limit=1000")) == nil)
      #expect(next(client.get(Self.list + "&limit=0")) == nil)
    }
  }

  @Test func `a cursor belongs to its parameters`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      let link = try #require(next(client.get(Self.list + "&limit=5")))
      let cursor = try #require(link.firstMatch(of: /cursor=[^&]*/)).0
      #expect(client.get("\(Self.list)&limit=5&\(cursor)")?.status == 200)
      // The order of the parameters does not matter.
      #expect(
        client.get(link.replacing("?", with: "?\(cursor)&").replacing("&\(cursor)", with: ""))?
          .status == 200)
      for target in [
        "\(Self.list)&limit=6&\(cursor)", "\(Self.list)&\(cursor)",
        "/api/v1/search?q=a&format=jsonl&sort=-date&limit=5&\(cursor)", link + "&strict",
        link + "&offset=5", link + "&generation=1", link + "0",
        link.replacing("cursor=", with: "cursor=1"),
        "\(Self.list)&limit=5&cursor=", "\(Self.list)&limit=5&cursor=1.2.3",
      ] {
        let answer = try #require(client.get(target))
        #expect(answer.status == 400 && answer.text.contains("\"reason\":\"cursor\""), "\(target)")
      }
      let other = client.get("/api/v1/stats?\(cursor)")
      #expect(other?.status == 400 && other?.text.contains("unknown_parameter") ?? false)
    }
  }

  @Test func `the next page stays on the commit of the first`() async throws {
    let folder = TemporaryDirectory()
    let index = folder.path(of: "index")
    @Sendable func commit(_ number: Int) {
      let records = (0..<5).map { "{\"id\":\"\(number)-\($0)\",\"text\":\"养老服务\"}\n" }.joined()
      var process = ChildProcess(TestFile.executable("xunwen"))
      process.environment = ["LANG=C.UTF-8", "TMPDIR=/tmp", "XUNWEN_INDEX=\(index)"]
      let result = process.run(["index", "-"].map { Array($0.utf8) }, input: Array(records.utf8))
      #expect(result.status == 0, "\(result.errors)")
    }
    commit(1)
    try await withServer(ServerOptions(patientlyServing: index, as: "index")) { port in
      let client = ClientSocket(port: port)
      let list = "/api/v1/search?q=\("养老".encoded)&limit=3&format=jsonl"
      let link = try #require(next(client.get(list)))
      for number in 2...4 {
        commit(number)
        let end = ContinuousClock.now + .seconds(120)
        while client.get(list)?.fields["x-xunwen-generation"] != "\(number)",
          ContinuousClock.now < end
        { pause(milliseconds: 50) }
        let answer = try #require(client.get(link))
        if number < 4 {
          #expect(answer.fields["x-xunwen-generation"] == "1" && ids(answer).count == 2)
        } else {
          #expect(answer.status == 410 && answer.text.contains("\"reason\":\"generation\""))
        }
      }
    }
  }
}
