/// Waiting at a crossing that is nearly full.
public struct Waiting: Sendable, Equatable {
  /// Net tonnes a train.
  public let netTonnesPerTrain: Double
  /// Coefficients of variation of arrivals and of service.
  public let arrivalVariation: Double
  /// The coefficient of variation of service times, 0 or more.
  public let serviceVariation: Double

  /// - Precondition: tonnes are positive, variations not negative.
  public init(netTonnesPerTrain: Double, arrivalVariation: Double, serviceVariation: Double) {
    precondition(netTonnesPerTrain > 0, "trains carry tonnes")
    precondition(arrivalVariation >= 0 && serviceVariation >= 0, "variation is not negative")
    self.netTonnesPerTrain = netTonnesPerTrain
    self.arrivalVariation = arrivalVariation
    self.serviceVariation = serviceVariation
  }

  /// Mean hours that a train waits, service time × ρ/(1 − ρ) × (c_a² + c_s²)/2.
  ///
  /// - Parameters:
  ///   - utilisation: ρ, from 0.
  ///   - capacity: tonnes a year, both directions; a train's service time is the year over the
  ///     trains that capacity is.
  /// - Returns: nil at ρ ≥ 1, where the queue grows without end.
  ///
  /// Source: Kingman (1961), heavy traffic, a single server.
  public func hours(utilisation: Double, capacity: Double) -> Double? {
    guard utilisation < 1, capacity > 0 else { return nil }
    let serviceHours = 365 * 24 * netTonnesPerTrain / capacity
    let variation =
      (arrivalVariation * arrivalVariation + serviceVariation * serviceVariation) / 2
    return serviceHours * utilisation / (1 - utilisation) * variation
  }
}
