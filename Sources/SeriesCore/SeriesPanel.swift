/// Many series read from one source, in the order in which their ids first occur.
public struct SeriesPanel: Sendable {
  /// Why one series of a file cannot be used while the others can.
  public struct Failure: Sendable, Equatable {
    /// The id of the series that cannot be used.
    public let id: String
    /// Why, for a table of failures.
    public let reason: Reason
    /// Why, with file, line and advice.
    public let fault: InputFault

    /// One word for a table of failures: its raw value.
    public enum Reason: String, Sendable, CaseIterable {
      case duplicatePeriod = "duplicate_period"
      case mixedFrequency = "mixed_frequency"
      case ambiguousFrequency = "ambiguous_frequency"
      case partYear = "part_year"
      case otherFrequency = "other_frequency"
      /// Dates without dashes.
      case compactDates = "compact_dates"
      /// Days of a spreadsheet or seconds since 1970.
      case dayNumbers = "day_numbers"
      /// Years that may be months, or whose century is open.
      case ambiguousYears = "ambiguous_years"
      case badKnownFrom = "bad_known_from"
      case noObservation = "no_observation"
      case mixedUnit = "mixed_unit"
      case mixedBasis = "mixed_basis"

      /// Whether it makes the whole file doubtful where one series of it is asked for.
      var doubtsFile: Bool { self == .duplicatePeriod || self == .mixedFrequency }
    }
  }

  /// One series of the source, or why it cannot be used.
  public enum Entry: Sendable {
    case series(TimeSeries)
    case failure(Failure)

    /// The id of the series, usable or not.
    public var id: String {
      switch self {
      case .series(let series): series.id
      case .failure(let failure): failure.id
      }
    }
  }

  /// The name of the source for messages: its path, or `-` for standard input.
  public let name: String
  /// Usable series and failures, in the order in which their ids first occur.
  public let entries: [Entry]
  /// Whether the file names no series: it holds one, whose id is made from the file's name.
  package let hasImpliedID: Bool

  /// The usable series, in the order of `entries`.
  public var series: [TimeSeries] {
    entries.compactMap { if case .series(let series) = $0 { series } else { nil } }
  }

  /// The series that cannot be used, in the order of `entries`.
  public var failures: [Failure] {
    entries.compactMap { if case .failure(let failure) = $0 { failure } else { nil } }
  }

  /// The fault of the first series with a duplicate period or mixed frequencies, which makes a whole
  /// file doubtful where one series of it is asked for.
  public var wholeFault: InputFault? {
    failures.first { $0.reason.doubtsFile }?.fault
  }

  /// One series by its id, from a file in which no series may be at fault in itself.
  ///
  /// - Throws: the fault of the first series with a duplicate period or mixed frequencies, whichever
  ///   series that is; the fault of the wanted one; or that there is none, with the nearest name.
  public func series(named id: String) throws(InputFault) -> TimeSeries {
    if let fault = wholeFault { throw fault }
    switch entries.first(where: { $0.id == id }) {
    case nil: throw absence(of: id)
    case .failure(let failure): throw failure.fault
    case .series(let series): return series
    }
  }

  /// The fault that there is no series of this id, with the nearest name or the first few.
  public func absence(of id: String) -> InputFault {
    let advice = choiceAdvice(for: id, among: entries.map(\.id), called: "series")
    return InputFault(.malformed, file: name, "no series '\(id)'", advice: advice)
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
    let name = source.name
    let drafts = try SeriesDraft.group(source, options: options)
    return SeriesPanel(
      name: name, entries: drafts.map { $0.entry() },
      hasImpliedID: drafts.contains(where: \.hasImpliedID))
  }
}

extension TimeSeries {
  /// Reads one series from a file of observations.
  ///
  /// - Parameters:
  ///   - id: which series; it may be left out when the file holds one only.
  ///   - time: the column of periods; nil finds it by name.
  ///   - value: the column of values; nil finds it by name.
  ///   - unit: the column of units, or the unit where no column has this name; nil finds it by name.
  /// - Throws: `InputFault` with file and line when the file, or this series, is at fault.
  public init(
    csv path: String, series id: String? = nil, time: String? = nil, value: String? = nil,
    unit: String? = nil
  ) throws(InputFault) {
    var options = ObservationOptions()
    options.time = time
    options.value = value
    options.unit = unit
    let panel = try SeriesPanel.read(path: path, options: options)
    if id == nil, panel.entries.count > 1 {
      throw InputFault(
        .malformed, file: path, "holds \(panel.entries.count) series",
        advice: "name the wanted one: "
          + panel.entries.prefix(8).map(\.id).joined(separator: ", "))
    }
    self = try panel.series(named: id ?? panel.entries[0].id)
  }
}
