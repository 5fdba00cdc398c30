import LinearAlgebra
import SeriesCore
import Testing
import _TestSupport

@testable import Regression

/// CR2 and CR3 against clubSandwich (`Fixtures/r/clusters.csv`), and by what must hold.
@Suite struct BiasReducedTests {
  /// Formulas of the reference's cases.
  private static let cases: [(name: String, formula: String, family: Family, isWeighted: Bool)] = [
    ("plain", "inv ~ value + capital", .gaussian, false),
    ("weights", "inv ~ value + capital", .gaussian, true),
    ("firm", "inv ~ value + capital | firm", .gaussian, false),
    ("firm_year", "inv ~ value + capital | firm + year", .gaussian, false),
    ("year", "inv ~ value + capital | year", .gaussian, false),
    ("weights_firm_year", "inv ~ value + capital | firm + year", .gaussian, true),
    ("lone", "inv ~ value + lone", .gaussian, false),
    ("poisson", "count ~ value + capital", .poisson, false),
    ("poisson_firm", "count ~ value + capital | firm", .poisson, false),
    ("poisson_firm_year", "count ~ value + capital | firm + year", .poisson, false),
  ]

  @Test(arguments: ["cr2", "cr3"])
  func agreesWithClubSandwich(_ kind: String) throws {
    var compared = 0
    for item in Self.cases {
      let expected = try Self.reference(item.name, kind)
      guard !expected.isEmpty else { continue }
      let fit = try Self.fit(item.formula, family: item.family, isWeighted: item.isWeighted)
      let covariance = try CoefficientCovariance(fit, try #require(CovarianceKind(kind + ":firm")))
      let reduced = try #require(covariance.reduced)
      let table = CoefficientTable(fit, covariance)
      // The Poisson fits of both stop where the deviance does, which leaves seven digits.
      let tolerance = item.family == .poisson ? 1e-5 : 1e-8
      for (j, row) in table.rows.enumerated() {
        // What one firm decides has no errors here, and those of its matrix in clubSandwich.
        let isLone = reduced.lone.contains(j)
        #expect(isLone == (row.term == "lone"))
        let error = reduced.matrix[j, j].squareRoot()
        #expect(row.standardError == (isLone ? nil : error))
        for (what, found) in [
          ("se", error), ("df", reduced.degreesOfFreedom([j])), ("p", row.pValue),
        ] {
          guard what != "p" || !isLone else { continue }
          guard let value = expected["\(what) \(row.term)"] else { continue }
          #expect(
            relativeError(found ?? .nan, value) < tolerance,
            "\(item.name) \(kind) \(what) \(row.term): \(String(describing: found)), \(value)")
          compared += 1
        }
      }
      let slopes = fit.termNames.indices.filter { fit.termNames[$0] != "(Intercept)" }
      let joint = covariance.wald(fit.coefficients, places: slopes)
      guard reduced.lone.isEmpty else {
        #expect(joint == nil)
        continue
      }
      for (what, found) in [
        ("f", joint?.statistic), ("df1", joint?.numerator), ("df2", joint?.denominator),
        ("p", joint?.pValue),
      ] {
        guard let value = expected["\(what) joint"], value.isFinite else { continue }
        guard let f = expected["f joint"], f.isFinite else {
          #expect(joint == nil, "\(item.name): too few degrees of freedom for a joint test")
          continue
        }
        #expect(
          relativeError(found ?? .nan, value) < tolerance,
          "\(item.name) \(kind) joint \(what): \(String(describing: found)), \(value)")
        compared += 1
      }
    }
    #expect(compared >= (kind == "cr2" ? 90 : 30))
  }

  /// CR3 is what leaving out each cluster gives, with effects of whichever kind
  /// (`Fixtures/pyfixest/cr3.csv`).
  @Test func leavingOutClustersGivesTheSame() throws {
    var compared = 0
    for row in try Repository.rows("pyfixest/cr3.csv") {
      let item = try #require(Self.cases.first { $0.name == row["case"] })
      let fit = try Self.fit(item.formula)
      let place = try #require(fit.termNames.firstIndex(of: row["term"] ?? ""))
      let covariance = try CoefficientCovariance(fit, .cr3([["firm"]]))
      let value = try #require(row["se"].flatMap(Double.init))
      // pyfixest takes effects out to 1e-6 in each of its refits.
      #expect(relativeError(covariance.standardErrors[place], value) < 1e-6, "\(row)")
      compared += 1
    }
    #expect(compared == 9)
  }

  /// One row a cluster: A is 1/√(1 − h), which makes CR2 HC2, and CR3 HC3.
  @Test func withOneRowAClusterIsOfLeverage() throws {
    let fit = try ReferenceFixture.fit("mpg ~ wt + hp", "mtcars.csv") {
      $0.clusters = [[Self.nameColumn]]
    }
    for (kind, same) in [("cr2", CovarianceKind.hc2), ("cr3", .hc3)] {
      let covariance = try CoefficientCovariance(
        fit, try #require(CovarianceKind("\(kind):\(Self.nameColumn)")))
      let expected = try CoefficientCovariance(fit, same)
      for (a, b) in zip(covariance.standardErrors, expected.standardErrors) {
        #expect(relativeError(a, b) < 1e-11)
      }
    }
  }

  /// Two clusters of a mean: A = (1 − n_g/n)^(−½), s_g = A_g (y_g − ȳ)n_g/n; ν of Ω_gh by hand.
  @Test func aMeanOfTwoClustersByHand() throws {
    let text = "y,g\n1,a\n2,a\n6,b\n8,b\n10,b\n"
    let fit = try Self.fit(text, "y ~ 1", clusters: [["g"]])
    let covariance = try CoefficientCovariance(fit, .cr2([["g"]]))
    // Means 1.5 and 8 around 5.4; sums −7.8 and 7.8; A² = 1/(1 − .4), 1/(1 − .6).
    let sums = 7.8 * 7.8 * (1 / 0.6 + 1 / 0.4) / 25
    #expect(relativeError(covariance.matrix[0, 0], sums) < 1e-13)
    // Ω_gg = n_g A²(1 − n_g/n)/25 = n_g/25; Ω_ab = −A_a A_b n_a n_b/n/25.
    let cross = 2.0 * 3 / 5 / (0.6 * 0.4).squareRoot()
    let expected = 25 / (4 + 9 + 2 * cross * cross)
    #expect(relativeError(covariance.termDegreesOfFreedom?[0] ?? .nan, expected) < 1e-12)
  }

  @Test func absorbedEffectsAreAsDummies() throws {
    for (absorbed, written) in [
      ("inv ~ value + capital | firm", "inv ~ value + capital + factor(firm)"),
      (
        "inv ~ value + capital | firm + year", "inv ~ value + capital + factor(firm) + factor(year)"
      ),
      ("inv ~ value + capital | year", "inv ~ value + capital + factor(year)"),
    ] {
      for kind in ["cr2:firm", "cr3:firm"] {
        let kind = try #require(CovarianceKind(kind))
        let a = CoefficientTable(try Self.fit(absorbed), kind)
        let b = CoefficientTable(try Self.fit(written), kind)
        for term in ["value", "capital"] {
          let (x, y) = (try #require(a[term]), try #require(b[term]))
          #expect(relativeError(x.standardError ?? .nan, y.standardError ?? .nan) < 1e-8)
          #expect(relativeError(x.pValue ?? .nan, y.pValue ?? .nan) < 1e-6)
        }
      }
    }
  }

  @Test func unitsDoNotCount() throws {
    let a = try CoefficientCovariance(try Self.fit("inv ~ value + capital"), .cr2([["firm"]]))
    let b = try CoefficientCovariance(
      try Self.fit("inv ~ I(value * 1e6) + I(capital / 1e6)"), .cr2([["firm"]]))
    for (x, y) in zip(a.termDegreesOfFreedom ?? [], b.termDegreesOfFreedom ?? []) {
      #expect(relativeError(x, y) < 1e-9)
    }
  }

  @Test func whatIsRefused() throws {
    let fit = try Self.fit("inv ~ value")
    #expect(throws: RegressionError.self) { try CoefficientCovariance(fit, .cr2([["year"]])) }
    #expect(throws: RegressionError.self) {
      try CoefficientCovariance(fit, .cr3([["firm"], ["firm"]]))
    }
    let one = try Self.fit("y,g\n1,a\n2,a\n4,a\n", "y ~ 1", clusters: [["g"]])
    for kind in [CovarianceKind.cr2([["g"]]), .cr3([["g"]]), .wild([["g"]])] {
      #expect(throws: RegressionError.self) { try CoefficientCovariance(one, kind) }
    }
  }

  // MARK: Data

  private static let nameColumn = "model"

  private static func reference(_ name: String, _ kind: String) throws -> [String: Double] {
    var found: [String: Double] = [:]
    for row in try Repository.rows("r/clusters.csv")
    where row["case"] == name && row["kind"] == kind.uppercased() {
      found["\(row["what"] ?? "") \(row["term"] ?? "")"] = row["value"].flatMap(Double.init) ?? .nan
    }
    return found
  }

  static func fit(
    _ formula: String, family: Family = .gaussian, isWeighted: Bool = false,
    clusters: [[String]] = [["firm"]]
  ) throws -> RegressionFit {
    try ReferenceFixture.fit(
      formula, "Tests/Fixtures/r/clusters_data.csv", family: family
    ) {
      $0.clusters = clusters
      if isWeighted { $0.weights = "w" }
    }
  }

  static func fit(
    _ text: String, _ formula: String, family: Family = .gaussian, clusters: [[String]]
  ) throws -> RegressionFit {
    var options = ModelFrame.Options()
    options.clusters = clusters
    let (table, resolved) = try RegressionModel.read(
      ByteSource(name: "d.csv", bytes: Array(text.utf8)), formula: Formula(formula),
      options: options)
    var model = RegressionModel(resolved, family: family)
    model.options = options
    return try model.fit(to: table)
  }
}
