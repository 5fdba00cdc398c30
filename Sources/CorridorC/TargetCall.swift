internal import Corridor

/// By when one series of a batch reaches a level.
enum TargetCall {
  static func run(
    _ batch: ArrowBatch, _ name: String, _ options: inout OptionList
  ) throws -> CallResult.Content {
    let request = try request(&options)
    let reading = try ReadingOptions.observations(&options)
    try options.requireAllKnown()
    try request.validate()
    let series = try request.chosen(
      from: SeriesPanel.read(batch.source(name: name), options: reading))
    let reply = try request.answer(series, file: name)
    var content = CallResult.Content()
    content.notes = [series.spacingNote(reading.names)].compactMap { $0.map { "\(name): \($0)" } }
    content.tables = ["targets": try ArrowTable(csv: reply.csv(), reply.columns)]
    return content
  }

  private static func request(_ options: inout OptionList) throws(UsageFault) -> TargetRequest {
    var request = TargetRequest()
    request.series = options.text("series")
    request.level = try options.number("level")
    request.multiple = try options.number("multiple")
    request.base = try options.period("base")
    request.deadlines = try TargetRequest.deadlines(options.text("by"))
    request.horizon = try options.whole("horizon")
    if let model = options.text("model") { request.model = try ModelList.request(model) }
    request.from = try options.period("from")
    request.asOf = try options.period("as-of")
    if let hold = try options.whole("hold") { request.hold = hold }
    request.regain = try options.flag("regain")
    if let total = options.text("total") {
      guard total == "year" else { throw UsageFault("--total is year, not '\(total)'") }
      request.sumsYears = true
    }
    if let levels = options.text("levels") { request.levels = try LevelList.read(levels).values }
    if let paths = try options.whole("paths") { request.paths = paths }
    request.season = try options.whole("season")
    try RequestLimits.requireSeason(request.season)
    request.jobs = try Workers.count(&options)
    request.seed = try options.seed()
    return request
  }
}
