/// Sample paths side by side: what is done with each of them at a period is done with all at once.
///
/// Values lie by period, then by path. Places without a path hold numbers that nobody counts.
struct PathGroup: ~Copyable {
  /// Paths to a group: one bit each of a word.
  static let width = 64

  typealias Lanes = SIMD8<Double>
  /// Vectors to a period.
  static let vectors = width / Lanes.scalarCount

  /// How many paths it holds.
  private(set) var count = 0
  private let values: UnsafeMutablePointer<Double>

  /// - Parameter horizon: the most periods that a path has.
  init(horizon: Int) {
    values = .allocate(capacity: horizon * Self.width)
    values.initialize(repeating: 0, count: horizon * Self.width)
  }

  deinit { values.deallocate() }

  /// Adds a path.
  mutating func add(_ path: UnsafeMutableBufferPointer<Double>) {
    for i in path.indices { values[i * Self.width + count] = path[i] }
    count += 1
  }

  mutating func removeAll() { count = 0 }

  /// One bit a path that is there.
  var present: UInt64 { count == Self.width ? .max : (1 << UInt64(count)) - 1 }

  /// Eight values of a period.
  @inline(__always)
  func lanes(period: Int, vector: Int) -> Lanes { Self.lanes(values, period, vector) }

  @inline(__always)
  static func lanes(
    _ values: UnsafePointer<Double>, _ period: Int, _ vector: Int
  ) -> Lanes {
    UnsafeRawPointer(values + (period * width + vector * Lanes.scalarCount))
      .loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  static func store(
    _ lanes: Lanes, _ values: UnsafeMutablePointer<Double>, _ period: Int, _ vector: Int
  ) {
    UnsafeMutableRawPointer(values + (period * width + vector * Lanes.scalarCount))
      .storeBytes(of: lanes, as: Lanes.self)
  }

  /// One bit a path: whether its value of a period is at a level or over it.
  @inline(__always)
  static func paths(
    _ values: UnsafePointer<Double>, _ period: Int, atLeast level: Double
  ) -> UInt64 {
    let level = Lanes(repeating: level)
    var bits = SIMD8<Int64>.zero
    var bit = SIMD8<Int64>(1, 2, 4, 8, 16, 32, 64, 128)
    for vector in 0..<vectors {
      let isOver = lanes(values, period, vector) .>= level
      bits |= SIMD8<Int64>.zero.replacing(with: bit, where: isOver)
      bit &<<= 8
    }
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    return UInt64(bitPattern: two[0] | two[1])
  }
}
