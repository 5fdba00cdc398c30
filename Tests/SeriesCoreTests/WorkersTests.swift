import SeriesCore
import Synchronization
import Testing
import _TestSupport

/// Work is done once each, with threads or without.
@Suite struct WorkersTests {
  @Test(arguments: [0, 1, 2, 7, 64]) func eachNumberComesOnce(_ count: Int) {
    let seen = Mutex<[Int]>([])
    Workers.perform(count) { number in seen.withLock { $0.append(number) } }
    #expect(seen.withLock { $0.sorted() } == Array(0..<count))
  }

  /// All numbers once, whatever the blocks and the workers, and their results in order.
  @Test(arguments: [(0, 4, 3, 2), (1, 4, 3, 2), (100, 7, 3, 4), (96, 8, 12, 2), (50, 64, 1, 8)])
  func blocksComeInOrder(_ count: Int, _ size: Int, _ window: Int, _ jobs: Int) {
    let numbers: @Sendable (Range<Int>) -> [Int] = { Array($0) }
    var seen: [Int] = []
    NumberedBlocks(count, size: size, window: window, jobs: jobs).fold(numbers) { seen += $0 }
    #expect(seen == Array(0..<count))
  }
}
