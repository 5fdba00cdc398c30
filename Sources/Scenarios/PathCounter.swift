/// Counts a block of paths for all questions at once, a group of paths at a time.
///
/// Questions under one course of events share its values, and a comparison with a level gives one bit a
/// path: what is counted are bits. A scenario asks a hundred questions of each path, and path by path the
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
    /// Where its values begin, in periods.
    let start: Int

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
  }

  private var courses: [Course] = []
  private var asked: [Asked] = []
  private let pairs: [Pair]
  /// Of each pair.
  private var paired: [PairedTally]
  /// By course: its periods, each of all paths of the group.
  private let values: UnsafeMutablePointer<Double>
  private let thresholds: UnsafeMutableBufferPointer<Double>
  private let atLevel, firstTouch, firstSustained: UnsafeMutableBufferPointer<Int>
  /// One bit a path: at or over the level in the period; and in it or before.
  private let isAt, hasTouched: UnsafeMutableBufferPointer<UInt64>

  init(_ questions: [PathQuestion], pairs: [Pair]) {
    self.pairs = pairs
    paired = pairs.map { PairedTally(horizon: questions[$0.own].thresholds.count) }
    var (size, start) = (0, 0)
    for question in questions {
      let count = question.thresholds.count
      let course = courses.firstIndex { $0.isShared(by: question) } ?? courses.count
      if course == courses.count {
        courses.append(
          Course(
            factors: question.factors, cumulativeFrom: question.cumulativeFrom,
            years: question.years, start: size))
        size += count
      }
      asked.append(
        Asked(
          course: course, start: start, count: count, hold: question.hold,
          trailingRun: question.trailingRun))
      start += count
    }
    values = .allocate(capacity: size * PathGroup.width)
    values.initialize(repeating: 0, count: size * PathGroup.width)
    thresholds = .allocate(capacity: start)
    _ = thresholds.initialize(from: questions.flatMap { $0.thresholds.map(Self.least) })
    atLevel = .allocate(capacity: start)
    firstTouch = .allocate(capacity: start)
    firstSustained = .allocate(capacity: start)
    for counts in [atLevel, firstTouch, firstSustained] { counts.initialize(repeating: 0) }
    isAt = .allocate(capacity: start)
    hasTouched = .allocate(capacity: start)
    for bits in [isAt, hasTouched] { bits.initialize(repeating: 0) }
  }

  deinit {
    values.deallocate()
    thresholds.deallocate()
    for counts in [atLevel, firstTouch, firstSustained] { counts.deallocate() }
    for bits in [isAt, hasTouched] { bits.deallocate() }
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

  /// Counts the paths of a group.
  func count(_ group: borrowing PathGroup) {
    for course in courses { fill(course, group) }
    let present = group.present
    asked.withUnsafeBufferPointer { asked in
      for question in asked { compare(question, present) }
    }
    for (place, pair) in pairs.enumerated() {
      let (own, first) = (asked[pair.own], asked[pair.first])
      for i in 0..<own.count {
        paired[place].count(hasTouched[own.start + i], beside: hasTouched[first.start + i], step: i)
      }
    }
  }

  private func fill(_ course: Course, _ group: borrowing PathGroup) {
    let start = values + course.start * PathGroup.width
    let isCumulative = course.cumulativeFrom != nil
    for vector in 0..<PathGroup.vectors {
      var sum = PathGroup.Lanes(repeating: course.years?.known ?? course.cumulativeFrom ?? 0)
      var place = 0
      for i in course.factors.indices {
        var value = group.lanes(period: i, vector: vector) * course.factors[i]
        if let years = course.years {
          sum += value
          guard place < years.ends.count, i == years.ends[place] else { continue }
          value = sum
          sum = .zero
        } else if isCumulative {
          sum += value
          value = sum
        }
        PathGroup.store(value, start, place, vector)
        place += 1
      }
    }
  }

  @inline(__always)
  private func compare(_ question: Asked, _ present: UInt64) {
    let start = values + courses[question.course].start * PathGroup.width
    var (touched, sustained) = (UInt64(0), UInt64(0))
    for i in 0..<question.count {
      let own = question.start + i
      let at = PathGroup.paths(start, i, atLeast: thresholds[own]) & present
      isAt[own] = at
      atLevel[own] += at.nonzeroBitCount
      firstTouch[own] += (at & ~touched).nonzeroBitCount
      touched |= at
      hasTouched[own] = touched
      // A run may have begun before the first future period.
      guard i + 1 + question.trailingRun >= question.hold else { continue }
      var run = at
      for back in 0..<min(question.hold, i + 1) { run &= isAt[own - back] }
      let from = question.start + max(0, i - question.hold + 1)
      firstSustained[from] += (run & ~sustained).nonzeroBitCount
      sustained |= run
    }
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
