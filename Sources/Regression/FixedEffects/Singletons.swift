/// Rows that a fixed effect fits perfectly because no other row shares their level.
///
/// Dropping one can leave another alone, so they are taken out until none is left. They carry no
/// information on the slopes and make standard errors look smaller than they are.
///
/// Source: Correia (2015), "Singletons, cluster-robust standard errors and fixed effects".
package enum Singletons {
  /// Marks the rows to drop.
  ///
  /// - Parameter factors: factors over the same rows.
  /// - Returns: one flag a row, true for a singleton.
  /// - Complexity: O(rows × factors): a level knows its last row by the exclusive or of its rows.
  package static func find(_ factors: [FactorCodes]) -> [Bool] {
    guard let n = factors.first?.count else { return [] }
    precondition(factors.allSatisfy { $0.count == n }, "factors of one data set have the same rows")
    var counts: [[Int32]] = []
    var members: [[Int32]] = []
    for factor in factors {
      var count = [Int32](repeating: 0, count: factor.levels)
      var member = count
      for row in 0..<n {
        let level = Int(factor.codes[row])
        count[level] += 1
        member[level] ^= Int32(row)
      }
      counts.append(count)
      members.append(member)
    }
    var dropped = [Bool](repeating: false, count: n)
    var waiting: [Int] = []
    for k in factors.indices {
      for level in counts[k].indices where counts[k][level] == 1 {
        waiting.append(Int(members[k][level]))
      }
    }
    while let row = waiting.popLast() {
      if dropped[row] { continue }
      dropped[row] = true
      for (k, factor) in factors.enumerated() {
        let level = Int(factor.codes[row])
        counts[k][level] -= 1
        members[k][level] ^= Int32(row)
        if counts[k][level] == 1 { waiting.append(Int(members[k][level])) }
      }
    }
    return dropped
  }

  /// The rows that stay, rising.
  package static func keptRows(_ factors: [FactorCodes]) -> [Int] {
    find(factors).enumerated().filter { !$0.element }.map(\.offset)
  }
}
