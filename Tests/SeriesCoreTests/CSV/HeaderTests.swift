import SeriesCore
import Testing
import _TestSupport

/// Columns found by their names, in files of several makers.
@Suite struct HeaderTests {
  static func read(
    _ text: String, _ change: (inout ObservationOptions) -> Void = { _ in }
  ) throws -> SeriesPanel {
    var options = ObservationOptions()
    change(&options)
    let source = { ByteSource(name: "d.csv", bytes: Array(text.utf8)) }
    let panel = try SeriesPanel.read(source(), options: options)
    var streamed: [SeriesDraft] = []
    var pieces = try SortedSeries(source(), options: options)
    while let piece = try pieces.next() { streamed += piece }
    #expect(streamed.map { $0.entry().id } == panel.entries.map(\.id))
    return panel
  }

  @Test(arguments: [
    ("date", "value"), ("Date", "Value"), ("TIME", "AMOUNT"), ("Year", "primaryValue"),
    ("month", "obs_value"), ("QUARTER", "Y"), ("Period", "VALUE"), ("DS", "y"),
    ("time_period", "Obs_Value"), (" period ", " value"),
  ]) func usualNamesInAnyCase(_ time: String, _ value: String) throws {
    #expect(try Self.read("\(time),\(value)\n2001,5\n2002,6\n").series.first?.values == [5, 6])
    let ids = try Self.read("Unique_ID,\(time),\(value)\na,2001,5\nb,2001,6\n")
    #expect(ids.series.map(\.id) == ["a", "b"])
  }

  @Test(arguments: [
    ("date,year,value\n2001,2001,1\n", "'date' and 'year'"),
    ("period,value,amount\n2001,1,2\n", "'value' and 'amount'"),
    ("Year,year,value\n2001,2001,1\n", "'Year' and 'year'"),
    ("series,unique_id,ds,y\na,b,2001,1\n", "'series' and 'unique_id'"),
  ]) func twoCandidatesAreRefusedByName(_ text: String, _ names: String) throws {
    let fault = #expect(throws: InputFault.self) { try Self.read(text) }
    #expect(fault?.line == 1 && fault?.message.contains(names) == true)
    #expect(fault?.remedy?.steps.count == 1)
  }

  /// Columns for other models beside those of Nixtla's form.
  @Test func furtherColumnsOfNixtla() throws {
    let text = "unique_id,ds,y,month,year,value\na,2001-01,5,1,2001,9\na,2001-02,6,2,2001,9\n"
    #expect(try Self.read(text).series.first?.values == [5, 6])
    let named = "unique_id,ds,month,residual\na,2001-01,1,5\n"
    #expect(try Self.read(named) { $0.value = "residual" }.series.first?.values == [5])
  }

  @Test func theCallerDecides() throws {
    let text = "date,Year,value,Amount\n2001-05-01,2001,1,7\n2001-06-01,2002,2,8\n"
    let panel = try Self.read(text) {
      $0.time = "year"
      $0.value = "Amount"
    }
    #expect(panel.series.first?.values == [7, 8] && panel.series.first?.frequency == .annual)
    let fault = #expect(throws: InputFault.self) { try Self.read(text) { $0.time = "dat" } }
    #expect(fault?.advice == "did you mean 'date'?")
  }

  @Test func severalColumnsMakeAnID() throws {
    let text = "a,b,ds,y\nx,1,2001,5\nx,2,2001,6\n"
    let panel = try Self.read(text) { $0.id = "a, b" }
    #expect(panel.series.map(\.id) == ["x.1", "x.2"])
    #expect(try Self.read("\"a,b\",ds,y\nx,2001,5\n") { $0.id = "a,b" }.series[0].id == "x")
    for bad in ["a,c", "a,a", "a,"] {
      #expect(throws: InputFault.self, "\(bad)") { try Self.read(text) { $0.id = bad } }
    }
  }

  @Test func unitsByColumnOrByName() throws {
    let text = "ds,y,Einheit\n2001,1,Mt\n"
    #expect(try Self.read(text) { $0.unit = "Einheit" }.series[0].unit == SeriesUnit("Mt"))
    #expect(try Self.read(text) { $0.unit = "USD bn" }.series[0].unit == SeriesUnit("USD bn"))
    let near = #expect(throws: InputFault.self) { try Self.read(text) { $0.unit = "Einheiten" } }
    #expect(near?.advice == "did you mean 'Einheit'?")
    let typed = "ds,y,unit\n2001,1,Mt\n"
    #expect(try Self.read(typed) { $0.unit = "kt" }.series[0].unit == SeriesUnit("kt"))
  }

  /// A row's number in front, as pandas writes it, and empty columns, as spreadsheets do.
  @Test func columnsWithoutNames() throws {
    #expect(try Self.read(",ds,y\n0,2001,5\n1,2002,6\n").series[0].values == [5, 6])
    #expect(try Self.read("ds,y,,\n2001,5,,\n2002,6,,\n").series[0].values == [5, 6])
    #expect(try Self.read("ds,,y\n2001,,5\n").series[0].values == [5])
    let fault = #expect(throws: InputFault.self) { try Self.read("ds,y,,\n2001,5,,\n2002,6,x,\n") }
    #expect(fault?.line == 3 && fault?.message.contains("no name") == true)
    #expect(try Self.read("ds,y\n2001,5\n,\n2002,6\n,\n").series[0].values == [5, 6])
  }

  @Test func aSeparatorBehindEveryRow() throws {
    #expect(try Self.read("ds,y\n2001,5,\n2002,6,\n").series[0].values == [5, 6])
    #expect(try Self.read("ds,y,\n2001,5,\n2002,6,\n").series[0].values == [5, 6])
    for (text, line) in [
      ("ds,y\n2001,5,\n2002,6\n", 3), ("ds,y\n2001,5\n2002,6,\n", 3), ("ds,y\n2001,5,7\n", 2),
      ("ds,y\n2001,5,\n2002,6,7\n", 3),
    ] {
      let fault = #expect(throws: InputFault.self, "\(text)") { try Self.read(text) }
      #expect(fault?.line == line)
    }
  }

  @Test func footersAndTotalsAreRefused() throws {
    for (text, line) in [
      ("ds,y\n2001,5\nSource: office\n", 3), ("ds,y\n2001,5\nTotal,5\n", 3),
      ("ds,y\n2001,5\n\"Source: a, b\",\n", 3),
    ] {
      let fault = #expect(throws: InputFault.self, "\(text)") { try Self.read(text) }
      #expect(fault?.line == line)
    }
  }

  @Test func linesBeforeTheHeader() throws {
    let fault = #expect(throws: InputFault.self) {
      try Self.read("Exports of Kazakhstan,\n\nYear,Value\n2001,5\n2002,6\n")
    }
    #expect(fault?.advice?.contains("line 3") == true, "\(String(describing: fault))")
  }

  @Test func datesThatMayBeTwoDays() throws {
    let text = "ds,y\n05/06/2023,1\n06/06/2023,2\n"
    let fault = #expect(throws: InputFault.self) { try Self.read(text) }
    #expect(fault?.line == 2)
    #expect(fault?.remedy?.steps == [.give(.timeFormat, "dmy"), .give(.timeFormat, "mdy")])
    let days = try Self.read(text) { $0.timeFormat = .dayFirst }.series[0]
    #expect(days.frequency == .day && days.axis.text(days.ordinals[1]) == "2023-06-06")
    let months = try Self.read(text) { $0.timeFormat = .monthFirst }.series[0]
    #expect(months.frequency == .month && months.axis.text(months.ordinals[1]) == "2023-06-06")
    let noon = #expect(throws: InputFault.self) {
      try Self.read("ds,y\n2023-05-01T12:00:00Z,1\n")
    }
    #expect(noon?.message.contains("time of day") == true)
  }

  // MARK: SDMX

  @Test func multipliersOfEachRow() throws {
    let text =
      "REF_AREA,TIME_PERIOD,OBS_VALUE,Unit_Mult\nKZ,2001,1.5,6\nKZ,2002,2,3\nKZ,2003,7,\nKZ,2004,,9\n"
    #expect(try Self.read(text).series[0].values == [1_500_000, 2000, 7])
    let worded = "REF_AREA,SCALE,TIME_PERIOD,OBS_VALUE\nKZ,Millions,2001,1.5\nKZ,Units,2002,2\n"
    #expect(try Self.read(worded).series[0].values == [1_500_000, 2])
    let labelled =
      "REF_AREA: Area,TIME_PERIOD: Time,OBS_VALUE: Value,UNIT_MEASURE: Unit,UNIT_MULT: Multiplier\n"
      + "KZ: Kazakhstan,2001,1.5,USD: US dollar,6: Millions\n"
    let series = try Self.read(labelled).series[0]
    #expect(series.id == "KZ" && series.values == [1_500_000] && series.unit == SeriesUnit("USD"))
    let plain = "series,period,value,unit_mult\na,2001,2,3\n"
    #expect(try Self.read(plain).series[0].values == [2000])
    let bad = #expect(throws: InputFault.self) {
      try Self.read("REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nKZ,2001,1,many\n")
    }
    #expect(bad?.line == 2 && bad?.message.contains("multiplier") == true)
    let factor = "REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nKZ,2001,1,1000\n"
    #expect(try Self.read(factor).series[0].values == [1000])
  }

  @Test func attributesBecomeTheBasis() throws {
    let text =
      "REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,PRICE_BASE,BASE_PER\nKZ,2001,1,USD,L,2015\n"
    #expect(try Self.read(text).series[0].basis?.label == "PRICE_BASE L, BASE_PER 2015")
    let changes = text + "KZ,2002,1,USD,L,2020\n"
    #expect(try Self.read(changes).failures.map(\.reason) == [.mixedBasis])
  }

  @Test func rowsThatTakeBackAreRefused() throws {
    let text =
      "STRUCTURE,STRUCTURE_ID,ACTION,GEO,TIME_PERIOD,OBS_VALUE\nd,X,I,KZ,2001,1\nd,X,D,KZ,2001,1\n"
    let fault = #expect(throws: InputFault.self) { try Self.read(text) }
    #expect(fault?.line == 3)
  }

  @Test(arguments: [
    // A label behind each code, with the time's and the value's, without, and with empty ones.
    (
      "FREQ,Frequency,GEO,Area name,TIME_PERIOD,Time,OBS_VALUE,Value",
      "A,Annual,KZ,Kazakhstan,2001,2001,1,1", "A.KZ"
    ),
    (
      "FREQ,Time frequency,GEO,Reference area,TIME_PERIOD,OBS_VALUE",
      "A,Annual,KZ,Kazakhstan,2001,1", "A.KZ"
    ),
    (
      "freq,Time frequency,geo,Geopolitical entity,TIME_PERIOD,Time,OBS_VALUE,Observation value",
      "A,Annual,KZ,,2001,,1,", "A.KZ"
    ),
    // Words that are dimensions.
    ("Country,Product,TIME_PERIOD,OBS_VALUE", "KZ,Oil,2001,1", "KZ.Oil"),
    ("FREQ,Country,TIME_PERIOD,OBS_VALUE", "A,KZ,2001,1", "A.KZ"),
    ("SERIES_CODE,FREQ,COUNTRY,TIME_PERIOD,OBS_VALUE", "A.KZ,A,KZ,2001,1", "A.KZ"),
    (",FREQ,COUNTRY,TIME_PERIOD,OBS_VALUE", "0,A,KZ,2001,1", "A.KZ"),
    ("Unnamed: 0,FREQ,COUNTRY,TIME_PERIOD,OBS_VALUE", "0,A,KZ,2001,1", "A.KZ"),
  ]) func dimensions(_ header: String, _ row: String, _ id: String) throws {
    #expect(try Self.read(header + "\n" + row + "\n").series.map(\.id) == [id])
  }

  // MARK: wide files

  @Test(arguments: [
    (
      "Country Name,Country Code,Series Name,Series Code,2001 [YR2001],2002 [YR2002]",
      "Kazakhstan,KAZ,Exports,NE.EXP,5,..", "KAZ.NE.EXP"
    ),
    ("geo,2001,2002", "KZ,5,:", "KZ"), ("Country;2001;2002", "KZ;5;-", "KZ"),
    ("DATASET,SERIES_CODE,COUNTRY,FREQUENCY,2001,2002", "D,KZ.A,KZ,A,5,", "KZ.A"),
    ("\"\",Country,X2001,X2002", "1,KZ,5,NA", "KZ"), ("2001,2002", "5,", "d"),
    ("Country,Unit,2001,2002", "KZ,Mt,5,", "KZ"), ("Country,2001,2002,", "KZ,5,,", "KZ"),
  ]) func wideHeaders(_ header: String, _ row: String, _ id: String) throws {
    let panel = try Self.read(header + "\n" + row + "\n") { $0.isWide = true }
    #expect(panel.series.map(\.id) == [id])
    #expect(panel.series.first?.ordinals == [2001] && panel.series.first?.values == [5])
  }

  @Test func wideFilesOfManyKinds() throws {
    let months = "Made by: office\n\nItem,Unit,Unit_Mult,2020M01,2020M02\nx,USD,3,1,2\ny,USD,,,4\n"
    let panel = try Self.read(months) { $0.isWide = true }
    #expect(panel.series.map(\.values) == [[1000, 2000], [4]])
    #expect(panel.series[0].unit == SeriesUnit("USD") && panel.series[0].frequency == .month)
    let fault = #expect(throws: InputFault.self) {
      try Self.read("a,2001,2002\nx,1,two\n") { $0.isWide = true }
    }
    #expect(fault?.line == 2)
    for (text, change) in [
      ("a,b\n1,2\n", 1), ("a,2001,2002\nx,1\n", 2), ("a,2001,2001\nx,1,2\n", 1),
    ] {
      let fault = #expect(throws: InputFault.self) { try Self.read(text) { $0.isWide = true } }
      #expect(fault?.line == change)
    }
    // The same series twice is a fault of that series.
    let twice = try Self.read("a,2001,2002\nx,1,2\nx,3,4\n") { $0.isWide = true }
    #expect(twice.failures.map(\.reason) == [.duplicatePeriod])
    let quoted = "a,2001,2002\nx,\"1,234\",\"2,345\"\n"
    let thousands = try Self.read(quoted) {
      $0.isWide = true
      $0.thousands = .comma
    }
    #expect(thousands.series[0].values == [1234, 2345])
  }

  /// A wide file says what the long one says.
  @Test func wideAndLongAgree() throws {
    var numbers = SeededNumbers(3)
    var (long, wide) = ("series,period,value\n", "series")
    for year in 1990...2020 { wide += ",\(year)" }
    wide += "\n"
    for i in 0..<150 {
      wide += "s\(i)"
      for year in 1990...2020 {
        let value = numbers.integer(0...5) == 0 ? "" : String(numbers.integer(-999...999))
        long += "s\(i),\(year),\(value)\n"
        wide += "," + value
      }
      wide += "\n"
    }
    #expect(
      try Self.read(long).series == (try Self.read(wide) { $0.isWide = true }).series)
  }
}
