/// One round of the rectifier, accelerated, on rows that are still in question.
struct SeparationSearch {
  enum Outcome {
    /// Proven: no row is separated.
    case none
    /// Rows with a certificate.
    case found([Int])
    /// Out of iterations.
    case undecided
  }

  /// One flag a row: y = 0.
  let zero: [Bool]
  let columns: [[Double]]
  let factors: [FactorCodes]
  /// Projections allowed.
  let budget: Int
  private(set) var iterations = 0

  /// How far a certificate may miss zero, and what counts as positive, in units of its largest value.
  static let tolerance = 1e-8
  static let positive = 1e-6

  init(zero: [Bool], columns: [[Double]], factors: [FactorCodes], budget: Int) {
    self.zero = zero
    self.columns = columns
    self.factors = factors
    self.budget = budget
  }

  mutating func run() throws(FixedEffectError) -> Outcome {
    guard zero.contains(true) else { return .none }
    var projector = try ConstrainedProjector(columns: columns, factors: factors, free: zero)
    // v ≥ 0 minimises ½‖P(1 + v)‖²; `point` is v with momentum, `lift` 1 + point on the rows in
    // question. A step is the rectifier's: v goes up where z = P(1 + v) is negative.
    var v = [Double](repeating: 0, count: zero.count)
    var point = v
    var momentum = 1.0
    var polishAt = 1
    var round = 0
    while iterations < budget {
      iterations += 1
      round += 1
      let lift = zero.indices.map { zero[$0] ? 1 + point[$0] : 0 }
      let size = lift.reduce(1) { max($0, $1) }
      let z = try projector.project(lift)
      if let rows = certified(z, free: zero, size: size) { return .found(rows) }
      // 1 + v − z is orthogonal to the space; when it is positive, nothing in the space is not
      // negative but zero.
      let margin = 1e-6 + 1e-8 * size
      if projector.isExact, zero.indices.allSatisfy({ !zero[$0] || lift[$0] - z[$0] > margin }) {
        return .none
      }
      if round == polishAt {
        polishAt *= 2
        if let rows = try polished(zero.indices.map { zero[$0] ? max(z[$0], 0) : 0 }, size) {
          return .found(rows)
        }
      }
      var (against, next) = (0.0, v)
      for row in zero.indices where zero[row] {
        next[row] = max(point[row] - z[row], 0)
        against += (point[row] - next[row]) * (next[row] - v[row])
      }
      let grown = against > 0 ? 1 : (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
      let share = against > 0 ? 0 : (momentum - 1) / grown
      for row in zero.indices { point[row] = next[row] + share * (next[row] - v[row]) }
      (v, momentum) = (next, grown)
    }
    return .undecided
  }

  /// The rows on which z is positive, if it is a certificate.
  ///
  /// `size` is that of what was projected: far below it, z is the noise of projections.
  private func certified(_ z: [Double], free: [Bool], size: Double) -> [Int]? {
    var (largest, smallest, miss) = (0.0, 0.0, 0.0)
    for row in z.indices {
      if free[row] {
        largest = max(largest, z[row])
        smallest = min(smallest, z[row])
      } else {
        miss = max(miss, abs(z[row]))
      }
    }
    guard largest > 1e-7 * size, -smallest <= Self.tolerance * largest,
      miss <= Self.tolerance * largest
    else { return nil }
    let rows = z.indices.filter { free[$0] && z[$0] > Self.positive * largest }
    return rows.isEmpty ? nil : rows
  }

  /// Holds every row at zero that looks like zero, and projects the rest once more.
  private mutating func polished(_ u: [Double], _ size: Double) throws(FixedEffectError) -> [Int]? {
    var free = u
    for _ in 0..<4 {
      let largest = free.max() ?? 0
      guard largest > 1e-7 * size, iterations < budget else { return nil }
      let candidates = zero.indices.map { zero[$0] && free[$0] > 1e-4 * largest }
      var projector = try ConstrainedProjector(
        columns: columns, factors: factors, free: candidates)
      iterations += 1
      let z = try projector.project(free)
      if let rows = certified(z, free: candidates, size: largest) { return rows }
      free = z.indices.map { candidates[$0] ? z[$0] : 0 }
    }
    return nil
  }
}

/// The projection on all combinations of columns and effects that vanish on the rows that are not
/// free.
struct ConstrainedProjector {
  private let weights: [Double]
  private let demeaner: Demeaner?
  /// Columns orthonormal under the weights, effects taken out.
  private let basis: [[Double]]
  private let free: [Bool]
  /// The target on the rows that are held at zero: what the fits missed so far, negated.
  private var target: [Double]
  /// Whether the last projection vanishes where it must.
  private(set) var isExact = false

  static let weight = 1e4
  /// A column whose part off the others is under this share of it is collinear.
  static let collinear = 1e-9

  init(columns: [[Double]], factors: [FactorCodes], free: [Bool]) throws(FixedEffectError) {
    let weights = free.map { $0 ? 1.0 : Self.weight }
    self.free = free
    self.weights = weights
    self.target = Array(repeating: 0, count: free.count)
    self.demeaner = factors.isEmpty ? nil : try Demeaner(factors: factors, weights: weights)
    var scaled: [[Double]] = []
    for column in columns {
      let size = Self.product(column, column, weights).squareRoot()
      if size > 0 { scaled.append(column.map { $0 / size }) }
    }
    try demeaner?.demean(&scaled, tolerance: 1e-13)
    self.basis = Self.orthonormal(scaled, weights)
  }

  /// The point of the space nearest to `u` on the free rows.
  mutating func project(_ u: [Double]) throws(FixedEffectError) -> [Double] {
    let size = u.reduce(0) { max($0, abs($1)) }
    var z = u
    var previous = Double.infinity
    for step in 0..<60 {
      for row in u.indices where free[row] { target[row] = u[row] }
      var rest = [target]
      try demeaner?.demean(&rest, tolerance: 1e-13)
      for _ in 0..<2 {
        for q in basis {
          let share = Self.product(q, rest[0], weights)
          for row in q.indices { rest[0][row] -= share * q[row] }
        }
      }
      var miss = 0.0
      for row in u.indices {
        z[row] = target[row] - rest[0][row]
        if !free[row] { miss = max(miss, abs(z[row])) }
      }
      isExact = miss <= 1e-10 * size
      if isExact || (step > 20 && miss > 0.9 * previous) { break }
      previous = miss
      for row in u.indices where !free[row] { target[row] -= z[row] }
    }
    return z
  }

  private static func product(_ a: [Double], _ b: [Double], _ weights: [Double]) -> Double {
    var sum = 0.0
    for row in a.indices { sum += weights[row] * a[row] * b[row] }
    return sum
  }

  /// Gram and Schmidt with column pivoting, each column orthogonalised twice.
  private static func orthonormal(_ columns: [[Double]], _ weights: [Double]) -> [[Double]] {
    var rest = columns
    var basis: [[Double]] = []
    while true {
      let sizes = rest.map { product($0, $0, weights).squareRoot() }
      guard let best = sizes.indices.max(by: { sizes[$0] < sizes[$1] }), sizes[best] > collinear
      else { return basis }
      var column = rest.remove(at: best)
      for _ in 0..<2 {
        for q in basis {
          let share = product(q, column, weights)
          for row in column.indices { column[row] -= share * q[row] }
        }
        let size = product(column, column, weights).squareRoot()
        for row in column.indices { column[row] /= size }
      }
      basis.append(column)
      for j in rest.indices {
        let share = product(column, rest[j], weights)
        for row in column.indices { rest[j][row] -= share * column[row] }
      }
    }
  }
}
