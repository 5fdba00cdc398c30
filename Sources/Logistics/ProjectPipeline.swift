/// One list of projects as it was published.
///
/// Finished projects stay on the list. Counts that a list does not give are nil.
package struct ListVintage: Sendable, Equatable {
  /// The list's date, for messages and reports.
  package let label: String
  /// The same in years.
  package let time: Double
  /// Projects on the list, the finished ones in it.
  package let listed: Int
  /// Those of them that are finished.
  package let finished: Int?
  /// Taken off unfinished since the list before.
  package let removed: Int?
  /// Put on since the list before; nil when that is not known.
  package let added: Int?
  /// Finished or taken off since the list before, where only their sum is known.
  package let left: Int?
  /// Still to be finished; nil when that is not known.
  package let open: Int?

  /// - Parameter open: where a list gives it without the finished ones; else it follows from them.
  package init(
    label: String, time: Double, listed: Int, finished: Int? = nil, removed: Int? = nil,
    added: Int? = 0, left: Int? = nil, open: Int? = nil
  ) {
    self.label = label
    self.time = time
    self.listed = listed
    self.finished = finished
    self.removed = removed
    self.added = added
    self.left = left
    self.open = open ?? finished.map { listed - $0 }
  }
}

/// What is wrong with a pipeline, or why it tells nothing.
package enum PipelineError: Error, Equatable, Sendable {
  case noLists
  case negative(at: String, what: String, value: Int)
  case unorderedDates(at: String, after: String)
  case finishedOverListed(at: String, finished: Int, listed: Int)
  case finishedFalls(at: String, from: Int, to: Int)
  case growsWithoutAdditions(at: String, from: Int, to: Int)
  /// Listed before, less removed, plus added is not what is listed now.
  case doesNotAddUp(at: String, expected: Int, listed: Int)
  case moreLeftThanOpen(at: String, left: Int, open: Int)
  /// Open and finished ones are not the projects on the list.
  case openNotTheRest(at: String, open: Int, listed: Int, finished: Int?)
  /// Too few lists with counts of what was finished and removed since the one before.
  case tooFewLists(needed: Int, found: Int)
  /// Only sums of finished and removed are known, or only one of the two.
  case notIdentified
  /// No interval with both counts, or their sum, in which a project stayed open.
  case unbounded
}

extension PipelineError: CustomStringConvertible {
  /// What is wrong, with the list at fault where it is one list.
  package var description: String {
    switch self {
    case .noLists: "no list"
    case .negative(let label, let what, let value): "list \(label): \(value) \(what) is negative"
    case .unorderedDates(let label, let after): "list \(label) stands after list \(after)"
    case .finishedOverListed(let label, let finished, let listed):
      "list \(label): \(finished) finished of \(listed) listed"
    case .finishedFalls(let label, let from, let to):
      "list \(label): finished projects fall from \(from) to \(to)"
    case .growsWithoutAdditions(let label, let from, let to):
      "list \(label): the list grows from \(from) to \(to) without additions"
    case .doesNotAddUp(let label, let expected, let listed):
      "list \(label): the list before, less removed, plus added is \(expected), listed are \(listed)"
    case .moreLeftThanOpen(let label, let left, let open):
      "list \(label): \(left) finished or removed of \(open) open ones"
    case .openNotTheRest(let label, let open, let listed, let finished):
      "list \(label): \(open) open of \(listed) listed"
        + (finished.map { ", \($0) finished" } ?? "")
    case .tooFewLists(let needed, let found):
      "\(found) \(found == 1 ? "interval" : "intervals") between lists with counts of finished or "
        + "removed, \(needed) are needed"
    case .notIdentified:
      "the counts do not tell finished from removed: both hazards cannot be estimated"
    case .unbounded:
      "no interval with both counts saw a project stay open: the hazards have no upper bound"
    }
  }
}

/// What happened between one list and the next.
package struct PipelineInterval: Sendable, Equatable {
  package let start: String
  package let end: String
  /// Years, positive.
  package let years: Double
  /// Open at the start; nil when not known.
  package let open: Int?
  package let finished: Int?
  package let removed: Int?
  /// Finished or removed, where only the sum is known.
  package let left: Int?
  package let added: Int?
}

/// Projects on dated lists: announced, finished, removed.
package struct ProjectPipeline: Sendable, Equatable {
  /// The lists in the order of their dates, at least one.
  package let vintages: [ListVintage]
  /// What happened between neighboring lists, one fewer than the lists.
  package let intervals: [PipelineInterval]

  /// - Parameter vintages: at least one, in the order of their dates.
  /// - Throws: `PipelineError` for counts that cannot be.
  package init(_ vintages: [ListVintage]) throws(PipelineError) {
    guard !vintages.isEmpty else { throw .noLists }
    for vintage in vintages { try Self.check(vintage) }
    var intervals: [PipelineInterval] = []
    for (before, now) in zip(vintages, vintages.dropFirst()) {
      intervals.append(try Self.interval(before, now))
    }
    var finished: Int?
    for vintage in vintages {
      guard let count = vintage.finished else { continue }
      if let before = finished, count < before {
        throw .finishedFalls(at: vintage.label, from: before, to: count)
      }
      finished = count
    }
    self.vintages = vintages
    self.intervals = intervals
  }

  /// The last list whose finished projects are known.
  package var base: ListVintage? { vintages.last { $0.finished != nil } }

  /// Lists whose finished projects are known.
  package var countedLists: Int { vintages.count { $0.finished != nil } }

  /// A count over all intervals, and whether it is all of it: where additions are not known only net
  /// changes are, and the count is the least that it can be.
  package struct Total: Sendable, Equatable {
    /// The count, or the least that it can be when `isComplete` is false.
    package let count: Int
    /// Whether every interval gives the count.
    package let isComplete: Bool

    /// A count with whether it is all of it.
    package init(count: Int, isComplete: Bool) {
      (self.count, self.isComplete) = (count, isComplete)
    }
  }

  /// Projects removed over all intervals; a shrinking list counts where removals are not known.
  package var removed: Total {
    total { interval, change in
      interval.removed ?? max(0, -change)
    } isKnown: {
      $0.removed != nil
    }
  }

  /// Projects added over all intervals; a growing list counts where additions are not known.
  package var added: Total {
    total { interval, change in
      interval.added ?? max(0, change)
    } isKnown: {
      $0.added != nil
    }
  }

  private func total(
    _ count: (PipelineInterval, Int) -> Int, isKnown: (PipelineInterval) -> Bool
  ) -> Total {
    var sum = 0
    for (place, interval) in intervals.enumerated() {
      sum += count(interval, vintages[place + 1].listed - vintages[place].listed)
    }
    return Total(count: sum, isComplete: intervals.allSatisfy(isKnown))
  }

  private static func check(_ vintage: ListVintage) throws(PipelineError) {
    if let finished = vintage.finished, finished > vintage.listed {
      throw .finishedOverListed(
        at: vintage.label, finished: finished, listed: vintage.listed)
    }
    let counts = [
      ("listed", vintage.listed), ("finished", vintage.finished), ("removed", vintage.removed),
      ("added", vintage.added), ("left", vintage.left), ("open", vintage.open),
    ]
    for (what, count) in counts {
      if let count, count < 0 { throw .negative(at: vintage.label, what: what, value: count) }
    }
    if let open = vintage.open {
      let isRest = vintage.finished.map { $0 + open == vintage.listed } ?? (open <= vintage.listed)
      guard isRest else {
        throw .openNotTheRest(
          at: vintage.label, open: open, listed: vintage.listed, finished: vintage.finished)
      }
    }
  }

  private static func interval(
    _ before: ListVintage, _ now: ListVintage
  ) throws(PipelineError) -> PipelineInterval {
    guard now.time > before.time else {
      throw .unorderedDates(at: now.label, after: before.label)
    }
    var finished: Int?
    if let a = before.finished, let b = now.finished {
      guard b >= a else { throw .finishedFalls(at: now.label, from: a, to: b) }
      finished = b - a
    }
    var removed = now.removed
    if let added = now.added {
      let balance = before.listed + added - now.listed
      if let removed {
        guard removed == balance else {
          throw .doesNotAddUp(
            at: now.label, expected: before.listed - removed + added, listed: now.listed)
        }
      } else {
        guard balance >= 0 else {
          throw .growsWithoutAdditions(
            at: now.label, from: before.listed + added, to: now.listed)
        }
        // A sum of finished and removed leaves open which of them left, whatever the list's size.
        if now.left == nil { removed = balance }
      }
    }
    if let open = before.open {
      let gone = now.left ?? (finished ?? 0) + (removed ?? 0)
      guard gone <= open else {
        throw .moreLeftThanOpen(at: now.label, left: gone, open: open)
      }
    }
    return PipelineInterval(
      start: before.label, end: now.label, years: now.time - before.time, open: before.open,
      finished: finished, removed: removed, left: now.left, added: now.added)
  }
}
