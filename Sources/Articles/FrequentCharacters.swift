/// The characters that make up most Chinese prose: the 400 most frequent of news and, for
/// Traditional text, the most frequent of statutes and news that are not among them. Only
/// membership matters, not the order.
enum FrequentCharacters {
  /// - Complexity: O(1).
  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    members.contains(scalar)
  }

  private static let members = Set(
    """
    的国中在一人大和发新了年会为日有行全作是上动业出不地家生展成时进方对民月要部以工区来多同合
    公等个开到实主力市关高加化经建现平联重法能务员网长政体将这前于通天表产分理下用强机共央近学
    面持文场安美过视提资保息消后事与自示定设们我总者报元本交心道入目电推利水好党海今度内次社系
    期制更金万他活当车增外任题议闻委播点北量记两小就可据台最及各子明代军特间信情第其向路基习领
    也治应正之查性数得调导组运名已续并战三南比局统流斯品西科相位计院创布队指式项问起服还深防东
    立济从此至受里管门村司程造标达意解收责支所十被省企际都施原广书源规物山警众接改说看克技京回
    手护供传举案风团江步着决结线处办州集色华级坚商投参城取件带亿首常医亚协求域口群升气球二游打
    放育环确该界完果称态种而境席超农世由教尔专质精如价约营研河预告号义赛无引客构单整府影四老费
    术快转户极监积助感因周俄证非格然备节让织效做权但青股列认使型复落拉优准空例站互某條項或關應
    員務於為規機會依辦請時處職議書五業長審國官選證經資內權並訴計發報與六調後核設當執款七決記察
    未判護區間八申費送檢限舉對置監產實組數序聲百屬除九無裁形標訟該知備額專準刑票庭財縣認轄具開
    導補體督算必動少總稱劃料學編考役直構律適個統訂參結止協單登評章給害債免付室錄則進級命責別令
    附團存予簡身修係畫究需住約配達將訊過確署這說們來還沒麼現點問見從頭電話車風門兒幾讓樣裡萬億
    華東歷軍聯際濟戰環態雲網幹衛療險運顯觀據類題
    """.unicodeScalars)
}
