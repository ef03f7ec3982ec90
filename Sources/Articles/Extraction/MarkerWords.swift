/// The words by which `LineKind` recognizes lines, in Simplified and Traditional script.
enum MarkerWords {
  /// Labels of tags, which end nearly every page.
  static let tags = LabelWords(
    """
    标签 標籤 關鍵詞 關鍵字 关键词 关键字 Tags TAGS Tag TAG tags 关键字词 主题词 相关标签
    文章标签 本文标签
    """)

  /// The labels among `tags` that papers have above their texts.
  static let keywords = LabelWords("關鍵詞 關鍵字 关键词 关键字 主题词")

  /// Labels of editors, which end most articles.
  static let editors = LabelWords(
    """
    责任编辑 責任編輯 责编 責編 编辑 編輯 本文编辑 本期编辑 值班编辑 网络编辑 初审 终审 校对
    校對 审核 審核 编审 监制 值班主任 实习编辑 网编 本文来源
    供稿 审稿 审签 签发 复审 一审 二审 三审 一校 二校 三校 编发 值班编委 值班总编 版面编辑 视觉编辑 本期编审
    """)

  /// Labels of facts above or below an article.
  static let authors = LabelWords(
    """
    作者 记者 記者 通讯员 来源 來源 稿源 出处 出處 文章来源 原标题 原標題 文字 图文
    撰文 文 图 摄影 摄像 浏览 阅读 点击 发布时间 發布時間 更新时间 时间 日期 编辑 索引号 发布机构 发文机关 文号 发文字号
    主题分类 有效性
    """)

  /// Labels of counts of readers.
  static let counts = LabelWords(
    "浏览 阅读 阅读量 浏览量 浏览次数 阅读次数 点击 点击量 点击数 下载次数 附件下载次数 下载量 访问次数 访问量 人气")

  /// Headings of summaries above an article.
  static let summaries = LabelWords("内容简介 视频简介 简介 内容摘要 核心提示 內容簡介")

  /// Headings and links of other articles.
  static let related = LabelWords(
    """
    相关阅读 相关新闻 相关链接 相关报道 相关文章 相关推荐 相关专题 相关稿件 相關新聞 相關閱讀 相關報導
    推荐阅读 推薦閱讀 热门推荐 熱門推薦 延伸阅读 延伸閱讀 拓展阅读 猜你喜欢 为您推荐 为你推荐
    热门文章 热门新闻 最新文章 最新新闻 热点新闻 精彩推荐 更多新闻 更多阅读 上一篇 下一篇 上一条
    下一条 上一页 下一页 上一版 下一版 末页 尾页 热门排行 新闻排行 点击排行 阅读排行 热点排行 今日热点 大家都在看
    大家都在搜 相关热词 图片新闻 编辑推荐 精彩图集 热点推荐 频道推荐 栏目推荐 你可能感兴趣
    看了又看 热图推荐 专题推荐 猜您喜欢 热搜榜 热榜 為您推薦 更多精彩 热点关注 最近更新 最新资讯
    友情链接 其他人还在看 今日推荐 本周热门 24小时热文 24小时热点 阅读下一篇 阅读上一篇 作者最新文章
    作者其他文章 最新报道 相关事件 相关资讯 相关搜索 相关词条 相关话题 【上一篇 【下一篇 热播榜
    媒体报道 最热文章 相关热门文章 热门标签 猜你想看 热门点击 推荐新闻 更多推荐 今日头条 新闻热榜
    文章导航 大家还关注 大家还在看 大家都在关注 其他人还看 看过本文的人 还看了 本文网址 本文链接 本文地址 原文链接 原文地址 原文网址
    满意度评价 您是第 选集 收起 展开
    """)

  /// Beginnings of copyright notices and disclaimers.
  static let legal = LabelWords(
    """
    版权声明 免责声明 版权所有 版權所有 版權聲明 免責聲明 转载声明 本站声明 凡本网 凡注明 Copyright COPYRIGHT
    © 转载请注明 未经授权 未经许可 Disclaimer Notice: 原创声明 侵权必究
    """)

  /// Labels of events, which are no titles.
  static let events = LabelWords(
    """
    时间: 地点: 会议时间: 会议地点: 活动时间: 活动地点: 报告时间: 报告地点: 讲座时间: 讲座地点: 主讲人: 报告人: 主讲: 主持人: 联系人:
    会议: 对象: 费用: 题目: 来信人: 提问人: 回复单位: 回复部门: 答复单位: 处理单位: 信件编号: 信件类型: 信件标题: 受理单位: 办理状态:
    """)

  /// Beginnings of notices that may belong to the article.
  static let notices = LabelWords("特别声明 郑重声明 特别提示 声明: 聲明: 特別聲明 鄭重聲明")

  /// Words with which a site speaks about itself and its readers.
  static let siteTerms = LabelWords(
    """
    本网 本網 本站 转载 轉載 仅供参考 作者本人 立场 立場 注明出处 来源注明 责任自负 风险自担 联系我们 本平台 本公众号
    个人观点 如有侵权 侵权必究 未经许可 未经授权 原作者
    """)

  /// Words by which prose is about its own site, and not about the sites of others.
  static let ownSite = LabelWords(
    """
    本网 本站 本平台 本公众号 本网站 本报 本文 我们 我方 联系我们 如有侵权 如涉侵权 责任自负 风险自担 仅供参考 作者本人 个人观点 原作者
    立场 注明出处 来源注明 注明来源 摘编 镜像 著作权人 权利人 本作品 本模板 Notice:
    """)

  /// Words of a short sentence that forbids or permits copies.
  static let copies = LabelWords("转载请 请注明出处 请注明来源 谢绝转载 禁止转载 不得转载 严禁转载 侵删")

  /// Words of rights, which laws have, too.
  static let rights = LabelWords("版权 版權 侵权 侵權 授权 授權 著作权 上传 平台 稿件 用户 来源 删除 网站")

  /// Labels of share, print and font buttons, at the beginning of a line.
  static let share = LabelWords(
    """
    分享到 分享至 分享本文 分享: 分享给 一键分享 扫一扫 扫描二维码 微信扫一扫 打印本页 打印
    [打印 【打印 关闭窗口 [关闭 【关闭 返回顶部 返回首页 返回列表 返回目录 返回上一页 回上一页 回到顶部 查看PDF 查看附件 下载PDF 加入好友 赞同 喜欢 网上直播 图文直播 我要纠错 【纠错 [纠错
    纠错 收藏 点赞 已收藏 手机观看 手机看 客户端看 微信 新浪微博 QQ空间 字号 字体 字體 字號 加入收藏
    推荐给朋友 用微信扫码 缩小字体 放大字体 调整字体 听新闻 分享 转发 举报 腾讯 扫码 扫二维码 扫描
    复制链接 语音播报 朗读 下载APP 打开APP 分享让更多人看到 倍速 语速 点击上方 点击蓝字 点击下方 长按
    """)

  /// Words of banners over the page, anywhere in a short line.
  static let banners = LabelWords("立即打开 立即下载 APP内打开 打开APP 下载APP 打开App 客户端打开 App内打开 展开剩余 查看更多")

  /// Names of buttons. A line of nothing else is a row of buttons.
  static let buttons = LabelWords(
    """
    分享 收藏 打印 转发 微信 微博 新浪微博 腾讯微博 QQ空间 QQ好友 QQ 腾讯QQ Qzone 微信好友 朋友圈 易信 人人 人人网 开心网
    豆瓣 更多 复制链接 复制网址 电子邮件 Facebook Twitter facebook twitter Email email 超大 特大 标准 大 中
    小 默认 字号 字体 字體 字號 字号: 字体: A+ A- A T + - 关闭 關閉 打印文稿 打印本页 点赞 赞 赏 踩 顶 举报 纠错 评论
    缩小字体 放大字体 缩小 放大 调整字体 听新闻 手机看 扫码 分享到 分享到: 分享: 分享至 海报 链接 播放 暂停 返回 关闭窗口
    关注 +关注 已关注 取消 确定 上一页 下一页 上页 下页 首页 尾页 末页 分页: 上一版 下一版 上一章 下一章 目录 加入书架 投推荐票 回上一页 返回上一页 回列表 阅读原文 在看 写留言
    支付宝 钉钉 百度贴吧 贴吧 有道云笔记 网易微博 搜狐微博 更多平台 更多平台... LinkedIn linkedin
    """)

  /// Names of navigation links. A line of nothing else is navigation.
  static let links = LabelWords(
    """
    首页 首頁 登录 登錄 登陆 注册 註冊 退出 搜索 搜寻 更多 更多> 更多>> 更多+ English 手机版 客户端 手机客户端 触屏版
    移动版 无障碍 无障碍浏览 简体 繁体 繁體 網站地圖 网站地图 联系我们 关于我们 帮助中心 设为首页
    加入收藏 添加收藏夹 收藏本站 网站首页 | · / 丨 - , 返回首页 返回顶部 返回列表 返回 设置首页 侵权投诉 免责声明 隐私政策
    用户协议 服务协议 招聘信息 招贤纳士 广告服务 意见反馈 客户服务 网站声明 RSS 订阅 加载更多 查看更多 导航 快速导航
    新闻 资讯 财经 体育 娱乐 科技 汽车 房产 教育 健康 旅游 视频 图片 军事 时尚 国际 国内 社会 时政 评论 文化
    要闻 头条 热点 专题 论坛 博客 直播 滚动 理论 生活 法治 公益 游戏 女性 历史 读书 彩票 股票 基金 理财
    公司 产业 经济 地方 港澳 台湾 环球 图集 数码 手机 家电 期货 外汇 股吧 行情 关键字搜索
    Home About Us us Contact Privacy Policy Terms Sitemap Login Register Search 中文 中文版 英文版 EN CN
    """)

  /// Labels and headings of comments.
  static let comments = LabelWords(
    """
    评论 評論 跟贴 網友評論 网友评论 最新评论 热门评论 最热评论 全部评论 查看评论 精彩评论 发表评论 我要评论 评论区
    我来说两句 回复 回覆 登录后发表 登录并发 请登录 发贴 发帖 目前没有 还没有评论 查看更多评论 查看更多跟贴 去跟贴
    网友留言 网友热议 网友说 看看其他人 留言讨论 写下你的评论 我要提意见 我要留言 验证码 发布评论 评论内容 文明上网 暂无评论 留言 我要反馈 已有评论
    """)

  /// Counts and ages of comments, anywhere in a short line.
  static let commentMarks = LabelWords(
    "条评论 条回复 人参与 跟贴 个评论 分钟前 小时前 天前 分鐘前 小時前 楼主 人评论 条跟帖 我有话说")

  /// Words of the footers of sites, anywhere in a line that is no sentence.
  static let footers = LabelWords(
    """
    ICP备 ICP证 ICP備 公网安备 网安备 版权所有 版權所有 Copyright COPYRIGHT copyright © 网站标识码 Powered Produced
    违法和不良信息 不良信息举报 互联网举报中心 All Rights All rights 备案信息
    """)

  /// Words of footers that need a number.
  static let licences = LabelWords("许可证 备案号 增值电信业务 新闻热线 网站维护 网站管理 经营许可 刊号 邮发代号")

  /// Labels of addresses and of those who run a site. An article can end with them, too.
  static let contacts = LabelWords(
    """
    主办单位 主办: 承办单位 协办单位 地址 地 址 邮编 邮政编码 电话 电 话 传真 传 真 电子信箱 电子邮箱 邮箱 网址 主页网址 投稿邮箱 投稿热线
    技术支持 联系电话 联系方式 举报电话 举报邮箱 客服电话 客服热线 E-mail Email: 邮编: 技術支持 版本号 微信号 微信公众号
    """)

  /// The labels among `contacts` that footers have on their last lines.
  static let owners = LabelWords("主办单位 主办: 承办单位 协办单位 地址 地 址 技术支持")

  /// Labels of the answers of offices, which are no comments.
  static let answers = LabelWords(
    "回复内容 回复单位 回复部门 回复机构 回复时间 回复日期 回复意见 回复情况 回复选登 留言内容 留言时间 留言主题 留言标题 留言人")

  /// Beginnings of a line above the title that gives the location on the site.
  static let locations = LabelWords(
    """
    您现在的位置 您现在位置 您当前的位置 您的当前位置 当前位置 您的位置 所在位置 位置: 首页 您現在的位置 當前位置
    首頁 现在位置 现在的位置 您所在的位置 您所在位置 当前的位置 你的位置 你现在的位置
    """)

  /// Endings of the names of sites, newspapers and offices.
  static let siteEndings = LabelWords(
    """
    网 網 报 報 社 台 站 频道 頻道 在线 在線 客户端 新闻 新闻中心 新聞中心 传媒 融媒体 周刊 杂志 电视 广播 晚报 电台
    快讯 财经 热线 中心 门户 论坛 博客 公众号 微博 发布 日报 观察
    """)

  /// Endings of names of sites. A name with such an ending after a bare hyphen is no part of a
  /// title.
  static let siteSuffixes = LabelWords("网 網 日报 晚报 晨报 时报 商报 频道 頻道 在线 在線 客户端 新闻网")

  /// Marks on a line of their own between paragraphs.
  static let stray = LabelWords(
    """
    【资料图 [资料图 (资料图 资料图 【資料圖 (資料圖 【图 点击查看 点击进入 点击下载 点击观看
    点击阅读 点此查看 查看原图 阅读全文 展开全文 查看全文 视频加载中 ADVERTISEMENT
    下载客户端 打开APP 扫码下载 【相关图片】 (图源 (来源:网络 图片来源 (图片来源 打开网易新闻
    (资料图片 继续阅读 您的浏览器
    """)

  /// Words of scripts that a crawler took for text.
  static let scripts = LabelWords(
    """
    document. window. <script </script $(function $(document $(" $(' getElementById var function( function
    googletag adsbygoogle _hmt bds_config
    """)

  /// Lines above the body.
  static let opening = LabelWords("主要内容 正文 正文内容 新闻正文 文章正文 新闻内容 文章内容 详细内容")

  /// Lines that end an article without a label.
  static let endings = LabelWords("THE END End 本文完 全文完 完 完结")

  /// Words in headings over lists of titles.
  static let navigation = LabelWords(
    """
    更多 推荐 推薦 热门 熱門 热点 最新 排行 精选 精選 要闻 要聞 资讯 資訊 新闻 新聞 头条 阅读
    閱讀 文章 滚动 关注 导航 专题 频道 热搜
    """)

  /// The first characters of the words by which `LineKind.marker` recognizes the beginning of a
  /// line. Most lines begin with none of them.
  static let beginnings = LabelWords(beginningsOf: [
    tags, editors, related, legal, notices, buttons, share, contacts, counts, authors, summaries,
    opening, links,
  ])
}
