internal import Glibc

/// An open file or standard input, read in pieces.
public struct ByteSource: ~Copyable {
  /// The name for messages: the path, or `-`.
  public let name: String
  private let descriptor: Int32
  private let isOwned: Bool

  /// Opens a file; `-` is standard input.
  public init(path: String) throws(InputFault) {
    name = path
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
  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(InputFault) -> Int {
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
    let source = try ByteSource(path: path)
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
