/// The rows of several factors gathered into cells: rows with the same levels everywhere are one
/// cell with one weight.
///
/// Cells are sorted by the factor with the most levels, the *outer* one, which is eliminated exactly;
/// the levels of all other factors stand in one *inner* numbering, factor after factor.
struct EffectCells: Sendable {
  /// The factors in the order in use: outer first, the others in the caller's order.
  let order: [Int]
  let rows: Int
  let outerLevels: Int
  let innerLevels: Int
  /// Factors besides the outer one.
  let innerFactors: Int
  /// Where each inner factor begins in the inner numbering.
  let innerOffsets: [Int]
  /// The outer level of each row.
  let outerOfRow: [Int32]
  /// The inner levels of each row, `innerFactors` of them side by side.
  let innerOfRow: [Int32]
  /// The cell of each row.
  let cellOfRow: [Int32]
  /// Where each outer level begins among the cells; one more at the end.
  let starts: [Int32]
  /// The inner levels of each cell, `innerFactors` of them side by side.
  let innerOfCell: [Int32]
  /// The most cells of one outer level.
  let widestLevel: Int

  private(set) var cellWeights: [Double]
  /// 1 ÷ the weight of an outer level; 0 for a level without weight.
  private(set) var outerInverse: [Double]
  private(set) var innerWeights: [Double]

  var cells: Int { cellWeights.count }

  /// - Precondition: at least one factor, all over the same rows.
  init(factors: [FactorCodes]) {
    let outer = factors.indices.max {
      (factors[$0].levels, -$0) < (factors[$1].levels, -$1)
    }!
    let order = [outer] + factors.indices.filter { $0 != outer }
    let n = factors[outer].count
    let inner = order.dropFirst().map { factors[$0] }
    var offsets: [Int] = []
    var total = 0
    for factor in inner {
      offsets.append(total)
      total += factor.levels
    }
    self.order = order
    self.rows = n
    self.outerLevels = factors[outer].levels
    self.innerLevels = total
    self.innerFactors = inner.count
    self.innerOffsets = offsets
    self.outerOfRow = factors[outer].codes

    let width = inner.count
    var innerOfRow = [Int32](repeating: 0, count: n * width)
    for (k, factor) in inner.enumerated() {
      let offset = Int32(offsets[k])
      for (row, code) in factor.codes.enumerated() { innerOfRow[row * width + k] = code + offset }
    }
    self.innerOfRow = innerOfRow

    // Cells: all inner levels together, then with the outer one.
    var cellOfRow = factors[outer].codes
    var cells = factors[outer].levels
    var starts = (0...Int32(cells)).map { $0 }
    var innerOfCell: [Int32] = []
    if let first = inner.first {
      let together = inner.dropFirst().reduce(first) { FactorCodes.interacted($0, $1) }
      let pairs = FactorCodes.interacted(factors[outer], together)
      cells = pairs.levels
      var rowOfCell = [Int32](repeating: -1, count: cells)
      for (row, cell) in pairs.codes.enumerated() where rowOfCell[Int(cell)] < 0 {
        rowOfCell[Int(cell)] = Int32(row)
      }
      let sorted = RowGroups(
        FactorCodes(
          codes: rowOfCell.map { factors[outer].codes[Int($0)] }, levels: factors[outer].levels))
      starts = sorted.starts
      var place = [Int32](repeating: 0, count: cells)
      innerOfCell = [Int32](repeating: 0, count: cells * width)
      for (position, cell) in sorted.rows.enumerated() {
        place[Int(cell)] = Int32(position)
        let row = Int(rowOfCell[Int(cell)])
        for k in 0..<width { innerOfCell[position * width + k] = innerOfRow[row * width + k] }
      }
      cellOfRow = pairs.codes.map { place[Int($0)] }
    }
    self.cellOfRow = cellOfRow
    self.starts = starts
    self.innerOfCell = innerOfCell
    self.widestLevel = (0..<max(0, starts.count - 1)).reduce(0) {
      max($0, Int(starts[$1 + 1] - starts[$1]))
    }
    self.cellWeights = Array(repeating: 0, count: cells)
    self.outerInverse = Array(repeating: 0, count: outerLevels)
    self.innerWeights = Array(repeating: 0, count: total)
    weigh(nil)
  }

  /// Sums weights into cells and levels; nil stands for ones.
  mutating func weigh(_ weights: [Double]?) {
    for cell in cellWeights.indices { cellWeights[cell] = 0 }
    for level in innerWeights.indices { innerWeights[level] = 0 }
    let width = innerFactors
    cellWeights.withUnsafeMutableBufferPointer { sums in
      cellOfRow.withUnsafeBufferPointer { cellOf in
        if let weights {
          weights.withUnsafeBufferPointer { w in
            for row in 0..<rows { sums[Int(cellOf[row])] += w[row] }
          }
        } else {
          for row in 0..<rows { sums[Int(cellOf[row])] += 1 }
        }
      }
      innerWeights.withUnsafeMutableBufferPointer { inner in
        innerOfCell.withUnsafeBufferPointer { index in
          for cell in 0..<sums.count {
            for k in 0..<width { inner[Int(index[cell * width + k])] += sums[cell] }
          }
        }
      }
      for level in 0..<outerLevels {
        var sum = 0.0
        for cell in Int(starts[level])..<Int(starts[level + 1]) { sum += sums[cell] }
        outerInverse[level] = sum > 0 ? 1 / sum : 0
      }
    }
  }
}
