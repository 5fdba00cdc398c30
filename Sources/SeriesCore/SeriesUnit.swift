/// What one unit of a series' values is, such as `USD bn` or `Mt`.
///
/// The name avoids Foundation's `Unit`.
public struct SeriesUnit: Sendable, Hashable, CustomStringConvertible {
  /// The unit as it is written; two units are equal when their labels are.
  public let label: String

  /// A unit by its label, which is taken as it is and not parsed.
  public init(_ label: String) { self.label = label }

  /// The label.
  public var description: String { label }

  /// Billions (10⁹) of US dollars, `USD bn`.
  public static let usdBillions = SeriesUnit("USD bn")
  /// Millions of tonnes, `Mt`.
  public static let megatonnes = SeriesUnit("Mt")
}

/// By whom and how a series was measured: reporter, nominal or real, gross or net, scope.
///
/// Two series on different bases are never added, compared or spliced, whatever their units.
public struct SeriesBasis: Sendable, Hashable, CustomStringConvertible {
  /// The basis as it is written; two bases are equal when their labels are.
  public let label: String

  /// A basis by its label, which is taken as it is and not parsed.
  public init(_ label: String) { self.label = label }

  /// The label.
  public var description: String { label }
}
