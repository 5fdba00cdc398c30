/// Labels one under another that would rather stand elsewhere.
enum LabelColumn {
  /// Middles of labels that do not overlap, between `low` and `high`, in the order of the wishes and
  /// as near to them as that allows.
  ///
  /// Labels that would overlap move together to the mean of what they wish, which is the least sum
  /// of squared moves (pool adjacent violators). Nil when there is no room for all.
  static func middles(
    _ wishes: [Double], heights: [Double], from low: Double, to high: Double
  ) -> [Double]? {
    let total = heights.reduce(0, +)
    guard total <= high - low + 1e-9 else { return nil }
    let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
    // What stands above a label, so that all of one group wish for one place.
    var above = [Double](repeating: 0, count: wishes.count)
    for (index, next) in zip(order, order.dropFirst()) {
      above[next] = above[index] + heights[index]
    }
    var groups: [(sum: Double, count: Int)] = []
    for index in order {
      groups.append((wishes[index] - heights[index] / 2 - above[index], 1))
      while groups.count > 1 {
        let (last, before) = (groups[groups.count - 1], groups[groups.count - 2])
        guard last.sum / Double(last.count) < before.sum / Double(before.count) else { break }
        groups.removeLast()
        groups[groups.count - 1] = (before.sum + last.sum, before.count + last.count)
      }
    }
    var middles = [Double](repeating: 0, count: wishes.count)
    var rest = order[...]
    for group in groups {
      let top = min(max(group.sum / Double(group.count), low), high - total)
      for index in rest.prefix(group.count) {
        middles[index] = top + above[index] + heights[index] / 2
      }
      rest = rest.dropFirst(group.count)
    }
    return middles
  }
}
