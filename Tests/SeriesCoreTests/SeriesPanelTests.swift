import Foundation
import SeriesCore
import Testing
import _TestSupport

@Suite struct SeriesPanelTests {
  static func read(_ text: String, _ options: ObservationOptions = .init()) throws -> SeriesPanel {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", text)
    return try SeriesPanel.read(
      path: runner.folder.appending(path: "d.csv").path(percentEncoded: false), options: options)
  }

  @Test func nixtlaAndOurColumns() throws {
    let nixtla = try Self.read("unique_id,ds,y\nb,2001,1\na,2001,5\nb,2002,2\n")
    #expect(nixtla.series.map(\.id) == ["b", "a"])
    #expect(nixtla.series[0].values == [1, 2])
    let ours = try Self.read(
      "series,period,value,unit,basis,source,status\nx,2001,1,Mt,KTZ,s1,printed\n"
        + "x,2003,3,Mt,KTZ,s2,derived\nx,2002,,Mt,KTZ,s1,printed\n")
    let x = ours.series[0]
    #expect(x.unit == .megatonnes && x.basis?.label == "KTZ" && x.sources == ["s1", "s2"])
    #expect(x.ordinals == [2001, 2003] && x.hasGaps && x.value(at: 2002) == nil)
    let single = try Self.read("period,value\n2001-Q1,4\n2001-Q2,5\n")
    #expect(single.series[0].id == "d" && single.series[0].frequency == .quarter)
    var options = ObservationOptions()
    options.time = "jahr"
    options.value = "wert"
    #expect(try Self.read("wert,jahr\n1,2001\n", options).series[0].values == [1])
  }

  /// How far a value can be relied on goes with it through cuts, and not with another state of it.
  @Test func valuesKeepTheirStatus() throws {
    let rows =
      "series,period,value,status\nx,2001,1,printed\nx,2002,2,derived\nx,2003,3,secondary\n"
      + "x,2004,4,preliminary\nx,2005,5,of note\n"
    let x = try Self.read(rows).series[0]
    #expect(x.statuses == [2002: .derived, 2003: .secondary, 2004: .preliminary])
    #expect(x.upTo(2003).statuses == [2002: .derived, 2003: .secondary])
    #expect(x.renamed("y").statuses == x.statuses && x.divided(by: 2).statuses == x.statuses)
    #expect(ValueStatus.derived.caution == nil && ValueStatus.secondary.caution != nil)
    let revised = try Self.read(
      "series,period,value,status,known_from\nx,2001,1,preliminary,2002-03-01\n"
        + "x,2001,2,printed,2003-03-01\nx,2002,3,preliminary,2003-03-01\n")
    #expect(revised.series[0].statuses == [2002: .preliminary])
    // In 2002 the value of 2001 was another one: its status is not known.
    #expect(revised.series[0].known(atEndOf: 2002).statuses.isEmpty)
  }

  @Test func eachSeriesHasItsOwnFrequency() throws {
    let panel = try Self.read("unique_id,ds,y\na,2001,1\nb,2001-05,2\na,2002,3\nb,2001-06,4\n")
    #expect(panel.series.map(\.frequency) == [.annual, .month])
  }

  @Test func faultsOfOneSeriesLeaveTheOthers() throws {
    let panel = try Self.read(
      "unique_id,ds,y\na,2001,1\nb,2001,1\nb,2001,2\nc,2001,1\nc,2001-Q1,1\nd,2001-01-01,3\n"
        + "e,2001-01/2001-03,4\nf,2001,\n")
    #expect(panel.series.map(\.id) == ["a"])
    #expect(
      panel.failures.map(\.reason.rawValue) == [
        "duplicate_period", "mixed_frequency", "ambiguous_frequency", "part_year", "no_observation",
      ])
    #expect(panel.failures.map { $0.fault.line } == [4, 6, 7, 8, 9])
    let bases = try Self.read("series,period,value,basis\na,1,1,x\na,2,2,y\n")
    #expect(bases.failures.map(\.reason.rawValue) == ["mixed_basis"])
  }

  @Test(arguments: [
    ("", 1, "empty"), ("period,value\n", 1, "no observation"),
    ("period,value\n2001\n", 2, "1 field"),
    ("period,value\n2001,1,2\n", 2, "3 fields"),
    ("period,value\n2001,1,\n2002,1\n", 3, "2 fields"),
    ("period,value\n2001,1\n2002,1,\n", 3, "3 fields"),
    ("period,value\n2001,1\n2002,x\n", 3, "not a number"),
    ("period,value\n2001,NaN\n", 2, "finite"), ("period,value\n2001,\"3,5\"\n", 2, "decimal comma"),
    ("period,value\n20O1,1\n", 2, "period"), ("period;value\n2001;1,234\n", 2, "1,234"),
    ("a,b\n1,2\n", 1, "no column"), ("period,value,value\n1,2,3\n", 1, "twice"),
    ("series,period,value\n=1+1,2001,2\n", 2, "formula"),
    ("series,period,value,unit\na,2001,2,=cmd()\n", 2, "formula"),
    ("series,period,value,basis\na,2001,2,ok\na,2002,2,@evil\n", 3, "formula"),
    ("series,period,value\n\"a\nb\",2001,2\n", 2, "control character"),
    ("series,period,value\n,2001,2\n", 2, "empty"),
  ]) func faultsOfTheFileRefuseIt(_ text: String, _ line: Int, _ word: String) throws {
    let fault = #expect(throws: InputFault.self) { try Self.read(text) }
    #expect(fault?.kind == .malformed && fault?.line == line, "\(String(describing: fault))")
    #expect(fault?.message.contains(word) == true, "\(String(describing: fault))")
  }

  @Test(arguments: [
    // Attributes stand behind the value, or are known by name; labels follow a colon.
    ("FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,SOMETHING\nM,KZ,2001-01,1,A,x\n", "M.KZ"),
    ("STRUCTURE,STRUCTURE_ID,ACTION,GEO,TIME_PERIOD,OBS_VALUE\ndataflow,X,I,KZ,2001,1\n", "KZ"),
    ("DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\nX,1,A,KZ,2001,1,\n", "A.KZ"),
    ("TIME_PERIOD,OBS_VALUE,REF_AREA,UNIT_MULT\n2001,1,KZ,6\n", "KZ"),
    ("TIME_PERIOD,OBS_VALUE,AREA,OBS_STATUS\n2001,1,KZ,A\n", "KZ"),
    (
      "FREQ: Frequency,REF_AREA: Area,TIME_PERIOD: Time,OBS_VALUE\nA: Annual,KZ,2001,1\n",
      "A.KZ"
    ),
    ("REF_AREA,ITEM,TIME_PERIOD,OBS_VALUE\n\"K,Z\",,2001,1\n", "K,Z."),
    ("TIME_PERIOD,OBS_VALUE\n2001,1\n", "d"),
  ]) func sdmxDimensionsMakeTheID(_ text: String, _ id: String) throws {
    #expect(try Self.read(text).series.map(\.id) == [id])
  }

  @Test func sdmxUnitsAreUnits() throws {
    let panel = try Self.read(
      "GEO,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\nKZ,2001,1,USD\nKZ,2002,2,USD\nCN,2001,,T\n")
    #expect(panel.series[0].unit == SeriesUnit("USD") && panel.series[0].id == "KZ")
    #expect(panel.failures.map(\.reason.rawValue) == ["no_observation"])
    var options = ObservationOptions()
    options.id = "GEO"
    let long = "GEO,FREQ,TIME_PERIOD,OBS_VALUE\nKZ,A,2001,1\n"
    #expect(try Self.read(long, options).series[0].id == "KZ")
  }

  @Test func longIDsOfDimensionsAreWhole() throws {
    let name = String(repeating: "x", count: 300)
    let text = "A,B,TIME_PERIOD,OBS_VALUE\n\(name),\(name),2001,1\n"
    #expect(try Self.read(text).series[0].id == name + "." + name)
  }

  @Test func negativeNumbersAreNoFormulas() throws {
    #expect(try Self.read("series,period,value\n-5,2001,2\n").series[0].id == "-5")
    var options = ObservationOptions()
    options.allowsFormulas = true
    #expect(try Self.read("series,period,value\n@x,2001,2\n", options).series[0].id == "@x")
  }

  @Test func arithmeticKeepsUnitsAndBases() throws {
    func tonnes(_ values: [Double], unit: String = "Mt", basis: String = "KTZ") -> TimeSeries {
      .made(
        values, by: .annual, from: 2001, unit: SeriesUnit(unit), basis: SeriesBasis(basis))
    }
    let exports = tonnes([1, 2, 3])
    let imports = tonnes([10, 20])
    #expect(try exports.adding(imports).values == [11, 22])
    #expect(try imports.subtracting(exports).values == [9, 18])
    #expect(throws: SeriesError.self) { try exports.adding(tonnes([1], unit: "t")) }
    #expect(throws: SeriesError.self) { try exports.adding(tonnes([1], basis: "GACC")) }
  }

  @Test func nearNamesAreFound() {
    #expect(nearestName(to: "thta", among: ["theta", "ets"]) == "theta")
    #expect(nearestName(to: "dirft", among: ["drift", "naive"]) == "drift")
    #expect(nearestName(to: "zzzzzz", among: ["drift", "naive"]) == nil)
  }
}
