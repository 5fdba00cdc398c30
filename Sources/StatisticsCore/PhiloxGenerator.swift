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
  /// The number that comes next: two to a block.
  private var position: UInt64 = 0
  private var buffered: UInt64 = 0
  private var hasBuffered = false
  private var spareNormal: Double?
  /// The stream's first numbers where others have read them; whoever made the tape keeps it alive.
  nonisolated(unsafe) private let tape: UnsafeMutablePointer<RandomTape.Storage>?

  /// - Parameters:
  ///   - seed: the run's seed, the 64-bit key.
  ///   - series: the number or hash of the series, upper half of the stream.
  ///   - path: the path within the series.
  public init(seed: UInt64, series: UInt32 = 0, path: UInt32 = 0) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    stream = (path, series)
    tape = nil
  }

  /// A generator of the stream that a tape was wound to, with the same numbers.
  init(reading tape: UnsafeMutablePointer<RandomTape.Storage>) {
    key = tape.pointee.key
    stream = tape.pointee.stream
    self.tape = tape
  }

  /// The next 64 bits of the stream; each block of 128 bits gives two such numbers.
  public mutating func next() -> UInt64 {
    if hasBuffered {
      hasBuffered = false
      position &+= 1
      return buffered
    }
    if let tape, position < RandomTape.length {
      position &+= 1
      return tape.pointee.word(Int(position - 1))
    }
    // A tape ends with a block, so that the first number of one is wanted here.
    let (first, second) = Self.words(ofBlock: position >> 1, stream: stream, key: key)
    position &+= 1
    buffered = second
    hasBuffered = true
    return first
  }

  /// The two numbers of a block.
  @inline(__always)
  static func words(
    ofBlock block: UInt64, stream: (UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt64, UInt64) {
    let word = Self.block(
      counter: (
        UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), stream.0,
        stream.1
      ), key: key)
    return (UInt64(word.0) | UInt64(word.1) << 32, UInt64(word.2) | UInt64(word.3) << 32)
  }

  /// A number strictly between 0 and 1, from 52 bits.
  public mutating func uniform() -> Double { Self.uniform(next()) }

  @inline(__always)
  private static func uniform(_ word: UInt64) -> Double { (Double(word >> 12) + 0.5) * 0x1p-52 }

  /// A standard normal number (Box and Muller 1958: two uniforms give exactly two normals, so the
  /// place in the stream never depends on the values drawn).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    if let tape, position + 1 < RandomTape.length {
      let (cosine, sine) = tape.pointee.normals(Int(position))
      position &+= 2
      spareNormal = sine
      return cosine
    }
    let first = next()
    let (cosine, sine) = Self.normals(first, next())
    spareNormal = sine
    return cosine
  }

  /// The two normal numbers of two numbers of the stream.
  static func normals(_ first: UInt64, _ second: UInt64) -> (cosine: Double, sine: Double) {
    let radius = (-2 * log(uniform(first))).squareRoot()
    let angle = 2 * Double.pi * uniform(second)
    return (radius * cos(angle), radius * sin(angle))
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
      let u = uniform()
      // The squeeze lies inside what the logarithms accept, and spares them nearly always.
      let square = x * x
      if u < 1 - 0.0331 * square * square || log(u) < 0.5 * square + d * (1 - v + log(v)) {
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
