public import SeriesCore

/// A hierarchy read from a file, with the line on which each node first stands.
///
/// CSV with a header: `node,parent[,weight]`, an edge a row, an empty parent for a node that is part of
/// none; `constraint,node,weight`, a term of Σ weight·node = 0 a row; or a summing matrix in long form,
/// `row,bottom,weight`.
public struct HierarchyFile: Sendable {
  /// What the source is called in messages, such as its file name.
  public let name: String
  /// The hierarchy that its rows make.
  public let hierarchy: Hierarchy
  private let lines: [String: Int]

  /// The line of a node; the header's for one that the file does not have.
  public func line(of node: String) -> Int { lines[node] ?? 1 }

  /// - Parameters:
  ///   - allowsFormulas: lets names through that a spreadsheet would run.
  ///   - settings: what the caller calls its settings, for advice.
  /// - Throws: `InputFault` with the line of what makes no hierarchy.
  public init(
    _ source: consuming ByteSource, allowsFormulas: Bool = false,
    settings: SettingNames = .library
  ) throws(InputFault) {
    let reader = try TableReader(source)
    let header = reader.header
    let weight: Set<String> = header.contains("weight") ? ["weight"] : []
    let columns: (whole: String, part: String)
    if header.contains("constraint") {
      columns = ("constraint", "node")
    } else if header.contains("row"), header.contains("bottom") {
      columns = ("row", "bottom")
    } else {
      columns = ("parent", "node")
    }
    let file = reader.name
    let table = try reader.read(
      numbers: columns.whole == "constraint" ? ["weight"] : weight,
      levels: [columns.whole, columns.part])
    name = file
    let cells = try Cells(table, columns, CopyGate(allowsFormulas: allowsFormulas, names: settings))
    do throws(HierarchyError) {
      switch columns.whole {
      case "constraint":
        hierarchy = try Hierarchy(
          constraints: cells.rows.map {
            ConstraintTerm($0.whole ?? "", $0.part, weight: $0.weight)
          })
      case "row":
        // A bottom node's own row says nothing.
        hierarchy = try Hierarchy(
          edges: cells.rows.map {
            HierarchyEdge($0.part, partOf: $0.whole == $0.part ? nil : $0.whole, weight: $0.weight)
          })
      default:
        hierarchy = try Hierarchy(
          edges: cells.rows.map { HierarchyEdge($0.part, partOf: $0.whole, weight: $0.weight) })
      }
    } catch {
      if case .duplicate(_, _, let at, let first) = error {
        throw table.fault(
          row: at, error.description, advice: "line \(table.line(ofRow: first)) says so already")
      }
      throw table.fault(row: error.place, error.description, advice: error.advice)
    }
    lines = cells.lines
  }

  /// The rows with their texts.
  private struct Cells {
    var rows: [(whole: String?, part: String, weight: Double)] = []
    var lines: [String: Int] = [:]

    init(
      _ table: DataTable, _ columns: (whole: String, part: String), _ gate: CopyGate
    ) throws(InputFault) {
      guard let wholes = table.levels(columns.whole), let parts = table.levels(columns.part) else {
        return
      }
      let weights = table.numbers("weight")?.values
      let isConstraint = columns.whole == "constraint"
      for row in 0..<table.rowCount {
        guard parts.codes[row] >= 0 else {
          throw table.fault(
            row: row, "the column '\(columns.part)' is empty", advice: "name the node")
        }
        let part = parts.names[Int(parts.codes[row])]
        let whole = wholes.codes[row] >= 0 ? wholes.names[Int(wholes.codes[row])] : nil
        if whole == nil, columns.whole != "parent" {
          throw table.fault(
            row: row, "the column '\(columns.whole)' is empty", advice: "complete the row")
        }
        var weight = weights?[row] ?? 1
        if weight.isNaN {
          // An empty weight of a part is 1; a constraint has no such usual case.
          guard !isConstraint else {
            throw table.fault(row: row, "the weight is empty", advice: "give a number, such as -1")
          }
          weight = 1
        }
        for name in isConstraint ? [part] : [part, whole ?? part] {
          if lines[name] == nil {
            if let objection = gate.objection(name, what: "the node's name") {
              throw table.fault(row: row, objection.message, advice: objection.advice)
            }
            lines[name] = table.line(ofRow: row)
          }
        }
        rows.append((whole, part, weight))
      }
    }
  }
}
