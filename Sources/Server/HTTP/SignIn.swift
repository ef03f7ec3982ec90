import NIOHTTP1

/// The form by which a browser sends the token, and gets a cookie for it.
enum SignIn {
  static let form = page(200, "")

  private static func page(_ status: Int, _ note: String) -> Answer {
    let text = """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>寻闻 Xunwen</title>
      <h1>寻闻 Xunwen</h1>
      <form method="post" action="/sign-in">
      \(note)<p><label>口令 Token <input type="password" name="token" required autofocus></label>
      <button>登录 Sign in</button></p>
      </form>
      </html>

      """
    return Answer(status, "text/html; charset=utf-8", Array(text.utf8))
      .with("Cache-Control", "no-store")
  }

  /// The answer to a request without the token: a browser that opens a page is led to the form.
  static func refusal(of head: HTTPRequestHead) -> Answer {
    let accepted = head.headers[canonicalForm: "Accept"]
    if head.method == .GET, accepted.contains(where: { $0.hasPrefix("text/html") }) {
      return Answer(303).with("Location", "/sign-in").with("Cache-Control", "no-store")
    }
    return Answer(
      Problem(401, "a token is required", reason: "token").with("WWW-Authenticate", "Bearer"))
  }

  /// The answer to the form.
  static func answer(_ body: [UInt8], _ rules: AccessRules, isSecure: Bool) -> Answer {
    let pairs = try? RequestTarget.pairs(body)
    let token = pairs?.first { $0.name == "token" }?.value
    guard let cookie = token.flatMap({ rules.cookie(for: $0, isSecure: isSecure) }) else {
      return page(403, "<p role=\"alert\">口令不对。The token is wrong.</p>\n")
    }
    return Answer(303).with("Location", "/").with("Set-Cookie", cookie)
      .with("Cache-Control", "no-store")
  }
}
