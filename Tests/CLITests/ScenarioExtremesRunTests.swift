import Foundation
import Testing
import _TestSupport

/// A run with an extreme number in its scenario ends with a documented status, in bounded memory, and
/// writes no cell that is no number.
@Suite struct ScenarioExtremesRunTests {
  static let data =
    "series,period,value,unit\n"
    + ["a", "b"].map { id in
      (2010...2023).map { "\(id),\($0),\(10 + ($0 - 2010) * 2 + ($0 * 7) % 3),t\n" }.joined()
    }.joined()
    + (2018...2024).map { year in
      (1...4).map { "q,\(year)-Q\($0),\(20 + year - 2018 + 3 * $0),t\n" }.joined()
    }.joined()

  static let scenario = """
    series:
      - {id: a, file: d.csv}
      - {id: b, file: d.csv, season: 1, windows: [all, last 8]}
    models: [drift]
    levels: [90]
    as_of: [2020]
    horizon: 2035
    hold: 2
    seed: 7
    scenarios:
      - name: baseline
      - name: up
        shocks:
          - {growth: {delta: 0.02, from: 2025, to: 2028}}
          - {series: a, level: {factor: 1.1, at: 2026}}
          - {series: a, ramp: {factor: 1.2, from: 2026, to: 2028}}
          - {series: b, pulse: {factor: 0.8, from: 2026, to: 2027}}
    targets:
      - {name: level, series: a, level: 60, by: [2030, 2033]}
      - {name: times, series: a, multiple: 2, base: 2020, by: [2030], deflator: {rate: 0.02, base: 2023}}
      - {name: sum, series: b, level: 900, by: [2030], cumulative: {start: 100, through: 2023}}
    regressions:
      - name: r
        columns:
          - {name: y, file: d.csv, series: a}
          - {name: x, file: d.csv, series: b}
        formula: log(y) ~ log(x)
        from: 2010
        to: 2023
        spacing: 1
        project:
          series: a
          level: 80
          by: [2030]
          growth: [{column: x, baseline: 0.03}]
          solve: {columns: [x], probability: 0.8, low: -0.2, high: 0.5}
    routes:
      - name: ways
        unit: t
        basis: assumed
        base_year: 2023
        periods: [2027, 2030]
        cost: {unit: days, weight: 0.05}
        reason: assumed
        routes:
          - {name: north}
          - {name: south, capacity: {2023: 6, 2027: 10}, delay: {up: 2}, change: {up: -4}}
        markets:
          - {name: m, base: {north: 15, south: 4}, growth: {baseline: 0.08, up: 0.1}}
    hierarchies:
      - {name: h, file: tree.csv, series: [a, b], model: drift, method: ols, horizon: 2030}
    nowcasts:
      - name: n
        period: 2024-Q1
        flows:
          - name: f
            part: {file: q.csv, series: q, divide_by: 10, unit: kt}
        carry: {assumption: {sd: 0.1, reason: assumed}}
        rest: {up: 0.1}
    pipelines:
      - name: p
        unit: USD bn
        vintages:
          - {date: 2020, listed: 40, finished: 5, value: 10}
          - {date: 2022, listed: 42, finished: 11, added: 2, removed: 0, value: 12}
        hazards: {completion: [0.05, 0.2], removal: 0.02, reason: assumed}
        sizes: {finished_share: 0.3, log_sd: 0.8, reason: assumed}
        goal: {finished: 20, value: 8}
        until: [2026, 2030]
        factors: {up: {completion: 1.2, removal: 0.9}}
    postmortem:
      - name: back
        series: a
        from: 2018
        to: 2021
        horizon: 2
        models: [drift, naive]
        levels: [80]
        targets: [{level: 30, by: [2022]}]
    """

  private static func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write("d.csv", data)
    let quarters = data.split(separator: "\n").filter {
      $0.hasPrefix("q,") || $0.hasPrefix("series")
    }
    try runner.write("q.csv", quarters.joined(separator: "\n") + "\n")
    let years = data.split(separator: "\n").filter { !$0.hasPrefix("q,") }
    try runner.write("d.csv", years.joined(separator: "\n") + "\n")
    try runner.write("tree.csv", "node,parent\na,t\nb,t\n")
    return runner
  }

  @Test func theScenarioItselfRuns() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    try runner.write("s.yaml", Self.scenario)
    let result = try runner.corridor("run", "s.yaml", "--paths", "100", "-o", "out")
    #expect(result.status == 0, "\(result.stderr)")
  }

  @Test func everyExtremeEndsWell() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let variants = ScenarioVariants.of(Self.scenario)
    #expect(variants.count > 80)
    for (number, variant) in variants.enumerated() {
      try runner.write("s\(number).yaml", variant.text)
    }
    let result = try runner.shell(
      """
      ulimit -v 4000000
      for i in $(seq 0 \(variants.count - 1)); do
        SWIFT_BACKTRACE=enable=no OPENBLAS_NUM_THREADS=1 \
          "$CORRIDOR" run s$i.yaml --paths 100 -o out 2>err; status=$?
        case $status in 0|1|3|64|65|66) ;; *) echo "$i $status"; tail -2 err;; esac
        cat out/s$i/*.csv 2>/dev/null | grep -qiE 'infinity|undefined|(^|,)[-+]?(nan|inf)(,|$)' \
          && echo "$i no number"
        rm -rf out
      done
      """)
    let bad = result.stdout.split(separator: "\n").compactMap { line in
      Int(line.prefix { $0 != " " }).map { "\(line): \(variants[$0].what)" }
    }
    #expect(result.stdout.isEmpty, "\(bad) \(result.stdout)")
  }
}
