public import LinearAlgebra

/// The columns of a regression, each with its name.
public struct Design: Sendable {
  /// One column: its values, and what they lost by being rounded to double.
  public struct Term: Sendable {
    /// The name under which results report the column; `(Intercept)` is that of the constant.
    public let name: String
    /// One value an observation, in the unit of the column.
    public let values: [Double]
    /// The low parts for columns that are known to more digits (powers, exact decimals), else nil.
    public let low: [Double]?

    /// Makes a column of doubles that are exact as they stand.
    public init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
      self.low = nil
    }

    /// Makes a column of values known to about twice the digits of a double.
    public init(_ name: String, extended values: [DoubleDouble]) {
      self.name = name
      self.values = values.map(\.high)
      self.low = values.map(\.low)
    }

    /// A column of ones.
    public static func intercept(count: Int) -> Term {
      Term("(Intercept)", Array(repeating: 1, count: count))
    }

    /// x, x², … up to `degree`, raw powers kept as pairs: rounding them to double costs up to half
    /// of all digits (NIST Filip).
    public static func powers(of name: String, _ x: [DoubleDouble], degree: Int) -> [Term] {
      var power = x
      return (1...degree).map { k in
        if k > 1 { for i in x.indices { power[i] = power[i] * x[i] } }
        return Term(k == 1 ? name : "\(name)^\(k)", extended: power)
      }
    }
  }

  /// The columns, all with `observations` finite values.
  public let terms: [Term]
  /// Whether a column is named `(Intercept)`.
  public let hasIntercept: Bool
  /// n, the length of each column.
  public let observations: Int

  /// - Parameter terms: columns of one length. A constant column named `(Intercept)` makes R²
  ///   centred.
  public init(_ terms: [Term], observations: Int? = nil) throws(RegressionError) {
    let count = observations ?? terms.first?.values.count ?? 0
    for term in terms {
      guard term.values.count == count else {
        throw .lengthMismatch(term: term.name, needed: count, found: term.values.count)
      }
      if let place = term.values.firstIndex(where: { !$0.isFinite }) {
        throw .nonFinite(term: term.name, observation: place)
      }
    }
    self.terms = terms
    self.hasIntercept = terms.contains { $0.name == "(Intercept)" }
    self.observations = count
  }

  /// X, observations × terms.
  func matrix() throws(LinearAlgebraError) -> Matrix {
    try Matrix(
      rows: observations, columns: terms.count, columnMajor: Array(terms.map(\.values).joined()))
  }

  /// The low parts of X, or nil when no term has any.
  func lowMatrix() throws(LinearAlgebraError) -> Matrix? {
    guard terms.contains(where: { $0.low != nil }) else { return nil }
    let zeros = [Double](repeating: 0, count: observations)
    return try Matrix(
      rows: observations, columns: terms.count,
      columnMajor: Array(terms.map { $0.low ?? zeros }.joined()))
  }
}
