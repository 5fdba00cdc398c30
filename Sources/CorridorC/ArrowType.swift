/// The types of columns that are read, from Arrow's format strings.
///
/// Source: Apache Arrow, "The Arrow C data interface", format strings.
enum ArrowType: Equatable {
  case null
  case boolean
  case signed(bytes: Int)
  case unsigned(bytes: Int)
  case float
  case double
  case text(offsetBytes: Int)
  /// Days since 1970.
  case days
  /// Since 1970-01-01T00:00, of UTC or of a wall clock.
  case instants(perSecond: Int)

  private static let plain: [String: ArrowType] = [
    "n": .null, "b": .boolean, "c": .signed(bytes: 1), "C": .unsigned(bytes: 1),
    "s": .signed(bytes: 2), "S": .unsigned(bytes: 2), "i": .signed(bytes: 4),
    "I": .unsigned(bytes: 4), "l": .signed(bytes: 8), "L": .unsigned(bytes: 8), "f": .float,
    "g": .double, "u": .text(offsetBytes: 4), "U": .text(offsetBytes: 8), "tdD": .days,
    "tdm": .instants(perSecond: 1000),
  ]

  private static let stamps: [String: Int] = [
    "tss:": 1, "tsm:": 1000, "tsu:": 1_000_000, "tsn:": 1_000_000_000,
  ]

  /// - Parameter column: the column's name, for the fault.
  init(_ format: String, column: String) throws(ArrowFault) {
    if let type = Self.plain[format] {
      self = type
      return
    }
    guard let scale = Self.stamps[String(format.prefix(4))] else {
      throw ArrowFault(
        "column '\(column)' has the Arrow type '\(format)', which is not read",
        advice: "cast it to text, numbers or dates, or leave it out")
    }
    let zone = format.dropFirst(4)
    // The wall clock of another zone is not in the numbers.
    guard zone.isEmpty || zone == "UTC" || zone == "+00:00" else {
      throw ArrowFault(
        "column '\(column)' has times of the zone '\(zone)'",
        advice: "turn them into the wall clock, without a zone")
    }
    self = .instants(perSecond: scale)
  }

  var isInteger: Bool {
    switch self {
    case .signed, .unsigned: true
    default: false
    }
  }

  /// The buffers of an array of this type.
  var bufferCount: Int {
    switch self {
    case .null: 0
    case .text: 3
    default: 2
    }
  }
}
