package import Logistics
package import SeriesCore

/// A link of a scenario file: its series, its capacity, what is added to it and what is asked.
package struct CapacityQuestion: Sendable {
  /// A capacity stated for a stretch of periods.
  package struct Stretch: Sendable, Equatable {
    package let capacity: Double
    /// Ordinals, both ends in; nil for no end.
    package let from: Int?
    package let to: Int?

    func holds(_ ordinal: Int) -> Bool {
      ordinal >= from ?? .min && ordinal <= to ?? .max
    }
  }

  /// A step with what courses of events do to it.
  package struct PlannedStep: Sendable {
    package let step: CapacityStep
    /// Periods by which the step is late, by course.
    package let delays: [String: Int]
    /// Courses in which it is not built.
    package let cancelledIn: Set<String>

    func delay(in course: String) -> Int? {
      cancelledIn.contains(course) ? nil : delays[course] ?? 0
    }
  }

  /// A level asked for, and by when.
  package struct Level: Sendable {
    package let level: Double
    package let deadlines: [Int]
  }

  package let name: String
  package let series: TimeSeries
  /// The first observation that the demand model sees; nil for all.
  package let from: Int?
  package let demand: DemandModel
  /// The name of the link whose answer this one stands beside; nil for a link itself.
  package let alternativeOf: String?
  package let bound: CapacityBound
  /// The capacity that holds after the last observation, in the unit of the series.
  package let stated: Double
  /// How it was worked out, when it was: trains a day and tonnes.
  package let trains: TrainSchedule?
  /// Capacities of observed periods; the first that holds counts.
  let history: [Stretch]
  package let steps: [PlannedStep]
  package let waiting: Waiting?
  /// Tonnes in one unit of the series, for waiting; nil where the unit is no weight.
  package let tonnesPerUnit: Double?
  /// The name of the link that takes what does not pass, and the share that tries it.
  let spill: (link: String, share: Double)?
  package let levels: [Level]
  package let reason: String

  /// How many stretches of the history are the present capacity's own: those of its trains by period,
  /// and the one that lasts.
  var ownStretches: Int {
    guard let trains, !trains.days.isEmpty else { return 1 }
    let since = history.first { $0.to == nil && $0.capacity == stated }?.from ?? .min
    return series.ordinals.count { $0 >= since } + 1
  }

  /// What trains with dates add after the last observation; nil for none.
  func schedule(from start: Int, count: Int) -> ScheduledCapacity? {
    guard let trains, !trains.days.isEmpty, let tonnesPerUnit else { return nil }
    return ScheduledCapacity(
      additions: trains.additions(
        from: start, count: count, over: stated, of: series.axis, tonnesPerUnit: tonnesPerUnit),
      realised: trains.realised)
  }

  /// The capacity stated for an observed period.
  package func capacity(at ordinal: Int) -> Double? {
    history.first { $0.holds(ordinal) }?.capacity
  }
}
