/// The observations of one series in the compact form in which they were written, before its
/// frequency is known.
package struct SeriesDraft: Sendable {
  package let id: String
  package let file: String
  /// Whether the file names no series, so that the id is made from the file's name.
  var hasImpliedID = false
  private let asked: Frequency?
  private let statedClass: ReferenceClass?
  /// What the caller calls the settings of reading, for advice.
  package let names: SettingNames
  private let idUTF8: [UInt8]
  private let firstLine: Int
  private var periods: [PeriodText] = []
  private var values: [Double] = []
  private var lines: [UInt32] = []
  /// Dates of publication, one an observation; empty when the file has none.
  private var known: [PeriodText?] = []
  /// One an observation; empty when the file has none.
  private var statuses: [ValueStatus?] = []
  private var units: [Label] = []
  private var bases: [Label] = []
  private var sources: [String] = []
  private var knownSources: Set<String> = []
  private var sourceUTF8: [UInt8] = []

  private struct Label: Sendable {
    let utf8: [UInt8]
    let line: Int

    var text: String { String(decoding: utf8, as: UTF8.self) }
  }

  init(id: String, file: String, line: Int, options: ObservationOptions) {
    self.id = id
    self.file = file
    asked = options.frequency
    statedClass = options.referenceClass
    names = options.names
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
    if reader.hasKnownFrom { known.append(try reader.knownFrom()) }
    if reader.hasStatus { statuses.append(reader.status) }
    try note(.unit, in: &units, from: reader)
    try note(.basis, in: &bases, from: reader)
    if let source = reader.bytes(.source), !sourceUTF8.elementsEqual(source) {
      sourceUTF8 = Array(source)
      try reader.requireCopyable(source, "the source")
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
    try reader.requireCopyable(bytes, attribute == .unit ? "the unit" : "the basis")
    labels.append(Label(utf8: Array(bytes), line: reader.line))
  }

  /// Observations, those without a value too.
  package var count: Int { values.count }

  /// The observations as they stand in the file, without those that a later one revises; the value
  /// is nil where the cell is empty.
  package var observations: [(period: PeriodText, value: Double?, line: Int)] {
    let superseded = superseded
    return values.indices.filter { !superseded.contains($0) }.map { i in
      (periods[i], values[i].isNaN ? nil : values[i], Int(lines[i]))
    }
  }

  /// Places of observations that another of the same period was published after.
  private var superseded: Set<Int> {
    guard !known.isEmpty else { return [] }
    var superseded: Set<Int> = []
    var last: [Int: (place: Int, time: Int)] = [:]
    for (i, date) in known.enumerated() {
      guard let date else { continue }
      let time = date.lastDay ?? date.value
      guard let other = last[periods[i].value] else {
        last[periods[i].value] = (i, time)
        continue
      }
      // Two of one date stay: they are a duplicate, not a revision.
      if time > other.time {
        superseded.insert(other.place)
        last[periods[i].value] = (i, time)
      } else if time < other.time {
        superseded.insert(i)
      }
    }
    return superseded
  }

  /// The series, or why it is none: a duplicate period, mixed frequencies, …
  package func entry() -> SeriesPanel.Entry {
    guard values.contains(where: { !$0.isNaN }) else {
      return failure(
        .noObservation, firstLine, "no observation has a value", Remedy("leave the series out"))
    }
    if let mixed = mixedLabels() {
      return failure(mixed.reason, mixed.line, mixed.message, Remedy(mixed.advice))
    }
    do throws(PeriodFault) {
      let (axis, ordinals) = try PeriodAxis.infer(periods, asked: asked)
      let history = try history(ordinals, axis)
      if history == nil { try Self.refuseDuplicates(ordinals) }
      let observations =
        history?.latest
        ?? ordinals.indices.compactMap { i -> (ordinal: Int, value: Double)? in
          values[i].isNaN ? nil : (ordinals[i], values[i])
        }
      var series = TimeSeries(
        id: id, axis: axis, observations: observations,
        unit: units.first.map { SeriesUnit($0.text) },
        basis: bases.first.map { SeriesBasis($0.text) }, sources: sources, history: history)
      if let statedClass { series.referenceClass = statedClass }
      series.setStatuses(statuses(by: ordinals))
      return .series(series)
    } catch {
      return failure(error)
    }
  }

  /// The statuses of the values that stand, by period; printed values are the rule and not stored.
  private func statuses(by ordinals: [Int]) -> [Int: ValueStatus] {
    guard !statuses.isEmpty else { return [:] }
    let superseded = superseded
    var found: [Int: ValueStatus] = [:]
    for (i, ordinal) in ordinals.enumerated() where !superseded.contains(i) {
      if let status = statuses[i], status != .printed { found[ordinal] = status }
    }
    return found
  }

  /// The periods of values that need a word of caution, as they are written, with that word.
  package var cautions: [(period: PeriodText, word: String)] {
    guard !statuses.isEmpty else { return [] }
    let superseded = superseded
    return periods.indices.compactMap { i in
      guard !superseded.contains(i), !values[i].isNaN else { return nil }
      return statuses[i]?.caution.map { (periods[i], $0) }
    }
  }

  private func failure(
    _ reason: SeriesPanel.Failure.Reason, _ line: Int, _ message: String, _ remedy: Remedy
  ) -> SeriesPanel.Entry {
    .failure(
      .init(
        id: id, reason: reason,
        fault: InputFault(
          .malformed, file: file, line: line, "series '\(id)': " + message, remedy: remedy,
          names: names)))
  }

  private func failure(_ fault: PeriodFault) -> SeriesPanel.Entry {
    switch fault {
    case .mixedFrequency(let first, let second):
      failure(
        .mixedFrequency, Int(lines[second]),
        "mixed frequency, this period and that of line \(lines[first]) are written differently",
        Remedy("keep one frequency a series"))
    case .ambiguous:
      failure(
        .ambiguousFrequency, firstLine, "one date alone does not tell the frequency",
        Remedy(nil, .give(.frequency)))
    case .compactDates:
      failure(
        .compactDates, firstLine, "the periods look like dates without dashes",
        Remedy(
          "write 2020-11 or 2020-11-30", .give(.frequency, "month"), .give(.frequency, "integer")))
    case .dayNumbers:
      failure(
        .dayNumbers, firstLine, "the periods look like spreadsheet day numbers",
        Remedy(
          "write dates", .give(.timeFormat, "excel"), .give(.frequency, "integer")))
    case .unixTimes:
      failure(
        .dayNumbers, firstLine, "the periods look like seconds since 1970",
        Remedy("write dates", .give(.frequency, "integer")))
    case .splitYears:
      failure(
        .ambiguousYears, firstLine, "the periods look like years such as 2009/10, or like months",
        Remedy("write the year alone", .give(.frequency, "month")))
    case .shortYears:
      failure(
        .ambiguousYears, firstLine, "years of two digits lie more than 50 years apart",
        Remedy("write them with four"))
    case .partYear(let place):
      failure(
        .partYear, Int(lines[place]), "a part-year sum among periods",
        Remedy("only nowcasts take intervals"))
    case .otherFrequency(let place, let asked):
      failure(
        .otherFrequency, Int(lines[place]),
        "the period does not fit frequency \(asked.rawValue)",
        Remedy("mend the period", .drop(.frequency)))
    case .duplicate(let first, let second):
      failure(
        .duplicatePeriod, Int(lines[second]),
        "this period stands already on line \(lines[first])",
        Remedy(
          known.isEmpty
            ? "keep one of them" : "keep one of them, or give each its own date in known_from"))
    case .unknownTime(let place):
      failure(
        .badKnownFrom, Int(lines[place]), "known_from does not fit the periods",
        Remedy("write a date, or a number where periods are numbers"))
    case .knownTooEarly(let place):
      failure(
        .badKnownFrom, Int(lines[place]), "known_from lies before the period begins",
        Remedy("mend the period or the date"))
    }
  }

  /// A unit or basis that changes within the series.
  private func mixedLabels() -> (
    reason: SeriesPanel.Failure.Reason, line: Int, message: String, advice: String
  )? {
    if let other = units.dropFirst().first {
      return (
        .mixedUnit, other.line, "unit '\(other.text)' after '\(units[0].text)'",
        "give each unit a series of its own"
      )
    }
    if let other = bases.dropFirst().first {
      return (
        .mixedBasis, other.line, "basis '\(other.text)' after '\(bases[0].text)'",
        "never splice two bases: give each a series of its own"
      )
    }
    return nil
  }

  /// What all observations say of unit, basis and source.
  ///
  /// - Throws: `InputFault` with the line at which unit or basis change.
  func labels() throws(InputFault) -> (unit: SeriesUnit?, basis: SeriesBasis?, sources: [String]) {
    if let mixed = mixedLabels() {
      throw InputFault(
        .malformed, file: file, line: mixed.line, "series '\(id)': " + mixed.message,
        advice: mixed.advice)
    }
    return (
      units.first.map { SeriesUnit($0.text) }, bases.first.map { SeriesBasis($0.text) }, sources
    )
  }

  /// The states of the values by the time from which they were known; nil when the file gives no
  /// such time for this series.
  private func history(
    _ ordinals: [Int], _ axis: PeriodAxis
  ) throws(PeriodFault) -> PublicationHistory? {
    guard known.contains(where: { $0 != nil }) else { return nil }
    struct State: Hashable {
      let ordinal: Int
      let time: Int?
    }
    var places: [State: Int] = [:]
    var undated: [Int: Int] = [:]
    var firsts: [Int: Int] = [:]
    var entries: [PublicationHistory.Entry] = []
    for (i, ordinal) in ordinals.enumerated() {
      var time: Int?
      if let date = known[i] {
        guard let known = axis.time(of: date) else { throw .unknownTime(at: i) }
        guard known >= axis.days(of: ordinal)?.lowerBound ?? ordinal else {
          throw .knownTooEarly(at: i)
        }
        time = known
      }
      // Two of one date say nothing about which revises which, nor does one without.
      if let first = firsts[ordinal], time == nil { throw .duplicate(first: first, second: i) }
      if let first = undated[ordinal] { throw .duplicate(first: first, second: i) }
      if let first = places.updateValue(i, forKey: State(ordinal: ordinal, time: time)) {
        throw .duplicate(first: first, second: i)
      }
      if firsts[ordinal] == nil { firsts[ordinal] = i }
      if time == nil { undated[ordinal] = i }
      if time == nil, values[i].isNaN { continue }
      entries.append(
        .init(ordinal: ordinal, value: values[i].isNaN ? nil : values[i], knownFrom: time))
    }
    return PublicationHistory(entries)
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

extension SeriesDraft {
  /// Reads all observations of a source, grouped by series in the order in which ids first occur.
  ///
  /// - Parameter progress: is told now and then which share of the file has been read, nil when its
  ///   size is not known.
  /// - Throws: `InputFault` when the file as a whole is at fault.
  package static func group(
    _ source: consuming ByteSource, options: ObservationOptions = .init(),
    progress: (Double?) -> Void = { _ in }
  ) throws(InputFault) -> [SeriesDraft] {
    var reader = try ObservationReader(source, options: options)
    let file = reader.name
    var drafts: [SeriesDraft] = []
    var places: [String: Int] = [:]
    var current = -1
    var anyValue = false
    var count = 0
    while let observation = try reader.next() {
      if let id = reader.idBytes {
        if current < 0 || !drafts[current].hasID(id) {
          let text = try reader.checkedID(id)
          if let known = places[text] {
            current = known
          } else {
            current = drafts.count
            places[text] = current
            drafts.append(
              SeriesDraft(id: text, file: file, line: reader.line, options: options))
          }
        }
      } else if current < 0 {
        current = 0
        drafts.append(
          SeriesDraft(
            id: try reader.checkedText(reader.impliedID), file: file, line: reader.line,
            options: options))
        drafts[0].hasImpliedID = true
      }
      if let value = observation.value {
        anyValue = true
        if let range = options.magnitudes, value != 0, !range.contains(abs(value)) {
          throw reader.fault(
            "the value \(NumberText.shortest(value)) is beyond "
              + "\(NumberText.shortest(abs(value) < 1 ? range.lowerBound : range.upperBound))",
            advice: "give it in another unit")
        }
      }
      try drafts[current].add(observation, from: reader)
      count += 1
      if count & 0xFFFF == 0 { progress(reader.share) }
    }
    guard anyValue else { throw InputFault.noObservation(file) }
    return drafts
  }
}

extension InputFault {
  static func noObservation(_ file: String) -> InputFault {
    InputFault(
      .malformed, file: file, line: 1, "the file holds no observation",
      advice: "give at least one row with a value")
  }
}
