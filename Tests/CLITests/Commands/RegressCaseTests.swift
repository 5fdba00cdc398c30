import Foundation
import Testing
import _TestSupport

/// Inputs for which something else than the right value came out once; see
/// `Fixtures/cases/regression/README.md` for where the values come from.
@Suite struct RegressCaseTests {
  private struct Run {
    let status: Int32
    let rows: [[String: String]]
    let stderr: String
    let summary: [String: String]
    let others: [[String: String]]

    func number(_ term: String, _ column: String) -> Double {
      RegressCommandTests.number(rows.first { $0["term"] == term }, column)
    }
  }

  /// Runs a command on a case; `other` is an option whose file is read too.
  private static func run(
    _ file: String, _ arguments: [String], other: String? = nil, command: String = "regress"
  ) throws -> Run {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let path = Repository.fixture("cases/regression/\(file).csv")
    try runner.write("\(file).csv", try Data(contentsOf: URL(filePath: path)))
    var all = arguments + ["-o", "o.csv"]
    if command == "regress" { all += ["--summary", "s.csv"] }
    if let other { all += [other, "other.csv"] }
    let quoted = all.map { "'\($0)'" }.joined(separator: " ")
    let result = try runner.shell("\"$CORRIDOR\" \(command) \(file).csv " + quoted)
    #expect(result.stdout.isEmpty)
    func rows(_ name: String) throws -> [[String: String]] {
      runner.exists(name) ? try RegressCommandTests.rows(try runner.read(name)) : []
    }
    return Run(
      status: result.status, rows: try rows("o.csv"), stderr: result.stderr,
      summary: try rows("s.csv").first ?? [:], others: try rows("other.csv"))
  }

  // MARK: Rank

  @Test func bordersThatSumToAnEffect() throws {
    let formula = "flow ~ rta + factor(t):border | o^t + d^t + o^d"
    let fit = try Self.run("gravity_border_poisson", [formula, "--family", "poisson"])
    #expect(fit.status == 0)
    #expect(fit.rows.count == 4 && fit.summary["collinear_terms"] == "factor(t)2013:border")
    #expect(fit.stderr.contains("combination of others: factor(t)2013:border"))
    for (term, value) in [
      ("factor(t)2010:border", -0.475256), ("factor(t)2011:border", -0.801367),
      ("factor(t)2012:border", -0.366739),
    ] { #expect(abs(fit.number(term, "estimate") - value) < 5e-7) }
    #expect(abs(fit.number("rta", "std_error") - 0.40733) < 5e-6)
    let linear = try Self.run("gravity_border_poisson", [formula])
    #expect(linear.summary["collinear_terms"] == "factor(t)2013:border" && linear.rows.count == 4)
  }

  @Test func theReferenceLevelOfAProduct() throws {
    let fit = try Self.run(
      "gravity_border_poisson",
      ["flow ~ rta + factor(t, ref=2010):border | o^t + d^t + o^d", "--family", "poisson"])
    #expect(
      fit.rows.map { $0["term"] } == [
        "rta", "factor(t)2011:border", "factor(t)2012:border", "factor(t)2013:border",
      ])
    // Differences of the other parametrization's estimates; its 2013 is zero.
    #expect(abs(fit.number("factor(t)2013:border", "estimate") - 0.475256) < 5e-7)
    #expect(abs(fit.number("factor(t)2011:border", "estimate") + 0.801367 - 0.475256) < 1e-6)
    #expect(fit.summary["collinear_terms"] == "" && fit.stderr.isEmpty)
  }

  @Test(arguments: [
    ("iv_absorbed", "y ~ c | x ~ c", "tell x from", "c is explained"),
    ("iv_absorbed", "y ~ c + v | x ~ v", "tell x from", "v is explained"),
    ("iv_noise", "y ~ 1 | g + k | x ~ q", "tell x from", "q is explained"),
    ("iv_absorbed", "y ~ c | c ~ z", "tell c from", "other instruments"),
    ("iv_noise", "y ~ 1 | x + v ~ q + I(2*q)", "tell x, v from", "I(2*q) is explained"),
  ])
  func underIdentified(_ file: String, _ formula: String, _ what: String, _ why: String) throws {
    let fit = try Self.run(file, [formula])
    #expect(fit.status == 65 && fit.rows.isEmpty)
    #expect(fit.stderr.contains("under-identified") && fit.stderr.contains(what), "\(fit.stderr)")
    #expect(fit.stderr.contains(why), "\(fit.stderr)")
  }

  @Test func anInstrumentThatTheEffectsExplain() throws {
    let fit = try Self.run("iv_noise", ["y ~ 1 | g + k | x ~ v + q"], other: "--tests")
    #expect(fit.status == 0 && abs(fit.number("x", "estimate") - 0.8194692) < 5e-8)
    #expect(fit.summary["collinear_instruments"] == "q" && fit.stderr.contains("instruments: q\n"))
    #expect(fit.others.first { $0["test"] == "weak_instruments" }?["df1"] == "1")
    #expect(!fit.others.contains { $0["test"] == "sargan" })
  }

  /// One and several endogenous terms; several against the equations of Cragg & Donald and of
  /// Sanderson & Windmeijer in numpy 2.4.
  @Test func theFirstStages() throws {
    let one = try Self.run("iv_noise", ["y ~ 1 | g + k | x ~ v"], other: "--tests")
    func statistic(_ run: Run, _ test: String) -> Double {
      RegressCommandTests.number(run.others.first { $0["test"] == test }, "statistic")
    }
    let f = statistic(one, "weak_instruments")
    #expect(relativeError(statistic(one, "first_stage:cragg_donald"), f) < 1e-12)
    #expect(relativeError(statistic(one, "first_stage:sanderson_windmeijer:x"), f) < 1e-12)
    // 15.88: over 10, under Stock and Yogo's 16.38.
    #expect(one.stderr.contains("Cragg and Donald's statistic 15.9 is under 16.38"))
    let two = try Self.run("iv_noise", ["y ~ 1 | x + q ~ v + I(v^2) + k"], other: "--tests")
    for (test, value) in [
      ("first_stage:cragg_donald", 1.324676834011514),
      ("first_stage:sanderson_windmeijer:x", 2.695652716572968),
      ("first_stage:sanderson_windmeijer:q", 2.164899493412185),
      ("weak_instruments:x", 5.456682357799179),
    ] { #expect(relativeError(statistic(two, test), value) < 1e-10, "\(test)") }
    let conditional = two.others.first { $0["test"] == "first_stage:sanderson_windmeijer:x" }
    #expect(conditional?["df1"] == "2" && conditional?["df2"] == "38")
    #expect(two.stderr.contains("first-stage F of x is 2.7, under 10"))
  }

  @Test func termsLeaveInTheOrderOfTheFormula() throws {
    let fit = try Self.run("intercept_dropped", ["y ~ d1 + big + x"], other: "--tests")
    #expect(fit.rows.map { $0["term"] } == ["(Intercept)", "d1", "x"])
    #expect(fit.summary["collinear_terms"] == "big")
    let test = try #require(fit.others.first)
    #expect(test["df1"] == "2" && test["df2"] == "57")
    #expect(abs(RegressCommandTests.number(test, "statistic") - 10.1427) < 5e-5)
    let quantile = try Self.run("intercept_dropped", ["y ~ d1 + big + x", "--quantile", "0.5"])
    #expect(quantile.summary["collinear_terms"] == "big")
  }

  @Test(arguments: ["gaussian", "poisson"]) func effectsAlone(_ family: String) throws {
    let fit = try Self.run(
      "gravity_border_poisson", ["flow ~ 1 | o", "--family", family], other: "--fixed-effects")
    #expect(fit.status == 0 && fit.rows.isEmpty && fit.summary["n_used"] == "84")
    // The effects are the means of the flows of each origin.
    let path = Repository.fixture("cases/regression/gravity_border_poisson.csv")
    let data = try RegressCommandTests.rows(try String(contentsOfFile: path, encoding: .utf8))
    for row in fit.others {
      let flows = data.filter { $0["o"] == row["level"] }.compactMap {
        $0["flow"].flatMap(Double.init)
      }
      let mean = flows.reduce(0, +) / Double(flows.count)
      let estimate = RegressCommandTests.number(row, "estimate")
      #expect(relativeError(family == "poisson" ? exp(estimate) : estimate, mean) < 1e-9)
    }
  }

  @Test func rowsThatAreAloneAreNamed() throws {
    let fit = try Self.run("gravity_border_poisson", ["flow ~ ly | o^d^t"])
    #expect(fit.status == 65 && fit.stderr.contains("alone in a level of o^d^t"))
    let gone = try Self.run("gravity_border_poisson", ["flow ~ border | o^d"])
    #expect(gone.status == 65 && gone.stderr.contains("the fixed effects explain border"))
  }

  // MARK: Data

  @Test func naIsACountry() throws {
    let fit = try Self.run(
      "namibia",
      ["flow ~ ldist + rta | o^year + d^year", "--family", "poisson", "--se", "cluster:o+d"])
    #expect(fit.summary["n_used"] == "280")
    #expect(fit.stderr.contains("8 clusters are few") && !fit.stderr.contains("left out"))
    #expect(abs(fit.number("rta", "estimate") - 0.317) < 5e-4)
    #expect(abs(fit.number("rta", "std_error") - 0.251) < 5e-4)
  }

  @Test(arguments: ["y ~ x | a + b", "y ~ x + factor(a) + factor(b)"])
  func predictionsAcrossUnconnectedParts(_ formula: String) throws {
    let fit = try Self.run("predict_disconnected", [formula], other: "--predict")
    #expect(fit.stderr.contains("not estimable") && fit.stderr.contains("(line 66, 67)"))
    let new = fit.others.suffix(3)
    // f0 × s0 and g1 × t2 join parts that no row joins; f1 × t1 lies in one.
    for row in new.prefix(2) {
      #expect(row.filter { $0.key != "line" && !$0.value.isEmpty }.isEmpty)
    }
    let known = try #require(new.last)
    #expect(abs(RegressCommandTests.number(known, "fitted") - 10.0083953) < 1e-6)
    #expect(RegressCommandTests.number(known, "std_error") > 0)
  }

  @Test func lagsCountPeriods() throws {
    let fit = try Self.run("hac_gap", ["y ~ x", "--time", "year", "--se", "hac:3"])
    #expect(abs(fit.number("x", "std_error") - 0.16240) < 5e-6 && fit.stderr.isEmpty)
    let rows = try Self.run("hac_gap", ["y ~ x", "--time", "year", "--se", "andrews"])
    #expect(rows.stderr.contains("periods are missing"))
  }

  /// An exposure without its logarithm is not silently the exponent of everything.
  @Test(arguments: ["pop", "k"]) func aRawExposure(_ offset: String) throws {
    let fit = try Self.run(
      "offset_raw_exposure", ["y ~ x", "--family", "poisson", "--offset", offset])
    #expect(fit.status == 65 && fit.rows.isEmpty)
    #expect(fit.stderr.contains("offset_raw_exposure.csv:"), "\(fit.stderr)")
    #expect(fit.stderr.contains("looks like an exposure (give a column that holds its logarithm)"))
  }

  /// One whose exponential stays in doubles is fitted or not; it is named in either case.
  @Test func aSmallRawExposure() throws {
    let rows = (1...40).map { "\($0 * 3 % 17 + 1),\(0.1 * Double($0 % 7)),\($0 + 1)\n" }
    let result = try RegressCommandTests.output(
      "y ~ x", "--family", "poisson", "--offset", "e", data: "y,x,e\n" + rows.joined())
    #expect(result.stderr.contains("looks like an exposure"), "\(result.stderr)")
  }

  /// New rows have the error variance of their own weight.
  @Test func predictionsTakeTheirWeights() throws {
    let data = "y,x,w\n1,1,1\n3,2,4\n2,3,1\n5,4,2\n,3,100\n,3,0.01\n,3,\n"
    let result = try RegressCommandTests.output(
      "y ~ x", "--weights", "w", "--predict", "-", "-o", "c.csv", data: data)
    let rows = try RegressCommandTests.rows(result.stdout).suffix(3)
    let widths = rows.map {
      RegressCommandTests.number($0, "pred_high") - RegressCommandTests.number($0, "pred_low")
    }
    let (sharp, wide) = (widths[0], widths[1])
    #expect(sharp > 0 && wide > 10 * sharp)
    #expect(Set(rows.map { $0["fitted"] }).count == 1 && rows.last?["pred_low"] == "")
  }

  /// Clusters decide on the degrees of freedom whatever the family: t with G − 1 of them.
  @Test func fewClustersOfPoisson() throws {
    let result = try RegressCommandTests.output("k ~ x", "--family", "poisson", "--se", "cluster:g")
    let row = try #require(try RegressCommandTests.rows(result.stdout).last)
    let width =
      RegressCommandTests.number(row, "conf_high") - RegressCommandTests.number(row, "estimate")
    // R: qt(0.975, 1).
    let error = RegressCommandTests.number(row, "std_error")
    #expect(relativeError(width, 12.706204736174705 * error) < 1e-9)
  }

  @Test func aQuantileWithoutStandardErrors() throws {
    let fit = try Self.run("quantile_message", ["y ~ x", "--quantile", "0.999"])
    #expect(fit.status == 0 && fit.number("(Intercept)", "estimate") == 4)
    #expect(fit.rows.allSatisfy { $0["std_error"] == "" && $0["p_value"] == "" })
    #expect(fit.stderr.contains("no standard errors (nid)"))
  }
}
