public import Foundation

/// Where things are in this clone.
public enum Repository {
  /// The top of the clone: three folders above this file.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  public static func path(_ relative: String) -> String {
    root.appending(path: relative).path(percentEncoded: false)
  }

  public static func fixture(_ relative: String) -> String { path("Tests/Fixtures/" + relative) }

  /// The rows of a fixture CSV as dictionaries; comment lines begin with '#'.
  public static func rows(_ fixture: String) throws -> [[String: String]] {
    let text = try String(contentsOfFile: self.fixture(fixture), encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    let header = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(header, cells))
    }
  }

  /// Which of these names stand in each file of a folder, in quotes behind some text: `name: "drift"`.
  ///
  /// A catalog and its folder are compared by it, name by name.
  public static func namesInFiles(
    _ folder: String, after text: String, of names: [String]
  ) throws -> [(file: String, names: [String])] {
    try swiftFiles(folder).map { file in
      let source = try String(contentsOfFile: path(folder + "/" + file), encoding: .utf8)
      return (file, names.filter { source.contains("\(text)\"\($0)\"") })
    }
  }

  /// Swift files below a folder, relative to it, sorted.
  public static func swiftFiles(_ folder: String) -> [String] {
    let enumerator = FileManager.default.enumerator(atPath: path(folder))
    return (enumerator?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".swift") }.sorted()
  }
}
