import Ledger
import SeriesCore
import Testing

@Suite struct LedgerReaderTests {
  static func read(_ text: String, name: String = "f.csv") throws -> LedgerFile {
    try LedgerReader.read(Array(text.utf8), name: name)
  }

  static let targets =
    "scenario,target,series,level,model,base_period,base_value,deadline,p_level_at_deadline,"
    + "p_touch_by_deadline,status,deflator_rate,cumulative_through,as_of\n"

  @Test func outputsOfForecastAndRun() throws {
    let plain = try Self.read(
      "unique_id,ds,model,mean,median,lo-80,hi-80,lo-95,hi-95\na,2030,ets,,5,4,6,3,8\n")
    let row = try #require(plain.forecasts.first)
    #expect(plain.kind == .forecast && plain.scenario == "f" && row.course.isEmpty)
    #expect(row.intervals.map(\.level) == [80, 95] && row.intervals[1].high == 8)
    let run = try Self.read(
      "scenario,series,period,model,mean,median,lo-50,hi-50,unit,basis,n,as_of\n"
        + "low,a,2030,mixture,,5,4,6,Mt,KTZ,9,\nlow,a,2019,mixture,,5,4,6,Mt,KTZ,9,2018\n"
        + "\"low\",\"a (cumulative, 25 through 2023)\",2030,mixture,,5,4,6,Mt,KTZ,9,\n"
        + "low,a,2031,mixture,,,,,Mt,KTZ,9,\n", name: "reports/trade/forecast.csv")
    #expect(run.forecasts.count == 1 && run.scenario == "trade" && run.name == "forecast.csv")
    #expect(run.forecasts[0].basis == "KTZ" && run.forecasts[0].course == "low")
    #expect(
      run.skipped
        == ["as of an earlier time": 1, "of a running sum": 1, "without a number": 1])
  }

  /// Only the whole name of a running sum tells one: a series may have words of it in its own.
  @Test func aSeriesNamedLikeASumIsKept() throws {
    let sum = RunningSumName(seriesID: "a", start: 1.5, through: "2023").text
    let file = try Self.read(
      "unique_id,ds,model,median\n\"a (cumulative, all)\",2030,ets,5\n"
        + "\"\(sum)\",2030,ets,5\n")
    #expect(file.forecasts.map(\.series) == ["a (cumulative, all)"])
    #expect(file.skipped == ["of a running sum": 1])
  }

  @Test func onlyOpenTargetsAreForecasts() throws {
    let file = try Self.read(
      Self.targets + "b,t,a,82,mixture,2024,43,2030,0.2,0.3,projected,0.025,2023,\n"
        + "b,t,a,82,mixture,2024,43,2020,0,0,missed,,,\n"
        + "b,u,a,82,mixture,2024,43,2030,0.2,0.3,projected,,,2019\n")
    let row = try #require(file.targets.first)
    #expect(file.targets.count == 1 && row.deflatorRate == 0.025 && row.isCumulative)
    #expect(row.basePeriod == "2024" && row.pTouch == 0.3 && row.pLevel == 0.2)
    #expect(file.skipped == ["missed, no forecast": 1, "as of an earlier time": 1])
  }

  @Test(arguments: [
    ("a,b\n1,2\n", 1, "neither forecasts nor targets"),
    ("unique_id,ds,model,cutoff,median\na,2030,ets,2020,5\n", 1, "backtest"),
    ("unique_id,ds,model,median\na,2030,ets,5\na,2030,ets,6\n", 3, "two forecasts of 2030"),
    ("unique_id,ds,model,median\na,2030,ets,x\n", 2, "not a number"),
    ("unique_id,ds,model,median\na,20-30,ets,5\n", 2, "unreadable period"),
    ("unique_id,ds,model,median\n,2030,ets,5\n", 2, "is empty"),
    ("unique_id,ds,model,median\n=a,2030,ets,5\n", 2, "formula"),
    ("unique_id,ds,model,median,lo-80,hi-80\na,2030,ets,5,7,4\n", 2, "lies over"),
    ("unique_id,ds,model,median\na,2030\n", 2, "2 fields"),
    (targets + "b,t,a,82,mixture,2024,43,2030,0.2,1.3,projected,,,\n", 2, "no probability"),
    (targets + "b,t,a,,mixture,2024,43,2030,0.2,0.3,projected,,,\n", 2, "'level' is empty"),
    (
      targets
        + "b,t,a,8,m,2024,43,2030,0.2,0.3,projected,,,\nb,t,a,8,m,2024,43,2030,0,0.3,projected,,,\n",
      3, "two rows for 2030"
    ),
    ("target,p_touch_by_deadline\nt,0.3\n", 1, "no column"), ("", 1, "empty"),
  ])
  func faults(_ text: String, _ line: Int, _ message: String) throws {
    do {
      _ = try Self.read(text)
      Issue.record("\(text) was read")
    } catch let fault as InputFault {
      #expect(fault.line == line && fault.message.contains(message), "\(fault)")
    }
  }
}
