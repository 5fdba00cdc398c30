internal import Foundation

/// Writes a scenario with its data into a folder of its own, for tests of faults.
public enum ScenarioFiles {
  /// Calls `body` with the path of the scenario file; the folder goes afterwards.
  ///
  /// - Parameter data: contents by file name.
  public static func with<Value>(
    _ yaml: String, data: [String: String] = [:], _ body: (String) throws -> Value
  ) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "corridor-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in data {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    let path = folder.appending(path: "s.yaml").path(percentEncoded: false)
    try yaml.write(toFile: path, atomically: true, encoding: .utf8)
    return try body(path)
  }
}
