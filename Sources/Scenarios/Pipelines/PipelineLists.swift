internal import Logistics
internal import SeriesCore

/// The lists of a pipeline, from series of counts or written out in the scenario file.
struct PipelineLists {
  let context: PartContext

  struct Reading {
    let entries: [PipelineQuestion.Entry]
    let values: [PipelineQuestion.ListedValue]
    let countBasis: SeriesBasis?
    let unit: SeriesUnit?
    let basis: SeriesBasis?
    let sources: [ScenarioSource]
  }

  private static let daysPerYear = 365.2425
  private static let countLimit = 100_000

  /// Lists under `vintages`, each with its date.
  func inline(_ node: ScenarioNode) -> Reading? {
    for key in ["listed", "finished", "removed", "added", "value"] where node.has(key) {
      node.fault(at: key, "'vintages' and '\(key)' exclude each other", advice: "keep one")
    }
    var entries: [PipelineQuestion.Entry] = []
    var values: [PipelineQuestion.ListedValue] = []
    for item in node.list("vintages") {
      item.allow([
        "date", "listed", "finished", "open", "removed", "added", "left", "value",
      ])
      guard let date = item.period("date") else { continue }
      guard let day = date.lastDay else {
        item.fault(at: "date", "'\(date.written)' is no date")
        continue
      }
      func count(_ key: String) -> Int? { item.integer(key, in: 0...Self.countLimit) }
      if !item.has("listed") { item.fault("the key 'listed' is missing", advice: "add it") }
      let unknown = item["added"]?.scalar == "unknown"
      let list = ListVintage(
        label: date.written, time: Double(day) / Self.daysPerYear, listed: count("listed") ?? 0,
        finished: count("finished"), removed: count("removed"),
        added: unknown ? nil : count("added") ?? 0, left: count("left"),
        open: count("open"))
      refuse(item, list, after: entries.last?.list)
      entries.append(PipelineQuestion.Entry(list: list, lastDay: day))
      if item.has("value"), let amount = item.positive("value") {
        values.append(.init(label: date.written, lastDay: day, amount: amount))
      }
    }
    guard !entries.isEmpty, entries.count == node.list("vintages").count else {
      if !node.has("vintages") || node.list("vintages").isEmpty { node.fault("no lists") }
      return nil
    }
    return Reading(
      entries: entries, values: values, countBasis: nil,
      unit: node.has("unit") ? context.copiedText(node, "unit").map { SeriesUnit($0) } : nil,
      basis: node.has("basis") ? context.copiedText(node, "basis").map { SeriesBasis($0) } : nil,
      sources: [])
  }

  /// What is wrong between a list and the one before stands at its own line.
  private func refuse(_ item: ScenarioNode, _ list: ListVintage, after before: ListVintage?) {
    do throws(PipelineError) {
      _ = try ProjectPipeline((before.map { [$0] } ?? []) + [list])
    } catch {
      // A fault of the list before has been reported there.
      if let before, (try? ProjectPipeline([before])) == nil { return }
      item.fault(error.description)
    }
  }

  /// Lists from series: `listed`, and where they are known `finished`, `removed`, `added`, `value`.
  func files(_ node: ScenarioNode) -> Reading? {
    for key in ["unit", "basis"] where node.has(key) {
      node.fault(at: key, "stands in the file of the value", advice: "take it out")
    }
    guard let listedNode = node["listed"] else {
      node.fault("either 'listed' or 'vintages' is needed")
      return nil
    }
    var sources: [ScenarioSource] = []
    let before = node.faultCount
    guard let listed = series(listedNode, &sources) else { return nil }
    var counts: [String: TimeSeries] = [:]
    let isUnknown = node["added"]?.scalar == "unknown"
    for key in ["finished", "removed", "added"] where node.has(key) {
      if key == "added", isUnknown { continue }
      guard let item = node[key], let series = series(item, &sources) else { continue }
      guard series.frequency == listed.frequency else {
        item.fault(SeriesError.frequencyMismatch(listed.frequency, series.frequency).description)
        continue
      }
      if let stray = series.ordinals.first(where: { listed.value(at: $0) == nil }) {
        item.fault("no list of \(series.axis.text(stray)) that '\(series.id)' counts in")
      }
      counts[key] = series
    }
    var money: TimeSeries?
    if let item = node["value"] { money = series(item, &sources) }
    if let money, let place = money.values.firstIndex(where: { $0 <= 0 }) {
      node.fault(
        at: "value",
        "\(NumberText.shortest(money.values[place])) in "
          + "\(money.axis.text(money.ordinals[place])) is not positive")
    }
    guard node.faultCount == before else { return nil }
    var entries: [PipelineQuestion.Entry] = []
    for ordinal in listed.ordinals {
      func count(_ series: TimeSeries?) -> Int? {
        series?.value(at: ordinal).flatMap { self.count($0, series, ordinal, node) }
      }
      guard let day = lastDay(listed, ordinal), let total = count(listed) else { return nil }
      entries.append(
        PipelineQuestion.Entry(
          list: ListVintage(
            label: listed.axis.text(ordinal), time: Double(day) / Self.daysPerYear, listed: total,
            finished: count(counts["finished"]), removed: count(counts["removed"]),
            added: isUnknown ? nil : count(counts["added"]) ?? 0), lastDay: day))
    }
    guard node.faultCount == before else { return nil }
    let values = money.map { money in
      zip(money.ordinals, money.values).compactMap { ordinal, amount in
        lastDay(money, ordinal).map {
          PipelineQuestion.ListedValue(
            label: money.axis.text(ordinal), lastDay: $0, amount: amount)
        }
      }
    }
    return Reading(
      entries: entries, values: values ?? [], countBasis: listed.basis, unit: money?.unit,
      basis: money?.basis, sources: sources)
  }

  private func series(_ node: ScenarioNode, _ sources: inout [ScenarioSource]) -> TimeSeries? {
    node.allow(["file", "series"] + ObservationKeys.all)
    guard let (series, source) = context.files.series(node) else { return nil }
    sources.append(source)
    return series
  }

  private func lastDay(_ series: TimeSeries, _ ordinal: Int) -> Int? {
    series.axis.days(of: ordinal).map { $0.upperBound - 1 }
  }

  private func count(
    _ value: Double, _ series: TimeSeries?, _ ordinal: Int, _ node: ScenarioNode
  ) -> Int? {
    guard value == value.rounded(), value >= 0, value <= Double(Self.countLimit) else {
      let place = series.map { "'\($0.id)', \($0.axis.text(ordinal)): " } ?? ""
      node.fault(
        place + "\(NumberText.shortest(value)) is no count of projects from 0 to "
          + "\(Self.countLimit)")
      return nil
    }
    return Int(value)
  }
}
