internal import Glibc

/// Point forecasts and forecast spreads of an estimated form.
///
/// Additive errors, class 1 of Hyndman, Koehler, Ord & Snyder (2008), chapter 6: v_h = σ²(1 + Σ_{j<h} c_j²).
/// Multiplicative errors: to the first order in the errors, v_h = σ²(μ_h² + Σ_{j<h} c_j²μ²_{h−j}), with a
/// multiplicative season of the line without season, times the season's square, and γ²σ² more after each
/// season. Their exact second moments (classes 2 and 3) grow by powers of 1 + σ²α², out of all relation to
/// where the outcomes lie: a product's quantiles follow its logs, and v_h/μ_h² is the variance of those.
/// `ETSUncertainty` adds what is not known of the parameters.
struct ETSProjection: Sendable {
  let form: ETSForm
  let smoothing: ETSSmoothing
  let level: Double
  let trend: Double
  /// `season[k]` serves the period k + 1 ahead; empty without season.
  let season: [Double]
  let uncertainty: ETSUncertainty
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

  /// Whether the forecast is a product of positive values, so that its quantiles should stay positive.
  var isProduct: Bool { form.error == .multiplicative || form.season == .multiplicative }

  /// σ²c_1², σ²c_2², …, parameter uncertainty included, season aside when `seasonal` is false.
  private func squaredWeights(_ sums: [Double], seasonal: Bool) -> [Double] {
    sums.enumerated().map { j, sum in
      let isTurn = seasonal && !season.isEmpty && (j + 1) % season.count == 0
      return uncertainty.gains.quadratic(SIMD3(1, sum, isTurn ? 1 : 0))
    }
  }

  func callAsFunction(_ horizon: Int) -> LinearFit.Projection {
    let m = season.count
    // φ + … + φʰ and its derivative by φ.
    var (sums, slopes): ([Double], [Double]) = ([], [])
    sums.reserveCapacity(horizon)
    slopes.reserveCapacity(horizon)
    var (sum, power, slope) = (0.0, 1.0, 0.0)
    for h in 1...max(1, horizon) {
      slope += Double(h) * power
      power *= smoothing.phi
      sum += power
      sums.append(sum)
      slopes.append(slope)
    }
    let lines = sums.map { level + $0 * trend }
    let hasProduct = form.season == .multiplicative
    var centres = lines
    if m > 0 {
      for h in 0..<horizon {
        if hasProduct { centres[h] *= season[h % m] } else { centres[h] += season[h % m] }
      }
    }
    let c = squaredWeights(sums, seasonal: !hasProduct)
    var variances =
      form.error == .additive
      ? additiveVariances(c) : relativeVariances(c, means: hasProduct ? lines : centres)
    for h in 0..<horizon {
      let place = SIMD3(1, sums[h], slopes[h])
      var states = uncertainty.states.quadratic(place)
      if m > 0 {
        let s = hasProduct ? season[h % m] : 1
        let line = hasProduct ? lines[h] : 1
        let own = uncertainty.season[h % m]
        let with = own[0] * place.x + own[1] * place.y + own[2] * place.z
        states = s * s * states + line * (2 * s * with + line * own[3])
      }
      variances[h] += states
    }
    return LinearFit.Projection(
      centres: centres.map { $0 * unit },
      scales: variances.map { max(0, $0).squareRoot() * unit })
  }

  private func additiveVariances(_ c: [Double]) -> [Double] {
    var total = uncertainty.variance
    return c.indices.map { h in
      if h > 0 { total += c[h - 1] }
      return total
    }
  }

  private func relativeVariances(_ c: [Double], means: [Double]) -> [Double] {
    let squares = means.map { $0 * $0 }
    // Past a thousand steps the convolution would cost more than it tells: the first mean takes over.
    let exact = min(c.count, 1000)
    var tail = 0.0
    return c.indices.map { h in
      var sum = uncertainty.variance * squares[h]
      if h < exact {
        var own = 0.0
        for j in 0..<h { own += c[j] * squares[h - 1 - j] }
        tail = own
        sum += own
      } else {
        tail += c[h - 1] * squares[0]
        sum += tail
      }
      guard form.season == .multiplicative else { return sum }
      let s = season[h % season.count]
      let turns = uncertainty.gains.quadratic(SIMD3(0, 0, 1)) * Double(h / season.count)
      return s * s * (sum + turns * squares[h])
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
