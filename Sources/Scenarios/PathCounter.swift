/// Counts a block of paths for all questions at once.
///
/// Questions under one course of events share its values, and what is counted lies side by side in memory:
/// a scenario asks a hundred questions of each path, and with arrays of its own for each of them the
/// counting took longer than the simulation.
final class PathCounter {
  /// Two questions whose answers are compared path by path.
  struct Pair: Sendable {
    let own: Int
    let first: Int
  }

  /// What the paths gave one question, by period.
  struct Counts: Sendable {
    let atLevel, firstTouch, firstSustained: [Int]
    let paired: PairedTally?
  }

  /// Values that some questions compare.
  private struct Course {
    let factors: [Double]
    let cumulativeFrom: Double?
    let years: YearSums?
    /// Where its values begin, and how many there are.
    let start: Int
    let count: Int
    /// The greatest value of the path.
    var greatest = -Double.infinity

    func isShared(by question: PathQuestion) -> Bool {
      factors == question.factors && cumulativeFrom == question.cumulativeFrom
        && years == question.years
    }
  }

  private struct Asked {
    let course: Int
    /// Where its thresholds and counts begin.
    let start: Int
    let count: Int
    let hold: Int
    let trailingRun: Int
    /// The least of its thresholds: a path that stays beneath it has nothing to count.
    let least: Double
  }

  private var courses: [Course] = []
  private var asked: [Asked] = []
  private let pairs: [Pair]
  /// Of each pair.
  private var paired: [PairedTally]
  private let values, thresholds: UnsafeMutableBufferPointer<Double>
  private let atLevel, firstTouch, firstSustained: UnsafeMutableBufferPointer<Int>
  /// The first period at or over the level, by question; the number of periods where there is none.
  private let reached: UnsafeMutableBufferPointer<Int>

  init(_ questions: [PathQuestion], pairs: [Pair]) {
    self.pairs = pairs
    paired = pairs.map { PairedTally(horizon: questions[$0.own].thresholds.count) }
    let leasts = questions.map { $0.thresholds.map(Self.least) }
    var (size, start) = (0, 0)
    for (question, least) in zip(questions, leasts) {
      let count = question.thresholds.count
      let course = courses.firstIndex { $0.isShared(by: question) } ?? courses.count
      if course == courses.count {
        courses.append(
          Course(
            factors: question.factors, cumulativeFrom: question.cumulativeFrom,
            years: question.years, start: size, count: count))
        size += count
      }
      asked.append(
        Asked(
          course: course, start: start, count: count, hold: question.hold,
          trailingRun: question.trailingRun,
          least: least.min() ?? .infinity))
      start += count
    }
    values = .allocate(capacity: size)
    values.initialize(repeating: 0)
    thresholds = .allocate(capacity: start)
    _ = thresholds.initialize(from: leasts.flatMap { $0 })
    atLevel = .allocate(capacity: start)
    firstTouch = .allocate(capacity: start)
    firstSustained = .allocate(capacity: start)
    reached = .allocate(capacity: questions.count)
    for counts in [atLevel, firstTouch, firstSustained, reached] { counts.initialize(repeating: 0) }
  }

  deinit {
    values.deallocate()
    thresholds.deallocate()
    for counts in [atLevel, firstTouch, firstSustained, reached] { counts.deallocate() }
  }

  /// What was counted, by question.
  var counts: [Counts] {
    asked.enumerated().map { place, question in
      func own(_ all: UnsafeMutableBufferPointer<Int>) -> [Int] {
        Array(all[question.start..<question.start + question.count])
      }
      return Counts(
        atLevel: own(atLevel), firstTouch: own(firstTouch), firstSustained: own(firstSustained),
        paired: pairs.firstIndex { $0.own == place }.map { paired[$0] })
    }
  }

  /// Counts one path.
  func count(_ path: UnsafeMutableBufferPointer<Double>) {
    for course in courses.indices { fill(&courses[course], path) }
    courses.withUnsafeBufferPointer { courses in
      asked.withUnsafeBufferPointer { asked in
        for place in asked.indices {
          let question = asked[place]
          let course = courses[question.course]
          reached[place] =
            course.greatest < question.least
            ? question.count : compare(question, valuesAt: course.start)
        }
      }
    }
    for (place, pair) in pairs.enumerated() {
      paired[place].count(reached[pair.own], beside: reached[pair.first])
    }
  }

  private func fill(_ course: inout Course, _ path: UnsafeMutableBufferPointer<Double>) {
    var greatest = -Double.infinity
    var place = course.start
    var sum = course.years?.known ?? course.cumulativeFrom ?? 0
    let isCumulative = course.cumulativeFrom != nil
    course.factors.withUnsafeBufferPointer { factors in
      for i in path.indices {
        var value = path[i] * factors[i]
        if let years = course.years {
          sum += value
          let compared = place - course.start
          guard compared < years.ends.count, i == years.ends[compared] else { continue }
          value = sum
          sum = 0
        } else if isCumulative {
          sum += value
          value = sum
        }
        values[place] = value
        if value > greatest { greatest = value }
        place += 1
      }
    }
    course.greatest = greatest
  }

  /// - Returns: the first period at or over the level; the number of periods where there is none.
  @inline(__always)
  private func compare(_ question: Asked, valuesAt start: Int) -> Int {
    var touched = question.count
    var run = question.trailingRun
    var isSustained = false
    for i in 0..<question.count {
      let own = question.start + i
      guard values[start + i] >= thresholds[own] else {
        run = 0
        continue
      }
      atLevel[own] += 1
      if touched == question.count {
        touched = i
        firstTouch[own] += 1
      }
      run += 1
      if !isSustained, run >= question.hold {
        isSustained = true
        firstSustained[question.start + max(0, i - question.hold + 1)] += 1
      }
    }
    return touched
  }

  /// The least value that stands at a level: a value that does stands there after a logarithm and back
  /// too.
  static func least(at level: Double) -> Double {
    guard level.isFinite else { return level }
    func stands(_ value: Double) -> Bool {
      value >= level || level - value <= PathQuestion.rounding * abs(level)
    }
    var least = level - PathQuestion.rounding * abs(level)
    while !stands(least) { least = least.nextUp }
    while least.nextDown.isFinite, stands(least.nextDown) { least = least.nextDown }
    return least
  }
}
