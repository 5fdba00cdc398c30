public import Foundation

/// Runs the built program as a user would, in a folder of its own.
public struct CommandRunner {
  public struct Result {
    public let status: Int32
    public let stdoutData: Data
    public let stderrData: Data

    public var stdout: String { String(decoding: stdoutData, as: UTF8.self) }
    public var stderr: String { String(decoding: stderrData, as: UTF8.self) }
  }

  /// The working folder; removed with `clean`.
  public let folder: URL

  public init() throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "corridor-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  public func clean() { try? FileManager.default.removeItem(at: folder) }

  /// The program beside the test bundle.
  public static let program: URL = {
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    return URL(filePath: executable ?? "").deletingLastPathComponent().appending(path: "corridor")
  }()

  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String {
    try write(name, Data(text.utf8))
  }

  @discardableResult
  public func write(_ name: String, _ data: Data) throws -> String {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
    return name
  }

  public func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  public func readData(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: name))
  }

  public func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path(percentEncoded: false))
  }

  /// Everything in the folder, hidden files too.
  public func listing(_ name: String = "") -> [String] {
    let path = folder.appending(path: name).path(percentEncoded: false)
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  public func corridor(_ arguments: String..., input: String? = nil) throws -> Result {
    try run(Self.program, arguments, input: Data((input ?? "").utf8))
  }

  /// A shell line in the folder, with `$CORRIDOR` as the program.
  public func shell(_ line: String) throws -> Result {
    try run(URL(filePath: "/bin/bash"), ["-c", line], input: Data())
  }

  /// Shell lines in the folder that call the program by its name; the first line that fails ends
  /// them, and its status is the result.
  public func script(_ lines: String, input: Data) throws -> Result {
    let path = Self.program.deletingLastPathComponent().path(percentEncoded: false)
    return try run(
      URL(filePath: "/bin/bash"), ["-e", "-o", "pipefail", "-c", lines], input: input,
      environment: ["PATH": path + ":/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "COLUMNS": "80"])
  }

  private func run(
    _ program: URL, _ arguments: [String], input: Data, environment changes: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["CORRIDOR"] = Self.program.path(percentEncoded: false)
    environment.merge(changes) { _, change in change }
    process.environment = environment
    // Through files, not pipes: a child that prints much can never block on its reader.
    let names = ["out", "err", "in"].map { ".\($0)-\(UUID().uuidString)" }
    let urls = names.map { FileManager.default.temporaryDirectory.appending(path: $0) }
    for url in urls { try Data().write(to: url) }
    defer { for url in urls { try? FileManager.default.removeItem(at: url) } }
    try input.write(to: urls[2])
    process.standardOutput = try FileHandle(forWritingTo: urls[0])
    process.standardError = try FileHandle(forWritingTo: urls[1])
    process.standardInput = try FileHandle(forReadingFrom: urls[2])
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      stdoutData: try Data(contentsOf: urls[0]), stderrData: try Data(contentsOf: urls[1]))
  }
}
