import ArgumentParser
import Corridor
import Glibc

/// The places that one run reads and writes: no output stands where an input or another output does.
enum OutputPlaces {
  /// - Parameters:
  ///   - inputs: every file that is read, by the name that a message gives it.
  ///   - outputs: every file that is written, by its option.
  /// - Throws: wrong usage when an output is also an input or another output; what has no path does
  ///   not count.
  static func requireDistinct(
    inputs: [(name: String, path: String?)] = [], outputs: [(option: String, path: String?)]
  ) throws {
    try requireNamed(outputs)
    let written = outputs.compactMap { output in output.path.map { (output.option, $0) } }
    for (i, first) in written.enumerated() {
      for second in written.dropFirst(i + 1) where isSame(first.1, second.1) {
        throw ValidationError("\(first.0) and \(second.0) name the same place")
      }
    }
    for input in inputs {
      guard let path = input.path, let read = FileIdentity(path, standard: 0) else { continue }
      for output in written where FileIdentity(output.1, standard: 1) == read {
        throw ValidationError(
          "\(output.0) would overwrite the input \(input.name) (\(output.1)): choose another place")
      }
    }
  }

  /// Refuses an empty path, which would be the root in front of a file's name.
  static func requireNamed(_ outputs: [(option: String, path: String?)]) throws {
    if let unnamed = outputs.first(where: { $0.path?.isEmpty == true }) {
      throw ValidationError("\(unnamed.option) is empty: name a place")
    }
  }

  /// Whether two outputs lead to one file: by name, through links or other ways of writing it.
  private static func isSame(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    if a == "-" || b == "-" { return false }
    var (first, second) = (stat(), stat())
    if stat(a, &first) == 0, stat(b, &second) == 0 {
      return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
    guard let first = resolved(a), let second = resolved(b) else { return false }
    return first == second
  }

  /// The folder without links, and the name in it.
  private static func resolved(_ path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "."
    guard let real = realpath(folder, nil), let name = parts.last else { return nil }
    defer { free(real) }
    return String(cString: real) + "/" + name
  }
}

/// A regular file as the system knows it, whatever the names and links that lead to it.
struct FileIdentity: Hashable {
  private let device: UInt
  private let node: UInt

  /// - Parameter standard: the descriptor that `-` stands for.
  /// - Returns: nil for what is not there and for all but regular files: a terminal or a pipe may well
  ///   be read and written at once.
  init?(_ path: String, standard: Int32) {
    var status = stat()
    guard (path == "-" ? fstat(standard, &status) : stat(path, &status)) == 0,
      status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    (device, node) = (UInt(status.st_dev), UInt(status.st_ino))
  }
}
