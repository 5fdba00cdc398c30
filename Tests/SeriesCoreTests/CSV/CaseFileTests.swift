import Foundation
import SeriesCore
import Testing
import _TestSupport

/// Files as publishers and spreadsheets give them: read with the right values, or refused with what
/// helps.
@Suite struct CaseFileTests {
  static func panel(
    _ name: String, _ change: (inout ObservationOptions) -> Void = { _ in }
  ) throws -> SeriesPanel {
    var options = ObservationOptions()
    change(&options)
    let path = Repository.fixture("cases/" + name)
    let panel = try SeriesPanel.read(path: path, options: options)
    // Reading in pieces gives the same.
    var pieces = try SortedSeries(ByteSource(path: path), options: options)
    var streamed: [SeriesDraft] = []
    while let piece = try pieces.next() { streamed += piece }
    #expect(streamed.map { $0.entry().id } == panel.entries.map(\.id))
    for (draft, entry) in zip(streamed, panel.entries) {
      switch (draft.entry(), entry) {
      case (.series(let a), .series(let b)): #expect(a == b)
      case (.failure(let a), .failure(let b)): #expect(a == b)
      default: Issue.record("pieces and groups differ")
      }
    }
    return panel
  }

  @Test func sdmxMultipliersAreApplied() throws {
    let series = try #require(try Self.panel("sdmx_unitmult.csv").series.first)
    #expect(series.id == "A.KAZ.EXP" && series.unit == SeriesUnit("USD"))
    #expect(series.value(at: 2008) == 38e9 && series.value(at: 2010) == 41_540_000_000)
  }

  @Test func spreadsheetDaysAreRefusedOrRead() throws {
    let failure = try #require(try Self.panel("excel_serial.csv").failures.first)
    #expect(failure.reason == .dayNumbers)
    #expect(failure.fault.message.contains("spreadsheet day numbers"))
    let series = try #require(
      try Self.panel("excel_serial.csv") { $0.timeFormat = .excel }.series.first)
    #expect(series.frequency == .month && series.count == 30)
    #expect(series.axis.text(series.ordinals[0]) == "2020-01-01")
    #expect(series.axis.text(series.ordinals[29] + 1) == "2022-07-01")
  }

  @Test func thousandsAreNamedAndRead() throws {
    let fault = #expect(throws: InputFault.self) { try Self.panel("thousands.csv") }
    #expect(fault?.line == 2 && fault?.message.contains("thousands separator") == true)
    let series = try #require(
      try Self.panel("thousands.csv") { $0.thousands = .comma }.series.first)
    #expect(series.value(at: 2000) == 1234 && series.value(at: 2001) == 1244)
  }

  @Test func labelsAreNoDimensions() throws {
    let series = try #require(try Self.panel("oecd_labels_filled.csv").series.first)
    #expect(series.id == "KAZ.Q.XTEXVA01.S" && series.count == 4)
    #expect(series.unit == SeriesUnit("USD") && series.frequency == .quarter)
    #expect(series.value(at: 2022 * 4) == 180_890_000)
  }

  @Test func sdmxMonthsAreRead() throws {
    let panel = try Self.panel("imf_long_monthly.csv")
    let series = try #require(panel.series.first)
    #expect(series.id == "KAZ.XG_FOB_USD.CHN.M" && series.frequency == .month)
    #expect(series.count == 60 && series.values[0] == 544_241_843.44)
    #expect(series.axis.text(series.ordinals[59] + 1) == "2025-M01")
  }

  @Test func yearsAsColumns() throws {
    let fault = #expect(throws: InputFault.self) { try Self.panel("wdi.csv") }
    #expect(fault?.advice?.contains("line 5") == true, "\(String(describing: fault))")
    #expect(fault?.remedy?.steps == [.give(.wide)])
    let panel = try Self.panel("wdi.csv") { $0.isWide = true }
    #expect(panel.series.map(\.id) == ["KAZ.NE.EXP.GNFS.CD", "CHN.NE.EXP.GNFS.CD"])
    let kazakhstan = panel.series[0]
    #expect(kazakhstan.ordinals.first == 1993 && kazakhstan.values[0] == 24_286_738_594.979)
    let named = try Self.panel("wdi.csv") {
      $0.isWide = true
      $0.id = "Country Name"
    }
    #expect(named.series.map(\.id) == ["Kazakhstan", "China"])
  }

  @Test func comtradeIsRead() throws {
    let panel = try Self.panel("comtrade_annual_trail.csv") {
      $0.id = "reporterISO,cmdCode,flowCode"
    }
    let series = try #require(panel.series.first)
    #expect(series.id == "KAZ.TOTAL.X" && series.frequency == .annual && series.count == 15)
    #expect(series.value(at: 2010) == 8_093_485_658.499)
  }

  @Test func halfYearsAreHalfYears() throws {
    let series = try #require(try Self.panel("half_year_dates.csv").series.first)
    #expect(series.frequency == .half && !series.hasGaps)
    #expect(series.axis.text((series.end ?? 0) + 1) == "2020-06-30")
  }

  @Test func otherSpacingsAreSaid() throws {
    let series = try #require(try Self.panel("biweekly.csv").series.first)
    #expect(series.frequency == .day && series.spacing == .every(14))
    let counted = try #require(
      try Self.panel("biweekly.csv") { $0.frequency = .integer }.series.first)
    #expect(counted.frequency == .integer && counted.spacing == nil && !counted.hasGaps)
  }
}
