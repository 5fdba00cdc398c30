/// What is not known of an estimate besides the errors to come, as second moments about the estimate.
///
/// The spread of a forecast is that of the errors, whose weights c_j = α + β(φ + … + φʲ) (+ γ a season
/// on) are uncertain themselves, and that of the states from which it starts. Both are quadratic forms,
/// so that a mean over parameters has to be taken once and serves every horizon.
struct ETSUncertainty: Sendable {
  /// E σ², relative for multiplicative errors.
  var variance: Double
  /// E σ²(α, β, γ)(α, β, γ)ᵀ.
  var gains: Moments
  /// Of the last level, slope and, times the slope, φ about the estimate.
  var states: Moments
  /// Of the seasonal state k + 1 periods ahead: with level, slope and φ, then its square.
  var season: [SIMD4<Double>]

  /// A symmetric 3 × 3 matrix of second moments.
  struct Moments: Sendable {
    private(set) var columns = (SIMD3<Double>.zero, SIMD3<Double>.zero, SIMD3<Double>.zero)

    init() {}

    /// factor·xxᵀ.
    init(_ x: SIMD3<Double>, factor: Double) { add(x, x, factor: factor) }

    /// Adds factor·xyᵀ.
    mutating func add(_ x: SIMD3<Double>, _ y: SIMD3<Double>, factor: Double) {
      let scaled = factor * x
      columns.0 += scaled * y.x
      columns.1 += scaled * y.y
      columns.2 += scaled * y.z
    }

    /// Adds factor times another matrix.
    mutating func add(_ other: Moments, factor: Double) {
      columns.0 += factor * other.columns.0
      columns.1 += factor * other.columns.1
      columns.2 += factor * other.columns.2
    }

    /// xᵀMx.
    func quadratic(_ x: SIMD3<Double>) -> Double {
      let product: SIMD3<Double> = columns.0 * x.x + columns.1 * x.y + columns.2 * x.z
      return (x * product).sum()
    }
  }

  /// Parameters and states taken for known.
  static func none(_ smoothing: ETSSmoothing, variance: Double, seasonLength: Int)
    -> ETSUncertainty
  {
    ETSUncertainty(
      variance: variance, gains: Moments(smoothing.gains, factor: variance), states: Moments(),
      season: [SIMD4<Double>](repeating: .zero, count: seasonLength))
  }
}

extension ETSSmoothing {
  /// (α, β, γ).
  var gains: SIMD3<Double> { SIMD3(alpha, beta, gamma) }
}
