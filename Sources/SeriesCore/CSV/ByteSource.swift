internal import Glibc

/// An open file, standard input or bytes in memory, read in pieces.
public struct ByteSource: ~Copyable {
  /// The name for messages: the path, or `-`.
  public let name: String
  private let descriptor: Int32
  private let isOwned: Bool
  /// Bytes that were read before, instead of a descriptor.
  private let memory: [UInt8]?
  private var memoryPosition = 0

  /// Bytes that are already in memory, under the name of the file they come from.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    descriptor = -1
    isOwned = false
    memory = bytes
  }

  /// Opens a file; `-` is standard input.
  public init(path: String) throws(InputFault) {
    name = path
    memory = nil
    if path == "-" {
      descriptor = 0
      isOwned = false
      return
    }
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      throw InputFault(.unreadable, file: path, ByteSource.reason(errno))
    }
    var status = stat()
    if fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      close(opened)
      throw InputFault(.unreadable, file: path, "is a folder, not a file")
    }
    descriptor = opened
    isOwned = true
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Reads up to `count` bytes; 0 at the end.
  mutating func read(
    into target: UnsafeMutablePointer<UInt8>, count: Int
  ) throws(InputFault) -> Int {
    if let memory {
      let got = min(count, memory.count - memoryPosition)
      memory.withUnsafeBufferPointer { bytes in
        for i in 0..<got { target[i] = bytes[memoryPosition + i] }
      }
      memoryPosition += got
      return got
    }
    while true {
      let got = Glibc.read(descriptor, target, count)
      if got >= 0 { return got }
      if errno != EINTR {
        throw InputFault(.unreadable, file: name, ByteSource.reason(errno))
      }
    }
  }

  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file"
    case EACCES: "permission denied"
    default: String(cString: strerror(code))
    }
  }

  /// The whole content of a file.
  public static func readAll(path: String) throws(InputFault) -> [UInt8] {
    var source = try ByteSource(path: path)
    var content = [UInt8]()
    let piece = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
    defer { piece.deallocate() }
    while true {
      let got = try source.read(into: piece, count: 1 << 16)
      if got == 0 { return content }
      content.append(contentsOf: UnsafeBufferPointer(start: piece, count: got))
    }
  }
}
