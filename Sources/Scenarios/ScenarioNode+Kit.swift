internal import Forecasting
internal import SeriesCore

/// What readers of scenario parts ask in common: lists with names, words of a choice, levels, models,
/// deadlines, values by course of events. Each reports its own faults.
extension ScenarioNode {
  /// The items of this list, each read; a name that stands twice is a fault.
  ///
  /// - Parameters:
  ///   - what: what an item is, for messages: `link`.
  ///   - name: how an item is called; its `name` by default.
  func named<Item>(
    _ what: String, name: (ScenarioNode) -> String? = { $0["name"]?.scalar },
    _ read: (ScenarioNode) -> Item?
  ) -> [Item] {
    Self.refuseTwice(items, what, name: name)
    return items.compactMap(read)
  }

  /// The same of the list under a key; empty when it is absent.
  func named<Item>(
    under key: String, _ what: String, _ read: (ScenarioNode) -> Item?
  ) -> [Item] {
    self[key]?.named(what, read) ?? []
  }

  /// Reports each item whose name an earlier one has, at its own line: by what stands in the file, so
  /// that an item that could not be read moves nothing.
  static func refuseTwice(
    _ nodes: [ScenarioNode], _ what: String,
    name: (ScenarioNode) -> String? = { $0["name"]?.scalar }
  ) {
    var seen = Set<String>()
    for node in nodes {
      guard let name = name(node), !seen.insert(name).inserted else { continue }
      node.fault("the \(what) '\(name)' stands twice", advice: "rename one")
    }
  }

  /// A word of a choice under a key; `usual` when it is absent, nil when it is unknown.
  func oneOf<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ what: String, usual: Choice
  ) -> Choice? where Choice.RawValue == String {
    self[key].map { $0.choice(what) } ?? usual
  }

  /// This word of a choice.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ what: String
  ) -> Choice? where Choice.RawValue == String {
    if let choice = scalar.flatMap(Choice.init(rawValue:)) { return choice }
    fault(
      "unknown \(what) '\(scalar ?? "…")'",
      advice: Choice.allCases.map(\.rawValue).joined(separator: ", "))
    return nil
  }

  /// The words of a choice in the list under a key, each once.
  func choices<Choice: RawRepresentable & CaseIterable & Equatable>(
    _ key: String, _ what: String
  ) -> [Choice] where Choice.RawValue == String {
    var found: [Choice] = []
    for item in list(key) {
      guard let choice: Choice = item.choice(what) else { continue }
      if found.contains(choice) { item.fault("'\(choice.rawValue)' stands twice") }
      found.append(choice)
    }
    return found
  }

  /// Interval levels in percent under a key, each between 0 and 100.
  func levels(_ key: String) -> [Double] {
    list(key).compactMap { $0.asLevel() }
  }

  /// Models under a key; nil when it is absent.
  func models(_ key: String) -> [ModelRequest]? {
    guard has(key) else { return nil }
    return list(key).compactMap { item in
      do throws(ForecastingError) { return try ModelRequest(item.scalar ?? "") } catch {
        item.fault(error.description)
        return nil
      }
    }
  }

  /// Deadlines under `by` on the axis of a series, in order of time; a fault when there is none.
  func deadlines(on series: TimeSeries, isAhead: Bool = false) -> [Int] {
    let items = list("by")
    let deadlines = items.compactMap { $0.deadline(on: series, isAhead: isAhead) }
    if items.isEmpty { fault("no deadline under 'by'", advice: "give some: by: [2030, 2035]") }
    return deadlines.sorted()
  }

  /// `true` or `false` under a key; false when it is absent.
  func flag(_ key: String) -> Bool {
    switch self[key]?.scalar {
    case nil, "false": return false
    case "true": return true
    case let other?:
      fault(at: key, "'\(other)' is neither true nor false")
      return false
    }
  }

  /// Reports here that the file has no series of a name.
  ///
  /// - Parameter further: what to do instead, after the names to choose from.
  func refuseSeries(_ name: String, among names: Set<String>, advice further: String = "") {
    let choice =
      names.isEmpty
      ? "name one under series:" : choiceAdvice(for: name, among: names.sorted(), called: "series")
    fault("no series '\(name)' in this file", advice: choice + further)
  }

  /// Whether a course of events has this name; a fault here when none has.
  func isCourse(_ name: String, among courses: [Scenario.Course]) -> Bool {
    let names = courses.map(\.name)
    if names.contains(name) { return true }
    let near = nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
    fault(
      "no scenario '\(name)' in this file",
      advice: near ?? "scenarios: " + names.joined(separator: ", "))
    return false
  }

  /// What this mapping says for each course of events: its own entry, or the nearest inherited one.
  ///
  /// - Parameter read: reads the entry at a key of this mapping.
  func byCourse<Value>(
    _ courses: [Scenario.Course], _ read: (String) -> Value?
  ) -> [String: Value] {
    guard isMapping(of: courses.map(\.name)) else { return [:] }
    var own: [String: Value] = [:]
    for name in keys where key(name).isCourse(name, among: courses) { own[name] = read(name) }
    var all: [String: Value] = [:]
    for course in courses { all[course.name] = course.value(in: own) }
    return all
  }
}
