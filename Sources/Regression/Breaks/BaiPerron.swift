internal import Glibc

/// Breaks in all coefficients of a regression at unknown places, as many as the data ask for.
///
/// For every number of breaks the places with the least residual sum of squares are found exactly, by
/// dynamic programming over segments. The sums of all segments come from one triangular factor a
/// first observation that is updated row by row; none is kept, so memory is O(n·breaks).
///
/// Source: Bai & Perron (1998, 2003). Checked: R strucchange `breakpoints`.
public struct BaiPerron: Sendable {
  /// The shortest segment.
  public enum SegmentLength: Sendable, Equatable {
    /// floor(share·n) observations.
    case share(Double)
    case count(Int)
  }

  /// The most observations taken: time grows with their square.
  public static let maximumObservations = 10_000

  /// The shortest segment taken: more observations than terms, and half of them at most.
  public var minimumSegment = SegmentLength.share(0.15)
  /// The most breaks tried; nil for as many as the shortest segment permits.
  public var maximumBreaks: Int?

  /// Makes the method with segments of 15 % of the sample and as many breaks as these permit.
  public init() {}

  /// - Parameters:
  ///   - design: n × k, rows in time order.
  ///   - response: y, length n.
  /// - Returns: the best places for 0, 1, … breaks. Segments in which the terms are collinear are
  ///   never used; the list ends before a number of breaks for which nothing else is left.
  /// - Throws: `RegressionError.segmentLength` for a shortest segment of no more than k observations or
  ///   of more than half of them; `.invalid` for more breaks than it permits, and for too many observations;
  ///   `.tooShort`; `.collinear`, `.exactFit` over all observations; `.lengthMismatch`,
  ///   `.nonFinite`.
  /// - Complexity: O(n²·(k² + breaks)) time.
  public func fit(_ design: Design, response: [Double]) throws(RegressionError) -> BaiPerronFit {
    guard response.count <= Self.maximumObservations else {
      throw .invalid(
        argument: "observations",
        detail: "\(response.count); at most \(Self.maximumObservations) are possible")
    }
    let sample = try BreakSample(design, response)
    let n = sample.count
    let shortest = try segmentLength(n, terms: sample.terms)
    let possible = n / shortest - 1
    let most = maximumBreaks ?? possible
    guard most >= 0 else { throw .invalid(argument: "breaks", detail: "\(most) is negative") }
    guard most <= possible else {
      throw .invalid(
        argument: "breaks",
        detail: "\(most); segments of \(shortest) in \(n) observations permit \(possible)")
    }
    guard try sample.fullFit(0..<n).residualSumOfSquares > sample.exactLimit else {
      throw .exactFit
    }
    let table = Self.search(sample, shortest: shortest, breaks: most)
    return BaiPerronFit(sample: sample, minimumSegment: shortest, best: table)
  }

  private func segmentLength(_ n: Int, terms: Int) throws(RegressionError) -> Int {
    let length: Int
    switch minimumSegment {
    case .count(let count): length = count
    case .share(let share):
      guard share > 0, share <= 0.5 else {
        throw .invalid(
          argument: "shortest segment", detail: "the share \(share) is not in (0, 0.5]")
      }
      length = Int((share * Double(n)).rounded(.down))
    }
    guard length > terms, length <= n / 2 else {
      throw .segmentLength(found: length, possible: terms + 1, n / 2, observations: n)
    }
    return length
  }

  /// - Throws: `.segmentLength` where the shortest segment is too short for the terms or too long.
  func requireSegments(_ n: Int, terms: Int) throws(RegressionError) {
    _ = try segmentLength(n, terms: terms)
  }

  /// The break places and sums of squares for 0, 1, … breaks.
  private static func search(
    _ sample: BreakSample, shortest: Int, breaks: Int
  ) -> [(places: [Int], sum: Double)] {
    let n = sample.count
    // best[m][j]: the least sum over the first j observations with m breaks; from[m][j]: where the
    // last of them is.
    var best = [[Double]](
      repeating: Array(repeating: .infinity, count: n + 1), count: breaks + 1)
    var from = [[Int]](repeating: Array(repeating: -1, count: n + 1), count: breaks + 1)
    var state = UpdatedQR(terms: sample.terms)
    for start in 0...(n - shortest) {
      // All sums up to `start` are final: they come from earlier first observations.
      let prefixes = start == 0 ? [] : (0..<breaks).filter { best[$0][start].isFinite }
      guard start == 0 || !prefixes.isEmpty else { continue }
      state.reset()
      for i in start..<n {
        state.add(i, rows: sample.rows)
        let end = i + 1
        guard state.count >= shortest, end == n || n - end >= shortest, state.hasFullRank else {
          continue
        }
        let sum = state.residualSumOfSquares
        if start == 0 { best[0][end] = sum }
        for m in prefixes where best[m][start] + sum < best[m + 1][end] {
          best[m + 1][end] = best[m][start] + sum
          from[m + 1][end] = start
        }
      }
    }
    return (0...breaks).prefix { best[$0][n].isFinite }.map { m in
      var places: [Int] = []
      var end = n
      for k in stride(from: m, to: 0, by: -1) {
        end = from[k][end]
        places.append(end)
      }
      return (places.reversed(), best[m][n])
    }
  }
}
