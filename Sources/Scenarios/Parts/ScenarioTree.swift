internal import Glibc

/// The folder within which a scenario reads, so that a file of someone else's reads nothing else of
/// this machine.
///
/// It is the highest of the scenario's own folder, the data package that it is part of (the nearest
/// folder above with a `datapackage.json`), and the working folder where the scenario lies below it:
/// data beside the scenario, in a package with it, or in the project in which one stands. The root of
/// the disk is no project, though it is the working folder of services.
package struct ScenarioTree {
  /// Without links; nil when the scenario's folder is not there, and then nothing is.
  private let root: String?
  /// The scenario's folder, alike.
  private let own: String?

  package init(of scenario: String) {
    let own = Self.realPath(scenario.lastIndex(of: "/").map { String(scenario[...$0]) } ?? ".")
    let package = own.flatMap { Self.package(around: $0) }
    let working = Self.realPath(".").flatMap { place in
      own.map { Self.holds(place, $0) } == true && place != "/" ? place : nil
    }
    // Each is the scenario's folder or above it, so that the shortest is the highest.
    self.own = own
    root = [own, package, working].compactMap { $0 }.min { $0.utf8.count < $1.utf8.count }
  }

  /// Whether a file of the scenario is one of the tree, where links lead to too. Of one that is not
  /// there the name itself is asked.
  ///
  /// - Parameters:
  ///   - name: as the scenario has it.
  ///   - path: where that is.
  package func holds(_ name: String, at path: String) -> Bool {
    guard let root, let own else { return false }
    let plain = Self.plainPath(name.hasPrefix("/") ? name : own + "/" + name)
    return Self.holds(root, Self.realPath(path) ?? plain)
  }

  /// The nearest folder, from this one upwards, that a data package describes.
  private static func package(around folder: String) -> String? {
    var parts = folder.split(separator: "/")
    while !parts.isEmpty {
      let place = "/" + parts.joined(separator: "/")
      if access(place + "/datapackage.json", F_OK) == 0 { return place }
      parts.removeLast()
    }
    return nil
  }

  private static func holds(_ folder: String, _ path: String) -> Bool {
    path == folder || path.hasPrefix(folder == "/" ? folder : folder + "/")
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// An absolute path without `.` and `..`.
  private static func plainPath(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}
