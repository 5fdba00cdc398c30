extension PeriodText {
  /// Reads what is not in plain notation: `2020-M01`, `2023Q1`, `Q1 2012`, `Jan-16`, `01.2016`,
  /// `2016/01`, `31.12.2023`, a date with a midnight time.
  ///
  /// - Parameter format: decides between day and month in `05/06/2023`; without it such dates are not
  ///   read.
  init?(spelled bytes: UnsafeBufferPointer<UInt8>, format: TimeFormat) {
    guard let text = Spelled(bytes, format), let period = text.period else { return nil }
    self = period
  }

  /// Why a text is no period, and what to do; nil where only the forms can be named.
  static func fault(_ text: String) -> (message: String, remedy: Remedy)? {
    let date = text.split { $0 == "T" || $0 == " " }.first.map(String.init) ?? text
    if date != text, PeriodText(date)?.kind == .day || isSlashDate(date) {
      let time = text.dropFirst(date.count + 1)
      if time.first?.isNumber == true, !isMidnight(Substring(time)) {
        return ("has a time of day", Remedy("periods are days or longer: write the date alone"))
      }
    }
    if isSlashDate(date) {
      return (
        "may be day and month or month and day",
        Remedy("write 2023-06-05", .give(.timeFormat, "dmy"), .give(.timeFormat, "mdy"))
      )
    }
    return nil
  }

  private static func isSlashDate(_ text: String) -> Bool {
    let parts = text.split(whereSeparator: { $0 == "/" || $0 == "-" || $0 == "." })
    guard parts.count == 3, text.count <= 10 else { return false }
    let isNumber = parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isNumber } }
    return isNumber && parts[0].count <= 2 && parts[1].count <= 2
      && (parts[2].count == 4 || parts[2].count == 2)
  }

  /// `00:00`, `0:00:00.000`, `000000Z`, `00:00:00+06:00`: midnight where it was written.
  static func isMidnight(_ time: Substring) -> Bool {
    var digits = time
    if digits.last == "Z" || digits.last == "z" {
      digits = digits.dropLast()
    } else if let sign = digits.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      let offset = digits[digits.index(after: sign)...].filter { $0 != ":" }
      guard offset.count == 2 || offset.count == 4, offset.allSatisfy({ $0.isASCII && $0.isNumber })
      else { return false }
      digits = digits[..<sign]
    }
    let zeros = digits.filter { $0 != ":" && $0 != "." }
    return zeros.count >= 3 && zeros.allSatisfy { $0 == "0" }
  }
}

/// The runs of digits and letters of a written period, and what stands between them.
private struct Spelled {
  private enum Run {
    case number(Int, digits: Int)
    case word(String)
  }

  private var runs: [Run] = []
  /// Between a run and the next; 0 where they touch.
  private var gaps: [UInt8] = []
  private let format: TimeFormat

  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ format: TimeFormat) {
    self.format = format
    var text = Substring(String(decoding: bytes, as: UTF8.self))
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    // A time is dropped where it is midnight; its first sign is a digit, unlike a month's name.
    if let cut = text.firstIndex(where: { $0 == "T" || $0 == " " }),
      text[text.index(after: cut)...].contains(":") || text[cut] == "T",
      text[text.index(after: cut)...].first?.isNumber == true, text[..<cut].count >= 8
    {
      guard PeriodText.isMidnight(text[text.index(after: cut)...]) else { return nil }
      text = text[..<cut]
    }
    var gap: UInt8 = 0
    var isOpen = false
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39:
        if isOpen, gap == 0, case .number(let value, let digits) = runs[runs.count - 1] {
          guard digits < 9 else { return nil }
          runs[runs.count - 1] = .number(value * 10 + Int(byte - 0x30), digits: digits + 1)
          continue
        }
        add(.number(Int(byte - 0x30), digits: 1), gap)
      case 0x41...0x5A, 0x61...0x7A:
        let letter = String(decoding: [byte], as: UTF8.self)
        if isOpen, gap == 0, case .word(let word) = runs[runs.count - 1] {
          runs[runs.count - 1] = .word(word + letter)
          continue
        }
        add(.word(letter), gap)
      case UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: "/"), UInt8(ascii: "."):
        guard isOpen, gap == 0 else { return nil }
        gap = byte
        continue
      default: return nil
      }
      gap = 0
      isOpen = true
    }
    guard gap == 0, runs.count <= 3 else { return nil }
  }

  private mutating func add(_ run: Run, _ gap: UInt8) {
    if !runs.isEmpty { gaps.append(gap) }
    runs.append(run)
  }

  var period: PeriodText? {
    switch runs.count {
    case 2: twoRuns
    case 3: threeRuns
    default: nil
    }
  }

  private var twoRuns: PeriodText? {
    let gap = gaps[0]
    switch (runs[0], runs[1]) {
    case (.number(let year, 4), .word(let word)):
      guard let month = PeriodSpelling.month(word) else { return nil }
      let spelling = PeriodSpelling(separator: gap, part: month.part, nameCase: month.nameCase)
      return Self.month(year, month.number, spelling)
    case (.word(let word), .number(let year, let digits)):
      // `Jan-16` is a spreadsheet's month; `Jan 16` may be a day.
      guard let month = PeriodSpelling.month(word), digits == 4 || (digits == 2 && gap == 0x2D)
      else { return nil }
      let spelling = PeriodSpelling(
        separator: gap, part: month.part, isYearLast: true, hasShortYear: digits == 2,
        nameCase: month.nameCase)
      return Self.month(Self.year(year, digits), month.number, spelling)
    case (.number(let month, let width), .number(let year, 4))
    where width == 2 || (width == 1 && gap == 0x2F):
      let spelling = PeriodSpelling(
        separator: gap, part: .digits, isYearLast: true, isUnpadded: width == 1)
      return gap == 0x20 ? nil : Self.month(year, month, spelling)
    case (.number(let year, 4), .number(let month, let width))
    where gap != 0x20 && (width == 2 || (width == 1 && gap == 0x2F)):
      return Self.month(
        year, month, PeriodSpelling(separator: gap, part: .digits, isUnpadded: width == 1))
    default: return nil
    }
  }

  private var threeRuns: PeriodText? {
    switch (runs[0], runs[1], runs[2]) {
    case (.number(let year, 4), .word(let word), .number(let part, let width)):
      guard gaps[1] == 0 else { return nil }
      return letterForm(year, word, part, width, gaps[0], .letter, false, false)
    case (.word(let word), .number(let part, let width), .number(let year, let digits)):
      guard gaps[0] == 0, gaps[1] != 0, digits == 4 || digits == 2 else { return nil }
      return letterForm(
        Self.year(year, digits), word, part, width, gaps[1], .letter, true, digits == 2)
    case (.number(let part, let width), .word(let word), .number(let year, let digits)):
      if PeriodSpelling.month(word) != nil { return namedDate(part, width, word, year, digits) }
      guard gaps[0] == 0, digits == 4 || digits == 2 else { return nil }
      return letterForm(
        Self.year(year, digits), word, part, width, gaps[1], .letterBehind, true, digits == 2)
    case (.number(let a, let aDigits), .number(let b, let bDigits), .number(let c, let cDigits)):
      guard gaps[0] == gaps[1], gaps[0] != 0, gaps[0] != 0x20, bDigits <= 2 else { return nil }
      if aDigits == 4, cDigits <= 2 {
        // ISO 8601 pads what it joins with dashes.
        guard gaps[0] != 0x2D || (bDigits == 2 && cDigits == 2) else { return nil }
        return Self.date(a, b, c, gaps[0], isYearLast: false, isUnpadded: cDigits + bDigits < 4)
      }
      guard aDigits <= 2, cDigits == 4 else { return nil }
      let isUnpadded = aDigits + bDigits < 4
      switch (gaps[0], format) {
      // Nobody writes the month first with points.
      case (UInt8(ascii: "."), _):
        return Self.date(c, b, a, gaps[0], isYearLast: true, isUnpadded: isUnpadded)
      // What only an option decides goes on in plain notation, which needs none.
      case (_, .dayFirst):
        return Self.date(c, b, a, gaps[0], isYearLast: true, isUnpadded: isUnpadded)?.plain
      case (_, .monthFirst):
        return Self.date(c, a, b, gaps[0], isYearLast: true, isUnpadded: isUnpadded)?.plain
      default: return nil
      }
    default: return nil
    }
  }

  /// `16` in `Jan-16`: a spreadsheet takes 00…29 for 2000…2029 and 30…99 for 1930…1999.
  private static func year(_ value: Int, _ digits: Int) -> Int {
    digits == 4 ? value : value < 30 ? 2000 + value : 1900 + value
  }

  private static func month(_ year: Int, _ month: Int, _ spelling: PeriodSpelling) -> PeriodText? {
    guard year >= 1, (1...12).contains(month) else { return nil }
    return PeriodText(.month, year * 12 + month - 1, spelling)
  }

  private static func date(
    _ year: Int, _ month: Int, _ day: Int, _ separator: UInt8, isYearLast: Bool, isUnpadded: Bool,
    part: PeriodSpelling.Part = .digits, nameCase: PeriodSpelling.NameCase = .title
  ) -> PeriodText? {
    guard year >= 1, (1...12).contains(month), day >= 1,
      day <= CalendarArithmetic.days(inMonth: month, of: year)
    else { return nil }
    let spelling = PeriodSpelling(
      separator: separator, part: part, isYearLast: isYearLast, isUnpadded: isUnpadded,
      nameCase: nameCase)
    return PeriodText(
      .day, CalendarArithmetic.dayNumber(year: year, month: month, day: day), spelling)
  }

  /// `1 May 2023`, `01-May-2023`.
  private func namedDate(
    _ day: Int, _ width: Int, _ word: String, _ year: Int, _ digits: Int
  ) -> PeriodText? {
    guard digits == 4, width <= 2, gaps[0] == gaps[1], let month = PeriodSpelling.month(word) else {
      return nil
    }
    return Self.date(
      year, month.number, day, gaps[0], isYearLast: true, isUnpadded: width == 1,
      part: month.part, nameCase: month.nameCase)
  }

  /// A part of a year named by its letter: A, S or H, Q, M, W, D.
  private func letterForm(
    _ year: Int, _ word: String, _ number: Int, _ width: Int, _ separator: UInt8,
    _ part: PeriodSpelling.Part, _ isYearLast: Bool, _ hasShortYear: Bool
  ) -> PeriodText? {
    guard word.utf8.count == 1, let letter = word.utf8.first, year >= 1, width <= 3 else {
      return nil
    }
    func made(_ kind: PeriodText.Kind, _ value: Int, _ usualWidth: Int) -> PeriodText? {
      guard width == usualWidth || width == 1 else { return nil }
      let isPlain =
        separator == 0x2D && part == .letter && !isYearLast && width == usualWidth
        && (letter == UInt8(ascii: "Q") || letter == UInt8(ascii: "S")
          || letter == UInt8(ascii: "W"))
      let spelling = PeriodSpelling(
        separator: separator, part: part, letter: letter, isYearLast: isYearLast,
        hasShortYear: hasShortYear, isUnpadded: width < usualWidth)
      return PeriodText(kind, value, isPlain ? .plain : spelling)
    }
    switch letter & 0xDF {
    case UInt8(ascii: "A"): return number == 1 ? made(.number, year, 1) : nil
    case UInt8(ascii: "S"), UInt8(ascii: "H"):
      return (1...2).contains(number) ? made(.half, year * 2 + number - 1, 1) : nil
    case UInt8(ascii: "Q"):
      return (1...4).contains(number) ? made(.quarter, year * 4 + number - 1, 1) : nil
    case UInt8(ascii: "M"):
      return (1...12).contains(number) ? made(.month, year * 12 + number - 1, 2) : nil
    case UInt8(ascii: "W"):
      guard (1...CalendarArithmetic.isoWeeks(inYear: year)).contains(number) else { return nil }
      return made(.week, CalendarArithmetic.isoWeekNumber(year: year, week: number), 2)
    case UInt8(ascii: "D"):
      guard (1...(CalendarArithmetic.isLeap(year) ? 366 : 365)).contains(number), width == 3 else {
        return nil
      }
      let start = CalendarArithmetic.dayNumber(year: year, month: 1, day: 1)
      return made(.day, start + number - 1, 3)
    default: return nil
    }
  }
}
