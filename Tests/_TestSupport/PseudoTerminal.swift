public import Foundation

import Glibc

/// Runs the built program on a terminal of its own, as a person sees it.
public enum PseudoTerminal {
  /// Which of the program's outputs is the terminal; the other is let go.
  public enum Stream: Sendable { case standardOutput, standardError }

  struct NoTerminal: Error {}

  /// What the program writes to the terminal, with plain newlines.
  ///
  /// - Parameters:
  ///   - columns: the width that the terminal says it has.
  ///   - environment: what is set on top; `COLUMNS` and `NO_COLOR` are not set else.
  public static func output(
    of arguments: [String], in folder: URL, columns: UInt16, on stream: Stream,
    environment changes: [String: String] = [:]
  ) throws -> String {
    var (master, slave): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw NoTerminal() }
    defer { close(master) }
    // Or the child would have it open too, and the reader would wait for itself.
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    let terminal = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
    let process = Process()
    process.executableURL = CommandRunner.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment.filter {
      !["COLUMNS", "NO_COLOR"].contains($0.key)
    }
    environment["TERM"] = "xterm"
    environment.merge(changes) { _, change in change }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = stream == .standardOutput ? terminal : FileHandle.nullDevice
    process.standardError = stream == .standardError ? terminal : FileHandle.nullDevice
    try process.run()
    // The last one who has it open; then the reader sees the end.
    close(slave)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(master, &buffer, buffer.count)
      if count > 0 { bytes += buffer[..<count] } else if count == 0 || errno != EINTR { break }
    }
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
  }
}
