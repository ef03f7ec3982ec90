import Calendar

/// The publication time of a record.
struct RecordDates {
  /// The more exact of a date and a time. A bare time of day is joined to the date.
  private(set) var published: CivilDateTime?
  /// The index of the member of the field `date` that `published` contains as a whole, so that it
  /// needs no extra.
  private(set) var date: Int?
  /// The same for the field `time`.
  private(set) var time: Int?

  /// Reads the best members of the fields `date` and `time` that are dates.
  init(_ members: [RecordMember]) {
    var found: (index: Int, value: CivilDateTime)?
    for index in Self.ranked(.date, members) {
      guard let value = CivilDateTime(recorded: Self.text(members[index])) else { continue }
      found = (index, value)
      break
    }
    published = found?.value
    for index in Self.ranked(.time, members) {
      let text = Self.text(members[index])
      if let value = CivilDateTime(recorded: text) {
        if value.date.day != nil || found == nil {
          let isLessExact = value.secondsOfDay == nil && found?.value.secondsOfDay != nil
          published = isLessExact ? found?.value : value
        }
        if value == published { time = index }
        break
      }
      if let found, found.value.date.day != nil, found.value.secondsOfDay == nil,
        let joined = CivilDateTime(recorded: Self.text(members[found.index]) + " " + text)
      {
        published = joined
        time = index
        break
      }
    }
    if let found, found.value.date == published?.date { date = found.index }
  }

  private static func text(_ member: RecordMember) -> String {
    String(decoding: member.text ?? [], as: UTF8.self)
  }

  /// Returns the indices of the members of a field, by rank.
  private static func ranked(_ field: RecordField, _ members: [RecordMember]) -> [Int] {
    var indices: [Int] = []
    for index in members.indices {
      if let role = members[index].role, role.field == field,
        members[index].text?.isEmpty == false
      {
        indices.append(index)
      }
    }
    guard indices.count > 1 else { return indices }
    return indices.sorted { (members[$0].role?.rank ?? 0) < (members[$1].role?.rank ?? 0) }
  }
}
