internal import Corridor

/// The options of a call, `NAME=VALUE`, by the names that the program has.
struct OptionList {
  private var texts: [String: String] = [:]
  private var names: [String] = []

  /// - Parameter list: a C array of texts, ended by nil; nil for none.
  init(_ list: UnsafePointer<UnsafePointer<CChar>?>?) throws(UsageFault) {
    guard var place = list else { return }
    while let text = place.pointee {
      try add(String(cString: text))
      place += 1
    }
  }

  private mutating func add(_ option: String) throws(UsageFault) {
    guard let mark = option.firstIndex(of: "="), mark > option.startIndex else {
      throw UsageFault("the option '\(option)' is not NAME=VALUE")
    }
    let name = String(option[..<mark])
    let value = String(option[option.index(after: mark)...])
    guard texts.updateValue(value, forKey: name) == nil else {
      throw UsageFault("the option --\(name) is given twice")
    }
  }

  /// A text as it is given; nil where it is not.
  mutating func text(_ name: String) -> String? {
    names.append(name)
    return texts.removeValue(forKey: name)
  }

  mutating func whole(_ name: String) throws(UsageFault) -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text) else {
      throw UsageFault("--\(name): '\(text)' is no whole number")
    }
    return number
  }

  mutating func seed() throws(UsageFault) -> UInt64 {
    guard let text = text("seed") else { return 1 }
    guard let number = UInt64(text) else {
      throw UsageFault("--seed: '\(text)' is no whole number from 0 to 2⁶⁴ − 1")
    }
    return number
  }

  mutating func number(_ name: String) throws(UsageFault) -> Double? {
    guard let text = text(name) else { return nil }
    guard let number = try? NumberText.parse(text) else {
      throw UsageFault("--\(name): '\(text)' is no number")
    }
    return number
  }

  mutating func flag(_ name: String) throws(UsageFault) -> Bool {
    switch text(name) {
    case nil, "false": return false
    case "true": return true
    case let other?: throw UsageFault("--\(name): '\(other)' is neither true nor false")
    }
  }

  mutating func period(_ name: String) throws(UsageFault) -> PeriodText? {
    guard let text = text(name) else { return nil }
    guard let period = PeriodText(text), period.kind != .interval else {
      throw UsageFault("--\(name): '\(text)' is no period (write 2030, 2030-Q1, 2030-05 …)")
    }
    return period
  }

  /// - Throws: `UsageFault` for an option that the call does not have.
  func requireAllKnown() throws(UsageFault) {
    guard let other = texts.keys.min() else { return }
    let near = nearestName(to: other, among: names)
    throw UsageFault(
      "unknown option --\(other) ("
        + (near.map { "did you mean --\($0)?" } ?? "the options are \(names.sorted())") + ")")
  }
}
