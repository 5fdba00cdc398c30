import Corridor
import Glibc

/// What models say at rolling origins inside training parts, one row a step, as the scripts of
/// `bench/calibration` read it.
///
/// usage: OriginsBench FILE SEASON HORIZON KEPT ORIGINS STRIDE MODEL…
///
/// FILE has the columns `unique_id,ds,y`. Of each series the last HORIZON values are held out first, then
/// STRIDE more, and so on for at most ORIGINS origins while at least KEPT values remain before them.
///
/// `members` among the models stands for the parts of `auto`. A model that ends in `+positive` is on logs
/// where all values before the origin are positive.
///
/// Columns: `n` values before the origin, their `unit` (mean absolute seasonal difference), `last` value
/// and `least` value, the `actual` one, and of each model the quantiles .025, .1, .5, .9, .975 in columns
/// `MODEL:PROBABILITY`, empty where it could not be fitted.
@main
enum OriginsBench {
  static let probabilities = [0.025, 0.1, 0.5, 0.9, 0.975]
  static let members = [
    "ets", "arima+", "dotheta+", "drift", "mixture", "structural+", "snaive",
  ]

  static func main() throws {
    let arguments = CommandLine.arguments
    let numbers = arguments.dropFirst(2).prefix(5).compactMap(Int.init)
    guard arguments.count > 7, numbers.count == 5, numbers.allSatisfy({ $0 > 0 }) else {
      print("usage: OriginsBench FILE SEASON HORIZON KEPT ORIGINS STRIDE MODEL…")
      return
    }
    let (season, horizon, kept) = (numbers[0], numbers[1], max(numbers[2], numbers[0] + 1))
    let (origins, stride) = (numbers[3], numbers[4])
    let models = Array(arguments.dropFirst(7))
    let names = models.flatMap { $0 == "members" ? Self.members : [$0] }
    let columns = names.flatMap { name in probabilities.map { "\(name):\($0)" } }
    print("unique_id,n,step,unit,last,least,noise,actual," + columns.joined(separator: ","))
    for series in try SeriesPanel.read(path: arguments[1]).series {
      for origin in 0..<origins {
        let n = series.count - horizon - origin * stride
        guard n >= kept else { break }
        try show(series, before: n, season: season, horizon: horizon, models)
      }
    }
  }

  private static func show(
    _ series: TimeSeries, before n: Int, season: Int, horizon: Int, _ models: [String]
  ) throws {
    let y = series.values
    let past = series.upTo(series.ordinals[n - 1])
    let sets = try models.flatMap { name in
      name == "members"
        ? try memberQuantiles(past, season, horizon) : [try quantiles(name, past, season, horizon)]
    }
    let logs = try ModelRequest("mixture").named(for: past, by: .logsOfPositive)
    let noise = (try? logs.fit(to: past, seasonLength: season))?.fitted.parameters
      .first { $0.name == "noise" }?.value
    let unit = (season..<n).reduce(0) { $0 + abs(y[$1] - y[$1 - season]) } / Double(n - season)
    let least = y[..<n].reduce(.infinity, min)
    for h in 0..<horizon {
      let cells = sets.flatMap { set in
        set.map { $0[h].map { "\($0)" } } ?? probabilities.map { _ in "" }
      }
      print(
        "\(series.id),\(n),\(h + 1),\(unit),\(y[n - 1]),\(least),\(noise ?? 0),\(y[n + h]),"
          + cells.joined(separator: ","))
    }
  }

  /// By step and probability, nil where the model cannot be fitted.
  private static func quantiles(
    _ name: String, _ past: TimeSeries, _ season: Int, _ horizon: Int
  ) throws -> [[Double]]? {
    let stem = name.hasSuffix("+positive") ? String(name.dropLast(9)) : name
    var request = try ModelRequest(stem)
    if stem != name { request = request.named(for: past, by: .logsOfPositive) }
    guard let forecast = try? request.fit(to: past, seasonLength: season).forecast(horizon: horizon)
    else { return nil }
    return forecast.distributions.map { step in probabilities.map { step.quantile($0) } }
  }

  private static func memberQuantiles(
    _ past: TimeSeries, _ season: Int, _ horizon: Int
  ) throws -> [[[Double]]?] {
    let sample = try Sample(past, scale: .level, seasonLength: season)
    return members.map { name in
      CombinedMember.fitted([name], to: sample).first?.steps(horizon).map {
        (step: CombinedMember.Step) -> [Double] in
        // As of a normal: the spread of a member is its 80 % half width in such units.
        let spread = step.isRelative ? step.spread * step.centre : step.spread
        return probabilities.map { step.centre + spread * Normal.quantile($0) }
      }
    }
  }
}
