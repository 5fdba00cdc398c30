internal import SeriesCore

/// An answer that the file names as the one its question asks for: what the page opens with.
package struct AnswerChoice: Sendable {
  /// A target, or an item of a part.
  let name: String
  /// Longer names that begin with this one: their answers are not this one's.
  let longer: [String]
  /// Of several levels this one.
  let level: Double?
  /// Of several deadlines this one, as the file writes it.
  let deadline: String?

  func picks(_ row: AnswerRow) -> Bool {
    guard Self.isAnswer(row, to: name), !longer.contains(where: { Self.isAnswer(row, to: $0) })
    else { return false }
    if let level, row.level != level { return false }
    guard let deadline, let own = row.deadline else { return deadline == nil }
    // A year is also its last part on a finer axis.
    return own == deadline || own.hasPrefix(deadline + "-")
  }

  /// Parts with several answers an item put more behind its name.
  private static func isAnswer(_ row: AnswerRow, to name: String) -> Bool {
    row.question == name || row.question.hasPrefix(name + ": ")
      || row.question.hasPrefix(name + ", ")
  }
}

/// Reads the key `answer` of a scenario file: a name, or a mapping with the level and the deadline, or
/// a list of these.
enum AnswerChoiceReader {
  private static let keys = ["of", "level", "by"]

  static func choices(_ root: ScenarioNode) -> [AnswerChoice] {
    let lists = ["targets"] + PartCatalog.beside.map { $0.key }
    var items: [String: [ScenarioNode]] = [:]
    for item in lists.flatMap({ root.list($0) }).flatMap({ [$0] + $0.list("levels") }) {
      if let name = item["name"]?.scalar { items[name, default: []].append(item) }
    }
    return root.list("answer").compactMap { choice($0, items) }
  }

  private static func choice(
    _ node: ScenarioNode, _ items: [String: [ScenarioNode]]
  ) -> AnswerChoice? {
    if node.scalar == nil { node.allow(keys) }
    guard let name = node.scalar ?? node.text("of") else { return nil }
    let place = node["of"] ?? node
    guard let named = items[name] else {
      place.fault(
        "no target and no item of a part has the name '\(name)'",
        advice: choiceAdvice(for: name, among: items.keys.sorted(), called: "names"))
      return nil
    }
    guard let level = level(node, of: named), let deadline = deadline(node, of: named) else {
      return nil
    }
    return AnswerChoice(
      name: name, longer: items.keys.filter { $0 != name && $0.hasPrefix(name) }.sorted(),
      level: level, deadline: deadline)
  }

  /// Nil where it was a fault; a nil within where it is not asked for.
  private static func level(_ node: ScenarioNode, of items: [ScenarioNode]) -> Double?? {
    guard node.scalar == nil, node.has("level") else { return .some(nil) }
    guard let level = node.number("level") else { return nil }
    let stated = items.flatMap { $0.scalars(under: ["level"]) }
    guard stated.contains(where: { (try? NumberText.parse($0)) == level }) else {
      refuse(node, "level", NumberText.shortest(level), stated)
      return nil
    }
    return level
  }

  private static func deadline(_ node: ScenarioNode, of items: [ScenarioNode]) -> String?? {
    guard node.scalar == nil, node.has("by") else { return .some(nil) }
    guard let deadline = node.text("by") else { return nil }
    let stated = items.flatMap { $0.scalars(under: ["by", "periods", "until"]) }
    guard stated.contains(deadline) else {
      refuse(node, "by", deadline, stated)
      return nil
    }
    return deadline
  }

  private static func refuse(
    _ node: ScenarioNode, _ key: String, _ text: String, _ stated: [String]
  ) {
    node.fault(
      at: key, "'\(node["of"]?.scalar ?? "")' does not ask for '\(text)'",
      advice: stated.isEmpty ? "leave '\(key)' out" : "it has " + stated.joined(separator: ", "))
  }
}

extension ScenarioRun {
  /// The answers of the scenario, a row a question, those before the others that its file names; and
  /// how many these are.
  package var orderedSheet: (rows: [AnswerRow], named: Int) {
    let rows = quotedSheet
    var taken = Set<Int>()
    var named: [AnswerRow] = []
    for choice in scenario.answer {
      let picked = rows.indices.filter { choice.picks(rows[$0]) }
      named += picked.filter { taken.insert($0).inserted }.map { rows[$0] }
      if picked.isEmpty {
        named.append(
          AnswerRow(
            choice.name, "no answer to '\(choice.name)' came out of this run", .insufficient))
      }
    }
    return (named + rows.indices.filter { !taken.contains($0) }.map { rows[$0] }, named.count)
  }

  package var sheet: [AnswerRow] { orderedSheet.rows }
}
