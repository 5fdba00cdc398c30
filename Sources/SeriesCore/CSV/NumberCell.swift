/// One cell of a column of numbers, without the blanks around it and with a plain minus.
struct NumberCell {
  let bytes: [UInt8]

  init(_ field: some Collection<UInt8>) {
    var text = Array(field)[...]
    while let length = Self.blank(at: text) { text = text.dropFirst(length) }
    while let length = Self.blankEnd(text) { text = text.dropLast(length) }
    // U+2212, the minus sign of typography.
    if text.starts(with: [0xE2, 0x88, 0x92]) { text = [0x2D] + text.dropFirst(3) }
    bytes = Array(text)
  }

  private static func blank(at text: ArraySlice<UInt8>) -> Int? {
    if text.first == 0x20 || text.first == 0x09 { return 1 }
    if text.starts(with: [0xC2, 0xA0]) { return 2 }
    return text.starts(with: [0xE2, 0x80, 0xAF]) ? 3 : nil
  }

  private static func blankEnd(_ text: ArraySlice<UInt8>) -> Int? {
    if text.last == 0x20 || text.last == 0x09 { return 1 }
    if text.suffix(2).elementsEqual([0xC2, 0xA0]) { return 2 }
    return text.suffix(3).elementsEqual([0xE2, 0x80, 0xAF]) ? 3 : nil
  }

  /// Whether it is empty or one of the usual signs for no value: `NA`, `..`, `:`, `-`.
  var isMissing: Bool { Self.isMissing(bytes[...]) }

  static func isMissing(_ text: ArraySlice<UInt8>) -> Bool {
    switch text.count {
    case 0: true
    case 1: text.first == UInt8(ascii: ":") || text.first == UInt8(ascii: "-")
    case 2: text.elementsEqual([0x4E, 0x41]) || text.elementsEqual([0x2E, 0x2E])
    default: false
    }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// What stands before a flag, such as the number of `123 p`, `123(b)` or `123*`; nil without a
  /// flag, or where it may be a multiplier (`5k`, `3 M`, `2B`) and so change the value.
  var beforeFlag: [UInt8]? {
    let isDigit: (UInt8) -> Bool = { $0 >= 0x30 && $0 <= 0x39 }
    if let last = bytes.last, last == 0x29 || last == 0x5D {
      let opening: UInt8 = last == 0x29 ? 0x28 : 0x5B
      guard let open = bytes.lastIndex(of: opening), open > 0, bytes.count - open <= 6 else {
        return nil
      }
      return Self.isNumeral(bytes[..<open]) ? Self.trimmed(bytes[..<open]) : nil
    }
    let front: ArraySlice<UInt8>
    if let digit = bytes.lastIndex(where: isDigit) {
      // A point behind the last digit is the number's.
      let end = digit + 1 < bytes.count && bytes[digit + 1] == 0x2E ? digit + 2 : digit + 1
      front = bytes[..<end]
    } else {
      // `: c`, no value and why.
      guard bytes.count > 2, let space = bytes.firstIndex(of: 0x20) else { return nil }
      front = bytes[..<space]
      guard Self.isMissing(front) else { return nil }
    }
    guard Self.isNumeral(front) || Self.isMissing(front) else { return nil }
    let flag = NumberCell(bytes[front.endIndex...]).text
    return Self.isFlag(flag) ? Self.trimmed(front) : nil
  }

  /// Up to three letters of observation flags that are no multiplier (k, m, M, B, g, t, bn, cr), or
  /// marks of footnotes.
  private static func isFlag(_ text: String) -> Bool {
    if text.isEmpty || text.count > 3 || multipliers.contains(text.lowercased()), text != "b" {
      return false
    }
    if text.allSatisfy({ marks.contains($0) || small.contains($0) }) { return true }
    return text.count == 1 && text.allSatisfy { large.contains($0) }
  }

  private static let small = Set("abcdefinpqrsuvxz")
  private static let large = Set("ACDEFILNOPQRSUVXZ")
  private static let marks = Set("*†‡§#^¹²³⁴⁵ᵃᵇᵉᵖʳ")

  /// Whether there is nothing but digits and what stands among them.
  private static func isNumeral(_ text: ArraySlice<UInt8>) -> Bool {
    text.contains { $0 >= 0x30 && $0 <= 0x39 }
      && text.allSatisfy {
        ($0 >= 0x30 && $0 <= 0x39) || $0 >= 0x80 || Array("+-.,' eE".utf8).contains($0)
      }
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> [UInt8] { NumberCell(text).bytes }
}

extension NumberCell {
  /// What is wrong with a cell that a format does not read.
  func fault(_ format: NumberFormat) -> NumberFormat.Fault {
    let cell = text
    func fault(_ message: String, _ text: String?, _ steps: Remedy.Step...) -> NumberFormat.Fault {
      NumberFormat.Fault(message: message, remedy: Remedy(text, steps))
    }
    if format.dropsFlags, let number = beforeFlag { return NumberCell(number).fault(format) }
    let unsigned = cell.lowercased().drop { $0 == "+" || $0 == "-" }
    if ["nan", "inf", "infinity"].contains(unsigned) || isOverflow {
      return fault("'\(cell)' is not a finite number", "leave the field empty for no value")
    }
    if cell.contains("%") {
      return fault("a percent sign in '\(cell)'", "write the number alone")
    }
    let hasDigit = cell.contains { $0.isASCII && $0.isNumber }
    let isCurrency: (Character) -> Bool = {
      $0.unicodeScalars.contains { $0.properties.generalCategory == .currencySymbol }
    }
    if hasDigit, cell.contains(where: isCurrency) {
      return fault("a currency sign in '\(cell)'", "write the number alone")
    }
    if hasDigit, cell.hasPrefix("("), cell.hasSuffix(")") {
      return fault("parentheses around '\(cell)'", "write a negative number with a minus")
    }
    if let marks = markFault(format) { return marks }
    if hasDigit, let number = numberPart, number.count < cell.count {
      let behind = cell.dropFirst(number.count).drop { $0 == " " || $0 == "\u{A0}" }
      if beforeFlag != nil {
        return fault(
          "a flag beside the number in '\(cell)'", "move it to a column of its own",
          .give(.flags))
      }
      if Self.multipliers.contains(behind.lowercased()) {
        return fault("a multiplier beside the number in '\(cell)'", "write the number in full")
      }
      return fault("'\(cell)' is not a number", "write the number alone")
    }
    if beforeFlag != nil {
      return fault(
        "a flag beside the missing value in '\(cell)'", "leave the field empty for no value",
        .give(.flags))
    }
    return fault("'\(cell)' is not a number", "leave the field empty for no value")
  }

  private static let multipliers: Set<String> = [
    "k", "m", "b", "g", "t", "mn", "mm", "mln", "mio", "bn", "bln", "mrd", "tn", "trn", "th", "tsd",
    "cr",
    "crore", "lakh", "lac", "dz",
    "thousand", "million", "billion", "trillion", "thousands", "millions", "billions", "тыс",
    "тыс.",
    "млн", "млрд", "трлн", "万", "亿",
  ]

  /// The longest beginning that looks like a number.
  private var numberPart: Substring? {
    let part = text.prefix { $0.isASCII && ($0.isNumber || "+-., '".contains($0)) }
    let end = part.lastIndex { $0.isNumber }
    return end.map { part[...$0] }
  }

  /// A plain number that no double holds.
  private var isOverflow: Bool {
    do throws(NumberText.Fault) {
      _ = try NumberText.parse(bytes, power: 0)
      return false
    } catch {
      return error == .notFinite
    }
  }

  /// Whether digits stand in groups of three, the first of one to three.
  private static func isGrouped(_ text: Substring, by mark: Character) -> Bool {
    let groups = text.split(separator: mark, omittingEmptySubsequences: false)
    return groups.count > 1 && (1...3).contains(groups[0].count)
      && groups.dropFirst().allSatisfy { $0.count == 3 }
  }

  /// Faults of commas, points, spaces and apostrophes in what is a number otherwise.
  private func markFault(_ format: NumberFormat) -> NumberFormat.Fault? {
    let cell = text
    let body = cell.drop { $0 == "-" || $0 == "+" }
    let spaces: Set<Character> = [" ", "\u{A0}", "\u{202F}", "\u{2009}"]
    let isMark: (Character) -> Bool = {
      $0 == "," || $0 == "." || $0 == "'" || $0 == "\u{2019}" || spaces.contains($0)
    }
    guard body.contains(where: isMark), body.first?.isNumber == true || body.first == ",",
      body.allSatisfy({ isMark($0) || ($0.isASCII && $0.isNumber) })
    else { return nil }
    func fault(_ message: String, _ text: String?, _ steps: Remedy.Step...) -> NumberFormat.Fault {
      NumberFormat.Fault(message: message, remedy: Remedy(text, steps))
    }
    let without = "write the number without it"
    if format.thousands == nil {
      if body.contains(where: spaces.contains) {
        return fault(
          "a space between thousands in '\(cell)'", without,
          .give(.thousands, "space"))
      }
      if body.contains("'") || body.contains("\u{2019}") {
        return fault(
          "an apostrophe between thousands in '\(cell)'", without,
          .give(.thousands, "apostrophe"))
      }
    }
    let (commas, points) = (body.count { $0 == "," }, body.count { $0 == "." })
    let evidence = NumberEvidence(self)
    if format.decimal == .open {
      return fault(
        "'\(cell)' may be a number with a fraction or with a mark between thousands", nil,
        .give(.decimal, body.contains(",") ? "," : "."),
        .give(.thousands, body.contains(",") ? "," : "."))
    }
    if format.thousands != nil {
      return fault(
        "'\(cell)' is not grouped by thousands",
        "write \(format.decimal == .comma ? "a decimal comma" : "a decimal point") and groups of three"
      )
    }
    if format.decimal == .comma {
      if points == 0 { return fault("'\(cell)' is not a number", "write one decimal comma") }
      if commas == 0, evidence == .point {
        return fault(
          "a decimal point in '\(cell)' where decimals have a comma", "write one mark in all rows")
      }
      return fault("a point between thousands in '\(cell)'", without, .give(.thousands, "."))
    }
    if commas == 0 {
      guard Self.isGrouped(body, by: ".") else { return nil }
      return fault("points between thousands in '\(cell)'", without, .give(.thousands, "."))
    }
    switch evidence {
    case .either:
      return fault(
        "a thousands separator or a decimal comma in '\(cell)'",
        "write \(cell.filter { $0 != "," }) or \(cell.replacing(",", with: "."))",
        .give(.thousands, ","),
        .give(.decimal, ","))
    case .comma where points > 0:
      return fault(
        "thousands separators and a decimal comma in '\(cell)'", "write it with a point only",
        .give(.thousands, "."))
    case .comma:
      return fault("decimal comma in '\(cell)'", "write it with a point", .give(.decimal, ","))
    case .point, .none:
      guard Self.isGrouped(body.prefix { $0 != "." }, by: ",") else { return nil }
      return fault("a thousands separator in '\(cell)'", without, .give(.thousands, ","))
    }
  }
}
