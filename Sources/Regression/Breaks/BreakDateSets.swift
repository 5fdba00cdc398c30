internal import Glibc

extension BaiPerronFit {
  /// Intervals of the break places by inverted likelihood ratios, all others held at their estimates.
  ///
  /// A place b between two neighbouring breaks is in the interval when the likelihood of normal errors,
  /// each regime with its own coefficients and variance, is not far under the greatest:
  /// 2(ℓ(b̂) − ℓ(b)) ≤ κ. In large samples and small breaks P(2(ℓ(b̂) − ℓ(b₀)) ≤ κ) = (1 − e^(−κ/2))², the
  /// greatest value of a Brownian motion that drifts down on both sides. Places are whole: the greatest of
  /// a walk with steps of the deviation d = √(δ′(X′X/n)δ)/σ stays 0.583 d under that of the motion
  /// (Siegmund 1985), which gives each side 1 − e^(−κ/2 − 0.583 d) with its own d. κ is then multiplied by
  /// n/(n − 2(k + 1)) for the parameters of n rows, and by `longRunRatio`.
  ///
  /// - Parameters:
  ///   - level: percent, over 0 and under 100.
  ///   - longRunRatio: the long-run variance of the errors over their variance, 1 where they are
  ///     independent.
  /// - Returns: one a break, in time order: the hull of all such places and the estimate; nil where a
  ///   segment leaves no residual.
  /// - Throws: `.invalid` for a number of breaks no partition has, or a level out of range.
  ///
  /// Source: Eo & Morley (2015), "Likelihood-ratio-based confidence sets for the timing of structural
  /// breaks". Checked: coverage in simulation (`bench/INFERENCE.md`).
  public func likelihoodIntervals(
    breaks: Int, level: Double = 95, longRunRatio: Double = 1
  ) throws(RegressionError) -> [BreakInterval?] {
    guard level > 0, level < 100 else {
      throw .invalid(argument: "level", detail: "\(level); over 0 and under 100 is possible")
    }
    let segments = try segments(breaks: breaks)
    var intervals: [BreakInterval?] = []
    for (before, after) in zip(segments, segments.dropFirst()) {
      let rows = before.observations.lowerBound..<after.observations.upperBound
      intervals.append(
        try interval(
          in: rows, estimate: before.observations.upperBound, share: level / 100,
          longRunRatio: longRunRatio))
    }
    return intervals
  }

  private func interval(
    in rows: Range<Int>, estimate: Int, share: Double, longRunRatio: Double
  ) throws(RegressionError) -> BreakInterval? {
    let before = sample.sums(in: rows, backward: false)
    let after = sample.sums(in: rows, backward: true)
    var likelihoods: [(place: Int, value: Double)] = []
    let (first, last) = (rows.lowerBound + minimumSegment, rows.upperBound - minimumSegment)
    for place in first...max(first, last) {
      guard let left = before[place - rows.lowerBound], let right = after[place - rows.lowerBound]
      else { continue }
      guard min(left, right) > sample.exactLimit else { return nil }
      let counts = (Double(place - rows.lowerBound), Double(rows.upperBound - place))
      likelihoods.append(
        (place, -0.5 * (counts.0 * log(left / counts.0) + counts.1 * log(right / counts.1))))
    }
    guard let best = likelihoods.max(by: { $0.value < $1.value }) else { return nil }
    let steps = try stepSizes(rows.lowerBound..<best.place, best.place..<rows.upperBound)
    let parameters = Double(2 * (sample.terms + 1))
    let count = Double(rows.count)
    guard count > parameters else { return nil }
    let limit =
      Self.criticalValue(share, steps: steps) * count / (count - parameters) * longRunRatio
    let inside = likelihoods.filter { 2 * (best.value - $0.value) <= limit }.map(\.place)
    return BreakInterval(
      breakAfter: estimate, low: min(estimate, inside.min() ?? estimate),
      high: max(estimate, inside.max() ?? estimate))
  }

  /// d of both sides of a break.
  private func stepSizes(
    _ before: Range<Int>, _ after: Range<Int>
  ) throws(RegressionError) -> (Double, Double) {
    let fits = (try sample.fullFit(before), try sample.fullFit(after))
    let change = zip(fits.0.coefficients, fits.1.coefficients).map { $1.estimate - $0.estimate }
    func size(_ fit: OLSFit, _ rows: Range<Int>) -> Double {
      let freedom = Double(max(1, fit.degreesOfFreedom))
      return (sample.moment(rows, change) / (fit.residualSumOfSquares / freedom)).squareRoot()
    }
    return (size(fits.0, before), size(fits.1, after))
  }

  /// κ with (1 − e^(−κ/2 − 0.583 d₁))(1 − e^(−κ/2 − 0.583 d₂)) = share; 0 where this is over it.
  static func criticalValue(_ share: Double, steps: (Double, Double)) -> Double {
    // −ζ(½)/√(2π).
    let overshoot = 0.582597157939
    func probability(_ kappa: Double) -> Double {
      (1 - exp(-kappa / 2 - overshoot * steps.0)) * (1 - exp(-kappa / 2 - overshoot * steps.1))
    }
    var (low, high) = (0.0, 1.0)
    guard probability(0) < share else { return 0 }
    while probability(high) < share { high *= 2 }
    for _ in 0..<100 where high - low > 1e-13 * high {
      let middle = 0.5 * (low + high)
      if probability(middle) < share { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}

extension BreakSample {
  /// The residual sums of squares of the rows before (or from) each place of a range, by their distance
  /// from its first; nil where the terms are collinear there.
  func sums(in range: Range<Int>, backward: Bool) -> [Double?] {
    var state = UpdatedQR(terms: terms)
    var result = [Double?](repeating: nil, count: range.count + 1)
    for step in 0..<range.count {
      state.add(backward ? range.upperBound - 1 - step : range.lowerBound + step, rows: rows)
      guard state.count > terms, state.hasFullRank else { continue }
      result[backward ? range.count - 1 - step : step + 1] = state.residualSumOfSquares
    }
    return result
  }

  /// δ′(X′X/n)δ over some observations.
  func moment(_ observations: Range<Int>, _ change: [Double]) -> Double {
    var sum = 0.0
    for i in observations {
      let product = zip(design.terms, change).reduce(0) { $0 + $1.0.values[i] * $1.1 }
      sum += product * product
    }
    return sum / Double(observations.count)
  }
}
