/// Many series read from one source, in the order in which their ids first occur.
public struct SeriesPanel: Sendable {
  /// Why one series of a file cannot be used while the others can.
  public struct Failure: Sendable, Equatable {
    public let id: String
    /// `duplicate_period`, `mixed_frequency`, `ambiguous_frequency`, `part_year`,
    /// `other_frequency`, `compact_dates`, `no_observation`, `mixed_unit`, `mixed_basis`.
    public let reason: String
    public let fault: InputFault
  }

  public enum Entry: Sendable {
    case series(TimeSeries)
    case failure(Failure)

    public var id: String {
      switch self {
      case .series(let series): series.id
      case .failure(let failure): failure.id
      }
    }
  }

  public let name: String
  public let entries: [Entry]

  public var series: [TimeSeries] {
    entries.compactMap { if case .series(let series) = $0 { series } else { nil } }
  }

  public var failures: [Failure] {
    entries.compactMap { if case .failure(let failure) = $0 { failure } else { nil } }
  }

  /// One series by its id, from a file in which no series may be at fault in itself.
  ///
  /// - Throws: the fault of the first series with a duplicate period or mixed frequencies, whichever
  ///   series that is; the fault of the wanted one; or that there is none, with the nearest name.
  public func series(named id: String) throws(InputFault) -> TimeSeries {
    let fatal: Set<String> = ["duplicate_period", "mixed_frequency"]
    if let failure = failures.first(where: { fatal.contains($0.reason) }) { throw failure.fault }
    switch entries.first(where: { $0.id == id }) {
    case nil: throw absence(of: id)
    case .failure(let failure): throw failure.fault
    case .series(let series): return series
    }
  }

  /// The fault that there is no series of this id, with the nearest name or the first few.
  public func absence(of id: String) -> InputFault {
    let near = nearestName(to: id, among: entries.lazy.map(\.id))
    return InputFault(
      .malformed, file: name, "no series '\(id)'",
      advice: near.map { "did you mean '\($0)'?" }
        ?? "series: " + entries.prefix(8).map(\.id).joined(separator: ", "))
  }

  /// Reads a file of observations (`-` for standard input), grouped in memory.
  ///
  /// - Throws: `InputFault` when the file as a whole is at fault. What is wrong with one series only
  ///   (a duplicate period, mixed frequencies) is kept as that series' failure.
  public static func read(
    path: String, options: ObservationOptions = .init()
  ) throws(InputFault) -> SeriesPanel {
    try read(ByteSource(path: path), options: options)
  }

  /// Reads observations from any source, grouped in memory.
  public static func read(
    _ source: consuming ByteSource, options: ObservationOptions = .init()
  ) throws(InputFault) -> SeriesPanel {
    var reader = try ObservationReader(source, options: options)
    let path = reader.name
    var builders: [SeriesBuilder] = []
    var places: [String: Int] = [:]
    var current = -1
    var anyValue = false
    while let observation = try reader.next() {
      if let id = reader.idBytes {
        if current < 0 || !builders[current].hasID(id) {
          let text = try reader.checkedID(id)
          if let known = places[text] {
            current = known
          } else {
            current = builders.count
            places[text] = current
            builders.append(SeriesBuilder(id: text, line: reader.line))
          }
        }
      } else if current < 0 {
        current = 0
        builders.append(
          SeriesBuilder(id: try reader.checkedText(reader.impliedID), line: reader.line))
      }
      if observation.value != nil { anyValue = true }
      try builders[current].add(observation, from: reader)
    }
    guard anyValue else {
      throw InputFault(
        .malformed, file: path, line: 1, "the file holds no observation",
        advice: "give at least one row with a value")
    }
    return SeriesPanel(
      name: path, entries: builders.map { $0.entry(file: path, asked: options.frequency) })
  }
}

/// Collects the observations of one series in the compact form in which they were written.
struct SeriesBuilder {
  private let id: String
  private let idUTF8: [UInt8]
  private let firstLine: Int
  private var periods: [PeriodText] = []
  private var values: [Double] = []
  private var lines: [UInt32] = []
  private var units: [Label] = []
  private var bases: [Label] = []
  private var sources: [String] = []
  private var knownSources: Set<String> = []
  private var sourceUTF8: [UInt8] = []

  private struct Label {
    let utf8: [UInt8]
    let line: Int

    var text: String { String(decoding: utf8, as: UTF8.self) }
  }

  init(id: String, line: Int) {
    self.id = id
    self.idUTF8 = Array(id.utf8)
    self.firstLine = line
  }

  func hasID(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.count == idUTF8.count && bytes.elementsEqual(idUTF8)
  }

  mutating func add(
    _ observation: ObservationReader.Observation, from reader: borrowing ObservationReader
  ) throws(InputFault) {
    periods.append(observation.period)
    // A missing value stays NaN until the periods are known, then it is left out.
    values.append(observation.value ?? .nan)
    lines.append(UInt32(truncatingIfNeeded: reader.line))
    try note(.unit, in: &units, from: reader)
    try note(.basis, in: &bases, from: reader)
    if let source = reader.bytes(.source), !sourceUTF8.elementsEqual(source) {
      sourceUTF8 = Array(source)
      let text = String(decoding: source, as: UTF8.self)
      if knownSources.insert(text).inserted { sources.append(text) }
    }
  }

  /// Notes a label where it differs from the one before; texts are made only then.
  private func note(
    _ attribute: ObservationReader.Attribute, in labels: inout [Label],
    from reader: borrowing ObservationReader
  ) throws(InputFault) {
    guard let bytes = reader.bytes(attribute) else { return }
    if let last = labels.last, last.utf8.elementsEqual(bytes) { return }
    try reader.refuseFormula(bytes)
    labels.append(Label(utf8: Array(bytes), line: reader.line))
  }

  func entry(file: String, asked: Frequency?) -> SeriesPanel.Entry {
    func failure(_ reason: String, line: Int, _ message: String, _ advice: String)
      -> SeriesPanel.Entry
    {
      .failure(
        .init(
          id: id, reason: reason,
          fault: InputFault(
            .malformed, file: file, line: line, "series '\(id)': " + message, advice: advice)))
    }
    guard values.contains(where: { !$0.isNaN }) else {
      return failure(
        "no_observation", line: firstLine, "no observation has a value", "leave the series out")
    }
    if let other = units.dropFirst().first {
      return failure(
        "mixed_unit", line: other.line, "unit '\(other.text)' after '\(units[0].text)'",
        "give each unit a series of its own")
    }
    if let other = bases.dropFirst().first {
      return failure(
        "mixed_basis", line: other.line, "basis '\(other.text)' after '\(bases[0].text)'",
        "never splice two bases: give each a series of its own")
    }
    do throws(PeriodFault) {
      let (axis, ordinals) = try PeriodAxis.infer(periods, asked: asked)
      try Self.refuseDuplicates(ordinals)
      let observations = ordinals.indices.compactMap { i -> (ordinal: Int, value: Double)? in
        values[i].isNaN ? nil : (ordinals[i], values[i])
      }
      return .series(
        TimeSeries(
          id: id, axis: axis, observations: observations,
          unit: units.first.map { SeriesUnit($0.text) },
          basis: bases.first.map { SeriesBasis($0.text) }, sources: sources))
    } catch {
      switch error {
      case .mixedFrequency(let first, let second):
        return failure(
          "mixed_frequency", line: Int(lines[second]),
          "mixed frequency, this period and that of line \(lines[first]) are written differently",
          "keep one frequency a series")
      case .ambiguous:
        return failure(
          "ambiguous_frequency", line: firstLine, "one date alone does not tell the frequency",
          "give --freq")
      case .compactDates:
        return failure(
          "compact_dates", line: firstLine, "the periods look like dates without dashes",
          "write 2020-11 or 2020-11-30, or give --freq integer")
      case .partYear(let place):
        return failure(
          "part_year", line: Int(lines[place]), "a part-year sum among periods",
          "only nowcasts take intervals")
      case .otherFrequency(let place, let asked):
        return failure(
          "other_frequency", line: Int(lines[place]),
          "the period does not fit frequency \(asked.rawValue)", "mend the period or --freq")
      case .duplicate(let first, let second):
        return failure(
          "duplicate_period", line: Int(lines[second]),
          "this period stands already on line \(lines[first])", "keep one of them")
      }
    }
  }

  private static func refuseDuplicates(_ ordinals: [Int]) throws(PeriodFault) {
    if zip(ordinals, ordinals.dropFirst()).allSatisfy({ $0 < $1 }) { return }
    var places: [Int: Int] = [:]
    for (i, ordinal) in ordinals.enumerated() {
      if let first = places.updateValue(i, forKey: ordinal) {
        throw .duplicate(first: first, second: i)
      }
    }
  }
}

extension TimeSeries {
  /// Reads one series from a file of observations.
  ///
  /// - Parameter id: which series; it may be left out when the file holds one only.
  /// - Throws: `InputFault` with file and line when the file, or this series, is at fault.
  public init(csv path: String, series id: String? = nil) throws(InputFault) {
    let panel = try SeriesPanel.read(path: path)
    if id == nil, panel.entries.count > 1 {
      throw InputFault(
        .malformed, file: path, "holds \(panel.entries.count) series",
        advice: "name the wanted one: " + panel.entries.prefix(8).map(\.id).joined(separator: ", "))
    }
    self = try panel.series(named: id ?? panel.entries[0].id)
  }
}
