internal import Forecasting
internal import SeriesCore

/// Reads the series that a nowcast names: `{file, series, divide_by, unit}`.
struct NowcastData {
  let context: PartContext

  static let keys = ["file", "series", "divide_by", "unit"] + ObservationKeys.withoutUnit

  /// A series of parts of years: year-to-date intervals, or quarters, half-years, months.
  func parts(_ node: ScenarioNode) -> (flow: PartFlow, source: ScenarioSource)? {
    guard let read = drafts(node, severalSeries: false), let draft = read.drafts.first,
      let scale = scale(node)
    else { return nil }
    return partFlow(draft, scale).map { ($0, read.source) }
  }

  /// A series of whole years: annual, or added up from quarters, half-years or months.
  func years(_ node: ScenarioNode) -> (flow: YearFlow, source: ScenarioSource)? {
    guard let read = drafts(node, severalSeries: false), let draft = read.drafts.first,
      let scale = scale(node)
    else { return nil }
    guard draft.observations.first?.period.kind == .number else {
      return partFlow(draft, scale).map { ($0.wholeYears, read.source) }
    }
    switch draft.entry() {
    case .failure(let failure):
      context.files.add(failure.fault)
      return nil
    case .series(let series):
      guard series.frequency == .annual else {
        node.fault("'\(series.id)' is no annual series", advice: "whole years are needed here")
        return nil
      }
      let pairs = zip(series.ordinals, series.values.map { $0 / scale.divisor })
      return (
        YearFlow(
          id: series.id, unit: scale.unit ?? series.unit, basis: series.basis,
          values: Dictionary(uniqueKeysWithValues: pairs)), read.source
      )
    }
  }

  /// Series of parts of years that are added up, for a flow that stands in for another.
  func proxies(_ node: ScenarioNode) -> (flows: [PartFlow], source: ScenarioSource)? {
    guard let read = drafts(node, severalSeries: true), let scale = scale(node) else { return nil }
    let flows = read.drafts.compactMap { partFlow($0, scale) }
    guard flows.count == read.drafts.count, let first = flows.first else { return nil }
    for flow in flows.dropFirst() where flow.unit != first.unit {
      node.fault(SeriesError.unitMismatch(first.unit, flow.unit).description)
      return nil
    }
    return (flows, read.source)
  }

  /// Series by month, quarter or half-year of which a factor model tells a year: those named, or all of
  /// the file.
  func indicators(_ node: ScenarioNode, _ sources: inout [ScenarioSource]) -> [TimeSeries]? {
    node.allow(["file", "series"] + ObservationKeys.all)
    guard let read = context.files.panel(node) else { return nil }
    sources.append(read.source)
    let named = node.list("series").compactMap(\.scalar)
    let names = named.isEmpty ? read.panel.entries.map(\.id) : named
    let found = names.compactMap { context.files.series(called: $0, of: read, node) }
    return found.count == names.count ? found : nil
  }

  private func partFlow(_ draft: SeriesDraft, _ scale: UnitScale) -> PartFlow? {
    do throws(InputFault) {
      let series = try PartYearSeries(draft)
      return PartFlow(series: series, divisor: scale.divisor, unit: scale.unit ?? series.unit)
    } catch {
      context.files.add(error)
      return nil
    }
  }

  private func scale(_ node: ScenarioNode) -> UnitScale? { UnitScale.read(node, context) }

  private func drafts(
    _ node: ScenarioNode, severalSeries: Bool
  ) -> (drafts: [SeriesDraft], source: ScenarioSource)? {
    let options = ObservationKeys.options(
      node, keys: ObservationKeys.withoutUnit, on: context.files.options)
    guard let (bytes, source) = context.files.bytes(node, "file") else { return nil }
    let drafts: [SeriesDraft]
    do throws(InputFault) {
      drafts = try SeriesDraft.group(
        ByteSource(name: source.path, bytes: bytes), options: options)
    } catch {
      context.files.add(error)
      return nil
    }
    let names = node.list("series").compactMap(\.scalar)
    if names.isEmpty {
      guard drafts.count == 1 else {
        node.fault(
          "'\(source.file)' holds \(drafts.count) series",
          advice: "name one: series: \(drafts.first?.id ?? "…")")
        return nil
      }
      return (drafts, source)
    }
    guard severalSeries || names.count == 1 else {
      node.fault(at: "series", "one series is needed here")
      return nil
    }
    var chosen: [SeriesDraft] = []
    for name in names {
      guard let draft = drafts.first(where: { $0.id == name }) else {
        node.fault(
          at: "series", "no series '\(name)' in \(source.file)",
          advice: choiceAdvice(for: name, among: drafts.map(\.id), called: "series"))
        return nil
      }
      chosen.append(draft)
    }
    return (chosen, source)
  }
}
