package import SeriesCore

/// A table with numbers in its columns as a data message in SDMX-CSV 2.0, a row a number.
///
/// The name of a column is the dimension `STATISTIC`; empty cells have no row. A dimension that a table
/// has no column for is `_Z`, not applicable.
///
/// Source: SDMX-CSV 2.0 (SDMX 3.0): `STRUCTURE`, `STRUCTURE_ID` and `ACTION` first, then dimensions, the
/// measure and attributes; code lists CL_FREQ and CL_OBS_STATUS.
package struct SDMXTable: Sendable {
  package let structure: SDMXStructure
  /// The column of each dimension and attribute; those without one are left out.
  private let columns: [String: String]
  /// The column with the period.
  private let time: String
  /// What a column of numbers is called; nil for other columns.
  private let statistic: @Sendable (String) -> String?
  /// Of all values, such as `F` for forecast.
  private let status: String
  /// The axes of the series, by id: what a period that is written `2024-12-31` counts.
  private var axes: [String: PeriodAxis] = [:]

  private static let notApplicable = "_Z"

  /// What `forecast` writes: the frequency is not among its columns.
  package static let forecasts = SDMXTable(
    structure: SDMXStructure(
      id: "FORECASTS", name: "Forecasts of many series",
      dimensions: [series, model, statistics], attributes: [observationStatus]),
    columns: ["SERIES": "unique_id", "MODEL": "model"], time: "ds", statistic: forecastStatistic,
    status: "F")

  private static let scenario = SDMXStructure(
    id: "SCENARIO", name: "Observations and forecasts of a scenario",
    dimensions: [
      .init(id: "FREQ", name: "Frequency"), series,
      .init(id: "SCENARIO", name: "Course of events"),
      .init(id: "AS_OF", name: "Period up to which data were used"), statistics,
    ],
    attributes: [
      .init(id: "UNIT_MEASURE", name: "Unit"), .init(id: "BASIS", name: "What is counted"), model,
      observationStatus,
    ])

  /// The observations and the forecasts of a scenario in one data message.
  ///
  /// - Parameters:
  ///   - files: its reports, `observations.csv` and `forecast.csv` among them.
  ///   - series: what they are of.
  /// - Throws: `InputFault` where a period is none of SDMX.
  package static func scenario(
    _ files: [RunReports.File], of series: [TimeSeries]
  ) throws(InputFault) -> (data: [UInt8], structure: [UInt8]) {
    let axes = Dictionary(
      series.map { ($0.id, $0.axis) }, uniquingKeysWith: { first, _ in first })
    let observed = SDMXTable(
      structure: scenario,
      columns: ["SERIES": "series", "UNIT_MEASURE": "unit", "BASIS": "basis"], time: "period",
      statistic: { $0 == "value" ? "observed" : nil }, status: "A", axes: axes)
    let forecast = SDMXTable(
      structure: scenario,
      columns: [
        "SERIES": "series", "SCENARIO": "scenario", "AS_OF": "as_of", "UNIT_MEASURE": "unit",
        "BASIS": "basis", "MODEL": "model",
      ], time: "period", statistic: forecastStatistic, status: "F", axes: axes)
    var data = observed.head([])
    for (name, table) in [("observations.csv", observed), ("forecast.csv", forecast)] {
      guard let file = files.first(where: { $0.name == name }),
        let end = file.bytes.firstIndex(of: 0x0A)
      else { continue }
      data += try table.rows(
        Array(file.bytes[(end + 1)...]), under: file.columns.map(\.name))
    }
    return (data, scenario.document)
  }

  private static let series = SDMXStructure.Component(id: "SERIES", name: "Series")
  private static let model = SDMXStructure.Component(id: "MODEL", name: "Model")
  private static let statistics = SDMXStructure.Component(
    id: "STATISTIC", name: "Which number of the distribution")
  private static let observationStatus = SDMXStructure.Component(
    id: "OBS_STATUS", name: "A observed, F forecast")

  private static let forecastStatistic: @Sendable (String) -> String? = { name in
    let isStatistic =
      name == "mean" || name == "median"
      || ["lo-", "hi-", "q-"].contains { name.hasPrefix($0) }
    return isStatistic ? name : nil
  }

  /// The header of the data message, whatever the table's is.
  package func head(_ header: [String]) -> [UInt8] { CSVWriter(header: structure.header).bytes }

  /// The rows of some rows of the table.
  ///
  /// - Throws: `InputFault` where a period is none of SDMX.
  package func rows(_ csv: [UInt8], under header: [String]) throws(InputFault) -> [UInt8] {
    guard !csv.isEmpty else { return [] }
    var writer = CSVWriter(header: structure.header)
    _ = writer.takeBytes()
    // The header tells what separates cells.
    var records = try CSVRecordReader(
      ByteSource(name: "SDMX-CSV", bytes: CSVWriter(header: header).bytes + csv))
    _ = try records.next()
    let places = Dictionary(
      header.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let numbers = header.indices.compactMap { place in
      statistic(header[place]).map { (place: place, name: $0) }
    }
    while try records.next() {
      let cells = records.texts
      func cell(_ id: String) -> String? { columns[id].flatMap { places[$0] }.map { cells[$0] } }
      let written = places[time].map { cells[$0] } ?? ""
      let period = cell("SERIES").flatMap { axes[$0] }.flatMap { Self.plain(written, on: $0) }
      let (time, frequency) = try Self.period(period ?? written)
      for number in numbers where !cells[number.place].isEmpty {
        for text in ["dataflow", structure.reference, "I"] { writer.field(text) }
        for dimension in structure.dimensions {
          switch dimension.id {
          case "FREQ": writer.field(frequency)
          case "STATISTIC": writer.field(number.name)
          default:
            let text = cell(dimension.id) ?? ""
            writer.field(text.isEmpty ? Self.notApplicable : text)
          }
        }
        writer.field(time)
        writer.field(cells[number.place])
        for attribute in structure.attributes {
          writer.field(attribute.id == "OBS_STATUS" ? status : cell(attribute.id) ?? "")
        }
        writer.endRow()
      }
    }
    return writer.takeBytes()
  }

  /// A period in the notation of its frequency, whatever the file's is; nil where it has no such axis.
  private static func plain(_ text: String, on axis: PeriodAxis) -> String? {
    guard axis.frequency != .integer, let period = PeriodText(text),
      let ordinal = axis.ordinal(of: period, periodEnd: true)
    else { return nil }
    return PeriodAxis(axis.frequency).text(ordinal)
  }

  /// A period with the code of CL_FREQ that its notation tells.
  private static func period(_ text: String) throws(InputFault) -> (text: String, code: String) {
    switch PeriodText(text)?.kind {
    case .number where text.utf8.count == 4: return (text, "A")
    case .half: return (text, "S")
    case .quarter: return (text, "Q")
    case .month: return (text, "M")
    case .week: return (text, "W")
    case .day: return (text, "D")
    default:
      throw InputFault(
        .malformed, file: "SDMX-CSV",
        "'\(text)' is no period of SDMX, which has days, weeks, months, quarters, halves and years",
        advice: "write plain CSV, or give the series dates")
    }
  }
}
