/// The loops of `STL` on memory that is there already.
///
/// The steps and their numbers are those of Cleveland et al. (1990), section 2.3: detrending, the
/// cycle-subseries, the low-pass filter, detrending of the season, deseasonalising, the trend.
struct STLPass {
  let plan: STLPlan
  let values: UnsafePointer<Double>
  let seasonal: UnsafeMutablePointer<Double>
  let trend: UnsafeMutablePointer<Double>
  /// n + 2
  private let scratch: UnsafeMutablePointer<Double>
  /// n
  private let weights: UnsafeMutablePointer<Double>
  /// n + 2m: the smoothed cycle-subseries, one season longer at both ends.
  private let cycle: UnsafeMutablePointer<Double>
  /// n + 2m
  private let filtered: UnsafeMutablePointer<Double>
  /// Three times the length of a cycle-subseries and two more: values, weights, estimates.
  private let subseries: UnsafeMutablePointer<Double>

  static func workspace(count n: Int, _ m: Int) -> Int {
    4 * n + 2 + 4 * m + 3 * ((n - 1) / m + 1) + 2
  }

  init(
    plan: STLPlan, values: UnsafePointer<Double>, seasonal: UnsafeMutablePointer<Double>,
    trend: UnsafeMutablePointer<Double>, workspace: UnsafeMutablePointer<Double>
  ) {
    let (n, m) = (plan.count, plan.seasonLength)
    self.plan = plan
    self.values = values
    self.seasonal = seasonal
    self.trend = trend
    scratch = workspace
    weights = scratch + n + 2
    cycle = weights + n
    filtered = cycle + n + 2 * m
    subseries = filtered + n + 2 * m
  }

  func run() {
    var isWeighted = false
    for pass in 0...plan.outer {
      for _ in 0..<plan.inner { step(isWeighted ? UnsafePointer(weights) : nil) }
      if pass == plan.outer { break }
      setWeights()
      isWeighted = true
    }
  }

  private func step(_ weights: UnsafePointer<Double>?) {
    let (n, m) = (plan.count, plan.seasonLength)
    for i in 0..<n { scratch[i] = values[i] - trend[i] }
    smoothSubseries(weights)
    Self.movingAverage(cycle, count: n + 2 * m, over: m, into: filtered)
    Self.movingAverage(filtered, count: n + m + 1, over: m, into: scratch, limit: n + 2)
    Self.movingAverage(scratch, count: n + 2, over: 3, into: filtered)
    plan.lowPass.smooth(filtered, count: n, weights: nil, into: scratch)
    for i in 0..<n {
      seasonal[i] = cycle[m + i] - scratch[i]
    }
    for i in 0..<n { scratch[i] = values[i] - seasonal[i] }
    plan.trend.smooth(scratch, count: n, weights: weights, into: trend)
  }

  /// Loess on each season's values, with one estimate before the first and one after the last.
  private func smoothSubseries(_ weights: UnsafePointer<Double>?) {
    let (n, m) = (plan.count, plan.seasonLength)
    let smoother = plan.seasonal
    let room = (n - 1) / m + 1
    let (part, rest, out) = (subseries, subseries + room, subseries + 2 * room)
    for season in 0..<m {
      let k = (n - 1 - season) / m + 1
      for i in 0..<k { part[i] = scratch[season + i * m] }
      if let weights { for i in 0..<k { rest[i] = weights[season + i * m] } }
      let own = weights == nil ? nil : UnsafePointer(rest)
      smoother.smooth(part, count: k, weights: own, into: out + 1)
      out[0] =
        smoother.estimate(
          at: -1, part, count: k, weights: own, left: 0, right: min(smoother.window, k) - 1)
        ?? out[1]
      out[k + 1] =
        smoother.estimate(
          at: k, part, count: k, weights: own, left: max(0, k - smoother.window), right: k - 1)
        ?? out[k]
      for i in 0..<(k + 2) { cycle[season + i * m] = out[i] }
    }
  }

  /// Averages over `over` neighbours: count − over + 1 of them, at most `limit`.
  ///
  /// The running sum carries its rounding error along, so that a large value leaves no trace once it
  /// is out of the window.
  private static func movingAverage(
    _ values: UnsafePointer<Double>, count: Int, over length: Int,
    into out: UnsafeMutablePointer<Double>, limit: Int = .max
  ) {
    var (sum, lost) = (0.0, 0.0)
    func add(_ value: Double) {
      let total = sum + value
      let part = total - sum
      lost += (sum - (total - part)) + (value - part)
      sum = total
    }
    for i in 0..<length { add(values[i]) }
    let divisor = Double(length)
    out[0] = (sum + lost) / divisor
    for i in stride(from: 1, to: min(count - length + 1, limit), by: 1) {
      add(-values[i - 1])
      add(values[i - 1 + length])
      out[i] = (sum + lost) / divisor
    }
  }

  /// Bisquare weights with a reach of six median absolute remainders.
  private func setWeights() {
    let n = plan.count
    for i in 0..<n {
      let residual = abs(values[i] - trend[i] - seasonal[i])
      weights[i] = residual
      scratch[i] = residual
    }
    let middle = n / 2
    let upper = Self.select(scratch, count: n, rank: middle)
    var lower = upper
    if n % 2 == 0 {
      lower = scratch[0]
      for i in 0..<middle { lower = max(lower, scratch[i]) }
    }
    let reach = 3 * (lower + upper)
    let (near, far) = (0.001 * reach, 0.999 * reach)
    for i in 0..<n {
      let residual = weights[i]
      if residual <= near {
        weights[i] = 1
      } else if residual <= far {
        let u = residual / reach
        weights[i] = (1 - u * u) * (1 - u * u)
      } else {
        weights[i] = 0
      }
    }
  }

  /// The value of `rank` from 0; smaller ones end up before it. Source: Hoare (1961), `Find`.
  private static func select(
    _ values: UnsafeMutablePointer<Double>, count: Int, rank: Int
  ) -> Double {
    var (low, high) = (0, count - 1)
    while low < high {
      let pivot = values[rank]
      var (i, j) = (low, high)
      while i <= j {
        while values[i] < pivot { i += 1 }
        while pivot < values[j] { j -= 1 }
        if i <= j {
          (values[i], values[j]) = (values[j], values[i])
          i += 1
          j -= 1
        }
      }
      if j < rank { low = i }
      if rank < i { high = j }
    }
    return values[rank]
  }
}
