internal import Glibc
internal import StatisticsCore

// λ, μ   hazards a year of being finished and of being removed, constant, the same for every project
// θ = λ + μ
//
// Between two lists Δ years apart each project open at the first
//   is finished with probability  p_c = λ/θ · (1 − e^{−θΔ}),
//   is removed with probability   p_r = μ/θ · (1 − e^{−θΔ}),
//   stays open otherwise:         p_0 = e^{−θΔ}.
// When it happened inside the interval is not seen. Known counts of both are multinomial, of one of
// them binomial with p_c or p_r, of their sum binomial with 1 − p_0. Projects added during an
// interval are at risk from the list on which they first stand.

/// The likelihood of the counts between lists under constant competing hazards.
///
/// Source: Kalbfleisch & Prentice (2002), 8.2, competing risks; grouped as in Prentice & Gloeckler
/// (1978).
struct PipelineLikelihood {
  /// What an interval tells.
  enum Kind { case both, finishedOnly, removedOnly, sum }

  struct Term {
    let kind: Kind
    let years: Double
    let open: Int
    let finished: Int
    let removed: Int
    /// The multinomial or binomial coefficient's logarithm.
    let constant: Double
  }

  let terms: [Term]

  init(_ pipeline: ProjectPipeline) { self.init(pipeline.intervals) }

  init(_ intervals: [PipelineInterval]) {
    terms = intervals.compactMap { interval in
      guard let open = interval.open, open > 0 else { return nil }
      let kind: Kind
      switch (interval.finished, interval.removed, interval.left) {
      case (.some, .some, _): kind = .both
      case (_, _, .some): kind = .sum
      case (.some, nil, nil): kind = .finishedOnly
      case (nil, .some, nil): kind = .removedOnly
      case (nil, nil, nil): return nil
      }
      // A sum stands in the first count.
      let first = kind == .sum ? interval.left ?? 0 : interval.finished ?? 0
      let second = kind == .sum ? 0 : interval.removed ?? 0
      return Term(
        kind: kind, years: interval.years, open: open, finished: first, removed: second,
        constant: Self.logFactorial(open) - Self.logFactorial(first) - Self.logFactorial(second)
          - Self.logFactorial(open - first - second))
    }
  }

  /// Whether the counts tell both hazards apart.
  var isIdentified: Bool {
    let kinds = Set(terms.map(\.kind))
    return kinds.contains(.both) || kinds.count >= 2
  }

  /// Whether an interval that counts all who left saw some stay: without one the likelihood does not
  /// fall as both hazards grow together.
  var isBounded: Bool {
    terms.contains {
      ($0.kind == .both || $0.kind == .sum) && $0.open > $0.finished + $0.removed
    }
  }

  /// log L(λ, μ); −∞ where a count that was seen has no probability.
  func value(_ completion: Double, _ removal: Double) -> Double {
    let total = completion + removal
    return terms.reduce(0) { sum, term in
      let x = total * term.years
      // (1 − e^{−x})/x, 1 at x = 0.
      let exposed = term.years * (x > 0 ? -expm1(-x) / x : 1)
      let (finished, removed) = (completion * exposed, removal * exposed)
      let stay = term.open - term.finished - term.removed
      switch term.kind {
      case .both:
        return sum + term.constant + Self.product(term.finished, log(finished))
          + Self.product(term.removed, log(removed)) - Double(stay) * x
      case .finishedOnly:
        return sum + term.constant + Self.product(term.finished, log(finished))
          + Self.product(stay, log1p(-finished))
      case .removedOnly:
        return sum + term.constant + Self.product(term.removed, log(removed))
          + Self.product(stay, log1p(-removed))
      case .sum:
        return sum + term.constant + Self.product(term.finished, log(finished + removed))
          - Double(stay) * x
      }
    }
  }

  /// Project-years at risk under the hazards.
  func exposure(_ completion: Double, _ removal: Double) -> Double {
    let total = completion + removal
    return terms.reduce(0) { sum, term in
      let x = total * term.years
      return sum + Double(term.open) * term.years * (x > 0 ? -expm1(-x) / x : 1)
    }
  }

  /// Twice the log-likelihood that free probabilities in every interval would add, with its degrees
  /// of freedom.
  func deviance(_ completion: Double, _ removal: Double) -> (value: Double, freedom: Int) {
    var (saturated, cells) = (0.0, 0)
    for term in terms {
      let stay = term.open - term.finished - term.removed
      cells += term.kind == .both ? 2 : 1
      saturated += term.constant
      for count in [term.finished, term.removed, stay] {
        saturated += Self.product(count, log(Double(count) / Double(term.open)))
      }
    }
    return (max(0, 2 * (saturated - value(completion, removal))), cells - 2)
  }

  /// n · x with 0 · (−∞) = 0.
  private static func product(_ count: Int, _ x: Double) -> Double {
    count == 0 ? 0 : Double(count) * x
  }

  private static func logFactorial(_ n: Int) -> Double {
    SpecialFunctions.logGamma(Double(n) + 1)
  }
}
