import Foundation
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// Forecasts at earlier times, scored with what came.
@Suite struct PostMortemTests {
  static func run(
    _ yaml: String, data: [String: String] = [:], asOf: String? = nil
  ) throws -> ScenarioRun {
    let runner = try CommandRunner()
    defer { runner.clean() }
    for (name, text) in data { try runner.write(name, text) }
    try runner.write("s.yaml", yaml)
    var options = ScenarioRun.Options()
    options.asOf = asOf.flatMap { PeriodText($0) }
    return ScenarioRun(
      try ScenarioReader.read(
        path: runner.folder.appending(path: "s.yaml").path(percentEncoded: false)),
      options: options)
  }

  static func lookback(asOf: String? = nil) throws -> ScenarioRun {
    let folder = Repository.fixture("scenario/")
    var data: [String: String] = [:]
    for name in ["published.csv", "plans.csv"] {
      data[name] = try String(contentsOfFile: folder + name, encoding: .utf8)
    }
    return try run(
      String(contentsOfFile: folder + "lookback.yaml", encoding: .utf8), data: data, asOf: asOf)
  }

  static func faults(_ item: String) throws -> [String] {
    do {
      _ = try run(
        """
        series: [{id: p, file: d.csv}]
        targets: [{name: t, series: p, level: 20, by: 2025}]
        postmortem:
          - \(item)
        """,
        data: [
          "d.csv": "series,period,value,unit,basis\n"
            + (2010...2020).map { "p,\($0),\($0 - 2000),Mt,x\n" }.joined(),
          "plans.csv": "series,period,value,unit,basis\nq,2015,14,Mt,plan\n",
          "other.csv": "series,period,value,unit,basis\nq,2015,14,kt,x\n",
        ])
      return []
    } catch let error as ScenarioFaults {
      return error.faults.map(\.description)
    }
  }

  /// A vintage says what the scenario itself says when it is asked as of that period: the same data,
  /// model, paths and seed, by another way through the program.
  @Test func aVintageIsTheScenarioAsOfThen() throws {
    let run = try Self.lookback()
    let answer = try #require(run.postMortems.first)
    var compared = 0
    for row in run.targets where row.vintage.asOf != nil {
      #expect(row.vintage.label == "vintage")
      // A base that was not known yet is asked in hindsight by as_of, and not by a post-mortem.
      guard
        let own = answer.targets.first(where: {
          $0.vintage == 2016 && $0.outcome.model == "mixture+log"
            && $0.outcome.target.target.name == row.outcome.target.target.name
            && $0.outcome.deadline == row.outcome.deadline
        })
      else { continue }
      #expect(own.outcome.pTouch == row.outcome.pTouch)
      #expect(own.outcome.pLevel == row.outcome.pLevel)
      #expect(own.outcome.count == row.outcome.count && own.outcome.sampleEnd == 2015)
      #expect(own.kind == .vintage)
      compared += 1
    }
    #expect(compared == 4)
  }

  /// The score over quantiles: WIS = Σ 2·ρ_τ(y − q_τ) / (2K + 1), ρ_τ(u) = u·(τ − [u < 0]), over the
  /// median and both ends of each of the K intervals (Bracher et al. 2021, section 2.2).
  @Test func weightedScoresAreThoseOfTheQuantiles() throws {
    let answer = try #require(try Self.lookback().postMortems.first)
    let scored = answer.forecasts.filter { $0.actual != nil }
    #expect(scored.count > 40)
    for row in scored {
      let actual = try #require(row.actual)
      var quantiles = [(0.5, row.median)]
      for (level, ends) in zip(answer.question.levels, row.intervals) {
        let tail = (1 - level / 100) / 2
        quantiles += [(tail, ends.low), (1 - tail, ends.high)]
      }
      let pinball = quantiles.map { tau, q in (actual - q) * (tau - (actual < q ? 1 : 0)) }
      let expected = 2 * pinball.reduce(0, +) / Double(quantiles.count)
      #expect(relativeError(row.wis ?? .nan, expected) < 1e-12)
    }
  }

  @Test func scoresAreMeansOverTheirRows() throws {
    let answer = try #require(try Self.lookback().postMortems.first)
    func rows(_ model: String) -> [PostMortemAnswer.TargetRow] {
      answer.targets.filter {
        $0.outcome.target.target.name == "twenty" && $0.outcome.deadline == 2020
          && $0.outcome.model == model && $0.outcome.status == .projected
      }
    }
    // 20 was first reached in 2018.
    let own = rows("mixture+log")
    #expect(own.allSatisfy { $0.result.touched == true && $0.result.reachedIn == 2018 })
    #expect(own.last?.vintage == 2018)
    let squares = own.map { pow(1 - ($0.outcome.pTouch ?? .nan), 2) }
    let score = try #require(
      answer.scores.first {
        $0.subject == "twenty" && $0.deadline == 2020 && $0.model == "mixture+log"
          && $0.measure == "brier_touch"
      })
    #expect(score.count == own.count && score.count == 8)
    #expect(relativeError(score.value, squares.reduce(0, +) / 8) < 1e-12)
    let naive = rows("naive+log").map { pow(1 - ($0.outcome.pTouch ?? .nan), 2) }
    #expect(relativeError(score.naive ?? .nan, naive.reduce(0, +) / 8) < 1e-12)
    #expect(score.note.contains("not independent"))
    let coverage = try #require(
      answer.scores.first {
        $0.measure == "coverage_80" && $0.step == 2 && $0.model == "mixture+log"
      })
    let judged = answer.forecasts.filter {
      $0.model == "mixture+log" && $0.step == 2 && $0.actual != nil
    }
    #expect(coverage.count == judged.count)
    #expect(
      coverage.value == Double(judged.count { $0.isInside(1) == true }) / Double(judged.count))
    #expect(coverage.interval?.contains(coverage.value) == true)
  }

  /// What comes after a vintage leaves no trace in what it says.
  @Test func noVintageLooksAhead() throws {
    func forecasts(_ last: [Double]) throws -> [(Double, Double?)] {
      let first = (0..<12).map { (i: Int) -> Double in 10 + Double(i) * 0.8 + Double(i % 3) }
      let values = first + last
      let rows = values.enumerated().map { "p,\(2005 + $0.offset),\($0.element)\n" }
      let run = try Self.run(
        """
        series: [{id: p, file: d.csv}]
        paths: 500
        targets: [{name: t, series: p, level: 30, by: 2025}]
        postmortem: [{series: p, targets: [t], from: 2011, to: 2016, horizon: 2}]
        """, data: ["d.csv": "series,period,value\n" + rows.joined()])
      let answer = try #require(run.postMortems.first)
      return answer.forecasts.map { ($0.median, nil) }
        + answer.targets.map { ($0.outcome.pTouch ?? -1, $0.outcome.pLevel) }
    }
    let (a, b) = (try forecasts([20, 21, 22]), try forecasts([90, 2, 300]))
    #expect(a.count == b.count && zip(a, b).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 })
  }

  /// `--as-of` hides later values from the outcomes too.
  @Test func asOfHidesWhatCameLater() throws {
    let answer = try #require(try Self.lookback(asOf: "2016").postMortems.first)
    #expect(answer.targets.map(\.vintage).max() == 2016 && answer.actual.end == 2015)
    let late = answer.targets.filter {
      $0.outcome.target.target.name == "twenty" && $0.outcome.deadline == 2020
    }
    #expect(late.allSatisfy { $0.result.touched == nil && $0.brierTouch == nil })
    #expect(!answer.scores.contains { $0.subject == "twenty" && $0.deadline == 2020 })
  }

  @Test func whatCannotBeAskedSaysSo() throws {
    let run = try Self.lookback()
    let answer = try #require(run.postMortems.first)
    let real = answer.targets.filter { $0.outcome.target.target.name == "twice real" }
    let early = real.filter { $0.vintage <= 2014 }
    #expect(early.allSatisfy { $0.outcome.status == .insufficient && $0.outcome.pTouch == nil })
    #expect(early.contains { $0.outcome.insufficiency == "the base 2014 was not known yet" })
    #expect(real.contains { $0.vintage == 2015 && $0.outcome.status == .projected })
    // The value of 2011 was not out at its end.
    let first = answer.targets.filter { $0.vintage == 2011 && $0.outcome.model == "mixture+log" }
    #expect(first.allSatisfy { $0.outcome.count == 3 && $0.outcome.sampleEnd == 2010 })
    #expect(
      first.map(\.outcome.target.target.name) == [
        "twenty", "twenty", "thirty", "twice real", "own",
      ])
    let verdicts = try #require(run.part(PostMortemPart.self)).answer.verdicts
    let own = try #require(verdicts.first { $0.subject == "own" })
    #expect(own.text.hasPrefix("16 Mt by 2015 (test basis): vintages 2011 to "), "\(own.text)")
    // A level in real terms says so.
    let twice = try #require(verdicts.first { $0.subject == "twice real" })
    #expect(
      twice.text.hasPrefix(
        "37.8 Mt by 2024 (test basis, 31 Mt in 2014 prices at 2.0 % inflation a year)"),
      "\(twice.text)")
    let thirty = try #require(verdicts.first { $0.subject == "thirty" })
    #expect(thirty.text.hasSuffix("open, not reached by 2023, so nothing is scored yet"))
  }

  @Test func aMissedTargetIsSaidWithItsGaps() throws {
    let rows = [(2010, 5.0), (2011, 6), (2012, 6), (2013, 7), (2014, 7), (2016, 8), (2017, 30)]
    let run = try Self.run(
      """
      series: [{id: p, file: d.csv}]
      paths: 500
      targets: [{name: t, series: p, level: 20, by: 2016}]
      postmortem: [{series: p, targets: [t], from: 2012}]
      """,
      data: [
        "d.csv": "series,period,value,unit\n" + rows.map { "p,\($0.0),\($0.1),Mt\n" }.joined()
      ])
    let text = try #require(run.part(PostMortemPart.self)?.answer.verdicts.first).text
    #expect(text.contains("20 Mt by 2016: pseudo-vintages 2012 to 2014, n = 3: probability"))
    #expect(text.contains("missed, reached in 2017 (1 period without a value)"))
    #expect(text.hasSuffix("too few vintages to score"))
    let answer = try #require(run.postMortems.first)
    #expect(answer.targets.first?.result.unobserved == 1)
    #expect(answer.targets.first?.result.atLevel == false)
  }

  /// By hand from the two data sets: 0.7, −2.556, −2.622, −1.9 and −4.2 Mt.
  @Test func railPlansBesideWhatWasCarried() throws {
    let file = Repository.path("datasets/scenarios/rail-postmortem.yaml")
    let scenario = try ScenarioReader.read(path: file)
    var options = ScenarioRun.Options()
    options.paths = 100
    let answer = try #require(ScenarioRun(scenario, options: options).postMortems.first)
    let rows = answer.plans.map(\.row)
    let score = PlanScore(rows)
    #expect(score.count == 6 && score.over == 2 && rows.count == 11)
    // 38 for 2020 came to 21.622.
    #expect(relativeError(score.meanError ?? .nan, (16.378 - 10.578) / 6) < 1e-12)
    let ratios: [Double] = [9 / 8.3, 15 / 17.556, 19 / 21.622, 26.1 / 28, 27.8 / 32, 38 / 21.622]
    #expect(relativeError(score.meanRatio ?? .nan, ratios.reduce(0, +) / 6) < 1e-12)
    // |7.089 − 8.3|, |13.933 − 17.556|, |17.556 − 21.622|, |23 − 28|, |28 − 32|; in January 2014 the last
    // year that was over had 19.4.
    #expect(relativeError(score.paired?.naive ?? .nan, (17.9 + 2.222) / 6) < 1e-12)
    #expect(relativeError(score.paired?.plan ?? .nan, (11.978 + 16.378) / 6) < 1e-12)
    let text = try #require(PostMortemVerdict.plans(answer))
    #expect(
      text.contains(
        "furthest off 38 Mt for 2020, made in 2014-01, 16.4 Mt over the 21.6 Mt that came"))
    #expect(
      text.contains(
        "over those on both sides: 21.9 Mt for 2014, 21.5 Mt for 2014 (19.4 Mt in 2013, 7.09 Mt in 2015)"
      ))
  }

  /// A plan is set beside what was over when it was made; what has no value stands between its neighbours.
  @Test func plansKnowWhenTheyWereMade() throws {
    let run = try Self.run(
      """
      series: [{id: p, file: d.csv}]
      targets: [{name: t, series: p, level: 20, by: 2025}]
      postmortem:
        - series: p
          plans:
            - {file: plans.csv, series: early, made: 2012-06}
            - {file: plans.csv, series: late}
      """,
      data: [
        "d.csv":
          "series,period,value,unit\np,2010,10,Mt\np,2011,11,Mt\np,2012,12,Mt\np,2013,13,Mt\n"
          + "p,2015,9,Mt\np,2016,16,Mt\n",
        "plans.csv":
          "series,period,value,unit\nearly,2013,20,Mt\nearly,2014,14,Mt\nlate,2013,14,Mt\n"
          + "late,2014,12,Mt\n",
      ])
    let rows = try #require(run.postMortems.first).plans.map(\.row)
    // In June 2012 the last year that was over is 2011.
    #expect(rows.map { $0.before?.period } == [2011, 2011, 2012, 2013])
    #expect(rows.map { $0.after?.period } == [nil, 2015, nil, 2015])
    // 14 is over 11 and 9, 12 is under 13.
    #expect(rows.map(\.isOverBothSides) == [false, true, false, false])
    #expect(rows[0].naiveError == -2 && rows[2].naiveError == -1)
  }

  @Test(
    arguments: [
      ("{series: p, targets: [t], from: 2012}", nil),
      ("{series: p, plans: {file: plans.csv, bridge: same scope}}", nil),
      ("{series: p, targets: [tt], from: 2012}", "no target 'tt' on series 'p' in this file"),
      ("{series: q, targets: [t], from: 2012}", "no series 'q'"),
      ("{series: p, targets: [t]}", "the key 'from' is missing"),
      ("{series: p, targets: [t], from: 2030}", "no value of series 'p' from there"),
      ("{series: p, targets: [t, t], from: 2012}", "the target 't' stands twice"),
      ("{series: p, from: 2012, models: [nave]}", "did you mean 'naive'?"),
      ("{series: p, from: 2012, models: [drift, drift]}", "'drift' stands twice"),
      ("{series: p, from: 2012, levels: [80, 120]}", "'120' is no level"),
      ("{series: p, from: 2012, to: 2011}", "'to' is before 'from'"),
      ("{series: p, from: 2012, horizon: 0}", "no whole number from 1"),
      ("{series: p, plans: {file: plans.csv}}", "bases differ"),
      ("{series: p, plans: {file: other.csv}}", "units differ"),
      ("{series: p, plans: {file: gone.csv}}", "no such file"),
      ("{series: p, plans: {file: plans.csv, bridge: x, made: soon}}", "'soon' is no period"),
      ("{series: p, plans: {file: plans.csv, bridge: x}, to: 2015}", "says nothing without 'from'"),
      ("{series: p, from: 2012, targets: [{level: -2, by: 2020}]}", "is not positive"),
      ("{series: p, from: 2012, targets: [{level: 2}]}", "no deadline"),
      ("{series: p, from: 2012, form: 2}", "unknown key 'form'"),
    ] as [(String, String?)])
  func filesAreChecked(_ item: String, _ fault: String?) throws {
    let faults = try Self.faults(item)
    guard let fault else {
      #expect(faults.isEmpty, "\(faults)")
      return
    }
    #expect(faults.count == 1 && faults.first?.contains(fault) == true, "\(faults)")
  }

  @Test func namesStandOnce() throws {
    let faults = try Self.faults("{series: p, from: 2012}\n  - {series: p, from: 2013}")
    #expect(faults.count == 1 && faults[0].contains("'p' stands twice"), "\(faults)")
  }
}
