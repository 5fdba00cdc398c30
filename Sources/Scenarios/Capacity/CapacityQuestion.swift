public import Logistics
public import SeriesCore

/// A link of a scenario file: its series, its capacity, what is added to it and what is asked.
public struct CapacityQuestion: Sendable {
  /// A capacity stated for a stretch of periods.
  public struct Stretch: Sendable, Equatable {
    public let capacity: Double
    /// Ordinals, both ends in; nil for no end.
    public let from: Int?
    public let to: Int?

    func holds(_ ordinal: Int) -> Bool {
      ordinal >= from ?? .min && ordinal <= to ?? .max
    }
  }

  /// A step with what courses of events do to it.
  public struct PlannedStep: Sendable {
    public let step: CapacityStep
    /// Periods by which the step is late, by course.
    public let delays: [String: Int]
    /// Courses in which it is not built.
    public let cancelledIn: Set<String>

    func delay(in course: String) -> Int? {
      cancelledIn.contains(course) ? nil : delays[course] ?? 0
    }
  }

  /// A level asked for, and by when.
  public struct Level: Sendable {
    public let level: Double
    public let deadlines: [Int]
  }

  public let name: String
  public let series: TimeSeries
  /// The first observation that the demand model sees; nil for all.
  public let from: Int?
  public let growth: DemandGrowth
  public let saturation: Saturation?
  public let bound: CapacityBound
  /// The capacity that holds after the last observation, in the unit of the series.
  public let stated: Double
  /// How it was worked out, when it was: trains a day and tonnes.
  public let crossings: [Crossing]
  /// Capacities of observed periods; the first that holds counts.
  let history: [Stretch]
  public let steps: [PlannedStep]
  public let waiting: Waiting?
  /// Tonnes in one unit of the series, for waiting; nil where the unit is no weight.
  public let tonnesPerUnit: Double?
  /// The name of the link that takes what does not pass, and the share that tries it.
  let spill: (link: String, share: Double)?
  public let levels: [Level]
  public let reason: String

  /// The capacity stated for an observed period.
  public func capacity(at ordinal: Int) -> Double? {
    history.first { $0.holds(ordinal) }?.capacity
  }
}
