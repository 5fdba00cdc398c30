import ArgumentParser
import Corridor

struct NotebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Writes notebooks in Python and R that go on from a scenario's reports.",
    discussion: """
      For each file NAME.yaml the folder DIR gets NAME.ipynb (Jupyter: Python with pandas and \
      matplotlib), NAME.qmd (Quarto: R with jsonlite, ggplot2 where it is there) and the folder NAME \
      with the tables that they read and their descriptor. They draw what the scenario has, check \
      numbers against the tables, and go a step further: other levels, other weights of the courses \
      of events, and 'corridor target' where it is on the PATH. Outputs are empty until the notebooks \
      are run. The same scenario, data, seed and paths give the same bytes. All files of a scenario \
      appear together, or not at all.
      """,
    examples: [
      CommandExample(
        "notebooks of one scenario, in notebooks/", "corridor notebook my.yaml -o notebooks"),
      CommandExample(
        "two scenarios, fewer paths", "corridor notebook low.yaml high.yaml --paths 20000"),
    ])

  @Argument(help: "Scenario files.")
  var scenarios: [String]

  @Option(name: .shortAndLong, help: "Folder of the notebooks.")
  var output = "notebooks-export"

  @Option(help: "Sample paths, instead of the file's.")
  var paths: Int?

  @OptionGroup var outside: OutsideOption
  @OptionGroup var seed: SeedOption
  @OptionGroup var jobs: JobsOption

  func validate() throws {
    try checked { try RequestLimits.requirePaths(paths) }
    try OutputPlaces.requireNamed([("--output", output)])
    try ScenarioBatch.requireNamesApart(scenarios, outputs: "notebooks")
  }

  func run() throws {
    try KernelCheck.require()
    var batch = ScenarioBatch(scenarios, outside)
    let inputs =
      scenarios.map { (name: "scenario", path: Optional($0)) }
      + batch.read.flatMap { item in
        item.scenario.dataFiles.map { (name: "of \(item.path)", path: Optional($0)) }
      }
    try batch.each { try write($0, apartFrom: inputs) }
    try batch.finish()
  }

  private func write(_ scenario: Scenario, apartFrom inputs: [(name: String, path: String?)]) throws
  {
    var options = ScenarioRun.Options()
    options.seed = seed.seed
    options.paths = paths
    options.jobs = jobs.count
    var progress = Progress(scenario.name)
    let run = ScenarioRun(scenario, options: options) { progress.update(share: $0) }
    progress.finish()
    let files = ScenarioNotebooks(of: run).files.map {
      (path: output + "/" + $0.path, bytes: $0.bytes)
    }
    try OutputPlaces.requireDistinct(
      inputs: inputs, outputs: files.map { ("--output", $0.path) })
    try PendingFiles.makeFolder(output + "/" + scenario.name)
    var pending = PendingFiles()
    // What tells of the tables goes first.
    try pending.retire(output + "/" + scenario.name + "/" + DataPackage.file)
    for (path, bytes) in files { try pending.add(path, bytes) }
    try pending.commit()
    let folder = StandardError.printable(output)
    StandardError.write("notebooks \(folder)/\(scenario.name).ipynb and .qmd\n")
  }
}
