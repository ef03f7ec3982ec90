/// A field of a record that has a meaning to the engine.
///
/// Records of all formats name their fields alike. `FieldMap` finds the field of a name.
public enum RecordField: String, Sendable, Hashable, CaseIterable {
  case id, title, text
  /// A date, perhaps with a time.
  case date
  /// A date with a time, or a time that completes the date of the field `date`.
  case time
  case source, url, section, tags

  /// The names that are compared as they are, the first of a field before the others. They may
  /// differ only in case from the names of `aliases`, which count less.
  static let names: [(name: String, field: RecordField)] = [
    ("id", .id), ("_id", .id), ("title", .title), ("text", .text), ("body", .text),
    ("date", .date), ("time", .time), ("source", .source), ("url", .url),
    ("category", .section), ("section", .section), ("tags", .tags),
  ]

  /// Further usual names of a field, the better ones first. They are compared without the case of
  /// ASCII letters, spaces, `_`, `-` and `.`, so that `pub_date`, `pubDate` and `Pub Date` are one
  /// name.
  ///
  /// The date on which a document was written, changed or crawled is not its date of publication.
  /// Such fields have no name here, and stay extras.
  var aliases: String {
    switch self {
    case .id:
      "id docno docid articleid newsid contentid guid uuid 文章编号 新闻编号 文档编号"
    case .title:
      """
      title headline heading contenttitle articletitle newstitle doctitle 标题 题目 题名 篇名
      新闻标题 文章标题 文件标题
      """
    case .text:
      """
      text body content contents maintext fulltext bodytext plaintext articletext articlebody
      articlecontent newstext newscontent article 正文 内容 全文 正文内容 文章正文 文章内容
      新闻正文 新闻内容
      """
    case .date:
      """
      date publishdate publisheddate publicationdate pubdate releasedate newsdate postdate
      发布日期 发表日期 出版日期 刊发日期 报道日期 公布日期 日期
      """
    case .time:
      """
      time datetime publishtime publishedtime publicationtime pubtime datepublished publishedat
      publishat publishedon postedat posttime releasetime newstime 发布时间 发表时间 发稿时间
      新闻时间 时间
      """
    case .source:
      """
      source media site publisher newspaper sourcename medianame sitename newssource 来源 媒体
      信息来源 文章来源 新闻来源 稿件来源 消息来源 来源媒体 媒体名称 报纸 报纸名称 报社 网站
      网站名称 发文机关 发布机构 发布单位 发文单位 出处
      """
    case .url:
      """
      url link href uri permalink pageurl articleurl newsurl weburl sourceurl originalurl 链接
      网址 原文链接 文章链接 新闻链接 网页链接 原文网址 原文地址
      """
    case .section:
      """
      category categories section channel column categoryname channelname columnname 栏目
      栏目名称 频道 版面 版块 分类 类别
      """
    case .tags: "tags tag keywords keyword 标签 关键词 关键字 主题词"
    }
  }

  /// Returns the field of a name in `names`; nil for another name.
  init?(exactly key: [UInt8]) {
    guard let found = Self.names.first(where: { key.elementsEqual($0.name.utf8) }) else {
      return nil
    }
    self = found.field
  }
}
