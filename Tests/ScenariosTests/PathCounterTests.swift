import Testing

@testable import Scenarios

/// Counting against a reading of the definitions, path by path and question by question.
@Suite struct PathCounterTests {
  /// Small numbers by a rule, so that levels are met, left and met again.
  static func path(_ number: Int, _ horizon: Int) -> [Double] {
    (0..<horizon).map { Double((number * 7 + $0 * $0 * 3 + number * $0) % 11) - 2 }
  }

  static func question(_ number: Int, _ horizon: Int) -> PathQuestion {
    PathQuestion(
      thresholds: (0..<horizon).map { Double((number + $0 * (number % 3)) % 8) },
      factors: (0..<horizon).map { number % 2 == 0 ? 1 : 1 + 0.25 * Double($0 % 3) },
      cumulativeFrom: number % 4 == 3 ? 1.5 : nil, hold: 1 + number % 3, trailingRun: number % 3)
  }

  /// What one path gives one question, as the definitions have it.
  static func expected(
    _ path: [Double], _ question: PathQuestion
  ) -> (at: [Bool], touch: Int?, sustained: Int?) {
    var sum = question.cumulativeFrom ?? 0
    let at = path.indices.map { i -> Bool in
      sum += path[i] * question.factors[i]
      let value = question.cumulativeFrom == nil ? path[i] * question.factors[i] : sum
      return value >= question.thresholds[i]
    }
    let past = Array(repeating: true, count: question.trailingRun)
    let whole = past + at
    let sustained = at.indices.first { i in
      let end = past.count + i
      return end + 1 >= question.hold && whole[(end + 1 - question.hold)...end].allSatisfy { $0 }
    }
    return (at, at.firstIndex(of: true), sustained.map { max(0, $0 - question.hold + 1) })
  }

  @Test(arguments: [1, 5, 13]) func countsAreThoseOfTheDefinitions(_ horizon: Int) throws {
    let questions = (0..<24).map { Self.question($0, horizon) }
    let pairs = (1..<24).map { PathCounter.Pair(own: $0, first: 0) }
    let counter = PathCounter(questions, pairs: pairs)
    let paths = (0..<200).map { Self.path($0, horizon) }
    // The last group is not full, and finds what the one before it left.
    var group = PathGroup(horizon: horizon)
    for (number, path) in paths.enumerated() {
      var copy = path
      copy.withUnsafeMutableBufferPointer { group.add($0) }
      guard group.count == PathGroup.width || number + 1 == paths.count else { continue }
      counter.count(group)
      group.removeAll()
    }
    let baseline = paths.map { Self.expected($0, questions[0]).touch ?? horizon }
    for (question, counts) in zip(questions, counter.counts) {
      var (at, touch, sustained) = ([Int](repeating: 0, count: horizon), [Int](), [Int]())
      touch = at
      sustained = at
      var paired = PairedTally(horizon: horizon)
      for (path, first) in zip(paths, baseline) {
        let own = Self.expected(path, question)
        for i in at.indices where own.at[i] { at[i] += 1 }
        if let place = own.touch { touch[place] += 1 }
        if let place = own.sustained { sustained[place] += 1 }
        for i in at.indices {
          paired.count(
            own.touch ?? horizon <= i ? 1 : 0, beside: first <= i ? 1 : 0, step: i)
        }
      }
      #expect(counts.atLevel == at)
      #expect(counts.firstTouch == touch)
      #expect(counts.firstSustained == sustained)
      if let own = counts.paired { #expect(own == paired) }
    }
    #expect(counter.counts[0].paired == nil && counter.counts[1].paired != nil)
  }

  /// What exp(log y) lacks of y still stands at y; a relative millionth under it does not.
  @Test(arguments: [82_000, 0.37, 1, -5, 0, 1e300, .leastNonzeroMagnitude])
  func levelsForgiveRounding(
    _ level: Double
  ) {
    let least = PathCounter.least(at: level)
    #expect(least <= level)
    #expect(least >= level - 2e-13 * abs(level))
    if level != 0, abs(level) > 1e-300 { #expect(least <= level - 0.9e-13 * abs(level)) }
    #expect(PathCounter.least(at: .infinity) == .infinity)
  }
}
