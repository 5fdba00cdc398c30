public import LinearAlgebra

/// Series that obey linear rules: a total is the weighted sum of its parts.
///
/// Every node is either free (a bottom node) or a combination of bottom nodes (an upper node), so
/// that y = S·b with S = [A; I] up to the order of the nodes. Trees, groupings and general
/// constraints all come to this form.
///
/// Source: Hyndman & Athanasopoulos (2021), chapter 11; Girolimetto & Di Fonzo (2023) for the form
/// from constraints.
public struct Hierarchy: Sendable {
  /// Names of all nodes, each once, in the order in which they were given.
  public let nodes: [String]
  /// Places in `nodes` of the combinations, rising.
  public let upper: [Int]
  /// Places in `nodes` of the free nodes, rising.
  public let bottom: [Int]
  /// A, upper × bottom: what a unit of each bottom node adds to each upper node.
  public let weights: Matrix
  /// Constraints that follow from the others and were left out.
  public let redundantCount: Int

  /// Entries of A beyond which a hierarchy is refused: 1.6 GB.
  static let largest = 200_000_000

  init(
    nodes: [String], upper: [Int], bottom: [Int], weights: Matrix, redundantCount: Int = 0
  ) {
    self.nodes = nodes
    self.upper = upper
    self.bottom = bottom
    self.weights = weights
    self.redundantCount = redundantCount
  }

  /// Nodes, upper and bottom together.
  public var count: Int { nodes.count }

  /// S, nodes × bottom, rows in the order of `nodes`.
  public var summingMatrix: Matrix {
    var matrix = Matrix(rows: count, columns: bottom.count)
    for (j, _) in bottom.enumerated() {
      for (k, node) in upper.enumerated() { matrix[node, j] = weights[k, j] }
      matrix[bottom[j], j] = 1
    }
    return matrix
  }

  /// C = [I, −A], upper × nodes: values are coherent when C·y = 0.
  public var constraintMatrix: Matrix {
    var matrix = Matrix(rows: upper.count, columns: count)
    for (k, node) in upper.enumerated() {
      matrix[k, node] = 1
      for (j, part) in bottom.enumerated() { matrix[k, part] = -weights[k, j] }
    }
    return matrix
  }

  /// Whether a node takes no bottom node off: with parts not below zero it is not below zero.
  public func onlyAdds(_ node: Int) -> Bool {
    guard let row = upper.firstIndex(of: node) else { return true }
    return bottom.indices.allSatisfy { weights[row, $0] >= 0 }
  }

  /// The values of all nodes that those of the bottom nodes give.
  ///
  /// - Parameter values: any values, nodes × k; only rows of bottom nodes are read.
  /// - Returns: nodes × k, coherent.
  public func aggregated(_ values: Matrix) throws(LinearAlgebraError) -> Matrix {
    guard values.rows == count else {
      throw .shapeMismatch(what: "values of nodes", needed: count, found: values.rows)
    }
    var parts = Matrix(rows: bottom.count, columns: values.columns)
    for j in 0..<values.columns {
      for (k, node) in bottom.enumerated() { parts[k, j] = values[node, j] }
    }
    let totals = try weights.multiplied(by: parts)
    var result = values
    for j in 0..<values.columns {
      for (k, node) in upper.enumerated() { result[node, j] = totals[k, j] }
    }
    return result
  }

  /// The greatest |total − Σ weight·part| over upper nodes and columns, in the unit of the values.
  public func incoherence(_ values: Matrix) throws(LinearAlgebraError) -> Double {
    let summed = try aggregated(values)
    return zip(values.elements, summed.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}

/// A node as the weighted part of another.
public struct HierarchyEdge: Sendable, Equatable {
  /// The part.
  public let node: String
  /// The node that it is part of; nil names a node that is part of none.
  public let parent: String?
  /// What a unit of the part adds to the parent; `Hierarchy` refuses zero and what is not finite.
  public let weight: Double

  /// Makes an edge, by default one that counts the part once; nothing is checked here.
  public init(_ node: String, partOf parent: String?, weight: Double = 1) {
    self.node = node
    self.parent = parent
    self.weight = weight
  }
}

/// One term of a linear constraint Σ weight·node = 0.
package struct ConstraintTerm: Sendable, Equatable {
  package let constraint: String
  package let node: String
  package let weight: Double

  package init(_ constraint: String, _ node: String, weight: Double) {
    self.constraint = constraint
    self.node = node
    self.weight = weight
  }
}

/// Why edges or constraints make no hierarchy. Places count the edges or terms from 0.
public enum HierarchyError: Error, Equatable, Sendable {
  /// No node has parts.
  case noParts
  /// A weight that is zero or not finite.
  case badWeight(at: Int)
  case ownPart(String, at: Int)
  /// The same edge, or node in one constraint, again.
  case duplicate(String, in: String, at: Int, first: Int)
  /// Nodes each of which is part of the next, the last of the first.
  case cycle([String], at: Int)
  /// A node that is counted in an ancestor by two of the ancestor's parts.
  case reachedTwice(String, ancestor: String, by: String, and: String, at: Int)
  /// A node that the constraints force to be zero.
  case forcedZero(String)
  case tooLarge(upper: Int, bottom: Int)
}

extension HierarchyError {
  /// The edge or term at fault.
  public var place: Int? {
    switch self {
    case .badWeight(let at), .ownPart(_, let at), .duplicate(_, _, let at, _), .cycle(_, let at),
      .reachedTwice(_, _, _, _, let at):
      at
    case .noParts, .forcedZero, .tooLarge: nil
    }
  }

  /// What to do about it.
  public var advice: String? {
    switch self {
    case .noParts: "give rows node,parent or constraint,node,weight"
    case .badWeight: "give a number that is not zero, or leave it empty for 1"
    case .ownPart, .cycle: "take an edge of the circle out"
    case .duplicate: "keep one"
    case .reachedTwice(_, let ancestor, _, let other, _):
      "let one grouping alone make up '\(ancestor)': take '\(other)' out of it"
    case .forcedZero: "mend the weights"
    case .tooLarge: nil
    }
  }
}

extension HierarchyError: CustomStringConvertible {
  /// The fault in one line, with the nodes concerned.
  public var description: String {
    switch self {
    case .noParts: "no node has parts"
    case .badWeight: "the weight is zero or no number"
    case .ownPart(let node, _): "'\(node)' is its own part"
    case .duplicate(let node, let whole, _, _): "'\(node)' stands in '\(whole)' twice"
    case .cycle(let nodes, _):
      "a circle of parts: " + (nodes + nodes.prefix(1)).map { "'\($0)'" }.joined(separator: " in ")
    case .reachedTwice(let node, let ancestor, let first, let second, _):
      "'\(node)' counts twice in '\(ancestor)', by '\(first)' and by '\(second)'"
    case .forcedZero(let node): "the constraints force '\(node)' to be zero"
    case .tooLarge(let upper, let bottom):
      "\(upper) totals of \(bottom) bottom nodes are more than is worked on"
    }
  }
}
