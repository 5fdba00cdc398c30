internal import Glibc
package import SeriesCore

/// Writes a commented scenario file for a user's own data that runs as it stands.
package enum ScenarioStarter {
  /// Series beyond this many stand in a comment: a file of thousands is for `corridor forecast`.
  package static let mostSeries = 12

  /// The scenario's text.
  ///
  /// - Parameters:
  ///   - panel: the observations.
  ///   - file: the data file's path as the scenario is to name it, relative to where it will stand.
  ///   - read: how the observations were read: the scenario says so beside the file.
  /// - Throws: `InputFault` when no series can be read.
  package static func text(
    for panel: SeriesPanel, file: String, read: ObservationOptions = ObservationOptions()
  ) throws(InputFault) -> String {
    let usable = panel.series.filter { !$0.isEmpty }
    guard let first = usable.first else {
      throw panel.failures.first?.fault
        ?? InputFault(.malformed, file: panel.name, "no series to make a scenario of")
    }
    let chosen = Array(usable.prefix(mostSeries))
    // Courses of events name periods, which are to lie on the axis of every series.
    let sameAxis = chosen.allSatisfy { $0.frequency == first.frequency }
    var lines = [
      "# A scenario for \(comment(file)). Run it with: corridor run THIS-FILE",
      "# What a line means stands above it; keys that are not needed may go.",
      "title: \(quoted("Projection of " + first.id))",
      "# Put the question in your own words: it stands in the reports' descriptor.",
      "question: \(quoted("When does \(first.id) reach its target, and with what probability?"))",
      "",
      "# Each series by the id in its file; paths are relative to this file. 'windows' are the parts of",
      "# the sample that beside the whole one show how much a probability depends on the start.",
      "series:",
    ]
    for series in chosen {
      lines.append("  - id: \(quoted(series.id))")
      lines.append("    file: \(quoted(file))")
      for (key, value) in ObservationKeys.written(read) {
        lines.append("    \(key): \(value == "true" ? value : quoted(value))")
      }
      lines.append("    windows: [all\(series.count >= 16 ? ", last \(series.count / 2)" : "")]")
      if !sameAxis { lines.append("    models: [\(models(series).joined(separator: ", "))]") }
    }
    if usable.count > chosen.count {
      lines.append("# \(usable.count - chosen.count) more series of the file are left out.")
    }
    lines += [
      "",
      "# Models beside the headline one, a declared mixture or, with seasons, auto; 'corridor models' lists all.",
      "models: [\(models(first).joined(separator: ", "))]",
    ]
    if sameAxis, let reach = reach(first), let end = chosen.compactMap(\.end).max() {
      lines += [
        "# The last period of forecasts: \(reach.words) on. Later deadlines need a later one.",
        "horizon: \(quoted(first.axis.text(end + reach.periods)))",
      ]
    }
    lines += [
      "# Sample paths and the seed they grow from: the same seed gives the same reports.",
      "paths: 100000",
      "seed: 1",
      "# A level counts as sustained when this many periods in a row hold it.",
      "hold: 2",
      "",
      "# Courses of events. A shock is a factor on the values of its periods: level (lasting), pulse",
      "# (passing), ramp (in steps) or growth (of the logarithm, a year). 'inherits: [high]' takes over",
      "# the shocks of another; 'grid: {delta: [-0.02, 0.02]}' with '$delta' in a shock makes one course",
      "# a value.",
      "scenarios:",
      "  - name: baseline",
      "    description: The past goes on as the models read it.",
    ]
    lines += courses(first, sameAxis: sameAxis)
    lines += ["", "# What is to be reached, and by when.", "targets:"]
    for series in chosen { lines += target(series) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How far a series with seasons is looked at: a year. Others have no such bound.
  private static func reach(_ series: TimeSeries) -> (periods: Int, words: String)? {
    let season = series.frequency.seasonLength
    guard season > 1, let perYear = series.frequency.periodsPerYear else { return nil }
    // A year of days is more than a season of them can tell of.
    guard season >= Int(perYear.rounded()) - 1 else { return (4 * season, "\(4 * season) periods") }
    let name =
      switch series.frequency {
      case .half: "half-years"
      case .quarter: "quarters"
      case .month: "months"
      default: "periods"
      }
    return (season, "\(season) \(name)")
  }

  /// Models that beside the headline one show how much rests on the choice: with seasons, ones that
  /// know them.
  private static func models(_ series: TimeSeries) -> [String] {
    let season = series.frequency.seasonLength
    guard season > 1, series.count > 2 * season else { return ["drift", "naive", "trend"] }
    return ["snaive", "ets", "theta"]
  }

  private static func courses(_ series: TimeSeries, sameAxis: Bool) -> [String] {
    guard sameAxis, let end = series.end else {
      return [
        "  # The series have different frequencies: give each shock its 'series'."
      ]
    }
    let axis = series.axis
    let year = max(1, Int((axis.frequency.periodsPerYear ?? 1).rounded()))
    let reach = reach(series)?.periods
    func period(_ ordinal: Int) -> String { quoted(axis.text(ordinal)) }
    let (from, to) = (period(end + 1), period(end + (reach ?? 5 * year)))
    let span = reach == nil ? "for five years" : "to the horizon"
    let lost = reach.map { ($0, "to the horizon") } ?? (year, "for a year")
    return [
      "  - name: high",
      "    description: Growth is two points a year higher \(span).",
      "    shocks:",
      "      - growth: {delta: 0.02, from: \(from), to: \(to)}",
      "  - name: low",
      "    description: Growth is two points a year lower \(span).",
      "    shocks:",
      "      - growth: {delta: -0.02, from: \(from), to: \(to)}",
      "  - name: shock",
      "    description: A tenth is lost \(lost.1).",
      "    shocks:",
      "      - pulse: {factor: 0.9, from: \(from), to: \(period(end + lost.0))}",
    ]
  }

  private static func target(_ series: TimeSeries) -> [String] {
    guard let end = series.end, let last = series.values.last else { return [] }
    let axis = series.axis
    let year = max(1, Int((axis.frequency.periodsPerYear ?? 1).rounded()))
    let reach = reach(series)?.periods
    let steps = reach.map { Array(Set([max(1, $0 / 2), $0])).sorted() } ?? [5 * year, 10 * year]
    let deadlines = steps.map { quoted(axis.text(end + $0)) }
    // A level that reads well, in two digits: half as much again in years to come, and within a year
    // a tenth over the greatest value of the last one.
    let greatest =
      series.values.suffix(reach == nil ? series.count : series.frequency.seasonLength)
      .max() ?? last
    let wanted =
      switch (last > 0, reach) {
      case (true, nil): 1.5 * last
      case (true, _): 1.1 * greatest
      case (false, _): greatest + abs(last)
      }
    var level = SignificantDigits.round(wanted, to: 2)
    // A target is a positive level.
    if level <= 0 { level = 1 }
    return [
      "  - name: \(quoted("\(series.id) at \(NumberText.shortest(level))"))",
      "    series: \(quoted(series.id))",
      "    # \(comment(NumberText.shortest(last))) in \(axis.text(end)), the last observation.",
      "    level: \(NumberText.shortest(level))",
      "    by: [\(deadlines.joined(separator: ", "))]",
    ]
      + ((series.values.max() ?? last) >= level && last < level
        ? [
          "    # It was there before and fell: back at it is what is asked.", "    regain: true",
        ] : [])
  }

  /// A YAML text in double quotes.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// Text in a comment stays on its line.
  private static func comment(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}
