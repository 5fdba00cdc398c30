internal import SeriesCore
internal import Yams

/// The bytes of scenario files and of the data files that they name, bounded before they are worked
/// on: a small file must not take the machine.
enum ScenarioText {
  /// The largest scenario file, in bytes. The largest shipped one has 5 kB.
  static let limit = 4 << 20

  /// What a file is worth when each alias is written out, in bytes.
  static let expandedLimit = 4 << 20

  /// The bytes of a scenario file, and their text without a mark of the byte order.
  static func read(_ path: String) throws(InputFault) -> (bytes: [UInt8], text: String) {
    let bytes = try ByteSource.readAll(path: path, limit: limit, isRegular: false)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    guard let text = String(validating: content, as: UTF8.self) else {
      throw InputFault(
        .malformed, file: path, line: lineOfInvalid(content), "the text is not valid UTF-8",
        advice: "save it as UTF-8")
    }
    do throws(YAMLAliases.Fault) {
      try YAMLAliases.requireSmall(Array(content), expandedLimit)
    } catch {
      throw InputFault(
        .malformed, file: path, line: error.line, error.message,
        advice: "write out what they stand for")
    }
    return (bytes, text)
  }

  /// The line of the first bytes that are no UTF-8.
  private static func lineOfInvalid(_ content: ArraySlice<UInt8>) -> Int? {
    content.split(separator: 0x0A, omittingEmptySubsequences: false)
      .firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
  }

  /// The bytes of a data file, which must be a regular one: a device may never end.
  static func dataBytes(_ path: String) throws(InputFault) -> [UInt8] {
    try ByteSource.readAll(path: path, limit: ByteSource.wholeLimit, isRegular: true)
  }
}

/// Aliases of aliases, weighed before the YAML is composed: ten lines of ten stand for billions of
/// items, and composing them as a key compares each.
enum YAMLAliases {
  struct Fault: Error {
    let line: Int
    let message: String
  }

  /// Far more than a file written by hand has.
  private static let mostAliases = 2_000

  private struct Mark {
    let isAnchor: Bool
    let name: ArraySlice<UInt8>
    let place: Int
    let line: Int
  }

  /// An upper bound of the file's size with every alias written out, from its text alone.
  ///
  /// What an anchor names ends before its first alias, so that its weight is at most the bytes up to
  /// there and the weights of the aliases among them: those were anchored before, or inside, and the
  /// sum is finite. Marks in quotes and comments count too, which only makes the bound larger.
  ///
  /// - Throws: `Fault` when the bound is over the limit, or an anchor that is used is made twice.
  static func requireSmall(_ bytes: [UInt8], _ limit: Int) throws(Fault) {
    let marks = marks(bytes)
    var anchors: [ArraySlice<UInt8>: Mark] = [:]
    var firstAlias: [ArraySlice<UInt8>: Int] = [:]
    let used = Set(marks.lazy.filter { !$0.isAnchor }.map(\.name))
    for mark in marks where mark.isAnchor && used.contains(mark.name) {
      guard anchors.updateValue(mark, forKey: mark.name) == nil else {
        throw Fault(line: mark.line, message: "the anchor '\(text(mark.name))' is made twice")
      }
    }
    let aliases = marks.filter { !$0.isAnchor && anchors[$0.name] != nil }
    for alias in aliases where firstAlias[alias.name] == nil {
      firstAlias[alias.name] = alias.place
    }
    guard aliases.count <= mostAliases else {
      throw Fault(
        line: aliases[mostAliases].line, message: "more than \(mostAliases) aliases up to here")
    }
    // An alias among the bytes of an anchor is first used before the anchor is: in that order each
    // weight rests on those before it.
    var weights: [ArraySlice<UInt8>: Int] = [:]
    for (name, to) in firstAlias.sorted(by: { $0.value < $1.value }) {
      guard let from = anchors[name]?.place, from < to else { continue }
      var sum = to - from
      for alias in aliases where alias.place > from && alias.place < to {
        sum = min(limit + 1, sum + (weights[alias.name] ?? 0))
      }
      weights[name] = sum
    }
    var total = bytes.count
    for alias in aliases {
      total += weights[alias.name] ?? 0
      guard total <= limit else {
        throw Fault(
          line: alias.line,
          message: "aliases stand for more than \(limit >> 20) MB of text up to here")
      }
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Every `&name` and `*name` at the start of a word.
  private static func marks(_ bytes: [UInt8]) -> [Mark] {
    var marks: [Mark] = []
    var line = 1
    var place = 0
    let starts = Set(" \t\n\r[{,:?-".utf8)
    let ends = Set(" \t\n\r[]{},".utf8)
    while place < bytes.count {
      let byte = bytes[place]
      if byte == 0x0A { line += 1 }
      let isMark = byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
      guard isMark, place == 0 || starts.contains(bytes[place - 1]) else {
        place += 1
        continue
      }
      var end = place + 1
      while end < bytes.count, !ends.contains(bytes[end]) { end += 1 }
      // libyaml ends a name before a colon.
      let name = bytes[place + 1..<end].prefix { $0 != UInt8(ascii: ":") }
      if !name.isEmpty {
        marks.append(
          Mark(isAnchor: byte == UInt8(ascii: "&"), name: name, place: place, line: line))
      }
      place = max(end, place + 1)
    }
    return marks
  }
}

extension ScenarioNode {
  /// The most items in one list, and keys in one mapping: what is asked of a list is asked of each
  /// item, and some of it of each pair.
  private static let itemLimit = 2_000
  /// The deepest nesting; what a scenario needs is under ten.
  private static let depthLimit = 40

  /// What makes the file larger than a scenario can be, is no key, or must not be copied; nil when
  /// nothing does.
  func excess() -> InputFault? { Self.excess(node, collector.file, depth: 0) }

  private static func excess(_ node: Node, _ file: String, depth: Int) -> InputFault? {
    func fault(_ node: Node, _ message: String, _ advice: String) -> InputFault {
      InputFault(
        .malformed, file: file, line: node.mark?.line, message, advice: advice)
    }
    guard depth <= depthLimit else {
      return fault(node, "nested more than \(depthLimit) deep", "write it flatter")
    }
    if let scalar = node.scalar, let refusal = CopyGate.refusal(ofProse: scalar.string) {
      return fault(node, refusal.message(scalar.string, what: "the text"), "leave it out")
    }
    if let mapping = node.mapping {
      guard mapping.count <= itemLimit else {
        return fault(
          node, "\(mapping.count) keys in one mapping", "at most \(itemLimit)")
      }
      for (key, value) in mapping {
        guard key.scalar != nil else {
          return fault(key, "a key that is no plain text", "write key: value")
        }
        if let found = excess(key, file, depth: depth + 1) { return found }
        if let found = excess(value, file, depth: depth + 1) { return found }
      }
    } else if let sequence = node.sequence {
      guard sequence.count <= itemLimit else {
        return fault(
          node, "\(sequence.count) items in one list", "at most \(itemLimit)")
      }
      for item in sequence {
        if let found = excess(item, file, depth: depth + 1) { return found }
      }
    }
    return nil
  }
}
