/// How many parameters fixed effects absorb: levels less the redundant ones.
///
/// Two factors are exact: the dummies of a connected component of their graph share one dependence.
/// With three or more no count of this kind is exact in general: `absorbed` takes out factors that
/// are nested in others (all levels redundant), then counts for the second factor its levels less
/// the components with the first, and for each later one the levels less the most components with
/// any earlier one. It never falls under the true rank. `levelRule` is Σ levels − (factors − 1), what
/// the R package fixest uses as default.
///
/// Source: Abowd, Creecy & Kramarz (2002); Correia (2016), 4; Bergé (2018).
package struct FixedEffectRank: Sendable, Equatable {
  /// Parameters by connected components of pairs of factors.
  package let absorbed: Int
  /// Σ levels − (factors − 1), each factor counting the levels that have rows.
  package let levelRule: Int
  /// Whether `absorbed` is the rank of the dummies: at most two factors that are not nested.
  package let isExact: Bool

  /// - Parameter factors: factors over the same rows.
  package init(_ factors: [FactorCodes]) {
    precondition(
      factors.allSatisfy { $0.count == factors[0].count },
      "factors of one data set have the same rows"
    )
    let used = factors.map { $0.counts.count { $0 > 0 } }
    levelRule = Self.levelRule(factors)
    let kept = factors.indices.filter { k in
      !factors.indices.contains { j in
        guard j != k, Self.isNested(factors[j], in: factors[k]) else { return false }
        // Of two factors that say the same, the first stays.
        return !Self.isNested(factors[k], in: factors[j]) || j < k
      }
    }
    var total = 0
    for (place, k) in kept.enumerated() {
      let shared = kept[..<place].map { EffectComponents(factors[$0], factors[k]).count }.max() ?? 0
      total += used[k] - shared
    }
    absorbed = total
    isExact = kept.count <= 2
  }

  /// `levelRule` alone, without the search for components.
  package static func levelRule(_ factors: [FactorCodes]) -> Int {
    let used = factors.map { $0.counts.count { $0 > 0 } }
    return max(0, used.reduce(0, +) - max(0, factors.count - 1))
  }

  /// The count of `FixedEffectRank.absorbed` without the rest.
  package static func absorbed(_ factors: [FactorCodes]) -> Int {
    FixedEffectRank(factors).absorbed
  }

  /// Whether every level of `fine` lies in one level of `coarse`.
  package static func isNested(_ fine: FactorCodes, in coarse: FactorCodes) -> Bool {
    precondition(fine.count == coarse.count, "factors of one data set have the same rows")
    var owner = [Int32](repeating: -1, count: fine.levels)
    for row in 0..<fine.count {
      let level = Int(fine.codes[row])
      if owner[level] < 0 { owner[level] = coarse.codes[row] }
      if owner[level] != coarse.codes[row] { return false }
    }
    return true
  }
}

/// The connected components of the graph that joins two factors' levels by the rows they share.
struct EffectComponents {
  /// Components that have rows.
  let count: Int
  /// The component of each level of the first factor; −1 for a level without rows.
  let ofFirst: [Int32]
  /// The same for the second factor.
  let ofSecond: [Int32]

  init(_ a: FactorCodes, _ b: FactorCodes) {
    var parent = (0..<Int32(a.levels + b.levels)).map { $0 }
    func root(_ start: Int) -> Int {
      var node = start
      while Int(parent[node]) != node {
        parent[node] = parent[Int(parent[node])]
        node = Int(parent[node])
      }
      return node
    }
    for row in 0..<a.count {
      let x = root(Int(a.codes[row]))
      let y = root(a.levels + Int(b.codes[row]))
      // The smaller number becomes the root: the first factor's levels come first.
      if x != y { parent[max(x, y)] = Int32(min(x, y)) }
    }
    var number = [Int32](repeating: -1, count: a.levels + b.levels)
    var found: Int32 = 0
    var first = [Int32](repeating: -1, count: a.levels)
    var second = [Int32](repeating: -1, count: b.levels)
    for row in 0..<a.count {
      let node = root(Int(a.codes[row]))
      if number[node] < 0 {
        number[node] = found
        found += 1
      }
      first[Int(a.codes[row])] = number[node]
      second[Int(b.codes[row])] = number[node]
    }
    count = Int(found)
    ofFirst = first
    ofSecond = second
  }
}
