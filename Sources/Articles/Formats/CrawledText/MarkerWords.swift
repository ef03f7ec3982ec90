/// The words of `LineMarker`, in Simplified and Traditional script.
enum MarkerWords {
  /// Labels of tags, which end nearly every page.
  static let tags = LabelWords(
    """
    标签 標籤 關鍵詞 關鍵字 关键词 关键字 Tags TAGS Tag TAG tags 关键字词 主题词 相关标签
    文章标签 本文标签
    """)

  /// Beginnings of a line above the title that gives the location on the site.
  static let locations = LabelWords(
    "您现在的位置 您现在位置 您当前的位置 当前位置 您的位置 所在位置 位置: 首页 您現在的位置 當前位置 首頁")

  static let pathMarks = LabelWords("> › » ≫")

  /// Endings of the names of sites and newspapers.
  static let siteEndings = LabelWords("网 網 报 報 社 台 频道 頻道 在线 在線 客户端 新闻中心 新聞中心")

  /// Labels of editors. No article continues after them.
  static let editors = LabelWords(
    """
    责任编辑 責任編輯 责编 責編 编辑 編輯 本文编辑 本期编辑 值班编辑 网络编辑 初审 终审 校对
    校對 审核 審核 编审 监制 值班主任 实习编辑 网编
    """)

  /// Labels of facts above or below an article.
  static let authors = LabelWords(
    """
    作者 记者 記者 通讯员 来源 來源 稿源 出处 出處 本文来源 文章来源 原标题 原標題 文字 图文
    供稿 撰文 文 图 摄影 摄像 浏览 阅读 阅读量 浏览量 浏览次数 阅读次数 点击 点击量 点击数 字号
    字体 字體 字號 发布时间 發布時間 更新时间 时间 日期 编辑
    """)

  /// Headings and links of other articles.
  static let related = LabelWords(
    """
    相关阅读 相关新闻 相关链接 相关报道 相关文章 相关推荐 相关专题 相关稿件 相關新聞 相關閱讀 相關報導
    推荐阅读 推薦閱讀 热门推荐 熱門推薦 延伸阅读 延伸閱讀 拓展阅读 猜你喜欢 为您推荐 为你推荐
    热门文章 热门新闻 最新文章 最新新闻 热点新闻 精彩推荐 更多新闻 更多阅读 上一篇 下一篇 上一条
    下一条 上一頁 下一頁 热门排行 新闻排行 点击排行 阅读排行 热点排行 今日热点 大家都在看
    大家都在搜 相关热词 图片新闻 编辑推荐 精彩图集 热点推荐 频道推荐 栏目推荐 你可能感兴趣
    看了又看 热图推荐 专题推荐 猜您喜欢 热搜榜 热榜 為您推薦 更多精彩 热点关注 最近更新 最新资讯
    友情链接 网友评论 最新评论 发表评论 我要评论 其他人还在看 今日推荐 本周热门 24小时热文
    24小时热点
    """)

  /// Beginnings of copyright notices and disclaimers.
  static let legal = LabelWords(
    """
    版权声明 免责声明 版权所有 版權所有 版權聲明 免責聲明 特别声明 郑重声明 特别提示 转载声明
    本站声明 声明: 聲明: 凡本网 凡注明 Copyright COPYRIGHT ©
    """)

  /// Labels of share, print and font buttons.
  static let share = LabelWords(
    """
    分享到 分享至 分享本文 分享: 分享给 一键分享 扫一扫 扫描二维码 微信扫一扫 打印本页 打印
    [打印 【打印 关闭窗口 [关闭 【关闭 返回顶部 返回首页 返回列表 返回目录 我要纠错 【纠错 [纠错
    纠错 收藏 点赞 已收藏 评论 手机观看 手机看 客户端看 微信 新浪微博 QQ空间 字号: 字体: 加入收藏 推荐给朋友
    """)

  /// Marks on a line of their own between paragraphs.
  static let stray = LabelWords(
    """
    【资料图 [资料图 (资料图 资料图 【資料圖 (資料圖 【图 点击查看 点击进入 点击下载 点击观看
    点击阅读 点此查看 查看原图 阅读全文 展开全文 查看全文 视频加载中 ADVERTISEMENT
    下载客户端 打开APP 扫码下载 【相关图片】 (图源 (来源:网络 图片来源 (图片来源 打开网易新闻
    (资料图片 继续阅读
    """)

  static let opening = LabelWords("主要内容 正文 正文内容 新闻正文 文章正文 新闻内容 文章内容 详细内容")

  /// Words in headings over lists of titles.
  static let navigation = LabelWords(
    """
    更多 推荐 推薦 热门 熱門 热点 最新 排行 精选 精選 要闻 要聞 资讯 資訊 新闻 新聞 头条 阅读
    閱讀 文章 滚动 关注 导航 专题 频道 热搜
    """)
}
