import ArgumentParser
import Glibc

/// Outputs of one run, none of which may stand where another does.
enum OutputPlaces {
  /// - Throws: wrong usage when two options name the same place; options without a value do not
  ///   count.
  static func requireDistinct(_ options: [(option: String, path: String?)]) throws {
    let given = options.compactMap { option in option.path.map { (option.option, $0) } }
    for (i, first) in given.enumerated() {
      for second in given.dropFirst(i + 1) where isSame(first.1, second.1) {
        throw ValidationError("\(first.0) and \(second.0) name the same place")
      }
    }
  }

  /// Whether two paths lead to one file: by name, through links or other ways of writing it.
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
