import Corridor
import Dispatch
import Glibc

/// How the program ends early: a closed pipe is no fault, an interrupt leaves no half file.
enum Signals {
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    for (number, status) in [(SIGINT, Int32(130)), (SIGTERM, Int32(143))] {
      signal(number, SIG_IGN)
      // A handler on another thread may take locks and remove files; a C handler may not.
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // Naming the source here keeps it alive for as long as the program runs.
        source.cancel()
        Temporaries.removeAll()
        _exit(status)
      }
      source.activate()
    }
  }
}
