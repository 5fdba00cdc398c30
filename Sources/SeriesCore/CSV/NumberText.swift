internal import Glibc

/// Doubles as text, both ways.
package enum NumberText {
  package enum Fault: Error, Equatable, Sendable {
    case empty
    case decimalComma
    case notFinite
    case notANumber
  }

  /// Reads a plain decimal number (`-12.5`, `3e-4`), correctly rounded; surrounding spaces are
  /// dropped.
  ///
  /// Up to 2⁵³ as digits and 10^±22 as scale, one exact multiplication or division gives the nearest
  /// double (Clinger 1990); the C library reads the rest.
  @inlinable
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> Double {
    let count = bytes.count
    guard count > 0, count <= 20, let start = bytes.baseAddress else {
      return try parseSlowly(bytes)
    }
    var p = start
    let end = start + count
    let negative = p[0] == 0x2D
    if negative { p += 1 }
    var mantissa: UInt64 = 0
    var point: UnsafePointer<UInt8>?
    let first = p
    while p < end {
      let digit = UInt64(p[0]) &- 0x30
      if digit <= 9 {
        mantissa = mantissa &* 10 &+ digit
      } else if p[0] == 0x2E, point == nil {
        point = p
      } else {
        return try parseSlowly(bytes)
      }
      p += 1
    }
    // 19 digits cannot overflow 64 bits; above 2^53 the digits are no exact double.
    let digits = end - first - (point == nil ? 0 : 1)
    guard digits > 0, digits <= 19, mantissa <= 1 << 53 else { return try parseSlowly(bytes) }
    var value = Double(mantissa)
    if let point {
      let scale = end - point - 1
      value /= powersOfTen[scale]
    }
    return negative ? -value : value
  }

  @usableFromInline
  static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  @usableFromInline
  static func parseSlowly(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> Double {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let text = bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    guard !text.isEmpty else { throw .empty }
    let allowed = text.allSatisfy {
      ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E || $0 | 0x20 == 0x65
    }
    guard allowed, text.contains(where: { $0 >= 0x30 && $0 <= 0x39 }) else {
      throw fault(for: Array(text))
    }
    let terminated = text.map { CChar(bitPattern: $0) } + [0]
    var end = 0
    let value = terminated.withUnsafeBufferPointer { buffer -> Double in
      var rest: UnsafeMutablePointer<CChar>?
      let value = strtod(buffer.baseAddress!, &rest)  // not nil: the array holds a terminator
      end = rest.map { UnsafePointer($0) - buffer.baseAddress! } ?? 0
      return value
    }
    guard end == text.count else { throw .notANumber }
    guard value.isFinite else { throw .notFinite }
    return value
  }

  private static func fault(for text: [UInt8]) -> Fault {
    let word = String(decoding: text, as: UTF8.self).lowercased()
    let unsigned = word.drop { $0 == "+" || $0 == "-" }
    if ["nan", "inf", "infinity"].contains(unsigned) { return .notFinite }
    let digitsOnly = unsigned.allSatisfy { $0.isNumber || $0 == "," || $0 == "." }
    return digitsOnly && unsigned.contains(",") ? .decimalComma : .notANumber
  }

  /// Reads a number from a string.
  package static func parse(_ text: String) throws(Fault) -> Double {
    var copy = text
    let outcome: Result<Double, Fault> = copy.withUTF8 { bytes in
      do throws(Fault) { return .success(try parse(bytes)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }

  /// Reads a plain decimal number times a power of ten, rounded once.
  static func parse(_ bytes: [UInt8], power: Int) throws(Fault) -> Double {
    var text = bytes
    if power != 0 {
      let mark = text.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? text.endIndex
      let written = text[mark...].dropFirst().drop { $0 == UInt8(ascii: "+") }
      let exponent =
        written.isEmpty ? 0 : Int(String(decoding: written, as: UTF8.self))
      guard let exponent, abs(exponent) < 10_000 else { throw .notANumber }
      text = text[..<mark] + Array("e\(exponent + power)".utf8)
    }
    let outcome: Result<Double, Fault> = text.withUnsafeBufferPointer { bytes in
      do throws(Fault) { return .success(try parse(bytes)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }

  /// The shortest decimal text that reads back to the same double, without a needless `.0`.
  ///
  /// What is not finite is a word, for messages: `infinity`, `-infinity`, `undefined`. A table never
  /// has it, since `CSVWriter` leaves such a field empty.
  package static func shortest(_ value: Double) -> String {
    guard value.isFinite else {
      return value.isNaN ? "undefined" : value < 0 ? "-infinity" : "infinity"
    }
    if value == 0 { return "0" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
