internal import Glibc

/// The automatic form: every candidate with shrunken smoothing parameters, judged by AICc, and a
/// forecast that averages them by their weights.
///
/// The maximum of the likelihood over all forms and parameters forecasts worse than a cautious one:
/// on short series it takes noise for trends. Three measures, their constants chosen on rolling
/// origins inside the training parts of M3 yearly and monthly (`bench/README.md`):
///
/// - a quadratic penalty pulls α to 0.7 and β/α to 0.1, γ to 0 and φ to 0.9;
/// - AICc is charged 2 for an undamped trend, and credited 4 for a damped one and for a season;
/// - the forecasts of the candidates are averaged with weights exp(−Δ/4), half the exponent of
///   Akaike weights, since the criterion of a short series is noisy itself.
///
/// Source of the averaging: Burnham & Anderson (2002); Kolassa (2011) for exponential smoothing.
struct AutomaticETS {
  struct Candidate {
    let estimate: ETSEstimate
    let weight: Double
  }

  /// The form of greatest weight.
  let best: ETSEstimate
  /// The forms that count, in the order of the taxonomy.
  let candidates: [Candidate]

  static let penalty = ETSPenalty(
    alpha: (0.7, 4), trendRatio: (0.1, 20), seasonRatio: (0, 10), damping: (0.9, 100))
  private static let temper = 0.25
  /// Forms of less than a hundredth of the best one's weight change nothing.
  private static let leastWeight = 0.01

  private static func charge(_ form: ETSForm) -> Double {
    var charge = form.season == .none ? 0.0 : -4
    if form.trend == .additive { charge += 2 }
    if form.trend == .additiveDamped { charge -= 4 }
    return charge
  }

  /// - Parameter isLevel: whether the values are as observed; on logs only additive forms have a
  ///   meaning that does not depend on the unit.
  /// - Returns: nil when no form is possible.
  init?(_ search: ETSSearch, isLevel: Bool) {
    var tried: [(estimate: ETSEstimate, criterion: Double)] = []
    var least = Double.infinity
    for form in ETSForm.candidates(
      isPositive: search.isPositive && isLevel, isSeasonal: search.seasonLength > 1)
    {
      guard
        let estimate = search.fit(form, effort: .quick, penalty: Self.penalty)
      else { continue }
      var criterion =
        search.aicc(estimate) + Self.charge(form) + estimate.objective - estimate.criterion
      // Where n leaves no correction the simplest form is all there is.
      if !criterion.isFinite { criterion = 1e9 + Double(search.parameterCount(form)) * 1e6 }
      tried.append((estimate, criterion))
      least = min(least, criterion)
    }
    guard let best = tried.first(where: { $0.criterion == least }) else { return nil }
    self.best = best.estimate
    candidates = tried.compactMap { estimate, criterion in
      let weight = exp(-Self.temper * (criterion - least))
      return weight >= Self.leastWeight ? Candidate(estimate: estimate, weight: weight) : nil
    }
  }

  /// The average of the candidates' centres with the spread of their pool, which the distances between
  /// the centres are part of; form, parameters and criteria are the best one's.
  func linearFit(_ search: ETSSearch) -> LinearFit {
    let total = candidates.reduce(0) { $0 + $1.weight }
    let parts = candidates.map {
      (search.averagedProjection($0.estimate, penalty: Self.penalty), $0.weight / total)
    }
    let main = search.linearFit(best, search.projection(best), keepsSign: false)
    return LinearFit(
      form: candidates.count > 1
        ? "\(main.form) averaged with \(candidates.count - 1) more" : main.form,
      parameters: main.parameters, logLikelihood: main.logLikelihood, aicc: main.aicc,
      degreesOfFreedom: main.degreesOfFreedom, process: main.process,
      keepsSign: parts.contains { $0.0.isProduct }
    ) { horizon in
      let projections = parts.map { $0.0(horizon) }
      var sum = LinearFit.Projection(
        centres: Array(repeating: 0, count: horizon), scales: Array(repeating: 0, count: horizon))
      for (part, (_, weight)) in zip(projections, parts) {
        for h in 0..<horizon { sum.centres[h] += weight * part.centres[h] }
      }
      for h in 0..<horizon {
        // In units of the largest, so that squares stay in range.
        let largest = projections.reduce(0) {
          max($0, $1.scales[h], abs($1.centres[h] - sum.centres[h]))
        }
        guard largest > 0 else { continue }
        var square = 0.0
        for (part, (_, weight)) in zip(projections, parts) {
          let (own, distance) = (
            part.scales[h] / largest, (part.centres[h] - sum.centres[h]) / largest
          )
          square += weight * (own * own + distance * distance)
        }
        sum.scales[h] = largest * square.squareRoot()
      }
      return sum
    }
  }
}
