/// A vector of the filter of `ARMALikelihood` in registers.
///
/// In memory the state would be stored in pairs and loaded one element on, which waits for the store;
/// of a short state that is most of the work. Operations are those of the loop over memory in the
/// same order, so that both give the same numbers.
protocol ARMAFilterState {
  /// The most elements.
  static var length: Int { get }
  /// The first `count` elements from there, zeros behind.
  init(_ from: UnsafePointer<Double>, count: Int)
  var first: Double { get }
  /// Each element one place further to the front, 0 at the end.
  var shifted: Self { get }
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Double) -> Self
  func store(_ to: UnsafeMutablePointer<Double>, count: Int)
}

extension ARMAFilterState {
  /// The elements of a buffer by place, 0 from `count` on.
  @inline(__always)
  static func elements(
    _ from: UnsafePointer<Double>, _ place: Int, _ count: Int
  ) -> SIMD2<Double> {
    SIMD2(place < count ? from[place] : 0, place + 1 < count ? from[place + 1] : 0)
  }

  @inline(__always)
  static func put(
    _ pair: SIMD2<Double>, _ to: UnsafeMutablePointer<Double>, _ place: Int, _ count: Int
  ) {
    if place < count { to[place] = pair.x }
    if place + 1 < count { to[place + 1] = pair.y }
  }
}

/// Up to two elements.
struct ARMAFilterPair: ARMAFilterState {
  private var a: SIMD2<Double>

  static var length: Int { 2 }

  @inline(__always)
  private init(_ a: SIMD2<Double>) { self.a = a }

  init(_ from: UnsafePointer<Double>, count: Int) { self.init(Self.elements(from, 0, count)) }

  @inline(__always) var first: Double { a.x }
  @inline(__always) var shifted: Self { Self(SIMD2(a.y, 0)) }
  @inline(__always) static func + (a: Self, b: Self) -> Self { Self(a.a + b.a) }
  @inline(__always) static func - (a: Self, b: Self) -> Self { Self(a.a - b.a) }
  @inline(__always) static func * (a: Self, b: Double) -> Self { Self(a.a * b) }

  func store(_ to: UnsafeMutablePointer<Double>, count: Int) { Self.put(a, to, 0, count) }
}

/// Up to four elements.
struct ARMAFilterQuad: ARMAFilterState {
  private var a: SIMD2<Double>
  private var b: SIMD2<Double>

  static var length: Int { 4 }

  @inline(__always)
  private init(_ a: SIMD2<Double>, _ b: SIMD2<Double>) { (self.a, self.b) = (a, b) }

  init(_ from: UnsafePointer<Double>, count: Int) {
    self.init(Self.elements(from, 0, count), Self.elements(from, 2, count))
  }

  @inline(__always) var first: Double { a.x }
  @inline(__always) var shifted: Self { Self(SIMD2(a.y, b.x), SIMD2(b.y, 0)) }
  @inline(__always) static func + (a: Self, b: Self) -> Self { Self(a.a + b.a, a.b + b.b) }
  @inline(__always) static func - (a: Self, b: Self) -> Self { Self(a.a - b.a, a.b - b.b) }
  @inline(__always) static func * (a: Self, b: Double) -> Self { Self(a.a * b, a.b * b) }

  func store(_ to: UnsafeMutablePointer<Double>, count: Int) {
    Self.put(a, to, 0, count)
    Self.put(b, to, 2, count)
  }
}

/// Up to six elements.
struct ARMAFilterSix: ARMAFilterState {
  private var a: SIMD2<Double>
  private var b: SIMD2<Double>
  private var c: SIMD2<Double>

  static var length: Int { 6 }

  @inline(__always)
  private init(_ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>) {
    (self.a, self.b, self.c) = (a, b, c)
  }

  init(_ from: UnsafePointer<Double>, count: Int) {
    self.init(
      Self.elements(from, 0, count), Self.elements(from, 2, count), Self.elements(from, 4, count))
  }

  @inline(__always) var first: Double { a.x }
  @inline(__always) var shifted: Self {
    Self(SIMD2(a.y, b.x), SIMD2(b.y, c.x), SIMD2(c.y, 0))
  }
  @inline(__always) static func + (a: Self, b: Self) -> Self {
    Self(a.a + b.a, a.b + b.b, a.c + b.c)
  }
  @inline(__always) static func - (a: Self, b: Self) -> Self {
    Self(a.a - b.a, a.b - b.b, a.c - b.c)
  }
  @inline(__always) static func * (a: Self, b: Double) -> Self {
    Self(a.a * b, a.b * b, a.c * b)
  }

  func store(_ to: UnsafeMutablePointer<Double>, count: Int) {
    Self.put(a, to, 0, count)
    Self.put(b, to, 2, count)
    Self.put(c, to, 4, count)
  }
}
