/// A header that holds periods: years as columns, as in files of the World Bank.
enum WideHeader {
  /// The columns whose names are periods, at least two and of one kind; empty for another record.
  ///
  /// `1990 [YR1990]`, `YR1990` and `X1990` are read as 1990.
  static func periods(
    _ names: [String], format: TimeFormat
  ) -> [(column: Int, period: PeriodText)] {
    var found: [(column: Int, period: PeriodText)] = []
    for (column, name) in names.enumerated() {
      guard let period = period(name, format) else { continue }
      found.append((column, period))
    }
    guard let first = found.first, found.count > 1,
      found.allSatisfy({ $0.period.kind == first.period.kind })
    else { return [] }
    return found
  }

  private static func period(_ name: String, _ format: TimeFormat) -> PeriodText? {
    var text = Substring(name)
    while text.first == " " { text = text.dropFirst() }
    if let bracket = text.firstIndex(of: "["), text.hasSuffix("]") { text = text[..<bracket] }
    while text.last == " " { text = text.dropLast() }
    for mark in ["YR", "X"] where text.hasPrefix(mark) {
      if text.dropFirst(mark.count).first?.isNumber == true { text = text.dropFirst(mark.count) }
    }
    guard let period = PeriodText(text, format: format), period.kind != .interval else {
      return nil
    }
    if period.kind == .number, !(1000...2999).contains(period.value) { return nil }
    return period
  }
}

/// What the beginning of a file may be whose first line has no columns for periods and values.
enum HeaderHint {
  /// - Parameter records: the first records with their lines, the header among them.
  static func remedy(
    _ records: [(line: Int, fields: [String])], header: [String], format: TimeFormat
  ) -> Remedy? {
    if WideHeader.periods(header, format: format).count > 1 {
      return Remedy("the header holds periods: give them a column", .give(.wide))
    }
    for (line, fields) in records.dropFirst().prefix(40) {
      if WideHeader.periods(fields, format: format).count > 2 {
        return Remedy(
          "the header seems to be line \(line), with periods as columns: take out the lines before "
            + "it and give periods a column", .give(.wide))
      }
      let names = fields.map { $0.lowercased() }
      if names.contains(where: ObservationColumns.isTime),
        names.contains(where: ObservationColumns.isValue)
      {
        return Remedy("the header seems to be line \(line): take out the lines before it")
      }
    }
    if header.count == 1, header[0].contains("|") { return Remedy("separate fields with commas") }
    return nil
  }
}
