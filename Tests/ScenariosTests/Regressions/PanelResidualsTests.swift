import Foundation
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// How the residuals of a panel's pairs go on.
@Suite struct PanelResidualsTests {
  static func pair(
    _ size: Double, _ values: [(period: Int, value: Double)]
  ) -> PanelResiduals.Pair {
    PanelResiduals.Pair(size: size, deviations: values)
  }

  /// `Fixtures/r/make_panel_residuals.R`, which looks for the same least squares with `optimize`: to the
  /// 1e-7 at which a minimum of doubles is flat.
  @Test func leastSquaresAreAsInR() throws {
    var byPair: [String: [(period: Int, value: Double)]] = [:]
    for row in try Repository.rows("r/panel_residuals.csv") {
      byPair[row["pair"] ?? "", default: []].append(
        (Int(row["year"] ?? "") ?? 0, Double(row["value"] ?? "") ?? .nan))
    }
    var expected: [String: Double] = [:]
    for row in try Repository.rows("r/panel_residuals_fit.csv") {
      expected[row["quantity"] ?? ""] = Double(row["value"] ?? "")
    }
    let pairs = byPair.sorted { $0.key < $1.key }.map { Self.pair(1, $0.value) }
    let changes = PanelResiduals.changes(pairs)
    #expect(changes.map(\.periods) == [4, 8, 12, 16, 20, 24])
    for change in changes {
      let value = expected["change_\(change.periods)"] ?? .nan
      #expect(relativeError(change.meanSquare, value) < 1e-12)
    }
    let (deviation, autocorrelation) = PanelResiduals.fit(changes)
    #expect(relativeError(autocorrelation, expected["rho"] ?? .nan) < 1e-6)
    #expect(relativeError(deviation, expected["sigma"] ?? .nan) < 1e-6)
  }

  /// Mean squares that follow the process exactly give it back.
  @Test(arguments: [(0.5, 0.93), (1.2, 0.3), (0.1, 0.0)])
  func exactMeanSquaresGiveTheProcessBack(_ sigma: Double, _ rho: Double) {
    let changes = [4, 8, 12].map {
      PanelResiduals.Change(
        periods: $0, count: 100 - $0, meanSquare: 2 * sigma * sigma * (1 - pow(rho, Double($0))))
    }
    let (deviation, autocorrelation) = PanelResiduals.fit(changes)
    #expect(relativeError(deviation, sigma) < 1e-6)
    // A residual that is gone before the first wave has any small autocorrelation.
    #expect(rho > 0 ? abs(autocorrelation - rho) < 1e-5 : pow(autocorrelation, 4) < 1e-6)
  }

  /// Levels of the pairs' own do not matter, and few pairs of the size are told and not used.
  @Test func tooFewPairsFallBackByName() throws {
    var numbers = SeededNumbers(3)
    let waves = [0, 4, 8]
    func made(_ size: Double) -> PanelResiduals.Pair {
      let level = 10 * numbers.symmetric()
      return Self.pair(size, waves.map { ($0, level + numbers.symmetric() / 2) })
    }
    let large = (0..<5).map { _ in made(100) }
    let small = (0..<30).map { _ in made(1) }
    let panel = PanelResiduals(pairs: large + small, own: large[0])
    func plan(_ size: Double?) -> PanelResiduals.Plan {
      PanelResiduals.Plan(period: "year", bothWays: false, size: size)
    }
    let alike = try #require(panel.process(plan(200)))
    #expect(alike.basis == .pairs(size: 200) && alike.pairs == 35 && alike.fallback == nil)
    #expect(alike.count == 105)
    // Uniform numbers vary by 1/√12 around their mean and do not know each other.
    #expect(abs(alike.deviation - 1 / 12.0.squareRoot()) < 0.06)
    let few = try #require(panel.process(plan(3)))
    #expect(few.basis == .pairs(size: nil) && few.pairs == 35)
    #expect(few.fallback == "only 5 pairs are of the pair's size")
    #expect(PanelResiduals(pairs: large, own: large[0]).process(plan(nil)) == nil)
  }

  /// A residual that is known dies out, one that is not varies at both ends, one that wanders varies
  /// more with each period.
  @Test func residualsGoOnAsTheyAreSaidTo() {
    var process = ResidualProcess(
      basis: .regression, deviation: 2, autocorrelation: 0.5, count: 20, degreesOfFreedom: 18)
    #expect(process.left(2) == 0.25 && process.change(2) == 0)
    #expect(process.changeVariance(2) == 2 * 4 * 0.75)
    process.last = 1
    #expect(process.change(2) == -0.75 && process.changeVariance(2) == 4 * (1 - 0.0625))
    process.wandering = 0.5
    #expect(process.left(9) == 1 && process.change(9) == 0 && process.changeVariance(9) == 2.25)
  }

  /// Changes of 1, 3, 2 and 0 over one, one, two and one period: (1 + 9 + 2 + 0)/4 a period. Three show no
  /// spread.
  @Test func periodEffectsHaveTheirSpread() throws {
    let known = [(2004, 6.0), (2000, 0), (2001, 1), (2002, 4), (2005, 6)]
    func effects(_ known: [(Int, Double)]) -> PeriodEffects? {
      PeriodEffects(known.map { (period: $0.0, effect: $0.1) })
    }
    let all = try #require(effects(known))
    #expect(all.count == 4 && all.last == 2005)
    #expect(all.deviation == 3.0.squareRoot() && relativeError(all.changeVariance(6), 18) < 1e-15)
    let few = try #require(effects(Array(known.dropLast())))
    #expect(few.count == 3 && few.deviation == nil && few.changeVariance(6) == 0)
    #expect(effects([]) == nil)
  }
}
