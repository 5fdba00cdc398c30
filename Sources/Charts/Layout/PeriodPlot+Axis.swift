/// The time axis below a plot.
extension PeriodPlot {
  /// Free room between two labels.
  private static let gap = 9.0

  /// The labels of the periods below everything: the marked ones in bold, then the first and the last
  /// period and those of `ends`, then as many between them as have room. Each period has a tick.
  mutating func drawPeriods(ends: [Int] = []) {
    let rows = Double(markedRows.values.max() ?? 0)
    let base = canvas.height - 9 - rows * TextRole.strong.lineHeight
    var taken: [(from: Double, to: Double)] = []
    drawTicks(base - 24.5)
    for (index, row) in markedRows.sorted(by: { $0.key < $1.key }) {
      guard let text = periodText(index),
        let middle = Self.middle(of: text, .strong, index, x)
      else { continue }
      canvas.text(
        text, .strong, .ink,
        at: TextPlace(middle, base + Double(row) * TextRole.strong.lineHeight, .middle),
        width: PeriodScale.widest)
      let reach = x.reach(text, .strong) + Self.gap
      if row == 0 { taken.append((middle - reach, middle + reach)) }
    }
    let outer = ([0, x.labels.count - 1] + ends).filter { markedRows[$0] == nil }
    // Of years with gaps hardly one may be a round one.
    let further = x.thinned(.tick).map(\.index) + (x.hasGaps ? Array(x.labels.indices) : [])
    for index in outer + further where markedRows[index] == nil {
      guard let text = periodText(index), let place = x.place(index),
        let middle = Self.middle(of: text, .tick, index, x)
      else { continue }
      let reach = x.reach(text, .tick)
      guard !taken.contains(where: { middle + reach > $0.from && middle - reach < $0.to }),
        canvas.text(
          text, .tick, .muted, at: TextPlace(middle, base, .middle), width: PeriodScale.widest)
      else { continue }
      taken.append((middle - reach - Self.gap, middle + reach + Self.gap))
      canvas.line(Spot(x: place, y: base - 26), Spot(x: place, y: base - 20), "rule muted")
    }
  }

  /// A tick a period, where they are not too close.
  private mutating func drawTicks(_ y: Double) {
    guard x.step >= 4, x.labels.count > 1, let first = x.place(0),
      let last = x.place(x.labels.count - 1)
    else { return }
    canvas.ticks(from: Spot(x: first, y: y), to: Spot(x: last, y: y), step: x.step)
  }

  /// A label stays within the picture, if need be beside its tick.
  private static func middle(
    of text: String, _ role: TextRole, _ index: Int, _ x: PeriodScale
  ) -> Double? {
    let half = x.reach(text, role)
    return x.place(index).map { min(max($0, half), Canvas.width - half) }
  }

  /// Rows in which the labels of the marked periods do not touch; one that has no room even in the third
  /// row is left out.
  static func rows(of marked: [Int], _ x: PeriodScale) -> [Int: Int] {
    var ends = [Double](repeating: -.infinity, count: 3)
    var rows: [Int: Int] = [:]
    for index in Set(marked).sorted() where x.labels.indices.contains(index) {
      let text = x.labels[index]
      guard let middle = middle(of: text, .strong, index, x) else { continue }
      let reach = x.reach(text, .strong)
      guard let row = ends.firstIndex(where: { middle - reach >= $0 }) else { continue }
      rows[index] = row
      ends[row] = middle + reach + gap
    }
    return rows
  }
}
