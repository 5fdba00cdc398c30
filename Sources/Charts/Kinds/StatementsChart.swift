/// What different sources state of one thing: the importer's and the exporter's figure, claims.
package struct StatementsChart: Chart {
  package struct Series: Sendable, Equatable {
    package let label: String
    package let values: [PeriodValue]

    package init(_ label: String, _ values: [PeriodValue]) {
      (self.label, self.values) = (label, values)
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
    var plot = PeriodPlot(request)
    if shadesDifference, series.count > 1 {
      plot.drawBand(lower: series[0].values, upper: series[1].values, .muted, isObserved: true)
    }
    for (place, series) in series.enumerated() {
      plot.drawLine(
        series.values, Self.lines[place % Self.lines.count], Self.color(place),
        isObserved: true)
    }
    for (place, series) in series.enumerated() {
      plot.drawPoints(
        series.values, place.isMultiple(of: 2) ? "fill" : "open", Self.color(place),
        name: series.label)
    }
    plot.drawEnds(
      series.enumerated().compactMap { place, series in
        series.values.filter { ValueScale.isShown($0.value) }.max { $0.index < $1.index }.map {
          PeriodPlot.EndLabel(
            text: series.label, role: .label, color: Self.color(place), value: $0.value)
        }
      })
    plot.drawPeriods()
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }

  private static let lines = ["thin", "thin dashed", "thin dotted", "line"]

  private static func color(_ place: Int) -> Palette.Role {
    Palette.series[place % Palette.series.count]
  }

  private var enclosed: [Double] {
    let values = series.flatMap { $0.values.map(\.value) }.filter(ValueScale.isShown)
    guard let low = values.min(), let high = values.max(), low >= 0, low < high * 0.4 else {
      return values
    }
    return values + [0]
  }
}
