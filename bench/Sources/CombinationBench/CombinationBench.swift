import Corridor

/// What the members of the combination say at rolling origins inside the training parts, one row a step,
/// as `bench/calibration/fit_combination.py` reads it.
///
/// usage: CombinationBench FOLDER SEASON HORIZON KEPT ORIGINS STRIDE
///
/// Reads FOLDER/train.csv alone. Of each series the last HORIZON values are held out first, then STRIDE
/// more, and so on for at most ORIGINS origins while at least KEPT values remain before them.
///
/// Columns: `unit` is the mean absolute seasonal difference of the values before the origin, `ets`…`drift`
/// the members' centres (empty where one could not be fitted), `width` the least of their scales.
@main
enum CombinationBench {
  static let members = ["ets", "arima", "dotheta", "drift"]

  static func main() throws {
    let numbers = CommandLine.arguments.dropFirst(2).compactMap(Int.init)
    guard CommandLine.arguments.count == 7, numbers.count == 5, numbers.allSatisfy({ $0 > 0 })
    else {
      print("usage: CombinationBench FOLDER SEASON HORIZON KEPT ORIGINS STRIDE")
      return
    }
    let (season, horizon, kept) = (numbers[0], numbers[1], max(numbers[2], numbers[0] + 1))
    let (origins, stride) = (numbers[3], numbers[4])
    print("unique_id,n,step,unit,actual," + members.joined(separator: ",") + ",width")
    for series in try SeriesPanel.read(path: CommandLine.arguments[1] + "/train.csv").series {
      for origin in 0..<origins {
        let n = series.count - horizon - origin * stride
        guard n >= kept else { break }
        try show(series, before: n, season: season, horizon: horizon)
      }
    }
  }

  private static func show(
    _ series: TimeSeries, before n: Int, season: Int, horizon: Int
  ) throws {
    let y = series.values
    let sample = try Sample(
      series.upTo(series.ordinals[n - 1]), scale: .level, seasonLength: season)
    let fits = Combination.fitMembers(sample).map { ($0.name, $0.fit.predictive(horizon: horizon)) }
    let unit = (season..<n).reduce(0) { $0 + abs(y[$1] - y[$1 - season]) } / Double(n - season)
    for h in 0..<horizon {
      let steps = fits.map { ($0.0, $0.1[h].components[0]) }
      let centres = members.map { name in
        steps.first { $0.0 == name }.map { "\($0.1.location)" } ?? ""
      }
      let width = steps.reduce(Double.infinity) { min($0, $1.1.scale) }
      print(
        "\(series.id),\(n),\(h + 1),\(unit),\(y[n + h]),"
          + centres.joined(separator: ",") + ",\(width)")
    }
  }
}
