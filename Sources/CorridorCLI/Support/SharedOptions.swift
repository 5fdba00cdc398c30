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
  @Option(help: "Column with the series id; several, separated by commas, are joined by points.")
  var id: String?

  @Option(help: "Column with the period.")
  var time: String?

  @Option(help: "Column with the value.")
  var value: String?

  @Option(help: "Column with the unit, or the unit itself where no column has this name.")
  var unit: String?

  @Option(help: "Frequency: annual, half, quarter, month, week, day or integer.")
  var freq: String?

  @Flag(help: "The header holds periods, one a column; lines before it are passed over.")
  var wide = false

  @Option(
    help: "Periods as excel (day numbers of a spreadsheet), dmy (31/12/2023) or mdy (12/31/2023).")
  var timeFormat: String?

  @Option(
    name: .customLong("class"),
    help: """
      What growth is compared with: nominal (money at current prices), volume or other. Default: as the \
      unit of a series tells.
      """)
  var referenceClass: String?

  @Flag(help: "Let ids through that a spreadsheet would run as formulas.")
  var allowFormulas = false

  @OptionGroup var numbers: NumberOptions

  func validate() throws { _ = try settings() }

  /// The settings as they were given; a command asks for them after validation.
  var observationOptions: ObservationOptions { (try? settings()) ?? ObservationOptions() }

  private func settings() throws -> ObservationOptions {
    if wide, time != nil || value != nil {
      throw ValidationError("--wide has no column for periods or values: drop --time and --value")
    }
    var options = try numbers.settings()
    options.isWide = wide
    options.allowsFormulas = allowFormulas
    options.names = SettingNames(options: Set(InputSetting.allCases))
    let texts: [(InputSetting, String?)] = [
      (.id, id), (.time, time), (.value, value), (.unit, unit), (.frequency, freq),
      (.timeFormat, timeFormat), (.referenceClass, referenceClass),
    ]
    try options.set(texts)
    return options
  }
}

/// How numbers and text are written, of series and of tables alike.
struct NumberOptions: ParsableArguments {
  @Option(help: "Decimal mark: '.' or ','. Default: found where ';' or a tab separates, else '.'.")
  var decimal: String?

  @Option(help: "Mark between thousands: ',', '.', space or apostrophe.")
  var thousands: String?

  @Option(help: "Encoding of the text: utf-8, utf-16le, utf-16be, cp1251, cp1252 or latin1.")
  var encoding: String?

  @Flag(help: "Drop flags beside numbers, such as the p in '123 p'.")
  var flags = false

  func validate() throws { _ = try settings() }

  /// The settings as they were given, of a command without `InputOptions`.
  var observationOptions: ObservationOptions { (try? settings()) ?? ObservationOptions() }

  fileprivate func settings() throws -> ObservationOptions {
    var options = ObservationOptions()
    options.names = .numbers
    options.dropsFlags = flags
    try options.set([(.decimal, decimal), (.thousands, thousands), (.encoding, encoding)])
    do throws(ObservationOptions.UnknownValue) { try options.requireDistinctMarks() } catch {
      throw ValidationError("\(error.message) (\(error.advice))")
    }
    return options
  }
}

extension ObservationOptions {
  /// Sets what was given; what a setting cannot be is wrong usage.
  fileprivate mutating func set(_ texts: [(InputSetting, String?)]) throws {
    do throws(UnknownValue) {
      for case (let setting, let text?) in texts { try set(setting, to: text) }
    } catch {
      throw ValidationError("\(error.message) (\(error.advice))")
    }
  }
}

extension SettingNames {
  /// Of a command with `InputOptions`.
  static let observations = SettingNames(
    options: [
      .id, .time, .value, .unit, .wide, .decimal, .thousands, .timeFormat, .encoding, .flags,
      .frequency, .formulas, .sorted, .referenceClass,
    ])

  /// Of a command with `NumberOptions`.
  static let numbers = SettingNames(options: [.decimal, .thousands, .encoding, .flags])

  /// Of a command with `--allow-formulas` alone.
  static let formulas = SettingNames(options: [.formulas])
}

/// Where the files may be that scenarios name.
struct OutsideOption: ParsableArguments {
  @Flag(help: "Let scenarios read files outside of their tree ('corridor help scenario').")
  var allowOutside = false
}

/// How many workers.
struct JobsOption: ParsableArguments {
  @Option(help: "Workers; results do not depend on it. Default: one a processor.")
  var jobs: Int?

  func validate() throws {
    try checked { try RequestLimits.requireJobs(jobs) }
  }

  var count: Int { jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

extension LevelList {
  /// Reads an option's value.
  static func option(_ argument: String) throws -> LevelList {
    try checked { try read(argument) }
  }
}

/// The season, worded alike everywhere.
struct SeasonOption: ParsableArguments {
  @Option(help: "Periods in a season. Default: from the frequency.")
  var season: Int?

  func validate() throws {
    try checked { try RequestLimits.requireSeason(season) }
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
