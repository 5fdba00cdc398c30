internal import Forecasting
public import SeriesCore
internal import Yams

/// All the faults of one scenario file, in the order of its lines, then those of its data files.
public struct ScenarioFaults: Error, Sendable {
  /// File by file, each file's by line, those without a line first.
  public let faults: [InputFault]

  init(_ faults: [InputFault]) {
    var files: [String] = []
    for fault in faults where !files.contains(fault.file) { files.append(fault.file) }
    self.faults = files.flatMap { file in
      faults.filter { $0.file == file }.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
    }
  }
}

/// A part of a scenario file that reports what is wrong with it and goes on, so that a user sees all
/// faults at once.
package struct ScenarioNode {
  final class Collector {
    /// What a scenario file and the file that it includes report together.
    private final class Log {
      var faults: [InputFault] = []
      var count = 0
      var known = Set<String>()
      var warnings: [InputFault] = []
    }

    let file: String
    private let log: Log

    /// The first faults, each once.
    var faults: [InputFault] { log.faults }
    /// How many there are, beyond those that are listed too.
    var count: Int { log.count }
    var warnings: [InputFault] {
      get { log.warnings }
      set { log.warnings = newValue }
    }

    /// More than a person reads at once.
    static let listLimit = 100

    init(file: String) {
      self.file = file
      log = Log()
    }

    /// A collector of another file that reports with this one.
    init(file: String, with other: Collector) {
      self.file = file
      log = other.log
    }

    func add(_ fault: InputFault) {
      // A grid reads its shocks once a point; what is wrong with them is said once.
      guard log.known.insert(fault.description).inserted else { return }
      log.count += 1
      if log.count <= Self.listLimit { log.faults.append(fault) }
    }

    /// The faults, the last of them saying how many more there are.
    var report: [InputFault] {
      guard count > Self.listLimit else { return faults }
      return faults + [
        InputFault(
          .malformed, file: file, line: faults.compactMap(\.line).max(),
          "\(count - Self.listLimit) more faults like these", advice: "mend these first")
      ]
    }
  }

  let node: Node
  let collector: Collector
  /// Where this part stands, for messages: `targets[1]`.
  private let path: String
  /// Values of a grid's variables, which stand in the file as `$name`.
  private let bindings: [String: String]
  /// A mapping, of another file perhaps, that has the keys which this one has not; none or one.
  private var fallback: [ScenarioNode] = []

  init(
    _ node: Node, path: String, collector: Collector, bindings: [String: String] = [:]
  ) {
    self.node = node
    self.path = path
    self.collector = collector
    self.bindings = bindings
  }

  /// The same part with values for the variables in it.
  func bound(_ values: [String: String]) -> ScenarioNode {
    ScenarioNode(node, path: path, collector: collector, bindings: values)
  }

  /// This mapping with the keys of another for those that it has not; each keeps its file and line.
  func falling(backOn other: ScenarioNode) -> ScenarioNode {
    var node = self
    node.fallback = [other]
    return node
  }

  var line: Int? { node.mark?.line }

  /// Faults of the whole file so far.
  var faultCount: Int { collector.count }

  func fault(_ message: String, advice: String? = nil) {
    collector.add(
      InputFault(
        .malformed, file: collector.file, line: line,
        (path.isEmpty ? "" : path + ": ") + message, advice: advice))
  }

  /// What is allowed and yet looks like a mistake.
  func warn(_ message: String, advice: String? = nil) {
    let warning = InputFault(
      .malformed, file: collector.file, line: line,
      "warning: " + (path.isEmpty ? "" : path + ": ") + message, advice: advice)
    if !collector.warnings.contains(warning) { collector.warnings.append(warning) }
  }

  /// Warnings of the whole file so far, in the order of its lines.
  var warnings: [InputFault] { collector.warnings.sorted { ($0.line ?? 0) < ($1.line ?? 0) } }

  /// Warns of a growth rate that reads like percent: rates are fractions a year.
  func warnOfPercent(_ key: String) {
    guard let child = self[key], let text = child.scalar, let value = try? NumberText.parse(text),
      abs(value) >= 0.5
    else { return }
    let points = NumberText.shortest(SignificantDigits.round(100 * value, to: 12))
    child.warn(
      "\(text) is \(points) points a year",
      advice: "rates are fractions: two points are 0.02")
  }

  /// A fault at one key of this mapping.
  func fault(at key: String, _ message: String, advice: String? = nil) {
    (self[key] ?? self).fault(message, advice: advice)
  }

  /// Whether this is a mapping; a fault that names the keys it may have when it is not.
  func isMapping(of keys: [String]) -> Bool {
    guard node.mapping == nil else { return true }
    fault("a mapping of keys is needed", advice: "keys: " + keys.joined(separator: ", "))
    return false
  }

  /// Reports keys that are not among these, each with the nearest right one.
  func allow(_ keys: [String]) {
    guard isMapping(of: keys), let mapping = node.mapping else { return }
    for (key, _) in mapping {
      let name = key.scalar?.string ?? ""
      guard !keys.contains(name) else { continue }
      let near = nearestName(to: name, among: keys).map { "did you mean '\($0)'?" }
      ScenarioNode(key, path: path, collector: collector).fault(
        "unknown key '\(name)'", advice: near ?? "keys: " + keys.joined(separator: ", "))
    }
  }

  func has(_ key: String) -> Bool { self[key] != nil }

  subscript(key: String) -> ScenarioNode? {
    node.mapping?[key].map {
      ScenarioNode(
        $0, path: path.isEmpty ? key : path + "." + key, collector: collector, bindings: bindings)
    } ?? fallback.first?[key]
  }

  /// A key of this mapping as a part of its own, for faults at its line.
  func key(_ name: String) -> ScenarioNode {
    let key = node.mapping?.first { $0.key.scalar?.string == name }?.key
    return key.map { ScenarioNode($0, path: path, collector: collector) } ?? self
  }

  /// The keys of this mapping, in order.
  var keys: [String] { node.mapping?.keys.map { $0.scalar?.string ?? "" } ?? [] }

  private func required(_ key: String) -> ScenarioNode? {
    if let child = self[key] { return child }
    fault("the key '\(key)' is missing", advice: "add it")
    return nil
  }

  /// The text; a variable of a grid gives its value, an unknown one stays and is no number.
  var scalar: String? {
    guard let text = node.scalar?.string else { return nil }
    guard !bindings.isEmpty, text.hasPrefix("$") else { return text }
    return bindings[String(text.dropFirst())] ?? text
  }

  /// Whether some text of this part is exactly this one.
  func mentions(_ text: String) -> Bool {
    if let own = node.scalar?.string { return own == text }
    if let sequence = node.sequence {
      return sequence.contains { ScenarioNode($0, path: path, collector: collector).mentions(text) }
    }
    return node.mapping?.contains {
      ScenarioNode($0.value, path: path, collector: collector).mentions(text)
    } ?? false
  }

  /// All texts under keys of these names, however deep, lists of them item by item.
  func scalars(under names: Set<String>) -> [String] {
    if node.sequence != nil { return items.flatMap { $0.scalars(under: names) } }
    return keys.flatMap { key -> [String] in
      guard let child = self[key] else { return [] }
      let own = names.contains(key) ? child.items.compactMap(\.scalar) : []
      return own + child.scalars(under: names)
    }
  }

  /// A text that must be there.
  func text(_ key: String) -> String? {
    guard let child = required(key) else { return nil }
    guard let text = child.scalar, !text.isEmpty else {
      child.fault("a text is needed")
      return nil
    }
    return text
  }

  /// A text that may be left out; nil without a fault when it is.
  func optionalText(_ key: String) -> String? { has(key) ? text(key) : nil }

  /// The level of an interval, percent.
  func asLevel() -> Double? {
    do throws(IntervalLevel.Fault) { return try IntervalLevel.read(scalar ?? "…") } catch {
      fault(error.message, advice: error.advice)
      return nil
    }
  }

  /// A finite number that must be there.
  private func parsed(_ key: String) -> Double? {
    guard let child = required(key) else { return nil }
    guard let text = child.scalar, let value = try? NumberText.parse(text) else {
      child.fault("'\(child.scalar ?? "…")' is not a number", advice: "write 0.05 or 82")
      return nil
    }
    return value
  }

  /// A number that must be there: 0, or of a magnitude that a scenario reckons with.
  func number(_ key: String) -> Double? {
    guard let value = parsed(key) else { return nil }
    guard value == 0 || HorizonLimit.magnitudes.contains(abs(value)) else {
      fault(
        at: key, "\(NumberText.shortest(value)) is beyond " + (abs(value) < 1 ? "1e-30" : "1e30"),
        advice: "give it in another unit")
      return nil
    }
    return value
  }

  func positive(_ key: String) -> Double? {
    guard let value = number(key) else { return nil }
    guard value > 0 else {
      fault(at: key, "\(NumberText.shortest(value)) is not positive")
      return nil
    }
    return value
  }

  /// A factor on a value, from a millionth to a million.
  func factor(_ key: String) -> Double? {
    guard let value = parsed(key) else { return nil }
    guard value > 0 else {
      fault(at: key, "\(NumberText.shortest(value)) is not positive")
      return nil
    }
    guard (1e-6...1e6).contains(value) else {
      fault(at: key, "the factor \(NumberText.shortest(value)) is beyond a million either way")
      return nil
    }
    return value
  }

  /// A whole number in a range; nil without a fault when the key is absent.
  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let child = self[key] else { return nil }
    guard let text = child.scalar, let value = Int(text), range.contains(value) else {
      child.fault(
        "'\(child.scalar ?? "…")' is no whole number from \(range.lowerBound) to "
          + "\(range.upperBound)")
      return nil
    }
    return value
  }

  /// A period that must be there.
  func period(_ key: String) -> PeriodText? { required(key)?.asPeriod() }

  func asPeriod() -> PeriodText? {
    guard let text = scalar, let period = PeriodText(text), period.kind != .interval else {
      fault("'\(scalar ?? "…")' is no period", advice: "write 2030, 2030-Q1, 2030-05 …")
      return nil
    }
    return period
  }

  /// A period on the axis of the series at hand; on a finer axis a year means its first period, or
  /// its last where `periodEnd` asks for it.
  func ordinal(_ key: String, _ axis: PeriodAxis, periodEnd: Bool = false) -> Int? {
    guard let period = period(key) else { return nil }
    guard
      let ordinal = periodEnd
        ? axis.ordinal(of: period, periodEnd: true) : axis.firstOrdinal(of: period)
    else {
      fault(
        at: key, "'\(period.written)' is no period of a series by \(axis.frequency.rawValue)")
      return nil
    }
    return ordinal
  }

  /// The keys `from` and `to` as a span that does not run backwards.
  func span(_ axis: PeriodAxis) -> (from: Int, to: Int)? {
    guard let from = ordinal("from", axis), let to = ordinal("to", axis, periodEnd: true) else {
      return nil
    }
    guard to >= from else {
      fault(at: "to", "'to' is before 'from'", advice: "swap them")
      return nil
    }
    return (from, to)
  }

  /// The items of a list under a key; empty when it is absent. One item may stand without a list.
  func list(_ key: String) -> [ScenarioNode] {
    guard let child = self[key] else { return [] }
    return child.items
  }

  var items: [ScenarioNode] {
    guard let sequence = node.sequence else { return [self] }
    return sequence.enumerated().map {
      ScenarioNode(
        $1, path: "\(path)[\($0 + 1)]", collector: collector, bindings: bindings)
    }
  }

  /// Reads a whole file.
  ///
  /// - Throws: `ScenarioFaults` with all that `read` reported, or with the YAML parser's own fault.
  static func parse<Value>(
    file: String, text: String, _ read: (ScenarioNode) -> Value?
  ) throws(ScenarioFaults) -> Value {
    let collector = Collector(file: file)
    let root: Node?
    do { root = try compose(yaml: text) } catch {
      throw ScenarioFaults([yamlFault(error, file: file)])
    }
    guard let root else {
      throw ScenarioFaults([
        InputFault(
          .malformed, file: file, line: 1, "the scenario file is empty",
          advice: "give series, targets and scenarios")
      ])
    }
    let node = ScenarioNode(root, path: "", collector: collector)
    // Before anything is looked up in it: a file that stands for millions of items takes the machine.
    if let excess = node.excess() { throw ScenarioFaults([excess]) }
    let value = read(node)
    guard let value, collector.count == 0 else { throw ScenarioFaults(collector.report) }
    return value
  }

  static func yamlFault(_ error: any Error, file: String) -> InputFault {
    func fault(_ line: Int?, _ message: String) -> InputFault {
      InputFault(.malformed, file: file, line: line, message, advice: "mend the YAML")
    }
    guard let error = error as? YamlError else { return fault(nil, "\(error)") }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return fault(mark.line, problem)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.joined(separator: ", ")
      return fault(context.mark.line, "a key stands twice in one mapping: \(names)")
    case .reader(let problem, let offset, _, let text):
      let before = text.utf8.prefix(offset ?? 0)
      return fault(1 + before.count { $0 == 0x0A }, problem)
    default: return fault(nil, "\(error)")
    }
  }
}
