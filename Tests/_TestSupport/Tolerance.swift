import Foundation

/// |a − b| ÷ max(|b|, floor): the relative error of a against b.
public func relativeError(_ a: Double, _ b: Double, floor: Double = 1e-300) -> Double {
  if a == b { return 0 }
  return abs(a - b) / max(abs(b), floor)
}

/// Whether two texts agree once every number in them is rounded to six significant digits: the last
/// digits differ between BLAS kernels.
public func agreeToSixDigits(_ a: String, _ b: String) -> Bool {
  let (left, right) = (tokens(a), tokens(b))
  guard left.count == right.count else { return false }
  return zip(left, right).allSatisfy { x, y in
    if x == y { return true }
    guard let u = Double(x), let v = Double(y) else { return false }
    // Half a unit of the sixth digit, for a value that lies on the border of two roundings.
    return relativeError(u, v) <= 5e-6 || abs(u - v) < 1e-12
  }
}

private func tokens(_ text: String) -> [Substring] {
  text.split(omittingEmptySubsequences: true) { ",;= \n\"/".contains($0) }
}
