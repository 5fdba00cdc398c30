/// Local regression of degree 0 or 1 on the equally spaced points 1, 2, … n.
///
/// Tricube weights over the nearest `window` points; only every `jump`-th point is estimated, the
/// rest is interpolated by straight lines. Interior points without robustness weights share one
/// normalised kernel (the line through a symmetric window passes through its weighted mean).
///
/// Source: Cleveland, Cleveland, McRae & Terpenning (1990), section 2 and 3.4.
struct LoessSmoother {
  /// Odd, at least 3.
  let window: Int
  /// 0 or 1.
  let degree: Int
  /// At least 1.
  let jump: Int
  /// Tricube weights by distance 0…(window − 1)/2, and their sum over both sides. Empty for windows
  /// that no series in use fills.
  private let kernel: [Double]
  private let kernelSum: Double

  init(window: Int, degree: Int, jump: Int, longest: Int) {
    self.window = window
    self.degree = degree
    self.jump = jump
    let half = (window - 1) / 2
    guard window < longest else {
      kernel = []
      kernelSum = 1
      return
    }
    let weights = (0...half).map { Self.tricube(Double($0), reach: Double(half)) }
    kernel = weights
    kernelSum = weights.reduce(-weights[0]) { $0 + 2 * $1 }
  }

  /// The weight at distance r; what lies within a thousandth of the centre or the border counts
  /// as there, as in the authors' program.
  @inline(__always)
  private static func tricube(_ r: Double, reach: Double) -> Double {
    if r > 0.999 * reach { return 0 }
    if r <= 0.001 * reach { return 1 }
    let u = r / reach
    let rest = 1 - u * u * u
    return rest * rest * rest
  }

  /// Smooths `count` values into `out`.
  func smooth(
    _ values: UnsafePointer<Double>, count n: Int, weights: UnsafePointer<Double>?,
    into out: UnsafeMutablePointer<Double>
  ) {
    guard n > 1 else {
      out[0] = values[0]
      return
    }
    let step = min(jump, n - 1)
    let half = (window - 1) / 2
    var (left, right) = (0, n - 1)
    var last = 0
    for i in stride(from: 0, to: n, by: step) {
      if window < n {
        left = min(max(i - half, 0), n - window)
        right = left + window - 1
      }
      if weights == nil, window < n, i - left == half {
        out[i] = symmetric(values + i, half)
      } else {
        out[i] =
          estimate(at: i, values, count: n, weights: weights, left: left, right: right)
          ?? values[i]
      }
      if i > 0, step > 1 { Self.interpolate(out, from: last, to: i) }
      last = i
    }
    guard last < n - 1 else { return }
    // The last point keeps the window of the last point estimated.
    out[n - 1] =
      estimate(at: n - 1, values, count: n, weights: weights, left: left, right: right)
      ?? values[n - 1]
    Self.interpolate(out, from: last, to: n - 1)
  }

  private static func interpolate(_ out: UnsafeMutablePointer<Double>, from: Int, to: Int) {
    let slope = (out[to] - out[from]) / Double(to - from)
    for j in stride(from: from + 1, to: to, by: 1) { out[j] = out[from] + slope * Double(j - from) }
  }

  /// Around an interior point with no weights but the kernel's.
  @inline(__always)
  private func symmetric(_ centre: UnsafePointer<Double>, _ half: Int) -> Double {
    kernel.withUnsafeBufferPointer { kernel in
      var sum = kernel[0] * centre[0]
      var d = 1
      while d <= half {
        sum += kernel[d] * (centre[-d] + centre[d])
        d += 1
      }
      return sum / kernelSum
    }
  }

  /// The fit at `x`, which may lie one point outside; nil when all weights are zero.
  ///
  /// Moments are taken about x: with w normalised and d = j − x the line at x is
  /// Σwy − d̄·Σw(d − d̄)y / Σw(d − d̄)².
  func estimate(
    at x: Int, _ values: UnsafePointer<Double>, count n: Int, weights: UnsafePointer<Double>?,
    left: Int, right: Int
  ) -> Double? {
    let reach = Double(max(x - left, right - x) + (window > n ? (window - n) / 2 : 0))
    let (near, far) = (0.001 * reach, 0.999 * reach)
    let scale = reach > 0 ? 1 / reach : 0
    var (total, first, second) = (0.0, 0.0, 0.0)
    var (level, cross) = (0.0, 0.0)
    // The level is taken as deviations from the nearest value, so that a high level costs no digits.
    let base = values[min(max(x, 0), n - 1)]
    var j = left
    while j <= right {
      let d = Double(j - x)
      let r = abs(d)
      if r <= far {
        var w = 1.0
        if r > near {
          let u = r * scale
          let rest = 1 - u * u * u
          w = rest * rest * rest
        }
        if let weights { w *= weights[j] }
        let y = values[j] - base
        total += w
        first += w * d
        second += w * d * d
        level += w * y
        cross += w * d * y
      }
      j += 1
    }
    guard total > 0 else { return nil }
    let mean = level / total
    guard degree > 0, reach > 0 else { return base + mean }
    let centre = first / total
    let spread = second / total - centre * centre
    guard spread > 0, spread.squareRoot() > 0.001 * Double(n - 1) else { return base + mean }
    return base + mean - centre * (cross / total - centre * mean) / spread
  }
}
