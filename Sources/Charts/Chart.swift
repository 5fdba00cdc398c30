/// Data that can be drawn.
///
/// A chart is a value: plain numbers and text in, one picture out, the same for the same data.
/// Numbers that are not finite are left out.
package protocol Chart: Sendable {
  /// What the chart shows, in a few words.
  var title: String { get }
  /// What a reader who cannot see it should know; may be empty.
  var description: String { get }
  /// The chart as SVG.
  ///
  /// - Parameter name: Unique on its page: the ids of the picture begin with it.
  func picture(named name: String) -> Picture
}

/// A value of one period.
package struct PeriodValue: Sendable, Equatable {
  /// The place of the period among the labels of the chart.
  package let index: Int
  package let value: Double

  package init(_ index: Int, _ value: Double) {
    (self.index, self.value) = (index, value)
  }
}

/// A period with words beside it.
package struct PeriodNote: Sendable, Equatable {
  /// The place of the period among the labels of the chart.
  package let index: Int
  package let text: String

  package init(_ index: Int, _ text: String) {
    (self.index, self.text) = (index, text)
  }
}

/// What the numbers of an axis are.
package enum ChartUnit: Sendable, Equatable {
  /// Shares and rates as fractions, printed in percent.
  case share
  /// Amounts, with the words for their unit; empty for numbers without one.
  case amount(String)
}
