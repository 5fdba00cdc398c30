import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

@testable import Reports

/// Data messages in SDMX-CSV 2.0, read back by the reader of observations.
@Suite struct SDMXTableTests {
  static func panel(_ bytes: [UInt8]) throws -> SeriesPanel {
    try SeriesPanel.read(ByteSource(name: "sdmx", bytes: bytes))
  }

  /// Every series comes back with its periods, values, unit and basis, and so does every quantile.
  @Test func aScenarioComesBack() throws {
    let run = try ReportTests.run()
    let files = RunReports(run).files
    let message = try SDMXTable.scenario(files, of: run.scenario.series.map(\.series))
    let panel = try Self.panel(message.data)
    for spec in run.scenario.series {
      let frequency = ["annual": "A", "quarter": "Q", "month": "M"][spec.series.frequency.rawValue]
      let id = "\(try #require(frequency)).\(spec.id)._Z._Z.observed"
      let found = try #require(panel.series.first { $0.id == id }, "\(id)")
      #expect(found.ordinals == spec.series.ordinals && found.values == spec.series.values)
      #expect(found.frequency == spec.series.frequency)
      #expect(found.unit == spec.series.unit && found.basis == spec.series.basis)
    }
    let forecast = try #require(files.first { $0.name == "forecast.csv" })
    let records = try csvRecords(ByteSource(name: "forecast", bytes: forecast.bytes))
    let header = records[0]
    let statistics = header.filter {
      $0 == "mean" || $0 == "median" || $0.hasPrefix("lo-") || $0.hasPrefix("hi-")
    }
    #expect(statistics.count >= 4)
    var compared = 0
    for row in records.dropFirst() {
      let cells = Dictionary(uniqueKeysWithValues: zip(header, row))
      let asOf = cells["as_of"].flatMap { $0.isEmpty ? nil : $0 } ?? "_Z"
      for name in statistics {
        let wanted = Double(cells[name] ?? "")
        let own = panel.series.first {
          $0.id.hasSuffix(".\(cells["series"] ?? "").\(cells["scenario"] ?? "").\(asOf).\(name)")
        }
        let place = own.flatMap { own in
          own.ordinals.firstIndex { own.axis.text($0) == cells["period"] }
        }
        #expect(place.flatMap { own?.values[$0] } == wanted, "\(cells) \(name)")
        compared += 1
      }
    }
    #expect(compared > 100)
  }

  /// The columns of SDMX-CSV 2.0 in their order: what the row is of, dimensions, value, attributes.
  @Test func theColumnsAreThoseOfTheStructure() throws {
    let table = SDMXTable.forecasts
    let text = String(
      decoding: table.head([])
        + (try table.rows(
          Array("x,2030-Q1,drift,,1.5\n".utf8),
          under: ["unique_id", "ds", "model", "mean", "median"])),
      as: UTF8.self)
    #expect(
      text == """
        STRUCTURE,STRUCTURE_ID,ACTION,SERIES,MODEL,STATISTIC,TIME_PERIOD,OBS_VALUE,OBS_STATUS
        dataflow,CORRIDOR:FORECASTS(1.0.0),I,x,drift,median,2030-Q1,1.5,F

        """)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(table.structure.document)) as? [String: Any])
    let data = try #require(json["data"] as? [String: Any])
    let own = try #require((data["dataStructures"] as? [[String: Any]])?.first)
    let components = try #require(own["dataStructureComponents"] as? [String: Any])
    func ids(_ list: String, _ key: String) -> [String] {
      let items = (components[list] as? [String: Any])?[key] as? [[String: Any]]
      return items?.compactMap { $0["id"] as? String } ?? []
    }
    #expect(ids("dimensionList", "dimensions") == ["SERIES", "MODEL", "STATISTIC"])
    #expect(ids("measureList", "measures") == ["OBS_VALUE"])
    #expect(ids("attributeList", "attributes") == ["OBS_STATUS"])
  }

  /// Names with what CSV quotes, or with what would part cells elsewhere.
  @Test(arguments: ["a,b", "a\"b", "a;b;c", "x y", "Ödön|1", "=1+1"])
  func anyNameComesBack(_ name: String) throws {
    let table = SDMXTable.forecasts
    var writer = CSVWriter(header: ["unique_id", "ds", "model", "median"])
    for year in 2030...2032 {
      for text in [name, String(year), "drift", "2.5"] { writer.field(text) }
      writer.endRow()
    }
    let rows = Array(writer.bytes.drop { $0 != 0x0A }.dropFirst())
    let bytes =
      table.head([]) + (try table.rows(rows, under: ["unique_id", "ds", "model", "median"]))
    let records = try csvRecords(ByteSource(name: "s", bytes: bytes))
    #expect(
      records.count == 4 && records.dropFirst().allSatisfy { $0[3] == name && $0[7] == "2.5" })
  }

  /// Plain numbers and spans are no periods of SDMX.
  @Test(arguments: ["17", "20300", "2024-01/2024-03", "soon", ""])
  func otherPeriodsAreRefused(_ period: String) throws {
    let rows = Array("x,\(period),drift,1\n".utf8)
    #expect(throws: InputFault.self) {
      try SDMXTable.forecasts.rows(rows, under: ["unique_id", "ds", "model", "median"])
    }
  }

  @Test(arguments: [
    ("2030", "A"), ("2030-S2", "S"), ("2030-Q4", "Q"), ("2030-11", "M"), ("2030-W07", "W"),
    ("2030-11-05", "D"),
  ])
  func theFrequencyIsACode(_ period: String, _ code: String) throws {
    let file = RunReports.File(
      name: "observations.csv", summary: "",
      columns: ["series", "period", "value", "unit", "basis"].map {
        ColumnDescription(name: $0, kind: .text, summary: $0, unit: nil)
      }, bytes: Array("series,period,value,unit,basis\nx,\(period),3,t,KTZ\n".utf8))
    let text = String(decoding: try SDMXTable.scenario([file], of: []).data, as: UTF8.self)
    #expect(
      text.hasSuffix(
        "dataflow,CORRIDOR:SCENARIO(1.0.0),I,\(code),x,_Z,_Z,observed,\(period),3,t,KTZ,,A\n"))
  }

  /// A year that a file writes as its last day is a year.
  @Test func aPeriodHasTheNotationOfItsFrequency() throws {
    let days = try Self.panel(
      Array("series,period,value\nx,2021-12-31,1\nx,2022-12-31,2\nx,2023-12-31,3\n".utf8))
    #expect(days.series[0].frequency == .annual)
    let file = RunReports.File(
      name: "observations.csv", summary: "",
      columns: ["series", "period", "value", "unit", "basis"].map {
        ColumnDescription(name: $0, kind: .text, summary: $0, unit: nil)
      }, bytes: Array("series,period,value,unit,basis\nx,2022-12-31,2,t,\n".utf8))
    let text = String(
      decoding: try SDMXTable.scenario([file], of: days.series).data, as: UTF8.self)
    #expect(
      text.hasSuffix("dataflow,CORRIDOR:SCENARIO(1.0.0),I,A,x,_Z,_Z,observed,2022,2,t,,,A\n"))
  }
}
