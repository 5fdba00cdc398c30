/// Cost terms as an option lists them: `TERM=COEFFICIENT[:STANDARD_ERROR][,…]`.
package struct CostTermList: Sendable, Equatable {
  package let names: [String]
  package let coefficients: [Double]
  /// 0 where none was given.
  package let deviations: [Double]

  /// What is wrong with such a list.
  package struct Fault: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
  }

  /// - Throws: `Fault` for what is no list of this form, or a term that stands twice.
  package init(_ text: String) throws(Fault) {
    var names: [String] = []
    var coefficients: [Double] = []
    var deviations: [Double] = []
    for part in Self.parts(of: text) {
      guard let sign = part.lastIndex(of: "="), sign > part.startIndex else {
        throw Fault(
          "'\(part)' is no cost term: TERM=COEFFICIENT or TERM=COEFFICIENT:ERROR")
      }
      let name = String(part[..<sign])
      let (value, deviation) = try Self.uncertain(
        String(part[part.index(after: sign)...]), of: name)
      guard !names.contains(name) else {
        throw Fault("the cost term '\(name)' stands twice")
      }
      names.append(name)
      coefficients.append(value)
      deviations.append(deviation)
    }
    (self.names, self.coefficients, self.deviations) = (names, coefficients, deviations)
  }

  /// A number with its standard error behind a colon: `-0.8:0.05`.
  package static func uncertain(
    _ text: String, of name: String
  ) throws(Fault) -> (value: Double, deviation: Double) {
    let pieces = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = pieces.map { Double($0.trimmed) }
    guard (1...2).contains(pieces.count), let value = numbers[0], value.isFinite else {
      throw Fault("'\(text)' of \(name) is no number, or number and standard error")
    }
    guard pieces.count == 2 else { return (value, 0) }
    guard let deviation = numbers[1], deviation.isFinite, deviation >= 0 else {
      throw Fault(
        "the standard error '\(pieces[1])' of \(name) is no number from 0 on")
    }
    return (value, deviation)
  }

  /// The list cut at commas outside of brackets and backticks: a term may be `log(x)`.
  private static func parts(of text: String) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var depth = 0
    var isQuoted = false
    for place in text.indices {
      switch text[place] {
      case "`": isQuoted.toggle()
      case "(" where !isQuoted: depth += 1
      case ")" where !isQuoted: depth -= 1
      case "," where !isQuoted && depth == 0:
        parts.append(text[start..<place].trimmed)
        start = text.index(after: place)
      default: break
      }
    }
    parts.append(text[start...].trimmed)
    return parts
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var rest = self
    while rest.first == " " { rest = rest.dropFirst() }
    while rest.last == " " { rest = rest.dropLast() }
    return rest
  }
}
