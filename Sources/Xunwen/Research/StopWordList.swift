/// The built-in stop words: words with a grammatical function and without a topic, in Chinese and
/// English. The list is written for this program.
enum StopWordList {
  /// The list in the form of a user's file: one word on each line, with comments.
  static let text = groups.map { heading, words in
    "# \(heading)\n" + words.split(whereSeparator: \.isWhitespace).map { $0 + "\n" }.joined()
  }.joined()

  /// Words of one character with which no word begins. Others, such as 可 and 非, are prefixes too.
  static let neverFirst = StopWords(
    characters: """
      的了着们之者是在和与及或也都很并仍已曾还又再就才却更最颇极尚暂仅均皆亦被把将向从对因由于但而且则若虽
      如给让使这那该其此每各某几我你他她它您没未不等些个名位第一吗呢吧啊呀嘛较据所次届只要愿
      """)

  /// Words of one character with which no word ends. Others, such as 会 and 者, are suffixes too.
  static let neverLast = StopWords(
    characters: """
      的了着们之是在与或也都很并仍已曾还又再就才却更最颇极尚仅均皆亦被把将向从对因由于但而且则若虽如给让使
      这那该其此每各某几我你他她它您没未不等些个名位第一为到至以中内上里时吗呢吧啊呀嘛
      """)

  private static let groups: [(heading: String, words: String)] = [
    (
      "Chinese: particles",
      """
      的 地 得 了 着 过 所 等 等等 们 之 者 般 似的 而已 罢了 吗 呢 吧 啊 呀 嘛 啦 哦 哎 哟 喔 呐 嗯 哪 么
      """
    ),
    (
      "Chinese: pronouns and determiners",
      """
      我 你 您 他 她 它 我们 你们 他们 她们 它们 咱 咱们 自己 本人 大家 人家 别人 彼此 谁 什么 哪些 哪个
      哪里 哪儿 怎么 怎样 怎么样 如何 为什么 为何 多少 几 这 那 这些 那些 这个 那个 这里 那里 这儿 那儿
      这样 那样 这么 那么 这种 那种 这次 那次 这是 那是 此 其 该 本 各 各个 各自 每 每个 某 某个 某些 另
      另外 其他 其它 其余 其中 有的 有些 一些 任何 所有 一切 上述 下列 如此 诸如
      """
    ),
    (
      "Chinese: prepositions",
      """
      在 于 从 自 自从 由 向 往 朝 到 至 对 对于 关于 给 为 为了 以 按 按照 依照 依据 根据 据 凭 把 将 被
      让 叫 使 令 比 跟 同 除 除了 通过 经 经过 随 随着 沿着 作为 因 鉴于 针对 趁 直到 截至 有关 至于 用
      """
    ),
    (
      "Chinese: conjunctions",
      """
      和 与 及 以及 或 或者 还是 并 并且 而 而且 且 但 但是 可是 不过 然而 却 只是 虽 虽然 尽管 如 如果
      若 假如 倘若 要是 只要 只有 除非 无论 不论 不管 即使 哪怕 因为 由于 因此 所以 因而 从而 于是 则
      否则 以便 以免 以致 以至 甚至 乃至 不仅 不但 不只 不光 何况 况且 此外 同时 一方面 另一方面 与其
      既 既然 例如 比如 譬如 即 也就是说 总之
      """
    ),
    (
      "Chinese: adverbs of degree, scope, time and negation",
      """
      不 没 没有 未 无 非 别 勿 莫 不是 不能 不会 不要 很 太 更 更加 最 极 较 比较 十分 非常 特别 尤其
      相当 稍 略 几乎 大约 约 大概 差不多 都 全 共 一共 只 仅 仅仅 就 就是 才 便 已 已经 曾 曾经 正 正在
      将要 即将 刚 刚刚 还 仍 仍然 依然 再 又 也 亦 均 皆 常 常常 经常 往往 一直 一向 从来 互相 相互
      也许 或许 恐怕 当然 其实 确实 果然 居然 竟然 简直 究竟 到底 反正 难道 何必 尚 颇 越 愈 先 然后
      """
    ),
    (
      "Chinese: auxiliary verbs and verbs without a topic",
      """
      是 有 能 能够 可 可以 可能 会 应 应该 应当 要 需 须 愿 愿意 肯 敢 去 来 起来 下去 出来 出去 进来 进去
      上来 下来 过来 过去 成为 属于 称 称为 叫做 说 进行 予以 加以
      """
    ),
    (
      "Chinese: words of place and time",
      """
      上 下 中 里 内 外 前 后 间 之间 之后 之前 之中 之内 之外 之一 之下 之上 以来 以后 以前 以上 以下 以内
      以外 当中 上面 下面 里面 外面 时 时候 当 当时 其后 此后 此前 随后
      """
    ),
    (
      "Chinese: measure words, and one",
      """
      个 些 种 位 名 次 项 一 一个 一种 一次 一位 一名 一项 第
      """
    ),
    (
      "English: articles, pronouns and determiners",
      """
      a an the i me my mine myself we us our ours ourselves you your yours yourself yourselves he him
      his himself she her hers herself it its itself they them their theirs themselves one ones this
      that these those who whom whose which what whatever whoever some any no none each every either
      neither both all such other another others same own few many much more most several
      """
    ),
    (
      "English: prepositions and conjunctions",
      """
      about above across after against along among around as at before behind below beneath beside
      besides between beyond by despite down during except for from in inside into like near of off
      on onto out outside over past per since through throughout till to toward towards under until
      up upon via with within without and but or nor so yet if unless because although though while
      whereas whether than then else
      """
    ),
    (
      "English: auxiliary verbs",
      """
      am is are was were be been being have has had having do does did doing done can could may might
      must shall should will would ought cannot can't couldn't don't doesn't didn't isn't aren't
      wasn't weren't hasn't haven't hadn't won't wouldn't shouldn't mustn't i'm you're he's she's it's
      we're they're i've you've we've they've i'll you'll he'll she'll we'll they'll i'd you'd he'd
      she'd we'd they'd that's there's let's
      """
    ),
    (
      "English: adverbs",
      """
      not only also too very just even still already again ever never once here there where when why
      how now however therefore thus hence moreover otherwise rather quite almost perhaps maybe
      """
    ),
  ]
}

extension StopWords {
  fileprivate init(characters: String) {
    self.init(characters.filter { !$0.isWhitespace }.map(String.init))
  }

  /// The words of more than one character.
  var longWords: StopWords { StopWords(words.filter { $0.count > 1 }) }
}
