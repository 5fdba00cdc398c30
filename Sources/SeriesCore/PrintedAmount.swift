/// An amount as a reader would say it: 63 USD bn and not 63000 USD million, 10 Mt and not 10000 thousand t.
///
/// Only what people read is scaled; tables keep the unit of the data.
package struct PrintedAmount: Sendable, Equatable {
  package let value: Double
  /// The unit in which `value` is; nil for a series without one.
  package let unit: String?

  /// From here on an amount is said in the next greater unit.
  private static let most = 1000.0

  private static let scales: [(words: Set<String>, name: String, factor: Double)] = [
    (["thousand", "thousands", "k", "thsd"], "thousand", 1e3),
    (["million", "millions", "mln", "mn"], "million", 1e6),
    (["billion", "billions", "bn", "bln"], "bn", 1e9),
    (["trillion", "trillions", "tn", "trn"], "trillion", 1e12),
  ]
  private static let tonnes: [(label: String, factor: Double)] = [
    ("t", 1), ("kt", 1e3), ("Mt", 1e6), ("Gt", 1e9),
  ]

  package init(_ value: Double, _ unit: SeriesUnit?) {
    guard let unit, value.isFinite, abs(value) >= Self.most,
      let greater = Self.greater(value, unit.label)
    else {
      (self.value, self.unit) = (value, unit?.label)
      return
    }
    (self.value, self.unit) = greater
  }

  /// The amount in the unit in which another one is said.
  package init(_ value: Double, _ unit: SeriesUnit?, beside other: Double) {
    let said = PrintedAmount(other, unit)
    (self.value, self.unit) = (other == 0 ? value : value * (said.value / other), said.unit)
  }

  private static func greater(_ value: Double, _ label: String) -> (Double, String)? {
    var words = label.split(separator: " ").map(String.init)
    let isTonnes = words.contains { $0 == "t" || $0 == "tonnes" }
    if let place = tonnes.firstIndex(where: { $0.label == label }), place > 0 {
      return scaled(value, tonnes[place].factor)
    }
    guard
      let at = words.firstIndex(where: { word in
        scales.contains { $0.words.contains(word.lowercased()) }
      }), let place = scales.firstIndex(where: { $0.words.contains(words[at].lowercased()) })
    else { return nil }
    if isTonnes, words.count == 2 { return scaled(value, scales[place].factor) }
    var (value, step) = (value, place)
    while abs(value) >= most, step + 1 < scales.count {
      value *= scales[step].factor / scales[step + 1].factor
      step += 1
    }
    words[at] = scales[step].name
    // USD bn, whichever of the two the file puts first.
    if at == 0, words.count == 2, words[1].count == 3, words[1].allSatisfy(\.isUppercase) {
      words.swapAt(0, 1)
    }
    return (value, words.joined(separator: " "))
  }

  /// Tonnes in the greatest unit that leaves at least one of it.
  private static func scaled(_ value: Double, _ factor: Double) -> (Double, String)? {
    let amount = value * factor
    let unit = tonnes.last { abs(amount) >= $0.factor } ?? tonnes[0]
    return (amount / unit.factor, unit.label)
  }
}
