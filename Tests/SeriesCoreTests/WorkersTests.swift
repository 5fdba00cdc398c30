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
}
