import Regression
import SeriesCore
import Testing
import _TestSupport

/// A regression is asked once, and tells what was asked for.
@Suite struct RegressionQuestionTests {
  /// y is 1, 3, 2, 5, … with a column of three groups; the last row has no response.
  static let table = DataTable(
    rowCount: 9,
    numbers: [
      "y": DataTable.Numbers([1, 3, 2, 5, 4, 7, 6, 9, .nan]),
      "x": DataTable.Numbers([1, 2, 3, 4, 5, 6, 7, 8, 9]),
      "z": DataTable.Numbers([2, 1, 4, 3, 6, 5, 8, 9, 7]),
    ], levels: ["g": DataTable.Levels(["a", "a", "a", "b", "b", "b", "c", "c", "c"])])

  static func question(_ formula: String) throws -> RegressionQuestion {
    RegressionQuestion(try Formula(formula), table: table)
  }

  @Test func onlyWhatIsAskedIsTold() throws {
    var question = try Self.question("y ~ x + z")
    let bare = try question.answer()
    #expect(bare.tests.isEmpty && bare.figures.isEmpty && bare.fixedEffects.isEmpty)
    #expect(bare.predictions == nil && bare.influence == nil && bare.panel == nil)
    question.details = [.tests, .influence, .predictions]
    let full = try question.answer()
    #expect(full.fit.coefficients == bare.fit.coefficients)
    #expect(full.coefficients.rows == bare.coefficients.rows)
    #expect(full.tests.first?.name == "f")
    #expect(full.figures.map(\.name) == ["vif:x", "vif:z"])
    #expect(full.influence?.leverage.count == 8)
    // The row without a response is predicted, and is among what is left out of the fit.
    #expect(full.predictions?.rows.count == 9 && full.predictions?.rows.last?.actual == nil)
    #expect(full.warnings == ["1 of 9 rows left out: 1 with an empty cell"])
  }

  @Test func errorsAreTheFamilysUnlessAskedFor() throws {
    var question = try Self.question("y ~ x")
    #expect(try question.answer().covariance.kind == .iid)
    question.family = .poisson
    #expect(try question.answer().covariance.kind == .hc1)
    question.errors = .iid
    #expect(try question.answer().covariance.kind == .iid)
  }

  @Test func clustersFollowFromTheErrors() throws {
    var question = try Self.question("y ~ x")
    question.errors = .cluster([["g"]])
    let answer = try question.answer()
    #expect(answer.covariance.clusterCounts == [3])
    #expect(CovarianceKind.hc3.clusters.isEmpty)
  }

  @Test func fixedEffectsAreToldByLevel() throws {
    var question = try Self.question("y ~ x | g")
    question.details = [.fixedEffects]
    let answer = try question.answer()
    #expect(answer.fixedEffects.map(\.level) == ["a", "b", "c"])
    #expect(answer.fixedEffects.map(\.count) == [3, 3, 2])
  }

  @Test func effectsOfSeriesHaveTheirFigures() throws {
    var question = try Self.question("y ~ x")
    question.options.id = "g"
    question.effects = .random
    question.details = [.tests]
    let answer = try question.answer()
    #expect(
      answer.figures.map(\.name) == [
        "variance:series", "variance:rest", "theta:least", "theta:greatest",
      ])
    #expect(answer.panel?.hasLikelihood == false)
    question.effects = .between
    let between = try question.answer()
    #expect(between.figures.isEmpty && between.panel?.hasLikelihood == true)
    #expect(between.fit.count == 3)
  }

  @Test func aQuantileStandsWithoutErrors() throws {
    let frame = try ModelFrame(
      Formula("y ~ x"), table: Self.table, options: ModelFrame.Options())
    var question = QuantileQuestion(frame, tau: 0.5)
    question.errors = .iid
    let median = try question.answer()
    #expect(median.coefficients.map(\.term) == ["(Intercept)", "x"])
    #expect(median.coefficients.map(\.estimate) == median.fit.coefficients.map(\.estimate))
    #expect((median.missingErrors == nil) == (median.coefficients[1].standardError != nil))
    #expect(throws: QuantileRegressionError.probabilityOutOfRange(1)) {
      try QuantileQuestion(frame, tau: 1).answer()
    }
  }
}
