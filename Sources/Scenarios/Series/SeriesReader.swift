internal import Forecasting
internal import SeriesCore

/// Reads the key `series`: the scenario's series with their data.
struct SeriesReader {
  let files: DataFiles
  /// Models and windows of a series that does not name its own.
  let models: [ModelRequest]
  let windows: [SampleWindow]
  /// The file under `include`, and whether one is named at all.
  let network: SharedNetwork?
  let includes: Bool

  static let keys =
    [
      "id", "file", "series", "models", "windows", "assumption", "season", "from", "breaks",
      "current", "compared_with",
    ] + ObservationKeys.all

  /// The id that a scenario's item gives its series, which may be a shared one's.
  static func id(_ node: ScenarioNode) -> String? { (node["shared"] ?? node["id"])?.scalar }

  func series(_ own: ScenarioNode) -> Scenario.SeriesSpec? {
    own.allow(Self.keys + ["shared"])
    var node = own
    if own.has("shared") {
      guard let shared = SharedNetwork.series(own, network, includes: includes) else { return nil }
      node = shared
    }
    // All keys are read before any is missed, so that all faults come at once.
    let (id, data) = (node.text("id"), node.text("file"))
    let ownModels = node.models("models") ?? models
    let ownWindows = ScenarioReader.sampleWindows(node) ?? windows
    let assumption = node["assumption"].flatMap(assumedGrowth)
    let season = node.integer("season", in: 1...100_000)
    let options = ObservationKeys.options(node, on: files.options)
    guard let id, let data, let read = files.panel(node, options),
      let found = files.series(called: id, of: read, node)
    else { return nil }
    for window in ownWindows {
      if case .from(let period) = window, found.axis.ordinal(of: period) == nil {
        node.fault("the window '\(window.text)' is no period of series '\(found.id)'")
      } else if window.applied(to: found).isEmpty {
        node.fault("the window '\(window.text)' holds no observation of series '\(found.id)'")
      }
    }
    let series = found.renamed(id)
    let from = node.has("from") ? node.ordinal("from", series.axis) : nil
    if let from, series.restricted(to: from...Int.max).isEmpty {
      node.fault(at: "from", "the sample holds no observation of series '\(id)'")
    }
    let breaks = breaks(node, series)
    let current = node["current"].flatMap {
      CurrentReader(files: files, series: series).evidence($0)
    }
    let bases = node.list("compared_with").compactMap { item in
      item.allow(["file", "series"] + ObservationKeys.all)
      return files.series(item)
    }
    for other in bases where other.series.frequency != series.frequency {
      node.fault(
        at: "compared_with",
        "'\(other.series.id)' is by \(other.series.frequency.rawValue), '\(id)' by "
          + series.frequency.rawValue)
    }
    return Scenario.SeriesSpec(
      id: id, series: series, file: data, path: read.source.path, models: ownModels,
      windows: ownWindows, assumption: assumption, season: season, sha256: read.source.sha256,
      from: from, breaks: breaks, current: current?.evidence,
      currentSources: current?.sources ?? [], comparedWith: bases.map(\.series.ordinals),
      comparedSources: bases.map(\.source))
  }

  private func breaks(_ node: ScenarioNode, _ series: TimeSeries) -> [Scenario.SeriesBreak] {
    var breaks: [Scenario.SeriesBreak] = []
    for item in node.list("breaks") {
      guard let found = seriesBreak(item, series) else { continue }
      guard !breaks.contains(where: { $0.at == found.at }) else {
        item.fault(
          at: "at", "the break at \(series.axis.text(found.at)) stands twice", advice: "keep one")
        continue
      }
      breaks.append(found)
    }
    return breaks
  }

  private func seriesBreak(_ node: ScenarioNode, _ series: TimeSeries) -> Scenario.SeriesBreak? {
    node.allow(["at", "reason"])
    let (at, reason) = (node.ordinal("at", series.axis), node.text("reason"))
    guard let at, let reason else { return nil }
    guard let first = series.ordinals.first, let end = series.end, at > first, at <= end else {
      node.fault(at: "at", "a break lies after the first observation and not after the last")
      return nil
    }
    return Scenario.SeriesBreak(at: at, reason: reason)
  }

  private func assumedGrowth(_ node: ScenarioNode) -> AssumedGrowth? {
    node.allow(["growth_low", "growth_high", "volatility", "reason"])
    guard let low = node.number("growth_low"), let high = node.number("growth_high"),
      let volatility = node.number("volatility"), let reason = node.text("reason")
    else { return nil }
    guard low > -1, high >= low, volatility >= 0 else {
      node.fault("growth must run from low (over -1) up to high, volatility must not be negative")
      return nil
    }
    for key in ["growth_low", "growth_high"] { node.warnOfPercent(key) }
    return AssumedGrowth(low: low, high: high, volatility: volatility, reason: reason)
  }
}
