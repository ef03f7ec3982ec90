/// A field of an official document that its page prints, by the name under which articles have it.
public enum DocumentField: String, Sendable, Hashable, CaseIterable {
  case issuer = "发文机关"
  case number = "发文字号"
  case written = "成文日期"
  case published = "发布日期"
  case index = "索引号"
  case topic = "主题分类"
  case validity = "有效性"
  case title = "标题"
  case keywords = "主题词"
  case kind = "公文种类"
  case group = "组配分类"
  case effective = "施行日期"
  case expiry = "失效日期"

  /// The labels of the field in Simplified script, the most exact first.
  fileprivate var labels: String {
    switch self {
    case .issuer:
      """
      发文机关 发文机构 制发机关 制定机关 颁布机关 发文单位 制发单位 颁布单位 发文部门 制定单位
      发布机关 发布机构 发布单位 发布部门 信息发布机构 信息发布单位 公开机构 公开单位
      """
    case .number: "发文字号 文号 公文字号 文件字号 发文文号 公文文号 文件文号 文件编号 文件号 发文号 公文编号"
    case .written:
      """
      成文日期 成文时间 生成日期 生成时间 制发日期 制发时间 产生日期 公文日期 签发日期 印发日期 印发时间
      签署日期 发文日期 发文时间 签发时间
      """
    case .published:
      """
      发布日期 发布时间 公开日期 公开时间 信息发布日期 网站发布日期 上网日期 上网时间 公布日期 发表时间
      公布时间 主动公开日期
      """
    case .index: "索引号 信息索引号 索引编号 信息索引 索取号 索引码 目录索引号"
    case .topic: "主题分类 主题类别 信息分类 公开分类 信息类别 所属主题 公文主题 服务对象分类 分类 类别 主题"
    case .validity:
      "有效性 效力状态 时效性 时效状态 文件有效性 文件状态 有效状态 文件效力 是否有效 法规效力 效力 时效"
    case .title: "标题 文件标题 公文标题 文件名称 信息名称 公文名称 名称 题名"
    case .keywords: "主题词 关键词 关键字"
    case .kind: "公文种类 公文类型 文种 体裁分类 体裁 公文类别 文件种类 文件类型"
    case .group: "组配分类 组配"
    case .effective: "施行日期 实施日期 生效日期 生效时间 实施时间 施行时间 开始实施日期"
    case .expiry: "失效日期 废止日期 失效时间 废止时间 终止日期 失效废止日期 有效期至"
    }
  }

  /// True for a field that only pages of official documents print.
  var isTypical: Bool {
    switch self {
    case .number, .written, .index, .topic, .validity, .kind, .group: true
    default: false
    }
  }

  var isDay: Bool {
    switch self {
    case .written, .published, .effective, .expiry: true
    default: false
    }
  }
}

/// The meaning of a printed label.
enum FactLabel: Equatable {
  /// The label of a field, and its rank among the labels of the field.
  case field(DocumentField, rank: Int)
  case source
  case updated
  /// The label of something else, such as 公开方式.
  case other

  /// Labels of other facts in the same tables. Those with a colon are recognized without a list.
  private static let others =
    """
    公开方式 公开范围 公开形式 公开属性 公开类别 公开程序 责任部门 内容概述 内容摘要 信息来源
    效力级别 法规类别 法规类型 内容类别 登记号 统一登记号 规范性文件登记号 备案号 浏览次数 责任编辑 废止记录 备注 字号
    语种 作者 载体类型 签发人
    """

  /// Labels that are usual words, and belong to a field in a table of such fields only.
  private static let weak = Set(words("分类 类别 主题 效力 时效 名称 标题 题名 组配 关键词 关键字 体裁 文种"))

  private static let labels: [[Unicode.Scalar]: FactLabel] = {
    var labels: [[Unicode.Scalar]: FactLabel] = [:]
    for field in DocumentField.allCases {
      for (rank, label) in words(field.labels).enumerated() {
        labels[label] = .field(field, rank: rank)
      }
    }
    for label in words(others) { labels[label] = .other }
    for label in words("来源 信息来源 文章来源 稿件来源") { labels[label] = .source }
    for label in words("更新日期 更新时间 修改日期 修改时间") { labels[label] = .updated }
    return labels
  }()

  private static func words(_ text: String) -> [[Unicode.Scalar]] {
    text.split(whereSeparator: \.isWhitespace).map { Array($0.unicodeScalars) }
  }

  /// The most code points of a label.
  static let maximumCount = labels.keys.map(\.count).max() ?? 0
  /// The most spaces between two characters of a label.
  static let maximumGap = 6
  /// The first code points of labels, in both scripts.
  private static let firsts = LabelWords(
    (labels.keys.map { String($0[0]) } + ["發", "時", "標", "關", "機", "實", "廢", "題", "類"])
      .joined(separator: " "))
  /// The first two code points of labels.
  private static let beginnings = Set(labels.keys.map { Array($0.prefix(2)) })

  /// True when the first two characters of a label are at an index of a line, perhaps with spaces
  /// between them. Few lines have them, and reading the labels of a line takes much longer.
  static func mayBegin(_ line: [Unicode.Scalar], at start: Int) -> Bool {
    guard firsts.match(line, at: start) != nil,
      let second = line[(start + 1)...].prefix(maximumGap + 1).first(where: {
        $0 != " " && !$0.isInvisible
      })
    else { return false }
    return beginnings.contains([simplified(line[start]), simplified(second)])
  }

  /// Finds a label in either script.
  init?(_ label: ArraySlice<Unicode.Scalar>) {
    guard let found = Self.labels[label.map(Self.simplified)] else { return nil }
    self = found
  }

  static func isWeak(_ label: ArraySlice<Unicode.Scalar>) -> Bool {
    weak.contains(label.map(simplified))
  }

  /// Returns the simplified form of the characters that labels have.
  private static func simplified(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "發": "发"
    case "機": "机"
    case "關": "关"
    case "構": "构"
    case "號": "号"
    case "時": "时"
    case "間": "间"
    case "題": "题"
    case "類": "类"
    case "別": "别"
    case "單": "单"
    case "門": "门"
    case "標": "标"
    case "稱": "称"
    case "開": "开"
    case "實": "实"
    case "廢": "废"
    case "種": "种"
    case "狀": "状"
    case "態": "态"
    case "來": "来"
    case "鍵": "键"
    case "詞": "词"
    case "佈": "布"
    default: scalar
    }
  }
}
