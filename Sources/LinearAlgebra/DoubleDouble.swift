internal import Glibc

/// A number kept as the unevaluated sum of two doubles: about 32 decimal digits.
///
/// It serves residuals, small triangular factors and data columns whose rounding to one double would
/// cost the digits that a least squares problem needs. `low` is at most half an ulp of `high`.
///
/// Source: Dekker (1971); Knuth, TAOCP 2, 4.2.2; Joldes, Muller & Popescu (2017), algorithms 6, 12
/// and 18 (relative errors 3·2⁻¹⁰⁶, 5·2⁻¹⁰⁶ and 10·2⁻¹⁰⁶).
public struct DoubleDouble: Sendable, Equatable {
  /// The sum rounded to double.
  public let high: Double
  /// What rounding to `high` lost.
  public let low: Double

  /// A pair as it is: `low` must be at most half an ulp of `high`, which is not checked.
  @inline(__always)
  public init(_ high: Double, _ low: Double = 0) {
    self.high = high
    self.low = low
  }

  /// The number 0.
  public static let zero = DoubleDouble(0)

  /// The nearest double.
  public var value: Double { high }

  /// a + b exactly, |a| and |b| in any order (Knuth).
  @inline(__always)
  static func twoSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    let bPart = sum - a
    return DoubleDouble(sum, (a - (sum - bPart)) + (b - bPart))
  }

  /// a + b exactly for |a| ≥ |b| (Dekker).
  @inline(__always)
  static func fastTwoSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    return DoubleDouble(sum, b - (sum - a))
  }

  /// a·b exactly.
  @inline(__always)
  static func twoProduct(_ a: Double, _ b: Double) -> DoubleDouble {
    let product = a * b
    return DoubleDouble(product, fma(a, b, -product))
  }

  /// The sum, relative error at most 3·2⁻¹⁰⁶.
  @inline(__always)
  public static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let s = twoSum(a.high, b.high)
    let t = twoSum(a.low, b.low)
    let v = fastTwoSum(s.high, s.low + t.high)
    return fastTwoSum(v.high, t.low + v.low)
  }

  /// The number with its sign changed, exactly.
  @inline(__always)
  public static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }

  /// The difference, with the error bound of the sum.
  @inline(__always)
  public static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + (-b) }

  /// The product, relative error at most 5·2⁻¹⁰⁶.
  @inline(__always)
  public static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = twoProduct(a.high, b.high)
    let cross = fma(a.low, b.high, fma(a.high, b.low, a.low * b.low))
    return fastTwoSum(p.high, p.low + cross)
  }

  /// The product with one double.
  @inline(__always)
  public static func * (a: DoubleDouble, b: Double) -> DoubleDouble {
    let p = twoProduct(a.high, b)
    return fastTwoSum(p.high, fma(a.low, b, p.low))
  }

  /// The quotient by three steps of long division; NaN for a divisor of 0.
  ///
  /// Source: Hida, Li & Bailey (2001), the accurate division of double-doubles.
  public static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    var rest = a - b * first
    let second = rest.high / b.high
    rest = rest - b * second
    let third = rest.high / b.high
    return fastTwoSum(first, second) + DoubleDouble(third)
  }

  /// √a for a ≥ 0, by one Newton step on the double's root.
  public func squareRoot() -> DoubleDouble {
    guard high > 0 else { return .zero }
    let root = high.squareRoot()
    let rest = self - Self.twoProduct(root, root)
    return Self.fastTwoSum(root, 0) + DoubleDouble(rest.high / (2 * root))
  }

  /// Reads a decimal text (`-6.860120914`, `4.29E-03`) with both halves right.
  ///
  /// - Returns: nil when the text is no plain decimal number, has more than 30 significant digits,
  ///   or a decimal exponent outside ±40.
  public init?(decimal text: some StringProtocol) {
    var mantissa = DoubleDouble.zero
    var (digits, scale, exponent) = (0, 0, 0)
    var (negative, pointSeen, any) = (false, false, false)
    var rest = Array(text.utf8)[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      negative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    while let byte = rest.first {
      if byte == UInt8(ascii: "."), !pointSeen {
        pointSeen = true
      } else if byte >= 0x30, byte <= 0x39 {
        any = true
        if digits > 0 || byte > 0x30 { digits += 1 }
        mantissa = mantissa * 10 + DoubleDouble(Double(byte - 0x30))
        if pointSeen { scale += 1 }
      } else if byte | 0x20 == UInt8(ascii: "e"), any {
        guard let power = Int(String(decoding: rest.dropFirst(), as: UTF8.self)) else { return nil }
        exponent = power
        break
      } else {
        return nil
      }
      rest = rest.dropFirst()
    }
    let shift = exponent - scale
    guard any, digits <= 30, abs(shift) <= 40 else { return nil }
    var power = DoubleDouble(1)
    for _ in 0..<abs(shift) { power = power * 10 }
    let size = shift < 0 ? mantissa / power : mantissa * power
    self = negative ? -size : size
  }
}
