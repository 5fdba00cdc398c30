package import SeriesCore

/// A flow over parts of years, in the unit that the scenario reckons in.
package struct PartFlow: Sendable {
  let series: PartYearSeries
  let divisor: Double
  let unit: SeriesUnit?

  func value(_ part: YearPart, of year: Int) -> Double? {
    series.value(part, of: year).map { $0 / divisor }
  }

  /// Sums over all of the years that the file gives from month to month.
  var wholeYears: YearFlow {
    let whole = YearPart(endMonth: 12)
    var values: [Int: Double] = [:]
    for year in series.years { values[year] = value(whole, of: year) }
    return YearFlow(id: series.id, unit: unit, basis: series.wholeYearBasis, values: values)
  }
}

/// A flow over whole years.
package struct YearFlow: Sendable {
  package let id: String
  package let unit: SeriesUnit?
  package let basis: SeriesBasis?
  let values: [Int: Double]

  /// The value of a year; nil where none is known.
  package subscript(year: Int) -> Double? { values[year] }

  /// The years that both have, added up.
  func adding(_ other: YearFlow) -> YearFlow {
    var sums: [Int: Double] = [:]
    for (year, value) in values { sums[year] = other.values[year].map { value + $0 } }
    return YearFlow(id: id + "+" + other.id, unit: unit, basis: basis, values: sums)
  }
}

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

  private func partFlow(_ draft: SeriesDraft, _ scale: Scale) -> PartFlow? {
    do throws(InputFault) {
      let series = try PartYearSeries(draft)
      return PartFlow(series: series, divisor: scale.divisor, unit: scale.unit ?? series.unit)
    } catch {
      context.files.add(error)
      return nil
    }
  }

  private struct Scale {
    let divisor: Double
    let unit: SeriesUnit?
  }

  /// Another unit is named together with the number that leads to it, or not at all.
  private func scale(_ node: ScenarioNode) -> Scale? {
    switch (node.has("divide_by"), node.has("unit")) {
    case (false, false): return Scale(divisor: 1, unit: nil)
    case (true, true):
      guard let divisor = node.positive("divide_by"), let unit = context.copiedText(node, "unit")
      else {
        return nil
      }
      return Scale(divisor: divisor, unit: SeriesUnit(unit))
    default:
      node.fault(
        "'divide_by' and 'unit' go together", advice: "write divide_by: 1000, unit: USD bn")
      return nil
    }
  }

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
