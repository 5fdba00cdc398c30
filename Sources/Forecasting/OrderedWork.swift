internal import Dispatch
internal import SeriesCore
internal import Synchronization

/// Work on pieces by several workers while further pieces are made, results in the order of the
/// pieces.
///
/// The calling thread makes the pieces and takes the results. It runs ahead of the workers by a
/// bounded number of pieces, so that memory does not grow with the length of the work. Where the
/// system gives no thread it does the work too.
package enum OrderedWork {
  /// - Parameters:
  ///   - jobs: workers.
  ///   - next: makes the next piece; nil at the end.
  ///   - work: what is done with a piece, on any thread.
  ///   - take: is given the results in order, on the calling thread.
  /// - Throws: what `next` throws, once the results of the pieces before it are taken; what `take`
  ///   throws, at once.
  package static func run<Piece: Sendable, Product: Sendable, Fault: Error>(
    jobs: Int, next: () throws(Fault) -> Piece?, work: @escaping @Sendable (Piece) -> Product,
    take: (Product) throws(Fault) -> Void
  ) throws(Fault) {
    let crew = Crew(jobs: jobs, work: work)
    defer { crew.stop() }
    var (sent, taken) = (0, 0)
    var isOpen = true
    var fault: Fault?
    while isOpen || taken < sent {
      guard isOpen, sent - taken < 2 * jobs + 2 else {
        try take(crew.product(taken))
        taken += 1
        continue
      }
      do throws(Fault) {
        if let piece = try next() {
          crew.submit(piece, as: sent)
          sent += 1
        } else {
          isOpen = false
        }
      } catch {
        fault = error
        isOpen = false
      }
      while let product = crew.productIfReady(taken) {
        try take(product)
        taken += 1
      }
    }
    if let fault { throw fault }
  }

  private final class Crew<Piece: Sendable, Product: Sendable>: Sendable {
    private struct State {
      var waiting: [(number: Int, piece: Piece)] = []
      var products: [Int: Product] = [:]
      /// Workers there are, and those of them that wait for a piece.
      var workers = 0
      var idle = 0
      var isStopped = false
    }

    private let jobs: Int
    private let work: @Sendable (Piece) -> Product
    private let state = Mutex(State())
    private let submitted = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    init(jobs: Int, work: @escaping @Sendable (Piece) -> Product) {
      self.jobs = jobs
      self.work = work
    }

    func submit(_ piece: Piece, as number: Int) {
      let needsWorker = state.withLock { state in
        state.waiting.append((number, piece))
        guard state.waiting.count > state.idle, state.workers < jobs else { return false }
        state.workers += 1
        return true
      }
      if needsWorker, !Workers.start({ self.serve() }) { state.withLock { $0.workers -= 1 } }
      submitted.signal()
    }

    /// What one worker does until the crew is stopped.
    private func serve() {
      while true {
        state.withLock { $0.idle += 1 }
        submitted.wait()
        let goesOn = state.withLock { state in
          state.idle -= 1
          return !state.isStopped
        }
        guard goesOn else { return }
        _ = doOne()
      }
    }

    /// Works on the piece that waits longest; false where none does.
    private func doOne() -> Bool {
      let next = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
      guard let next else { return false }
      let product = work(next.piece)
      state.withLock { $0.products[next.number] = product }
      finished.signal()
      return true
    }

    func productIfReady(_ number: Int) -> Product? {
      state.withLock { $0.products.removeValue(forKey: number) }
    }

    func product(_ number: Int) -> Product {
      while true {
        if let product = productIfReady(number) { return product }
        if state.withLock({ $0.workers == 0 }), doOne() { continue }
        finished.wait()
      }
    }

    /// Lets go of the workers, and of what nobody will take any more.
    func stop() {
      let workers = state.withLock { state in
        state.waiting.removeAll()
        state.isStopped = true
        return state.workers
      }
      for _ in 0..<workers { submitted.signal() }
    }
  }
}
