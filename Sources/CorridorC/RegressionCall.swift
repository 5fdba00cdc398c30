internal import Corridor

/// A regression of a batch by formula.
enum RegressionCall {
  static func run(
    _ formula: String, _ batch: ArrowBatch, _ name: String, _ options: inout OptionList
  ) throws -> CallResult.Content {
    let request = try request(formula, &options)
    try options.requireAllKnown()
    try request.validate()
    let reply = try request.answer(batch.source(name: name), reading: ReadingOptions.table)
    var content = CallResult.Content()
    content.notes = reply.warnings.map { "\(name): \($0)" }
    content.tables["coefficients"] = try ArrowTable(csv: reply.coefficients(), reply.columns)
    for part in request.parts {
      guard let csv = reply.table(part) else { continue }
      content.tables[part.rawValue] = try ArrowTable(csv: csv, reply.columns)
    }
    return content
  }

  private static func request(
    _ formula: String, _ options: inout OptionList
  ) throws(UsageFault) -> RegressionRequest {
    var request = RegressionRequest(formula)
    if let family = options.text("family") { request.family = family }
    request.errors = options.text("se")
    request.weights = options.text("weights")
    request.offset = options.text("offset")
    request.quantile = try options.number("quantile")
    request.effects = options.text("effects")
    if let level = try options.number("level") { request.level = level }
    request.id = options.text("id")
    request.time = options.text("time")
    for part in RegressionRequest.Part.allCases where try options.flag(part.rawValue) {
      request.parts.insert(part)
    }
    request.draws = try options.whole("draws")
    let seed = try options.seed()
    // The usual one; asked for or not, it is the same.
    request.seed = seed == 1 ? nil : seed
    request.allowsFormulas = try options.flag(InputSetting.formulas.rawValue)
    return request
  }
}
