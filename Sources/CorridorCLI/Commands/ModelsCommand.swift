import ArgumentParser
import Corridor

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Lists the model catalog as CSV.",
    examples: [
      CommandExample("the catalog", "corridor models"),
      CommandExample("as a file", "corridor models -o models.csv"),
    ])

  @OptionGroup var output: OutputOption

  func run() throws {
    try output.write(Self.table.csv(ModelCatalog.all))
  }

  private static let table: Table<ModelCatalog.Entry> = [
    .text("name", "name of --model") { $0.name },
    .text("summary", "what it is") { $0.summary },
    .text("least_observations", "observations that it needs, in words where it depends") {
      $0.leastObservations
    },
    .answer("takes_gaps", "whether values may be missing in between") { $0.takesGaps },
    .answer("seasonal", "whether it has a season") { $0.isSeasonal },
    .text("source", "where it is described") { $0.source },
  ]
}
