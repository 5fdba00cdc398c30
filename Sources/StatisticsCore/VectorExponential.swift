internal import Glibc

/// The exponential of four numbers at once, within one unit in the last place.
///
/// A path has one for each of its periods. It is made of additions, multiplications and one division, so
/// that it gives the same bits on every processor for numbers up to 708.
///
/// Source: the argument is reduced by a multiple of ln 2 in two parts, and R(r) = r·coth(r/2) has the
/// polynomial of FreeBSD's `e_exp.c` (Sun Microsystems 1993), whose error is under 2⁻⁵⁹.
package enum VectorExponential {
  package typealias Four = SIMD4<Double>

  /// Beyond it results or steps towards them leave the normal doubles; NaN lies beyond it too.
  private static let bound = 708.0.bitPattern

  /// Replaces numbers by their exponentials.
  package static func apply(to values: UnsafeMutableBufferPointer<Double>) {
    guard let start = values.baseAddress else { return }
    let whole = values.count - values.count % 4
    for i in stride(from: 0, to: whole, by: 4) {
      let place = UnsafeMutableRawPointer(start + i)
      place.storeBytes(of: exp(place.loadUnaligned(as: Four.self)), as: Four.self)
    }
    // The last ones go the same way: a value does not depend on how many stand beside it.
    var rest = Four.zero
    for i in whole..<values.count { rest[i - whole] = values[i] }
    rest = exp(rest)
    for i in whole..<values.count { values[i] = rest[i - whole] }
  }

  @inline(__always)
  package static func exp(_ x: Four) -> Four {
    let size = unsafeBitCast(x, to: SIMD4<UInt64>.self) & SIMD4(repeating: UInt64.max >> 1)
    // The sign of a difference of magnitudes as whole numbers, which order them too.
    let over = SIMD4(repeating: bound) &- size
    let either = over.lowHalf | over.highHalf
    guard Int64(bitPattern: either[0] | either[1]) >= 0 else { return beyond(x) }
    // Added to a number, 3·2⁵¹ leaves its whole part in the last bits.
    let whole = 0x1.8p52
    let shifted: Four = x * 0x1.71547652b82fep0 + whole
    let multiple: Four = shifted - whole
    let high: Four = x - multiple * 0x1.62e42fee00000p-1
    let low: Four = multiple * 0x1.a39ef35793c76p-33
    let r: Four = high - low
    let square: Four = r * r
    let fifth: Four = -0x1.bbd41c5d26bf1p-20 + square * 0x1.6376972bea4d0p-25
    let third: Four = 0x1.1566aaf25de2cp-14 + square * fifth
    let second: Four = -0x1.6c16c16bebd93p-9 + square * third
    let first: Four = 0x1.555555555553ep-3 + square * second
    let c: Four = r - square * first
    let quotient: Four = r * c / (2 - c)
    let scaled: Four = 1 + (quotient - low + high)
    let exponent = unsafeBitCast(shifted, to: SIMD4<UInt64>.self) &<< 52
    return unsafeBitCast(unsafeBitCast(scaled, to: SIMD4<UInt64>.self) &+ exponent, to: Four.self)
  }

  /// The numbers beyond the bound as the system has them, the others as they are without those.
  @inline(never)
  private static func beyond(_ x: Four) -> Four {
    func isBeyond(_ x: Double) -> Bool { !(abs(x) <= 708) }
    var within = x
    for i in 0..<4 where isBeyond(x[i]) { within[i] = 0 }
    var result = exp(within)
    for i in 0..<4 where isBeyond(x[i]) { result[i] = Glibc.exp(x[i]) }
    return result
  }
}
