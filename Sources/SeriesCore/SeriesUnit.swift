/// What one unit of a series' values is, such as `USD bn` or `Mt`.
///
/// The name avoids Foundation's `Unit`.
public struct SeriesUnit: Sendable, Hashable, CustomStringConvertible {
  public let label: String

  public init(_ label: String) { self.label = label }

  public var description: String { label }

  public static let usdBillions = SeriesUnit("USD bn")
  public static let megatonnes = SeriesUnit("Mt")
}

/// By whom and how a series was measured: reporter, nominal or real, gross or net, scope.
///
/// Two series on different bases are never added, compared or spliced, whatever their units.
public struct SeriesBasis: Sendable, Hashable, CustomStringConvertible {
  public let label: String

  public init(_ label: String) { self.label = label }

  public var description: String { label }
}
