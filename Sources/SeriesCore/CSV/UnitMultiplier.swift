/// The power of ten by which a value is multiplied, as SDMX states it beside the value.
///
/// Source: the SDMX code list CL_UNIT_MULT (0 units, 3 thousands, 6 millions, 9 billions …); some
/// publishers write the words.
enum UnitMultiplier {
  /// The exponent; nil for what is no multiplier.
  static func power(_ cell: UnsafeBufferPointer<UInt8>) -> Int? {
    // `6: Millions` has its label behind the code.
    let text = String(decoding: cell.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    let word = text.split(separator: " ").joined(separator: " ").lowercased()
    if word.isEmpty { return 0 }
    if let number = Int(word) {
      if (-15...24).contains(number) { return number }
      // A factor, 1000 or 1000000.
      return (2...24).first { power in
        word == "1" + String(repeating: "0", count: power)
      }
    }
    return words[word.hasSuffix("s") ? String(word.dropLast()) : word]
  }

  private static let words = [
    "unit": 0, "ten": 1, "hundred": 2, "thousand": 3, "ten thousand": 4, "hundred thousand": 5,
    "million": 6, "billion": 9, "trillion": 12,
  ]
}
