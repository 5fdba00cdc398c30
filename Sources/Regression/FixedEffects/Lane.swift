/// One to four columns side by side: what a kernel reads and writes at one place.
///
/// Going through several columns at once reads the codes and weights only once for all of them.
protocol Lane: Sendable {
  static var width: Int { get }
  static var zero: Self { get }
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  /// Column by column.
  static func * (a: Self, b: Self) -> Self
  /// One number for all columns.
  func times(_ scalar: Double) -> Self
  subscript(lane lane: Int) -> Double { get set }
}

extension Double: Lane {
  static var width: Int { 1 }
  @inline(__always) func times(_ scalar: Double) -> Double { self * scalar }
  subscript(lane lane: Int) -> Double {
    @inline(__always) get { self }
    @inline(__always) set { self = newValue }
  }
}

extension SIMD2<Double>: Lane {
  static var width: Int { 2 }
  @inline(__always) func times(_ scalar: Double) -> Self { self * scalar }
  subscript(lane lane: Int) -> Double {
    @inline(__always) get { self[lane] }
    @inline(__always) set { self[lane] = newValue }
  }
}

extension SIMD4<Double>: Lane {
  static var width: Int { 4 }
  @inline(__always) func times(_ scalar: Double) -> Self { self * scalar }
  subscript(lane lane: Int) -> Double {
    @inline(__always) get { self[lane] }
    @inline(__always) set { self[lane] = newValue }
  }
}
