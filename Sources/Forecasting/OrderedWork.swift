internal import Dispatch
internal import Synchronization

/// Work on pieces by several workers while further pieces are made, results in the order of the
/// pieces.
///
/// The calling thread makes the pieces and takes the results. It runs ahead of the workers by a
/// bounded number of pieces, so that memory does not grow with the length of the work.
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
      var active = 0
    }

    private let jobs: Int
    private let work: @Sendable (Piece) -> Product
    private let state = Mutex(State())
    private let finished = DispatchSemaphore(value: 0)

    init(jobs: Int, work: @escaping @Sendable (Piece) -> Product) {
      self.jobs = jobs
      self.work = work
    }

    func submit(_ piece: Piece, as number: Int) {
      let needsWorker = state.withLock { state in
        state.waiting.append((number, piece))
        guard state.active < jobs else { return false }
        state.active += 1
        return true
      }
      if needsWorker { DispatchQueue.global().async { self.drain() } }
    }

    /// What one worker does until nothing waits any more.
    private func drain() {
      while true {
        let next = state.withLock { state -> (number: Int, piece: Piece)? in
          guard !state.waiting.isEmpty else {
            state.active -= 1
            return nil
          }
          return state.waiting.removeFirst()
        }
        guard let next else { return }
        let product = work(next.piece)
        state.withLock { $0.products[next.number] = product }
        finished.signal()
      }
    }

    func productIfReady(_ number: Int) -> Product? {
      state.withLock { $0.products.removeValue(forKey: number) }
    }

    func product(_ number: Int) -> Product {
      while true {
        if let product = productIfReady(number) { return product }
        finished.wait()
      }
    }

    /// Lets go of what nobody will take any more.
    func stop() { state.withLock { $0.waiting.removeAll() } }
  }
}
