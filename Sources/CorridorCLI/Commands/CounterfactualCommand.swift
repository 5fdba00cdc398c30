import ArgumentParser
import Corridor

struct CounterfactualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "counterfactual",
    abstract: "What a change of trade costs does to trade, prices and welfare of all countries.",
    discussion: """
      FILE has a row a pair of countries, domestic flows (exporter = importer) among them: gross \
      output less exports. --change FILE has the columns exporter,importer,term,value: the new value \
      of a cost term, '*' for every country; '*' reaches flows between different countries, a domestic \
      flow is named on both sides, and the row that names more of a pair counts.

      Costs are exp(Σ coefficient × term) = t^(1 − sigma), by --cost or by Poisson regression, \
      --estimate 'FLOW ~ TERMS | EXPORTER + IMPORTER'. The model is structural gravity (Anderson and \
      van Wincoop 2003) in an endowment economy: output moves with prices until all markets clear, \
      trade deficits stay constant shares of output. DIR gets countries.csv, bilateral.csv, draws.csv \
      and datapackage.json; changes are fractions, welfare is real output.

      With standard errors, coefficients and sigma are drawn, and intervals of 95 % stand beside each \
      change. Draws without an equilibrium, such as a sigma of 1 or less, are named and counted, none \
      takes their place. Memory: 8 bytes a pair and draw.
      """,
    examples: [
      CommandExample(
        "a trade agreement between two countries, costs known",
        "corridor counterfactual f.csv --exporter exp --importer imp --flow trade \\\n    --cost 'lndist=-0.39:0.07,pta=0.47:0.11' --change pta.csv -o out"
      ),
      CommandExample(
        "costs estimated, the observed flows as baseline",
        "corridor counterfactual f.csv --exporter exp --importer imp --flow trade \\\n    --year year --estimate 'trade ~ log(dist) + pta | exp^year + imp^year' \\\n    --baseline observed --sigma 5:0.5 --change pta.csv -o out"
      ),
    ])

  @Argument(help: "CSV file with a row a pair, gzip or not; '-' is standard input.")
  var file: String

  @Option(help: "Column with the country that sells.")
  var exporter: String

  @Option(help: "Column with the country that buys.")
  var importer: String

  @Option(help: "Column with the flow, 0 or more.")
  var flow: String

  @Option(help: "Column with the year, where the file has several.")
  var year: String?

  @Option(help: "The year of the baseline. Default: the last.")
  var at: String?

  @Option(
    help:
      """
      Columns with output by exporter and expenditure by importer. Default: the sums of the flows.
      """)
  var production: String?

  @Option(help: "Column with expenditure by importer; with --production.")
  var expenditure: String?

  @Option(
    help:
      """
      Cost terms with coefficients and standard errors, 'TERM=COEFFICIENT[:ERROR][,…]'; a term is a \
      column, or a function such as log(dist).
      """)
  var cost: String?

  @Option(help: "Formula of a Poisson regression whose terms are the cost terms.")
  var estimate: String?

  @Option(help: "Standard errors of --estimate, as of 'corridor regress'. Default: hc3.")
  var se: String?

  @Option(help: "File of new values: exporter,importer,term,value.")
  var change: String

  @Option(help: "Elasticity of substitution above 1, and its standard error: 5 or 5:0.5.")
  var sigma = "5"

  @Option(
    help: "Country whose price index stays as it is. Default: the value of world output stays.")
  var reference: String?

  @Option(
    help:
      """
      Where baseline shares come from: modelled (trade costs, output and expenditure) or observed (the \
      flows; only changes of costs count).
      """)
  var baseline = TradeEconomy.Baseline.modelled

  @Option(
    help:
      """
      full, or first-round: prices at the baseline's incomes, as the program gegravity prints them, \
      where flows no longer add up.
      """)
  var equilibrium = TradeEconomy.Equilibrium.full

  @Flag(help: "Leave out countries that lack pairs, those that lack most first.")
  var dropIncomplete = false

  @Option(help: "Draws, 0 to 100000. Default: 1000 where there are standard errors.")
  var draws: Int?

  @Flag(help: "Let country names through that a spreadsheet would run as formulas.")
  var allowFormulas = false

  @Option(name: .shortAndLong, help: "Folder for the reports.")
  var output: String

  @OptionGroup var numbers: NumberOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var seed: SeedOption

  private var outputs: [(option: String, path: String?)] {
    (CounterfactualPackage.fileNames + [DataPackage.file]).map { ("--output", output + "/" + $0) }
  }

  func validate() throws {
    try checked { try request.validate() }
    guard !(file == "-" && change == "-") else {
      throw ValidationError("only one input can be standard input")
    }
    try OutputPlaces.requireNamed([("--output", output)])
    guard output != "-" else { throw ValidationError("--output is a folder") }
    try OutputPlaces.requireDistinct(
      inputs: [("FILE", file), ("--change", change)], outputs: outputs)
    if EarlierReports.isOfOthers(output, than: .scenario) {
      throw ValidationError(
        "--output: \(output)/\(DataPackage.file) is not that of a counterfactual: choose another folder"
      )
    }
  }

  private var request: CounterfactualRequest {
    var columns = TradeColumns(exporter: exporter, importer: importer, flow: flow)
    (columns.year, columns.chosenYear) = (year, at)
    (columns.production, columns.expenditure) = (production, expenditure)
    var request = CounterfactualRequest(columns: columns)
    (request.cost, request.estimate, request.errors) = (cost, estimate, se)
    (request.sigma, request.reference) = (sigma, reference)
    request.options.baseline = baseline
    request.options.dropsIncomplete = dropIncomplete
    request.options.completion = "add its rows, or leave countries out by --drop-incomplete"
    request.options.allowsFormulas = allowFormulas
    request.equilibrium = equilibrium
    (request.draws, request.seed, request.jobs) = (draws, seed.seed, jobs.count)
    return request
  }

  func run() throws {
    try KernelCheck.require()
    let reply = try request.answer(
      flows: (file, try ByteSource(path: file).whole()),
      changes: (change, try ByteSource(path: change).whole()),
      reading: numbers.observationOptions)
    try PendingFiles.makeFolder(output)
    var pending = PendingFiles()
    // What tells of the tables goes first and comes last.
    try pending.retire(output + "/" + DataPackage.file)
    for file in reply.package.files { try pending.add(output + "/" + file.name, file.bytes) }
    try pending.add(output + "/" + DataPackage.file, reply.package.descriptor)
    try pending.commit()
    StandardError.lines(reply.warnings)
  }
}

extension TradeEconomy.Baseline: ExpressibleByArgument {}
extension TradeEconomy.Equilibrium: ExpressibleByArgument {}
