import Corridor
import Glibc

/// Streams one file of observations and says how fast: rows, a checksum, seconds, MB/s, peak memory.
///
/// usage: CSVReadBench FILE
@main
struct CSVReadBench {
  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: CSVReadBench FILE")
      exit(64)
    }
    let path = CommandLine.arguments[1]
    var status = stat()
    guard stat(path, &status) == 0 else {
      print("\(path): no such file")
      exit(66)
    }
    let start = seconds()
    var reader = try ObservationReader(ByteSource(path: path))
    var rows = 0
    var changes = 0
    var sum = 0.0
    var current: [UInt8] = []
    while let observation = try reader.next() {
      rows += 1
      sum += observation.value ?? 0
      // A series ends where its id does: what a streaming forecast has to find.
      if let id = reader.idBytes,
        id.count != current.count || memcmp(id.baseAddress!, current, id.count) != 0
      {
        current = Array(id)
        changes += 1
      }
    }
    let elapsed = seconds() - start
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let megabytes = Double(status.st_size) / 1e6
    print(
      "corridor,\(rows),\(changes),\(sum),\(elapsed),\(megabytes / elapsed),"
        + "\(Double(usage.ru_maxrss) / 1024)")
  }

  static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
