import ArgumentParser
import Corridor

struct ReconcileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Forecasts of totals and parts that add up.",
    discussion: """
      --hierarchy FILE has the columns node,parent and perhaps weight, a row a part (a node may be \
      part of several totals), or constraint,node,weight, a row a term of Σ weight·node = 0, or a \
      summing matrix row,bottom,weight.

      FILE holds observations (a column y or value: every node is forecast here by --model, totals \
      that are not given are summed, and residuals are the errors of rolling origins one step ahead) or \
      forecasts, in the long form of 'corridor forecast' or in Nixtla's wide form, with their residuals \
      in --residuals or --insample.

      Methods: \(ReconciliationMethod.names.joined(separator: ", ")). top-down is short for \
      top-down-forecast-proportions.

      The table is unique_id,ds,model,method,base,mean,median and a pair of columns a level; base is \
      the forecast before. Intervals are those of a Gaussian whose standard deviations are in the \
      proportions of the base intervals and whose correlations are those of the residuals, shrunk; \
      without residuals, and for top-down, they are empty.
      """,
    examples: [
      CommandExample(
        "exports and imports that add up to turnover",
        "corridor reconcile my.csv --hierarchy parts.csv --horizon 8"),
      CommandExample(
        "forecasts of another program",
        "corridor reconcile fc.csv --hierarchy parts.csv --insample fitted.csv"),
    ])

  @Argument(help: "File of observations (or several), or of forecasts; '-' is standard input.")
  var files: [String]

  @Option(help: "File with the hierarchy.")
  var hierarchy: String

  @Option(help: "Methods, separated by commas.")
  var method = "mint-shrink"

  @Option(help: "Observations: periods to forecast, 1 to 100000.")
  var horizon: Int?

  @Option(
    help: "Observations: the model of every node, on the level unless +log is given. Default: auto."
  )
  var model: String?

  @Option(
    help: "Observations: levels of the central intervals in percent. Default: 80,95.",
    transform: LevelList.option)
  var levels: LevelList?

  @Option(help: "Forecasts: file of their residuals, unique_id,ds,residual.")
  var residuals: String?

  @Option(help: "Forecasts: file with the column y and a column of fitted values a model.")
  var insample: String?

  @Option(help: "Nodes whose base forecasts are not to move, separated by commas.")
  var fixed: String?

  @Flag(help: "No bottom node below zero: the nearest such values, by quadratic programming.")
  var nonnegative = false

  @Flag(help: "Given totals that are not the sums of their parts end the run.")
  var strict = false

  @Option(help: "File with one row a model and method.")
  var summary: String?

  @OptionGroup var input: InputOptions
  @OptionGroup var season: SeasonOption
  @OptionGroup var jobs: JobsOption
  @OptionGroup var output: OutputOption

  func validate() throws {
    let methods = try self.methods()
    guard Set(methods.map(\.name)).count == methods.count else {
      throw ValidationError("a method stands twice in --method")
    }
    if nonnegative, let method = methods.first(where: \.divides) {
      throw ValidationError("--nonnegative does not go with \(method.name)")
    }
    if fixed != nil, let method = methods.first(where: { !$0.isProjection }) {
      throw ValidationError("--fixed does not go with \(method.name)")
    }
    guard residuals == nil || insample == nil else {
      throw ValidationError("give --residuals or --insample, not both")
    }
    guard (files + [hierarchy, residuals, insample]).count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("only one input can be standard input")
    }
    try checked { try RequestLimits.requireHorizon(horizon) }
    if let model { _ = try checked { try ModelList.request(model) } }
    try OutputPlaces.requireDistinct(
      inputs: files.map { ("FILE", $0) } + [
        ("--hierarchy", hierarchy), ("--residuals", residuals), ("--insample", insample),
      ], outputs: [("--output", output.output), ("--summary", summary)])
  }

  func methods() throws -> [ReconciliationMethod] {
    try method.split(separator: ",", omittingEmptySubsequences: false).map {
      guard let known = ReconciliationMethod(String($0)) else {
        let near = nearestName(to: String($0), among: ReconciliationMethod.names)
        throw ValidationError(
          "unknown method '\($0)'"
            + (near.map { " (did you mean '\($0)'?)" }
              ?? " (known: \(ReconciliationMethod.names.joined(separator: ", ")))"))
      }
      return known
    }
  }

  func run() throws {
    try KernelCheck.require()
    let rules = try HierarchyFile(
      ByteSource(path: hierarchy), allowsFormulas: input.allowFormulas,
      settings: .formulas)
    let sources = try files.map { try ReconcileSource($0, input.observationOptions) }
    let observed = sources.filter(\.isObservations)
    guard observed.isEmpty || observed.count == sources.count else {
      throw ValidationError("observations and forecasts cannot be mixed")
    }
    let cases: [ReconcileCase]
    if observed.isEmpty {
      try requireForecastOptions()
      cases = try ReconcileForecasts(self, rules).cases(sources[0])
    } else {
      try requireObservationOptions()
      cases = try ReconcileObservations(self, rules).cases(sources)
    }
    let methods = try self.methods()
    let held = fixed?.split(separator: ",").map(String.init) ?? []
    var report = ReconcileReport(rules.hierarchy, cases, methods, isNonnegative: nonnegative)
    var refusals: [any Error] = []
    for (place, one) in cases.enumerated() {
      for method in methods {
        do {
          report.add(
            try one.answer(by: method, rules, fixed: held, isNonnegative: nonnegative), of: place)
        } catch let fault as InputFault {
          refusals.append(fault)
        } catch let stop as Stop where stop.status == .failed {
          refusals.append(stop)
        }
      }
    }
    let count = cases.count * methods.count
    if refusals.count == count, let last = refusals.last {
      for refusal in refusals.dropLast() { _ = Outcome.report(refusal) }
      throw last
    }
    var outputs: [(path: String, bytes: [UInt8])] = []
    if let summary { outputs.append((summary, report.summary())) }
    outputs.append((output.output, report.table()))
    try PendingFiles.write(outputs)
    StandardError.lines(report.messages())
    guard !refusals.isEmpty else { return }
    for refusal in refusals { _ = Outcome.report(refusal) }
    throw Stop(
      .partlyDone, "\(refusals.count) of \(count) reconciliations refused, the others were written")
  }

  private func requireForecastOptions() throws {
    guard files.count == 1 else { throw ValidationError("forecasts come from one file") }
    for (name, isGiven) in [
      ("--horizon", horizon != nil), ("--model", model != nil), ("--levels", levels != nil),
      ("--strict", strict),
    ] where isGiven {
      throw ValidationError("\(name) goes with observations; '\(files[0])' holds forecasts")
    }
    let methods = try self.methods()
    if residuals == nil, insample == nil, let method = methods.first(where: \.needsResiduals) {
      throw ValidationError(
        "\(method.name) weighs by residuals: give --residuals or --insample, or take "
          + "--method wls-struct, ols or bottom-up")
    }
    if insample == nil, let method = methods.first(where: \.needsHistory) {
      throw ValidationError("\(method.name) divides by historical shares: give --insample")
    }
  }

  private func requireObservationOptions() throws {
    guard residuals == nil, insample == nil else {
      throw ValidationError(
        "--residuals and --insample go with forecasts; '\(files[0])' holds observations")
    }
    guard horizon != nil else { throw ValidationError("give --horizon") }
  }
}
