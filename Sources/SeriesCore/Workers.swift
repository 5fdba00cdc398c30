internal import Glibc

/// Threads for work that is done side by side.
///
/// A queue of Dispatch asks again, without end and without a word, where the system gives it no thread
/// (`ulimit -v`, `ulimit -u`). Here the calling thread does the work then.
package enum Workers {
  private final class Task: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Starts `body` on a thread of its own, which nobody waits for.
  ///
  /// - Returns: false where there is no room for a thread; `body` is not called then.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    guard let thread = create(body) else { return false }
    pthread_detach(thread)
    return true
  }

  /// Calls `body` with each number below `count`, side by side as far as there are threads, and waits.
  package static func perform(_ count: Int, _ body: @Sendable (Int) -> Void) {
    guard count > 1 else {
      if count == 1 { body(0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var threads: [pthread_t] = []
      var left = [0]
      for number in 1..<count {
        if let thread = create({ body(number) }) {
          threads.append(thread)
        } else {
          left.append(number)
        }
      }
      for number in left { body(number) }
      for thread in threads { pthread_join(thread, nil) }
    }
  }

  private static func create(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    let task = Unmanaged.passRetained(Task(body))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let task = Unmanaged<Task>.fromOpaque(argument).takeRetainedValue()
        task.body()
        return nil
      }, task.toOpaque())
    guard status == 0 else {
      task.release()
      return nil
    }
    return thread
  }
}
