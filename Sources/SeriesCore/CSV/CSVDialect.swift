/// How the fields of a text are separated, seen in its beginning.
struct CSVDialect {
  let separator: UInt8
  /// Bytes of a first line such as `sep=;`, which some spreadsheets write for themselves.
  let skipped: Int

  static let comma = UInt8(ascii: ",")
  private static let candidates: [UInt8] = [UInt8(ascii: ";"), UInt8(ascii: "\t"), comma]
  private static let records = 40

  /// As the writer of a text says.
  init(separator: UInt8) { (self.separator, skipped) = (separator, 0) }

  /// - Parameter sample: the beginning of a text.
  /// - Parameter isWhole: whether it is all of it; else its last record is cut off.
  init(_ sample: [UInt8], isWhole: Bool) {
    if let line = Self.separatorLine(sample) {
      (separator, skipped) = line
      return
    }
    skipped = 0
    // The separator stands equally often in most records; of equals the more frequent one. A comma
    // may be a decimal mark, a semicolon hardly is anything else.
    var best = (separator: Self.comma, agreeing: 0, times: 0)
    let counts = Self.counts(sample, isWhole)
    for (place, candidate) in Self.candidates.enumerated() {
      var tally: [Int: Int] = [:]
      for record in counts where record[place] > 0 { tally[record[place], default: 0] += 1 }
      guard let mode = tally.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
      if (mode.value, mode.key) > (best.agreeing, best.times) {
        best = (candidate, mode.value, mode.key)
      }
    }
    separator = best.separator
  }

  /// How often each candidate stands outside quotes, by record; blank lines are left out.
  private static func counts(_ sample: [UInt8], _ isWhole: Bool) -> [[Int]] {
    var all: [[Int]] = []
    var current = [0, 0, 0]
    var (isInside, isBlank) = (false, true)
    for byte in sample {
      if byte == 0x22 { isInside.toggle() }
      if isInside {
        isBlank = false
        continue
      }
      if byte == 0x0A {
        if !isBlank { all.append(current) }
        if all.count == records { return all }
        (current, isBlank) = ([0, 0, 0], true)
      } else if let place = candidates.firstIndex(of: byte) {
        current[place] += 1
        isBlank = false
      } else if byte != 0x0D {
        isBlank = false
      }
    }
    if !isBlank, isWhole || all.isEmpty { all.append(current) }
    return all
  }

  private static func separatorLine(_ sample: [UInt8]) -> (separator: UInt8, skipped: Int)? {
    guard let end = sample.prefix(16).firstIndex(of: 0x0A) else { return nil }
    let line = sample[..<end].filter { $0 != 0x22 && $0 != 0x0D }
    guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
    else { return nil }
    return (line[4], end + 1)
  }
}

/// How the bytes of a CSV file are to be taken.
package struct CSVFormat: Sendable {
  /// nil is UTF-8, or UTF-16 with a byte order mark.
  package var encoding: TextEncoding?
  /// The byte between fields; nil finds it.
  package var separator: UInt8?
  /// What the caller calls the settings, for advice in messages.
  package var names: SettingNames

  package init(
    encoding: TextEncoding? = nil, separator: UInt8? = nil, names: SettingNames = SettingNames()
  ) {
    self.encoding = encoding
    self.separator = separator
    self.names = names
  }
}
