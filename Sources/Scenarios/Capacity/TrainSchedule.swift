package import Logistics
internal import SeriesCore

/// A capacity worked out from the trains a day that crossings and the sections before them take.
package struct TrainSchedule: Sendable {
  /// Trains a day with the days from which they hold.
  package struct Slots: Sendable {
    /// In order of time; the first holds before its day too.
    let stretches: [(from: Int, trains: Double)]

    func trains(on day: Int) -> Double {
      (stretches.last { $0.from <= day } ?? stretches[0]).trains
    }

    var days: [Int] { stretches.dropFirst().map(\.from) }
  }

  /// A line over a crossing: what passes is the least of the crossing's slots and its section's.
  package struct Line: Sendable {
    package let name: String
    let crossing: Slots
    /// The section that leads to the crossing, when it has one of its own.
    let section: Slots?
    /// Net tonnes a train.
    let netTonnes: Double
    /// The share of the year in which the crossing works.
    let availability: Double
    /// Directions in which as many trains go, 1 or 2.
    let directions: Int
    /// Tonnes of both directions over those of the direction that the slots count; 1 where they count
    /// all.
    let bothWays: Double

    /// What passes on a day like this, tonnes a year of 365 days.
    func annualTonnes(on day: Int) -> Double {
      let trains = min(crossing.trains(on: day), section?.trains(on: day) ?? .infinity)
      return Crossing(
        name: name, trainsPerDay: trains * Double(directions),
        netTonnesPerTrain: netTonnes * bothWays, availability: availability
      ).annualCapacity * 1e6
    }

    var days: [Int] { crossing.days + (section?.days ?? []) }
  }

  package let lines: [Line]
  /// The share of what is added after the last observation that comes to run.
  package let realised: Triangle

  /// The days on which something changes.
  var days: [Int] { lines.flatMap(\.days) }

  private func annualTonnes(on day: Int) -> Double {
    lines.reduce(0) { $0 + $1.annualTonnes(on: day) }
  }

  /// Tonnes that can pass in a period: the mean over its days, for a year of 365 days.
  func tonnes(in ordinal: Int, of axis: PeriodAxis) -> Double {
    let perYear = axis.frequency.periodsPerYear ?? 1
    guard let days = axis.days(of: ordinal), !self.days.isEmpty else {
      return annualTonnes(on: .max) / perYear
    }
    let starts =
      [days.lowerBound] + Set(self.days.filter { days.dropFirst().contains($0) }).sorted()
    var sum = 0.0
    for (place, start) in starts.enumerated() {
      let end = place + 1 < starts.count ? starts[place + 1] : days.upperBound
      sum += Double(end - start) * annualTonnes(on: start)
    }
    return sum / Double(days.count) / perYear
  }

  /// What a period takes more than what is stated, before the share that is realised.
  func additions(
    from start: Int, count: Int, over stated: Double, of axis: PeriodAxis, tonnesPerUnit: Double
  ) -> [Double] {
    (start..<start + count).map { tonnes(in: $0, of: axis) / tonnesPerUnit - stated }
  }
}
