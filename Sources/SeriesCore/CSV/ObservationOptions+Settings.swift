extension ObservationOptions {
  /// A value that a setting cannot have.
  package struct UnknownValue: Error {
    package let message: String
    package let advice: String
  }

  /// Sets one setting from text, as commands and scenario files give it.
  ///
  /// - Throws: `UnknownValue` with the nearest right value, or all.
  package mutating func set(_ setting: InputSetting, to text: String) throws(UnknownValue) {
    switch setting {
    case .id: id = text
    case .time: time = text
    case .value: value = text
    case .unit: unit = text
    case .wide: isWide = try Self.flag(text)
    case .flags: dropsFlags = try Self.flag(text)
    case .formulas: allowsFormulas = try Self.flag(text)
    case .sorted: break
    case .decimal:
      decimal = try Self.known(text, "decimal mark", [".", ","]) { DecimalMark($0) }
    case .thousands:
      thousands = try Self.known(
        text, "mark between thousands", [",", ".", "space", "apostrophe"]
      ) { ThousandsMark($0) }
    case .timeFormat:
      let formats = TimeFormat.allCases.filter { $0 != .written }.map(\.rawValue)
      timeFormat = try Self.known(text, "time format", formats) {
        formats.contains($0) ? TimeFormat(rawValue: $0) : nil
      }
    case .encoding:
      encoding = try Self.known(text, "encoding", TextEncoding.allCases.map(\.rawValue)) {
        TextEncoding($0)
      }
    case .frequency:
      frequency = try Self.known(text, "frequency", Frequency.allCases.map(\.rawValue)) {
        Frequency(rawValue: $0)
      }
    case .referenceClass:
      referenceClass = try Self.known(text, "class", ReferenceClass.allCases.map(\.rawValue)) {
        ReferenceClass(rawValue: $0)
      }
    }
  }

  /// - Throws: `UnknownValue` when the marks of decimals and of thousands are one.
  package func requireDistinctMarks() throws(UnknownValue) {
    switch (decimal, thousands) {
    case (.comma, .comma), (.point, .point):
      throw UnknownValue(
        message: "the decimal mark and the mark between thousands are the same",
        advice: "leave one out")
    default: break
    }
  }

  /// The settings that are not the usual ones, as text.
  package var given: [(setting: InputSetting, text: String)] {
    let texts: [(InputSetting, String?)] = [
      (.id, id), (.time, time), (.value, value), (.unit, unit), (.frequency, frequency?.rawValue),
      (.wide, isWide ? "true" : nil), (.decimal, decimal?.rawValue),
      (.thousands, thousands?.rawValue),
      (.timeFormat, timeFormat == .written ? nil : timeFormat.rawValue),
      (.encoding, encoding?.rawValue), (.flags, dropsFlags ? "true" : nil),
      (.referenceClass, referenceClass?.rawValue),
    ]
    return texts.compactMap { pair in pair.1.map { (pair.0, $0) } }
  }

  private static func known<Value>(
    _ text: String, _ what: String, _ names: [String], _ make: (String) -> Value?
  ) throws(UnknownValue) -> Value {
    if let value = make(text) { return value }
    let near = nearestName(to: text, among: names.filter { $0.count > 1 })
    throw UnknownValue(
      message: "unknown \(what) '\(text)'",
      advice: near.map { "did you mean '\($0)'?" } ?? "one of " + names.joined(separator: " "))
  }

  private static func flag(_ text: String) throws(UnknownValue) -> Bool {
    switch text {
    case "true": true
    case "false": false
    default: throw UnknownValue(message: "'\(text)' is neither true nor false", advice: "true")
    }
  }
}
