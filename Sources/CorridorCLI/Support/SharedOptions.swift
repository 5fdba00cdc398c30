import ArgumentParser
import Corridor
import Glibc

/// `-o`, worded alike everywhere.
struct OutputOption: ParsableArguments {
  @Option(name: .shortAndLong, help: "Output file; '-' is standard output.")
  var output = "-"

  /// Writes a whole output at once.
  func write(_ bytes: [UInt8]) throws {
    var file = try OutputFile(path: output)
    try file.write(bytes)
    try file.commit()
  }
}

/// How observations are read.
struct InputOptions: ParsableArguments {
  @Option(help: "Column with the series id.")
  var id: String?

  @Option(help: "Column with the period.")
  var time: String?

  @Option(help: "Column with the value.")
  var value: String?

  @Option(help: "Frequency: annual, half, quarter, month, week, day or integer.")
  var freq: String?

  @Flag(help: "Let ids through that a spreadsheet would run as formulas.")
  var allowFormulas = false

  func validate() throws {
    if let freq, Frequency(rawValue: freq) == nil {
      let names = Frequency.allCases.map(\.rawValue)
      let near = nearestName(to: freq, among: names).map { " (did you mean '\($0)'?)" } ?? ""
      throw ValidationError("unknown frequency '\(freq)'\(near)")
    }
  }

  var observationOptions: ObservationOptions {
    var options = ObservationOptions()
    options.id = id
    options.time = time
    options.value = value
    options.allowsFormulas = allowFormulas
    options.frequency = freq.flatMap(Frequency.init)
    return options
  }
}

/// How many workers.
struct JobsOption: ParsableArguments {
  @Option(help: "Workers; results do not depend on it. Default: one a processor.")
  var jobs: Int?

  func validate() throws {
    if let jobs, jobs < 1 || jobs > 1024 { throw ValidationError("--jobs is from 1 to 1024") }
  }

  var count: Int { jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

/// Interval levels, `80,95`.
struct LevelList: ExpressibleByArgument {
  let values: [Double]
  /// As they were written, for column names.
  let texts: [String]

  init(_ values: [Double]) {
    self.values = values
    self.texts = values.map(NumberText.shortest)
  }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var values: [Double] = []
    for part in parts {
      guard let value = try? NumberText.parse(part), value > 0, value < 100 else { return nil }
      values.append(value)
    }
    guard Set(values).count == values.count else { return nil }
    self.init(values)
  }

  var defaultValueDescription: String { texts.joined(separator: ",") }
}

/// The season, worded alike everywhere.
struct SeasonOption: ParsableArguments {
  @Option(help: "Periods in a season. Default: from the frequency.")
  var season: Int?

  func validate() throws {
    if let season, !(1...100_000).contains(season) {
      throw ValidationError("--season is from 1 to 100000")
    }
  }
}

/// A seed from 0 to 2⁶⁴ − 1.
struct SeedOption: ParsableArguments {
  @Option(help: "Seed of the random numbers; the same seed gives the same bytes.")
  var seed: UInt64?
}

/// A period of an option; `2030`, `2030-Q1`, …
struct PeriodArgument: ExpressibleByArgument {
  let period: PeriodText

  init?(argument: String) {
    guard let period = PeriodText(argument), period.kind != .interval else { return nil }
    self.period = period
  }
}

func requireHorizon(_ horizon: Int?) throws {
  if let horizon, !(1...100_000).contains(horizon) {
    throw ValidationError("the horizon \(horizon) is outside 1…100000")
  }
}

func requirePaths(_ paths: Int?) throws {
  if let paths, !(100...100_000_000).contains(paths) {
    throw ValidationError("--paths is from 100 to 100000000")
  }
}
