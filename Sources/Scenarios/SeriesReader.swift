internal import Forecasting
internal import SeriesCore

/// Reads the key `series`: the scenario's series with their data.
final class SeriesReader {
  private let file: String
  /// How data files are read where a series does not say otherwise.
  private let defaults: ObservationOptions
  private let models: [ModelRequest]
  private let windows: [SampleWindow]
  /// Faults inside data files, each once, whichever series meet them.
  private(set) var dataFaults: [InputFault] = []

  init(
    file: String, defaults: ObservationOptions, models: [ModelRequest], windows: [SampleWindow]
  ) {
    self.file = file
    self.defaults = defaults
    self.models = models
    self.windows = windows
  }

  func series(_ node: ScenarioNode) -> Scenario.SeriesSpec? {
    node.allow(
      ["id", "file", "series", "models", "windows", "assumption", "season"] + ObservationKeys.all)
    // All keys are read before any is missed, so that all faults come at once.
    let (id, data) = (node.text("id"), node.text("file"))
    let ownModels = node.models("models") ?? models
    let ownWindows = ScenarioReader.sampleWindows(node) ?? windows
    let assumption = node["assumption"].flatMap(assumedGrowth)
    let season = node.integer("season", in: 1...100_000)
    let options = ObservationKeys.options(node, on: defaults)
    guard let id, let data else { return nil }
    let path = ScenarioReader.resolve(data, beside: file)
    do throws(InputFault) {
      let bytes = try ScenarioText.dataBytes(path)
      let panel = try SeriesPanel.read(ByteSource(name: path, bytes: bytes), options: options)
      let wanted = node["series"]?.scalar ?? ScenarioReader.onlySeries(panel) ?? id
      guard panel.entries.contains(where: { $0.id == wanted }) else {
        let absence = panel.absence(of: wanted)
        node.fault(absence.message + " in " + data, advice: absence.advice)
        return nil
      }
      let series = try panel.series(named: wanted).renamed(id)
      for window in ownWindows {
        if case .from(let period) = window, series.axis.ordinal(of: period) == nil {
          node.fault("the window '\(window.text)' is no period of series '\(wanted)'")
        } else if window.applied(to: series).isEmpty {
          node.fault("the window '\(window.text)' holds no observation of series '\(wanted)'")
        }
      }
      return Scenario.SeriesSpec(
        id: id, series: series, file: data, path: path, models: ownModels, windows: ownWindows,
        assumption: assumption, season: season, sha256: SHA256.hexDigest(bytes))
    } catch {
      if !dataFaults.contains(error) { dataFaults.append(error) }
      return nil
    }
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
