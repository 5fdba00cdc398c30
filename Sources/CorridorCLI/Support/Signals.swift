import Corridor
import Glibc
import Synchronization

/// How the program ends early: a closed pipe is no fault, an interrupt leaves no half file.
///
/// Handlers do no more than raise a semaphore, which is all that is safe in one. A thread that waits
/// for it removes the half files and ends the program, however many workers there are: a queue of
/// Dispatch would wait until one of them is idle.
enum Signals {
  /// Ctrl-C, the end asked for, a lost terminal, Ctrl-\, and the end of the processor time allowed.
  private static let ending = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU]

  /// What handlers raise. It lives as long as the program, and a semaphore is made to be shared.
  nonisolated(unsafe) private static let bell: UnsafeMutablePointer<sem_t> = {
    let bell = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    bell.initialize(to: sem_t())
    sem_init(bell, 0, 0)
    return bell
  }()

  private static let received = Atomic<Int32>(0)

  /// What is said of an abort: written by the handler as it stands.
  private static let abortMessage = Array(
    ("corridor: the work was given up, most likely for want of memory "
      + "(raise the limit, sort and give --sorted, or give fewer --jobs)\n").utf8)

  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    // A file over the size allowed is then a write that fails, with a message.
    signal(SIGXFSZ, SIG_IGN)
    // Made here: a handler must not be the first to touch it.
    _ = bell
    _ = received.load(ordering: .relaxed)
    var unblocked = sigset_t()
    sigemptyset(&unblocked)
    for number in ending where !isLeftAlone(number) {
      sigaddset(&unblocked, number)
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        Signals.received.store(number, ordering: .sequentiallyConsistent)
        sem_post(Signals.bell)
      }
      action.sa_flags = SA_RESTART
      sigaction(number, &action, nil)
    }
    prepareForAborts()
    // Whoever starts the program may have them blocked, and a child inherits that.
    pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
    var thread = pthread_t()
    let status = pthread_create(&thread, nil, { _ in Signals.waitForTheEnd() }, nil)
    // Without the thread the usual end of a signal is better than none.
    if status != 0 { for number in ending { signal(number, SIG_DFL) } }
  }

  /// Swift's runtime aborts where the system gives no memory, after a line on what it wanted. The thread
  /// that waits for signals then removes the half files, unless it wants memory itself.
  private static func prepareForAborts() {
    _ = abortMessage.count
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      let before = Signals.received.exchange(SIGABRT, ordering: .sequentiallyConsistent)
      guard before != SIGABRT else { _exit(Signals.status(after: SIGABRT)) }
      _ = Signals.abortMessage.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
      signal(SIGALRM) { _ in _exit(Signals.status(after: SIGABRT)) }
      alarm(2)
      sem_post(Signals.bell)
      while true { pause() }
    }
    sigaction(SIGABRT, &action, nil)
  }

  private static func status(after signal: Int32) -> Int32 {
    signal == SIGABRT ? ExitStatus.failed.rawValue : 128 + signal
  }

  /// `nohup` asks for a lost terminal to be ignored. A shell that starts the program in the background
  /// ignores Ctrl-C for it too, but `kill -INT` is meant.
  private static func isLeftAlone(_ number: Int32) -> Bool {
    guard number == SIGHUP else { return false }
    var before = sigaction()
    sigaction(number, nil, &before)
    return unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func waitForTheEnd() -> UnsafeMutableRawPointer? {
    while sem_wait(bell) != 0 {}
    let status = Self.status(after: received.load(ordering: .sequentiallyConsistent))
    Temporaries.removeAll { _exit(status) }
  }
}
