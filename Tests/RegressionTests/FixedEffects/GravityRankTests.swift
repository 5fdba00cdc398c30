import Foundation
import LinearAlgebra
import SeriesCore
import Testing
import _TestSupport

@testable import Regression

/// Which terms structural gravity can estimate, and what: generated panels against dense least squares
/// on dummies.
@Suite struct GravityRankTests {
  /// Mostly small, so that dense decompositions stay a matter of milliseconds; some as wide and long
  /// as real ones.
  private static func panel(_ number: Int) throws -> GravityPanel {
    var numbers = SeededNumbers(UInt64(number))
    let isWide = number % 25 == 0
    let isLong = number % 25 == 12
    return try GravityPanel(
      UInt64(1000 + number), countries: numbers.integer(10...(isWide ? 40 : 13)),
      years: numbers.integer(5...(isLong ? 20 : 7)), rows: isWide || isLong ? 420 : 220)
  }

  @Test(arguments: 0..<20) func leastSquares(_ batch: Int) throws {
    for number in batch * 10..<batch * 10 + 10 {
      let panel = try Self.panel(number)
      let dense = try panel.dense()
      let fit = try RegressionModel(Formula(panel.formula)).fit(to: panel.table)
      #expect(fit.termNames == dense.kept.map { panel.names[$0] }, "panel \(number)")
      let isKept = Set(dense.kept)
      #expect(
        fit.droppedTerms
          == panel.names.indices.filter { !isKept.contains($0) }.map { panel.names[$0] },
        "panel \(number)")
      guard fit.termNames.count == dense.kept.count else { continue }
      for (j, name) in fit.termNames.enumerated() {
        let error = abs(fit.coefficients[j] - dense.coefficients[j]) / dense.units[j]
        #expect(error < 1e-6, "panel \(number), \(name): \(error)")
      }
    }
  }

  @Test(arguments: 0..<6) func poisson(_ number: Int) throws {
    let panel = try GravityPanel(UInt64(5000 + number), countries: 10, years: 5, rows: 300)
    let flow = panel.response.map { exp($0) }
    let formula = panel.formula.replacing("y ~", with: "flow ~")
    let fit = try RegressionModel(Formula(formula), family: .poisson).fit(to: panel.table)
    // Newton's method from the fit's own means: at the maximum a step of dense least squares on
    // dummies gives back the coefficients.
    try #require(fit.count == flow.count)
    let working = flow.indices.map {
      fit.linearPredictor[$0] + (flow[$0] - fit.fitted[$0]) / fit.fitted[$0]
    }
    let dense = try panel.dense(weights: fit.fitted, response: working)
    #expect(fit.termNames == dense.kept.map { panel.names[$0] }, "panel \(number)")
    #expect(
      fit.droppedTerms + fit.termNames == fit.droppedTerms + dense.kept.map { panel.names[$0] })
    guard fit.termNames.count == dense.kept.count else { return }
    for (j, name) in fit.termNames.enumerated() {
      let error = abs(fit.coefficients[j] - dense.coefficients[j]) / dense.units[j]
      #expect(error < 1e-6, "panel \(number), \(name): \(error)")
    }
    // A step of Newton's method at the fit is the whole of it only if the fit's means are its own.
    let predictor = fit.linearPredictor.indices.map { i in
      let terms = zip(fit.termNames, fit.coefficients).reduce(0) { sum, pair in
        sum + pair.1 * panel.columns[panel.names.firstIndex(of: pair.0) ?? 0][i]
      }
      return terms + (fit.effectSum?[i] ?? 0)
    }
    for (a, b) in zip(predictor, fit.linearPredictor) { #expect(abs(a - b) < 1e-6) }
  }
}
