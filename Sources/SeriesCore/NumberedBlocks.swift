/// Numbered work, such as the paths of a simulation, in blocks that are worked on side by side.
///
/// What the blocks give is taken in their order: sums of doubles come out the same for any number of workers.
package struct NumberedBlocks: Sendable {
  private let count: Int
  private let size: Int
  private let window: Int
  private let jobs: Int

  /// - Parameters:
  ///   - count: how many numbers there are, from 0 on.
  ///   - size: numbers a block.
  ///   - window: blocks whose results are held at once, which bounds memory whatever the count is.
  ///   - jobs: blocks that are worked on at once.
  package init(_ count: Int, size: Int, window: Int, jobs: Int) {
    precondition(count >= 0 && size >= 1 && window >= 1 && jobs >= 1, "blocks of nothing")
    (self.count, self.size, self.window, self.jobs) = (count, size, window, jobs)
  }

  /// Calls `work` with every block, side by side, and `take` with each result, in order.
  package func fold<Part: Sendable>(
    _ work: @Sendable (Range<Int>) -> Part, _ take: (Part) -> Void
  ) {
    let blocks = (count + size - 1) / size
    var done = 0
    while done < blocks {
      let (first, many) = (done, min(window, blocks - done))
      let parts = [Part](unsafeUninitializedCapacity: many) { buffer, filled in
        nonisolated(unsafe) let places = buffer
        let workers = min(jobs, many)
        Workers.perform(workers) { worker in
          for place in stride(from: worker, to: many, by: workers) {
            let start = (first + place) * size
            (places.baseAddress! + place).initialize(to: work(start..<min(count, start + size)))
          }
        }
        filled = many
      }
      for part in parts { take(part) }
      done += many
    }
  }
}
