internal import SeriesCore
internal import Yams

/// Series, links and markets of a file that several scenarios include, so that one link has one capacity
/// and one series one sample, one reading of its current period and one answer.
struct SharedNetwork {
  let source: ScenarioSource
  private let series: [ScenarioNode]
  private let links: [ScenarioNode]
  private let markets: [ScenarioNode]
  private let networks: [ScenarioNode]

  private static let rootKeys = ["title", "series", "links", "markets", "networks"]
  /// What a link says once for all scenarios; what they may say of it themselves is left to them.
  private static let linkKeys = [
    "unit", "capacity", "trains", "realised", "since", "history", "bound", "deviation", "waiting",
    "reason",
  ]
  private static let stepKeys = ["name", "adds", "announced", "opens", "ramp", "reason"]
  /// What a scenario says of a shared step: courses of events are its own.
  private static let ownStepKeys = ["name", "delay", "cancelled"]

  /// Reads the file under `include`; nil when a fault was reported. Its faults have its path and lines.
  static func read(_ root: ScenarioNode, _ files: DataFiles) -> SharedNetwork? {
    guard let (name, path) = files.file(root, "include") else { return nil }
    let bytes: [UInt8]
    let text: String
    do throws(InputFault) { (bytes, text) = try ScenarioText.read(path) } catch {
      if error.line == nil {
        root.fault(at: "include", error.message, advice: error.advice)
      } else {
        root.collector.add(error)
      }
      return nil
    }
    let composed: Node?
    do { composed = try compose(yaml: text) } catch {
      root.collector.add(ScenarioNode.yamlFault(error, file: path))
      return nil
    }
    guard let composed else {
      root.fault(at: "include", "'\(name)' is empty", advice: "give series, links or markets")
      return nil
    }
    let node = ScenarioNode(
      composed, path: "", collector: .init(file: path, with: root.collector))
    if let excess = node.excess() {
      root.collector.add(excess)
      return nil
    }
    guard node.isMapping(of: Self.rootKeys) else { return nil }
    // Files that include each other would never end; one level is all that a network needs.
    if node.has("include") {
      node.fault(at: "include", "an included file includes no other", advice: "take the key out")
      return nil
    }
    node.allow(Self.rootKeys)
    return SharedNetwork(
      source: ScenarioSource(file: name, path: path, sha256: SHA256.hexDigest(bytes)),
      series: node["series"]?.named("series", name: { $0["id"]?.scalar }) { series($0) } ?? [],
      links: node.named(under: "links", "link") { link($0) },
      markets: node.named(under: "markets", "market") { market($0) },
      networks: node.named(under: "networks", "network") { network($0) })
  }

  private static func network(_ node: ScenarioNode) -> ScenarioNode? {
    node.allow(["name"] + NetworkReader.ownKeys)
    return node.text("name") == nil ? nil : node
  }

  /// Read when a scenario takes it; until then only its keys are known.
  private static func series(_ node: ScenarioNode) -> ScenarioNode? {
    node.allow(SeriesReader.keys)
    return node.text("id") == nil ? nil : node
  }

  private static func link(_ node: ScenarioNode) -> ScenarioNode? {
    node.allow(["name", "steps"] + linkKeys)
    guard node.text("name") != nil, node.text("unit") != nil, node.text("reason") != nil else {
      return nil
    }
    for step in node.list("steps") { step.allow(stepKeys) }
    return node
  }

  private static func market(_ node: ScenarioNode) -> ScenarioNode? {
    node.allow(["name", "base", "growth", "reason"])
    return node.text("name") == nil ? nil : node
  }

  /// The shared link that a scenario's link or route names under `link`; nil, and a fault, without.
  static func link(_ node: ScenarioNode, _ context: PartContext) -> ScenarioNode? {
    for key in linkKeys where node.has(key) {
      node.fault(at: key, "the shared link says it already", advice: "take the key out")
    }
    return found(node, "link", context.network, includes: context.includes, \.links)
  }

  /// The shared market that a scenario's market names under `market`.
  static func market(_ node: ScenarioNode, _ context: PartContext) -> ScenarioNode? {
    if node.has("base") {
      node.fault(at: "base", "the shared market says it already", advice: "take the key out")
    }
    return found(node, "market", context.network, includes: context.includes, \.markets)
  }

  /// The shared series that a scenario's series names under `shared`, with what the scenario adds.
  ///
  /// - Parameter network: the included file; nil when there is none, or it could not be read.
  static func series(
    _ node: ScenarioNode, _ network: SharedNetwork?, includes: Bool
  ) -> ScenarioNode? {
    guard
      let shared = found(
        node, "shared", network, includes: includes, \.series, called: "series", by: "id")
    else { return nil }
    for key in SeriesReader.keys where node.has(key) && shared.has(key) {
      node.fault(at: key, "the shared series says it already", advice: "take the key out")
    }
    return node.falling(backOn: shared)
  }

  /// The shared network that a scenario's item names under `shared`, with what the scenario adds.
  static func network(_ node: ScenarioNode, _ context: PartContext) -> ScenarioNode? {
    for key in NetworkReader.ownKeys where node.has(key) {
      node.fault(at: key, "the shared network says it already", advice: "take the key out")
    }
    return found(
      node, "shared", context.network, includes: context.includes, \.networks, called: "network"
    ).map { node.falling(backOn: $0) }
  }

  /// The link that an item names under a key, with its keys for faults; nil, and a fault, without.
  static func link(named key: String, _ node: ScenarioNode, _ context: PartContext) -> ScenarioNode?
  {
    found(
      node, key, context.network, includes: context.includes, \.links, called: "link")
  }

  /// A shared series, as its file has it; nil where there is none of this name.
  func series(id: String) -> ScenarioNode? { series.first { $0["id"]?.scalar == id } }

  /// The names of the shared series.
  var seriesNames: [String] { series.compactMap { $0["id"]?.scalar } }

  private static func found(
    _ node: ScenarioNode, _ key: String, _ network: SharedNetwork?, includes: Bool,
    _ list: KeyPath<SharedNetwork, [ScenarioNode]>, called what: String? = nil,
    by nameKey: String = "name"
  ) -> ScenarioNode? {
    guard let name = node.text(key) else { return nil }
    guard let network else {
      guard !includes else { return nil }
      node.fault(
        at: key, "no file is included that could have it",
        advice: "include: shared/network.yaml, beside title")
      return nil
    }
    let known = network[keyPath: list]
    if let found = known.first(where: { $0[nameKey]?.scalar == name }) { return found }
    let names = known.compactMap { $0[nameKey]?.scalar }
    let what = what ?? key
    node.fault(
      at: key, "no \(what) '\(name)' in \(network.source.file)",
      advice: names.isEmpty ? nil : choiceAdvice(for: name, among: names, called: what))
    return nil
  }

  /// The steps of a shared link, each with what a scenario says of it under the same name.
  static func steps(_ node: ScenarioNode, of link: ScenarioNode) -> [ScenarioNode] {
    let shared = link.list("steps")
    let names = shared.compactMap { $0["name"]?.scalar }
    let own = node.list("steps")
    for item in own {
      item.allow(ownStepKeys)
      guard let name = item["name"]?.scalar, !names.contains(name) else { continue }
      item.fault(
        "the shared link has no step '\(name)'",
        advice: names.isEmpty ? nil : choiceAdvice(for: name, among: names, called: "step"))
    }
    ScenarioNode.refuseTwice(own, "step")
    return shared.map { step in
      own.first { $0["name"]?.scalar == step["name"]?.scalar }?.falling(backOn: step) ?? step
    }
  }
}
