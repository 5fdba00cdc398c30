internal import Glibc

/// Point forecasts and forecast variances of an estimated form.
///
/// Classes 1 to 3 of Hyndman, Koehler, Ord & Snyder (2008), chapter 6: an additive model has
/// v_h = σ²Σc_j²; with multiplicative errors θ_h = μ_h² + σ²Σ_{j<h} c_j²θ_{h−j} and
/// v_h = (1 + σ²)θ_h − μ_h²; a multiplicative season multiplies by its square and by
/// (1 + γ²σ²)^k after k seasons.
struct ETSProjection: Sendable {
  let form: ETSForm
  let smoothing: ETSSmoothing
  let level: Double
  let trend: Double
  /// `season[k]` serves the period k + 1 ahead; empty without season.
  let season: [Double]
  /// σ², relative for multiplicative errors.
  let variance: Double
  /// What one unit of the kernel's values is worth.
  let unit: Double

  /// c_1 … c_{count}: what an innovation adds to the forecasts after it, season aside when
  /// `seasonal` is false.
  private func weights(_ count: Int, seasonal: Bool) -> [Double] {
    var sum = 0.0
    var power = 1.0
    return (1...max(1, count)).map { j in
      power *= smoothing.phi
      sum += power
      let season = seasonal && !season.isEmpty && j % season.count == 0 ? smoothing.gamma : 0
      return smoothing.alpha + smoothing.beta * sum + season
    }
  }

  func callAsFunction(_ horizon: Int) -> LinearFit.Projection {
    let m = season.count
    var lines: [Double] = []
    lines.reserveCapacity(horizon)
    var (sum, power) = (0.0, 1.0)
    for _ in 0..<horizon {
      power *= smoothing.phi
      sum += power
      lines.append(level + sum * trend)
    }
    var centres = lines
    if m > 0 {
      for h in 0..<horizon {
        if form.season == .multiplicative {
          centres[h] *= season[h % m]
        } else {
          centres[h] += season[h % m]
        }
      }
    }
    let variances: [Double]
    if form.error == .additive {
      let c = weights(horizon, seasonal: true)
      var total = 1.0
      variances = (0..<horizon).map { h in
        if h > 0 { total += c[h - 1] * c[h - 1] }
        return variance * total
      }
    } else {
      variances = relativeVariances(lines: lines, centres: centres)
    }
    return LinearFit.Projection(
      centres: centres.map { $0 * unit },
      scales: variances.map { max(0, $0).squareRoot() * unit })
  }

  private func relativeVariances(lines: [Double], centres: [Double]) -> [Double] {
    let horizon = lines.count
    let isProduct = form.season == .multiplicative
    let means = isProduct ? lines : centres
    let c = weights(horizon, seasonal: !isProduct)
    // θ is a convolution: past a thousand steps it would cost more than it tells, and the additive
    // recursion with the same weights takes over.
    let exact = min(horizon, 1000)
    var theta: [Double] = []
    theta.reserveCapacity(horizon)
    for h in 0..<exact {
      var value = means[h] * means[h]
      for j in 0..<h { value += variance * c[j] * c[j] * theta[h - 1 - j] }
      theta.append(value)
    }
    for h in exact..<max(exact, horizon) {
      let before = theta[h - 1] - means[h - 1] * means[h - 1]
      theta.append(
        means[h] * means[h] + before + variance * c[h - 1] * c[h - 1] * means[0] * means[0])
    }
    return (0..<horizon).map { h in
      guard isProduct else { return (1 + variance) * theta[h] - means[h] * means[h] }
      let cycles = Double(h / season.count)
      let growth = pow(1 + smoothing.gamma * smoothing.gamma * variance, cycles)
      let s = season[h % season.count]
      return s * s * ((1 + variance) * theta[h] * growth - means[h] * means[h])
    }
  }

  /// The ARIMA equivalent, which ties the steps of a sample path together.
  var process: LinearProcess {
    var polynomial = [1.0, -1]
    if form.trend != .none { polynomial = Self.multiply(polynomial, [1, -smoothing.phi]) }
    if !season.isEmpty {
      var seasonal = [Double](repeating: 0, count: season.count + 1)
      seasonal[0] = 1
      seasonal[season.count] = -1
      polynomial = Self.multiply(polynomial, seasonal)
    }
    let degree = polynomial.count - 1
    let psi = [1] + weights(degree, seasonal: true)
    let average = (1...degree).map { k in
      (0...k).reduce(0) { $0 + polynomial[$1] * psi[k - $1] }
    }
    return LinearProcess(
      autoregressive: polynomial.dropFirst().map { -$0 }, movingAverage: average)
  }

  private static func multiply(_ a: [Double], _ b: [Double]) -> [Double] {
    var product = [Double](repeating: 0, count: a.count + b.count - 1)
    for i in a.indices { for j in b.indices { product[i + j] += a[i] * b[j] } }
    return product
  }
}
