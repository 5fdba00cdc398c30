import ArgumentParser
import Corridor
import Glibc

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a commented scenario file for your own data, ready to run.",
    discussion: """
      Reads FILE.csv as 'corridor forecast' does and writes a scenario with its series, four courses
      of events and a target each. 'corridor run' takes it as it stands. The data file is named
      relative to the scenario's place. What is said here of its columns goes into the scenario.
      """,
    examples: [
      CommandExample(
        "a scenario for your own data, and its reports",
        "corridor new my.csv -o my.yaml\n  corridor run my.yaml"),
      CommandExample(
        "columns by other names",
        "corridor new my.csv --time Year --value Exports -o my.yaml"),
    ])

  @Argument(help: "Observations, a CSV file.")
  var file: String

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOption

  func validate() throws {
    if file == "-" {
      throw ValidationError("a scenario names its data file; standard input has no name")
    }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file)], outputs: [("--output", output.output)])
  }

  func run() throws {
    let options = input.observationOptions
    let panel = try SeriesPanel.read(path: file, options: options)
    // Without a series to go on with the first fault is what fails the command.
    if panel.series.contains(where: { !$0.isEmpty }) {
      for failure in panel.failures { StandardError.lines([failure.fault.description]) }
    }
    let place = output.output
    let name = try RelativePath.from(place, to: file)
    try output.write(Array(try ScenarioStarter.text(for: panel, file: name, read: options).utf8))
    if place != "-", !ScenarioTree(of: place).holds(name, at: file) {
      StandardError.lines([
        "\(file) is outside of what \(place) may read: give 'corridor run' --allow-outside"
      ])
    }
  }
}

/// Where one file stands as seen from another.
private enum RelativePath {
  /// The path of `target` from the folder of `place`; from the present folder for standard output.
  static func from(_ place: String, to target: String) throws -> String {
    guard !target.hasPrefix("/"), place != "-", place.contains("/") else { return target }
    // By real paths, so that links and `..` in either do not lead astray.
    let folder = place.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let folderPath = folder.joined(separator: "/")
    guard let from = realpath(folderPath.isEmpty ? "/" : folderPath, nil),
      let to = realpath(target, nil)
    else { return target }
    defer {
      free(from)
      free(to)
    }
    let start = String(cString: from).split(separator: "/")
    let end = String(cString: to).split(separator: "/")
    let common = zip(start, end).prefix { $0 == $1 }.count
    return
      (Array(repeating: "..", count: start.count - common)
      + end.dropFirst(common).map(String.init)).joined(separator: "/")
  }
}
