/// Texts in UTF-8, and the same texts in legacy encodings.
enum Encoded {
  static let simplified = """
    临江市调整住房公积金政策
    时间:2023-07-02 14:53:51来源:临江日报

    多孩家庭贷款额度最高上浮百分之三十，今年九月一日起施行。𠀀是四字节的字。

    """
  static let gb18030 = bytes(
    """
    C1D9BDADCAD0B5F7D5FBD7A1B7BFB9ABBBFDBDF0D5FEB2DF0ACAB1BCE43A323032332D30372D30322031343A3533
    3A3531C0B4D4B43AC1D9BDADC8D5B1A80A0AB6E0BAA2BCD2CDA5B4FBBFEEB6EEB6C8D7EEB8DFC9CFB8A1B0D9B7D6
    D6AEC8FDCAAEA3ACBDF1C4EABEC5D4C2D2BBC8D5C6F0CAA9D0D0A1A395328236CAC7CBC4D7D6BDDAB5C4D7D6A1A3
    0A
    """)

  static let traditional = """
    公共房屋輪候突破九萬宗
    時間:2013-09-23 10:00 來源:港島時報

    房屋署昨日公布最新統計，截至八月底，公共房屋一般申請已達九萬一千四百宗。

    """
  static let big5 = bytes(
    """
    A4BDA640A9D0ABCEBDFCADD4ACF0AF7DA445B855A9760AAEC9B6A13A323031332D30392D32332031303A303020A8
    D3B7BD3AB4E4AE71AEC9B3F80A0AA9D0ABCEB870AC51A4E9A4BDA5ACB3CCB773B2CEAD70A141BA49A6DCA44BA4EB
    A9B3A141A4BDA640A9D0ABCEA440AFEBA5D3BDD0A477B946A445B855A440A464A57CA6CAA976A1430A
    """)

  /// The characters 喺 and 嘅 are in the supplement of Hong Kong.
  static let cantonese = "港島喺呢度嘅巴士站"
  static let big5HKSCS = bytes("B4E4AE719DF6A94FABD79DEFA4DAA468AFB8")

  static let taiwanese = "公共房屋輪候突破九萬宗，房屋署昨日公布最新統計。"
  static let eucTW = bytes(
    """
    C4FCC7C1CDD2D0F0EFC7D4B7D2F3D7A2C4A6E5DCCCF8A1A2CDD2D0F0E5F7D1D4C5CAC4FCC6CCDEB2E4BBDCD3D3D3
    A1A4
    """)

  /// Four characters, eight bytes: 托育服务.
  static let shortGB18030 = bytes("CDD0D3FDB7FECEF1")
  /// Six characters: 托育服務擴展.
  static let shortBig5 = bytes("A6ABA87CAA41B0C8C258AE69")

  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.filter(\.isHexDigit).map { UInt8($0.hexDigitValue ?? 0) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
