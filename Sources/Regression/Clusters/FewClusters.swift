internal import SeriesCore

/// What to hold of tests by few clusters; measured by `bench/inference/clusters`.
enum FewClusters {
  /// Clusters under which the errors of `cluster` reject clearly too often.
  static let many = 40
  /// Clusters under which no kind of errors is sure of its level.
  static let enough = 10
  /// Degrees of freedom under which Satterthwaite's approximation is rough (Pustejovsky & Tipton 2018).
  static let roughFreedom = 4.0

  static func warnings(_ fit: RegressionFit, _ covariance: CoefficientCovariance) -> [String] {
    guard let fewest = covariance.clusterCounts.min() else { return [] }
    let names = covariance.kind.clusters.map { $0.joined(separator: "^") }.joined(separator: "+")
    var messages: [String] = []
    switch covariance.kind {
    case .cluster where fewest < many:
      let others =
        covariance.clusterCounts.count == 1 ? "cr2:\(names) or wild:\(names)" : "wild:\(names)"
      messages.append(
        "\(fewest) clusters are few: tests at 5 % reject 8 to 17 % of true hypotheses and intervals are "
          + "too narrow (\(others) hold)")
    case .cr2 where fewest < enough, .cr3 where fewest < enough, .wild where fewest < enough:
      messages.append(
        "\(fewest) clusters are very few: no errors are sure of their level, tests have little power"
      )
    default: break
    }
    if let freedom = covariance.termDegreesOfFreedom {
      let rough = fit.termNames.indices.filter {
        !(freedom[$0] >= roughFreedom) && !covariance.loneTerms.contains($0)
      }
      if !rough.isEmpty {
        messages.append(
          "under 4 degrees of freedom, where p-values are rough: "
            + rough.map { place in
              // Down, so that what is under 4 reads so.
              let digits = (100 * freedom[place]).rounded(.down) / 100
              return fit.termNames[place]
                + (freedom[place].isFinite ? " (\(NumberText.shortest(digits)))" : " (none)")
            }.joined(separator: ", "))
      }
    }
    return messages
  }
}

extension WildBootstrap {
  /// Which coefficients the bootstrap says nothing of, or leaves an end of the interval open.
  func warnings(_ fit: RegressionFit) -> [String] {
    zip(fit.termNames, outcomes).compactMap { name, outcome in
      guard let reason = outcome.reason else { return nil }
      let what =
        outcome.pValue.isFinite ? "its interval is open" : "no p-value and no interval"
      return "\(name): \(what) (wild bootstrap: \(reason))"
    }
  }
}
