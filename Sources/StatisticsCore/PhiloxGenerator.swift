internal import Glibc

/// A counter-based random generator: the n-th number of a stream is a function of (key, n) alone.
///
/// A stream is keyed by seed, series and path, so that results depend neither on threads nor on the
/// order of work, and any path can be made again by itself.
///
/// Source: Salmon, Moraes, Dror & Shaw (2011), Philox4x32-10; checked against the known-answer
/// vectors of their Random123 library.
public struct PhiloxGenerator: RandomNumberGenerator, Sendable {
  private let key: (UInt32, UInt32)
  private let stream: (UInt32, UInt32)
  private var block: UInt64 = 0
  private var buffered: UInt64 = 0
  private var hasBuffered = false
  private var spareNormal: Double?

  /// - Parameters:
  ///   - seed: the run's seed, the 64-bit key.
  ///   - series: the number or hash of the series, upper half of the stream.
  ///   - path: the path within the series.
  public init(seed: UInt64, series: UInt32 = 0, path: UInt32 = 0) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    stream = (path, series)
  }

  /// The next 64 bits of the stream; each block of 128 bits gives two such numbers.
  public mutating func next() -> UInt64 {
    if hasBuffered {
      hasBuffered = false
      return buffered
    }
    let word = Self.block(
      counter: (
        UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), stream.0,
        stream.1
      ), key: key)
    block &+= 1
    buffered = UInt64(word.2) | UInt64(word.3) << 32
    hasBuffered = true
    return UInt64(word.0) | UInt64(word.1) << 32
  }

  /// A number strictly between 0 and 1, from 52 bits.
  public mutating func uniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// A standard normal number (Box and Muller 1958: two uniforms give exactly two normals, so the
  /// place in the stream never depends on the values drawn).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = (-2 * log(uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spareNormal = radius * sin(angle)
    return radius * cos(angle)
  }

  /// A chi-squared number with `nu` > 0 degrees of freedom.
  ///
  /// Source: Marsaglia & Tsang (2000) for Gamma(ν/2), with U^(1/a) for shapes under 1.
  public mutating func chiSquared(degreesOfFreedom nu: Double) -> Double {
    let shape = nu / 2
    let boosted = shape < 1 ? shape + 1 : shape
    let d = boosted - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let cube = 1 + c * x
      guard cube > 0 else { continue }
      let v = cube * cube * cube
      if log(uniform()) < 0.5 * x * x + d * (1 - v + log(v)) {
        let gamma = d * v * (shape < 1 ? pow(uniform(), 1 / shape) : 1)
        return 2 * gamma
      }
    }
  }

  static func block(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (x, k) = (counter, key)
    for round in 0..<10 {
      if round > 0 {
        k.0 &+= 0x9E37_79B9
        k.1 &+= 0xBB67_AE85
      }
      let a = x.0.multipliedFullWidth(by: 0xD251_1F53)
      let b = x.2.multipliedFullWidth(by: 0xCD9E_8D57)
      x = (b.high ^ x.1 ^ k.0, b.low, a.high ^ x.3 ^ k.1, a.low)
    }
    return x
  }
}
