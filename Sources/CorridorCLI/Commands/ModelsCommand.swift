import ArgumentParser
import Corridor

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Lists the model catalog as CSV.")

  @OptionGroup var output: OutputOption

  func run() throws {
    var writer = CSVWriter(
      header: ["name", "summary", "least_observations", "takes_gaps", "seasonal", "source"])
    for entry in ModelCatalog.all {
      writer.field(entry.name)
      writer.field(entry.summary)
      writer.field(entry.leastObservations)
      writer.field(entry.takesGaps ? "yes" : "no")
      writer.field(entry.isSeasonal ? "yes" : "no")
      writer.field(entry.source)
      writer.endRow()
    }
    try output.write(writer.takeBytes())
  }
}
