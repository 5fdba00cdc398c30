/// The levels of one factor as dense codes: row i belongs to level `codes[i]`, 0 ..< `levels`.
package struct FactorCodes: Sendable, Equatable {
  /// One code a row, 0 ..< `levels`.
  package let codes: [Int32]
  /// The number of levels; a level may have no row.
  package let levels: Int

  /// The number of rows.
  package var count: Int { codes.count }

  /// - Precondition: every code lies in 0 ..< `levels`.
  package init(codes: [Int32], levels: Int) {
    precondition(levels >= 0 && levels <= Int(Int32.max), "a code is an Int32")
    let bound = Int32(levels)
    precondition(codes.allSatisfy { $0 >= 0 && $0 < bound }, "every code names a level")
    self.codes = codes
    self.levels = levels
  }

  /// Codes in order of first appearance, already known to be dense.
  private init(dense codes: [Int32], levels: Int) {
    self.codes = codes
    self.levels = levels
  }

  /// Codes labels in order of first appearance.
  package init<Label: Hashable>(labels: [Label]) {
    var known: [Label: Int32] = [:]
    self.codes = labels.map { label in
      if let code = known[label] { return code }
      let code = Int32(known.count)
      known[label] = code
      return code
    }
    self.levels = known.count
  }

  /// The rows of each level.
  package var counts: [Int] {
    var result = [Int](repeating: 0, count: levels)
    for code in codes { result[Int(code)] += 1 }
    return result
  }

  /// The levels that occur together in some row, coded densely in order of first appearance.
  ///
  /// - Precondition: both factors have the same number of rows.
  /// - Complexity: O(rows + levels) time and space, without hashing.
  package static func interacted(_ a: FactorCodes, _ b: FactorCodes) -> FactorCodes {
    precondition(a.count == b.count, "factors of one data set have the same rows")
    let n = a.count
    let grouping = RowGroups(a)
    var pair = [Int32](repeating: 0, count: n)
    // Within one level of a, `stamp[b] == a + 1` says that the pair already has the code `last[b]`.
    var stamp = [Int32](repeating: 0, count: b.levels)
    var last = [Int32](repeating: 0, count: b.levels)
    var found: Int32 = 0
    b.codes.withUnsafeBufferPointer { right in
      for level in 0..<a.levels {
        for place in grouping.starts[level]..<grouping.starts[level + 1] {
          let row = Int(grouping.rows[Int(place)])
          let code = Int(right[row])
          if stamp[code] != Int32(level) + 1 {
            stamp[code] = Int32(level) + 1
            last[code] = found
            found += 1
          }
          pair[row] = last[code]
        }
      }
    }
    return recoded(pair, bound: Int(found))
  }

  /// The factor on some rows, in the order given, its levels coded densely again.
  ///
  /// - Precondition: rows exist.
  package func selecting(_ rows: [Int]) -> FactorCodes {
    Self.recoded(rows.map { codes[$0] }, bound: levels)
  }

  /// The first row of each level, for codes in order of first appearance.
  var firstRows: [Int] {
    var result: [Int] = []
    result.reserveCapacity(levels)
    for row in codes.indices where Int(codes[row]) == result.count { result.append(row) }
    return result
  }

  /// Codes below `bound` renumbered in order of first appearance.
  static func recoded(_ codes: [Int32], bound: Int) -> FactorCodes {
    var new = [Int32](repeating: -1, count: bound)
    var found: Int32 = 0
    var result = codes
    for i in result.indices {
      let old = Int(result[i])
      if new[old] < 0 {
        new[old] = found
        found += 1
      }
      result[i] = new[old]
    }
    return FactorCodes(dense: result, levels: Int(found))
  }
}

/// The rows of a factor sorted by level, in their own order within a level.
struct RowGroups {
  /// Rows (from 0), level after level.
  let rows: [Int32]
  /// Where each level begins in `rows`; one more at the end.
  let starts: [Int32]

  init(_ factor: FactorCodes) {
    var starts = [Int32](repeating: 0, count: factor.levels + 1)
    for code in factor.codes { starts[Int(code) + 1] += 1 }
    for level in 0..<factor.levels { starts[level + 1] += starts[level] }
    var next = starts
    var rows = [Int32](repeating: 0, count: factor.count)
    for (row, code) in factor.codes.enumerated() {
      rows[Int(next[Int(code)])] = Int32(row)
      next[Int(code)] += 1
    }
    self.rows = rows
    self.starts = starts
  }
}
