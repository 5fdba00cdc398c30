/// Seasonal–trend decomposition by loess.
///
/// An inner loop smooths each season of the detrended data (seasonal window), takes from it what a
/// low-pass filter finds in it (two moving averages over a season, one over three, then loess), and
/// smooths the seasonally adjusted data for the trend (trend window). The outer loop of the robust
/// form gives bisquare weights by the remainder, with six median absolute remainders as reach.
///
/// Defaults are those of R `stl`. The median of an even number of remainders is the mean of the two
/// in the middle; R 4.2.2 was seen to add an order statistic far from the middle from some passes
/// on, so that its reach is several times the right one. Odd lengths agree.
///
/// Source: Cleveland, Cleveland, McRae & Terpenning (1990). Checked: R 4.2.2 `stl`, to rounding:
/// 28 series not robust, their odd lengths robust.
public struct STL: Sendable, Equatable {
  /// How far the season may change.
  public enum SeasonalWindow: Sendable, Equatable {
    /// One pattern for the whole series.
    case periodic
    /// Loess over this many years (seasons); odd, at least 3; even values are taken one up.
    case span(Int)
  }

  /// How far the season may change; by default not at all.
  public var seasonalWindow: SeasonalWindow
  /// 0 or 1; a periodic season has 0.
  public var seasonalDegree = 0
  /// Odd; nil is the least odd number from 1.5·m / (1 − 1.5/seasonal window).
  public var trendWindow: Int?
  /// Degree of the trend's loess, 0 or 1.
  public var trendDegree = 1
  /// Odd; nil is the least odd number from m.
  public var lowPassWindow: Int?
  /// nil is the trend's.
  public var lowPassDegree: Int?
  /// Every how many points loess is evaluated; nil is a tenth of the window, rounded up.
  public var seasonalJump: Int?
  /// Like `seasonalJump`, for the trend; nil is a tenth of its window, rounded up.
  public var trendJump: Int?
  /// Like `seasonalJump`, for the low-pass filter; nil is a tenth of its window, rounded up.
  public var lowPassJump: Int?
  /// Whether outliers are weighed down: settles what nil means for both counts of iterations.
  public var isRobust: Bool
  /// Passes of the inner loop; nil is 2, robust 1.
  public var innerIterations: Int?
  /// Passes of the outer loop; nil is 0, robust 15.
  public var outerIterations: Int?

  /// Makes a method with R's defaults in all else; `decompose` checks windows, degrees and counts.
  public init(seasonalWindow: SeasonalWindow = .periodic, robust: Bool = false) {
    self.seasonalWindow = seasonalWindow
    self.isRobust = robust
  }

  /// Takes a series apart.
  ///
  /// - Parameter values: one a period, without gaps, finite; more than 2·m of them.
  /// - Parameter seasonLength: m ≥ 2, periods.
  /// - Returns: additive parts in the unit of the values; they add up to the values.
  /// - Throws: `.tooShort`; `.gapsNotTaken` for NaN; `.overflow` for values that are infinite or too
  ///   large to add up; `.badForm` for a season under 2, a degree other than 0 and 1, a window or a
  ///   count under 1.
  /// - Complexity: O(passes · n · window / jump) time; one workspace, no allocation in the loops.
  public func decompose(
    _ values: [Double], seasonLength m: Int
  ) throws(ForecastingError) -> Decomposition {
    try Decomposition.check(
      values, seasonLength: m, needed: m > values.count ? m : 2 * m + 1, method: "stl")
    let plan = try plan(count: values.count, m)
    let n = values.count
    var seasonal = [Double](repeating: 0, count: n)
    var trend = [Double](repeating: 0, count: n)
    var workspace = [Double](repeating: 0, count: STLPass.workspace(count: n, m))
    values.withUnsafeBufferPointer { values in
      seasonal.withUnsafeMutableBufferPointer { seasonal in
        trend.withUnsafeMutableBufferPointer { trend in
          workspace.withUnsafeMutableBufferPointer { workspace in
            guard let y = values.baseAddress, let s = seasonal.baseAddress,
              let t = trend.baseAddress, let w = workspace.baseAddress
            else { return }
            STLPass(plan: plan, values: y, seasonal: s, trend: t, workspace: w).run()
          }
        }
      }
    }
    if seasonalWindow == .periodic { Self.average(&seasonal, m) }
    let remainder = values.indices.map { values[$0] - seasonal[$0] - trend[$0] }
    guard remainder.allSatisfy(\.isFinite) else { throw .overflow }
    return Decomposition(kind: .additive, seasonal: seasonal, trend: trend, remainder: remainder)
  }

  /// The mean of each season in its place.
  private static func average(_ seasonal: inout [Double], _ m: Int) {
    for season in 0..<min(m, seasonal.count) {
      let places = stride(from: season, to: seasonal.count, by: m)
      var (sum, count) = (0.0, 0.0)
      for i in places { (sum, count) = (sum + seasonal[i], count + 1) }
      for i in places { seasonal[i] = sum / count }
    }
  }

  private func plan(count n: Int, _ m: Int) throws(ForecastingError) -> STLPlan {
    let (asked, degree): (Int, Int)
    switch seasonalWindow {
    case .periodic: (asked, degree) = (10 * n + 1, 0)
    case .span(let window): (asked, degree) = (window, seasonalDegree)
    }
    let lowDegree = lowPassDegree ?? trendDegree
    guard [degree, trendDegree, lowDegree].allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw .badForm(model: "stl", form: "degree", hint: "a degree is 0 or 1")
    }
    let trendSpan = 1.5 * Double(m) / (1 - 1.5 / Double(max(asked, 2)))
    let trendAsked = trendWindow ?? Self.nextOdd(Int(trendSpan.rounded(.up)))
    let lowAsked = lowPassWindow ?? Self.nextOdd(m)
    let counts = [
      asked, trendAsked, lowAsked, seasonalJump ?? 1, trendJump ?? 1, lowPassJump ?? 1,
      innerIterations ?? 1, (outerIterations ?? 0) + 1,
    ]
    // 10¹² is over any series and leaves room to add.
    guard counts.allSatisfy({ (1...1_000_000_000_000).contains($0) }) else {
      throw .badForm(model: "stl", form: "window", hint: "windows, jumps and passes are 1 or more")
    }
    func smoother(_ window: Int, _ degree: Int, _ jump: Int?, _ longest: Int) -> LoessSmoother {
      LoessSmoother(
        window: Self.nextOdd(max(3, window)), degree: degree, jump: jump ?? (window + 9) / 10,
        longest: longest)
    }
    return STLPlan(
      count: n, seasonLength: m,
      seasonal: smoother(asked, degree, seasonalJump, (n - 1) / m + 1),
      trend: smoother(trendAsked, trendDegree, trendJump, n),
      lowPass: smoother(lowAsked, lowDegree, lowPassJump, n),
      inner: innerIterations ?? (isRobust ? 1 : 2), outer: outerIterations ?? (isRobust ? 15 : 0))
  }

  private static func nextOdd(_ value: Int) -> Int { value % 2 == 0 ? value + 1 : value }
}

/// The numbers of one decomposition.
struct STLPlan {
  let count: Int
  let seasonLength: Int
  let seasonal: LoessSmoother
  let trend: LoessSmoother
  let lowPass: LoessSmoother
  let inner: Int
  let outer: Int
}
