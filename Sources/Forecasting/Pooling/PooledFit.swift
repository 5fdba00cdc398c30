internal import SeriesCore
package import StatisticsCore

/// A linear pool: fitted models of one sample on one scale, each with a weight.
///
/// Its distribution at a step is the weighted mean of the members', a path is a path of one member, drawn
/// by its weight: marginals and paths agree.
///
/// Source: Stone (1961), the opinion pool.
package struct PooledFit: FittedModel {
  struct Member: Sendable {
    /// As outputs print it, such as `auto+log`.
    let name: String
    /// Positive; weights sum to 1.
    let weight: Double
    let fit: any FittedModel
  }

  let members: [Member]

  /// - Precondition: at least one member, weights positive, on the scale of one sample.
  init(_ members: [Member]) {
    precondition(!members.isEmpty, "a pool has a member")
    self.members = members
  }

  package var form: String {
    members.map { "\(NumberText.shortest(SignificantDigits.round($0.weight, to: 3))) \($0.name)" }
      .joined(separator: " + ")
  }

  package var parameters: [(name: String, value: Double)] {
    members.map { ("weight " + $0.name, $0.weight) }
  }

  package func prepared(horizon: Int) -> PooledFit {
    PooledFit(
      members.map {
        Member(name: $0.name, weight: $0.weight, fit: $0.fit.prepared(horizon: horizon))
      })
  }

  package func predictive(horizon: Int) -> [TMixture] {
    let each = members.map { (weight: $0.weight, steps: $0.fit.predictive(horizon: horizon)) }
    return (0..<horizon).map { h in TMixture.pool(each.map { ($0.weight, $0.steps[h]) }) }
  }

  package func simulate(
    into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
  ) {
    var rest = members.count > 1 ? random.uniform() : 0
    for member in members.dropLast() {
      rest -= member.weight
      if rest < 0 { return member.fit.simulate(into: path, using: &random) }
    }
    members[members.count - 1].fit.simulate(into: path, using: &random)
  }
}

extension TMixture {
  /// The mean of distributions with weights that sum to 1.
  static func pool(_ parts: [(weight: Double, distribution: TMixture)]) -> TMixture {
    TMixture(
      parts.flatMap { part in
        part.distribution.components.map {
          var component = $0
          component.weight *= part.weight
          return component
        }
      })
  }
}
