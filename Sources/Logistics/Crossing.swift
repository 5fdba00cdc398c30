/// A border crossing by rail and what it can carry.
public struct Crossing: Sendable, Equatable {
  /// The name of the crossing, for reports.
  public let name: String
  /// Trains a day in one direction.
  public let trainsPerDay: Double
  /// Net tonnes a train.
  public let netTonnesPerTrain: Double
  /// Share of the year in which the crossing works, in (0, 1].
  public let availability: Double

  /// - Precondition: trains and tonnes are not negative; availability is in (0, 1].
  public init(
    name: String, trainsPerDay: Double, netTonnesPerTrain: Double, availability: Double = 1
  ) {
    precondition(trainsPerDay >= 0 && netTonnesPerTrain >= 0, "capacity is not negative")
    precondition(availability > 0 && availability <= 1, "availability is a share of the year")
    self.name = name
    self.trainsPerDay = trainsPerDay
    self.netTonnesPerTrain = netTonnesPerTrain
    self.availability = availability
  }

  /// Capacity in one direction, Mt a year: 365 × trains a day × net tonnes a train × availability.
  public var annualCapacity: Double {
    365 * trainsPerDay * netTonnesPerTrain * availability / 1e6
  }
}
