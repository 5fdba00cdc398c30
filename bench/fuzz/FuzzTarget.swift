// libFuzzer calls `fuzzOne` with bytes; whatever they are, it must come back: faults are thrown, never
// trapped. FUZZ_TARGET names what is fuzzed. A property that does not hold is a trap too.
import Glibc
import SeriesCore

private let targets: [String: @Sendable ([UInt8]) -> Void] = [
  "csv": fuzzCSV, "formula": fuzzFormula, "scenario": fuzzScenario, "ledger": fuzzLedger,
  "descriptor": fuzzDescriptor,
]

private let target: @Sendable ([UInt8]) -> Void = {
  let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = targets[name] else {
    fatalError("FUZZ_TARGET is one of \(targets.keys.sorted().joined(separator: ", "))")
  }
  return target
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// Ends the program where a property does not hold.
func require(_ holds: Bool, _ message: @autoclosure () -> String) {
  if !holds { fatalError(message()) }
}

/// A fault of an input names the file; of one that could be read and is not empty a line as well.
func requirePlace(_ fault: InputFault, in files: Set<String>) {
  require(files.contains(fault.file), "a fault of another file: \(fault)")
  require(!fault.description.isEmpty && !fault.message.isEmpty, "a fault without words")
  require(fault.line.map { $0 >= 1 } ?? true, "a line before the first: \(fault)")
  let isOfWhole =
    fault.kind == .unreadable
    || ["longer than", "no series", "no observation", "no rows", "the file"].contains {
      fault.message.contains($0)
    }
  require(fault.line != nil || isOfWhole, "a fault without a line: \(fault)")
}

/// A folder of this process alone, in memory where there is one, for what is read by its path.
enum FuzzFolder {
  static let path: String = {
    let usual = getenv("TMPDIR").map { String(cString: $0) } ?? "."
    let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : usual
    let path = "\(place)/corridor-fuzz-\(getpid())"
    mkdir(path, 0o700)
    atexit { FuzzFolder.remove() }
    return path
  }()

  static func write(_ name: String, _ bytes: [UInt8]) {
    let file = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    require(file >= 0, "no file can be made in \(path)")
    require(Glibc.write(file, bytes, bytes.count) == bytes.count, "\(path) is full")
    close(file)
  }

  static func remove(_ name: String) { unlink(path + "/" + name) }

  private static func remove() {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { unlink(path + "/" + name) }
    }
    closedir(folder)
    rmdir(path)
  }
}
