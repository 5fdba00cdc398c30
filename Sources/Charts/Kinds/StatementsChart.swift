/// What different sources state of one thing: the importer's and the exporter's figure, claims.
package struct StatementsChart: Chart {
  package struct Series: Sendable, Equatable {
    package let label: String
    /// Who states it: series of one source look alike in all charts of the same sources.
    package let source: String
    package let values: [PeriodValue]
    /// What each value may be, by its period.
    package let intervals: [Interval]

    package init(
      _ label: String, _ values: [PeriodValue], source: String? = nil, intervals: [Interval] = []
    ) {
      (self.label, self.values) = (label, values)
      (self.source, self.intervals) = (source ?? label, intervals)
    }
  }

  /// An interval of one period.
  package struct Interval: Sendable, Equatable {
    package let index: Int
    package let low, high: Double

    package init(index: Int, low: Double, high: Double) {
      (self.index, self.low, self.high) = (index, low, high)
    }
  }

  package let title, description: String
  let periods: [String]
  let unit: ChartUnit
  let series: [Series]
  let shadesDifference: Bool

  /// - Parameters:
  ///   - series: Up to four have a colour of their own.
  ///   - shadesDifference: The room between the first two is shaded.
  package init(
    title: String, description: String = "", periods: [String], unit: ChartUnit,
    series: [Series], shadesDifference: Bool = false
  ) {
    (self.title, self.description) = (title, description)
    (self.periods, self.unit, self.series) = (periods, unit, series)
    self.shadesDifference = shadesDifference
  }

  package func picture(named name: String) -> Picture {
    var request = PeriodPlot.Request(
      periods: periods, values: enclosed, unit: unit)
    request.endLabels = series.map(\.label)
    request.endLines = 5
    var plot = PeriodPlot(request)
    if shadesDifference, series.count > 1 {
      plot.drawBand(lower: series[0].values, upper: series[1].values, .muted, isObserved: true)
    }
    let looks = looks
    for (series, look) in zip(series, looks) {
      // Two values beside each other among single ones would look like a stray stroke.
      let runs = plot.runs(series.values, isObserved: true)
      for run in runs where run.count > 2 || runs.count == 1 {
        plot.drawLine(run, Self.lines[look % Self.lines.count], Self.color(look), isObserved: true)
      }
    }
    for (series, look) in zip(series, looks) { drawIntervals(series, Self.color(look), &plot) }
    for (series, look) in zip(series, looks) {
      plot.drawPoints(
        series.values, look.isMultiple(of: 2) ? "fill" : "open", Self.color(look),
        name: series.label)
    }
    plot.drawEnds(
      zip(series, looks).compactMap { series, look in
        series.values.filter { ValueScale.isShown($0.value) }.max { $0.index < $1.index }.map {
          PeriodPlot.EndLabel(
            text: series.label, role: .label, color: Self.color(look), value: $0.value)
        }
      })
    plot.drawPeriods()
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }

  /// The place of each series among the colours: sources by name, those with an interval, which are
  /// derived from the others, behind them.
  private var looks: [Int] {
    let derived = Set(series.filter { !$0.intervals.isEmpty }.map(\.source))
    let order = Set(series.map(\.source)).sorted {
      (derived.contains($0) ? 1 : 0, $0) < (derived.contains($1) ? 1 : 0, $1)
    }
    return series.map { one in order.firstIndex(of: one.source) ?? 0 }
  }

  private func drawIntervals(
    _ series: Series, _ color: Palette.Role, _ plot: inout PeriodPlot
  ) {
    for interval in series.intervals {
      guard let x = plot.x.place(interval.index), let low = plot.y.held(interval.low),
        let high = plot.y.held(interval.high)
      else { continue }
      plot.canvas.line(
        Spot(x: x, y: low), Spot(x: x, y: high), "thick pale-line \(color.rawValue)",
        title: [
          plot.periodText(interval.index) ?? "", series.label,
          "\(plot.text(interval.low)) to \(plot.text(interval.high))",
        ].joined(separator: ": "), isObstacle: true)
    }
  }

  private static let lines = ["thin", "thin dashed", "thin dotted", "line"]

  private static func color(_ look: Int) -> Palette.Role {
    Palette.series[look % Palette.series.count]
  }

  private var enclosed: [Double] {
    let values = series.flatMap { series in
      series.values.map(\.value) + series.intervals.flatMap { [$0.low, $0.high] }
    }.filter(ValueScale.isShown)
    guard let low = values.min(), let high = values.max(), low >= 0, low < high * 0.4 else {
      return values
    }
    return values + [0]
  }
}
