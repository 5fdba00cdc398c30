internal import Glibc

/// An open file, standard input or bytes in memory, read in pieces.
///
/// What begins with the two bytes of gzip is unpacked while it is read, whatever its name.
public struct ByteSource: ~Copyable {
  /// The name for messages: the path, or `-`.
  public let name: String
  /// The size of a regular file in bytes, as it stands on the disk.
  let size: Int?
  /// Bytes taken from the file so far, before unpacking.
  private(set) var consumed = 0
  private let descriptor: Int32
  private let isOwned: Bool
  /// Bytes that are in memory, instead of a descriptor.
  private var memory: ArraySlice<UInt8>?
  /// Makes the bytes behind those in memory, nil at the end.
  private let more: (() -> [UInt8]?)?
  /// Whether the bytes are records that the program itself makes of rows: they are counted, not lines,
  /// and what they begin with is data and no kind of file.
  var isOfRows: Bool { more != nil }
  /// What was read to see how the source begins, until it is handed on.
  private var head: ArraySlice<UInt8> = []
  private var isBegun = false
  private var unpacker: GzipUnpacker?

  /// Bytes that are already in memory, under the name of the file they come from.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    size = bytes.count
    descriptor = -1
    isOwned = false
    memory = bytes[...]
    more = nil
  }

  /// Bytes that are made piece by piece, so that they never stand in memory together.
  ///
  /// - Parameter next: the next piece; nil at the end.
  package init(name: String, next: @escaping () -> [UInt8]?) {
    self.name = name
    size = nil
    descriptor = -1
    isOwned = false
    memory = []
    more = next
  }

  /// Opens a file; `-` is standard input.
  public init(path: String) throws(InputFault) {
    name = path
    memory = nil
    more = nil
    guard !path.isEmpty else {
      throw InputFault(.unreadable, file: "''", "the path is empty", advice: "name a file")
    }
    // The system would take the part before it for the path.
    guard !path.utf8.contains(0) else {
      throw InputFault(.unreadable, file: path, "a zero byte is in the path", advice: "name a file")
    }
    var status = stat()
    var opened: Int32 = path == "-" ? 0 : -1
    while opened < 0 {
      opened = open(path, O_RDONLY | O_CLOEXEC)
      if opened < 0, errno != EINTR { break }
    }
    guard opened >= 0 else {
      throw InputFault(.unreadable, file: path, ByteSource.reason(errno))
    }
    let isKnown = fstat(opened, &status) == 0
    if path != "-", isKnown, status.st_mode & S_IFMT == S_IFDIR {
      close(opened)
      throw InputFault(.unreadable, file: path, "is a folder, not a file")
    }
    size = isKnown && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    descriptor = opened
    isOwned = path != "-"
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Reads up to `count` bytes; 0 at the end.
  mutating func read(
    into target: UnsafeMutablePointer<UInt8>, count: Int
  ) throws(InputFault) -> Int {
    if !isBegun { try begin() }
    guard let unpacker else { return try readPlain(into: target, count: count) }
    while true {
      let got = try unpacker.unpack(into: target, count: count)
      if got > 0 || unpacker.isFinished { return got }
      let room = unpacker.room()
      unpacker.filled(try readPlain(into: room.start, count: room.count))
    }
  }

  /// Looks at the first two bytes. A pipe may give them one at a time.
  private mutating func begin() throws(InputFault) {
    isBegun = true
    var first: [UInt8] = []
    while first.count < 2 {
      var byte: UInt8 = 0
      if try readPlain(into: &byte, count: 1) == 0 { break }
      first.append(byte)
    }
    head = first[...]
    if first == [0x1F, 0x8B] { unpacker = GzipUnpacker(file: name) }
  }

  private mutating func readPlain(
    into target: UnsafeMutablePointer<UInt8>, count: Int
  ) throws(InputFault) -> Int {
    if !head.isEmpty {
      let got = min(count, head.count)
      for i in 0..<got { target[i] = head[head.startIndex + i] }
      head = head.dropFirst(got)
      return got
    }
    if memory != nil { return copyFromMemory(into: target, count: count) }
    while true {
      let got = Glibc.read(descriptor, target, count)
      if got >= 0 {
        consumed += got
        return got
      }
      if errno != EINTR {
        throw InputFault(.unreadable, file: name, ByteSource.reason(errno))
      }
    }
  }

  private mutating func copyFromMemory(
    into target: UnsafeMutablePointer<UInt8>, count: Int
  ) -> Int {
    while memory?.isEmpty == true, let piece = more?() { memory = piece[...] }
    let got = min(count, memory?.count ?? 0)
    memory?.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress, got > 0 { target.update(from: start, count: got) }
    }
    memory = memory?.dropFirst(got)
    consumed += got
    return got
  }

  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file"
    case EACCES: "permission denied"
    default: String(cString: strerror(code))
    }
  }

  /// The whole content of a file, up to 1 GB, as it stands on the disk, packed or not.
  ///
  /// - Throws: `InputFault` when the file is missing, unreadable or longer.
  public static func readAll(path: String) throws(InputFault) -> [UInt8] {
    try readAll(path: path, limit: wholeLimit, isRegular: false)
  }

  /// The most bytes that are read whole.
  package static let wholeLimit = 1 << 30

  /// The whole content of a file as it stands on the disk, packed or not.
  ///
  /// - Parameters:
  ///   - limit: the most bytes: what never ends, a device say, does not take the machine.
  ///   - isRegular: whether only a regular file will do, so that no pipe is waited for.
  /// - Throws: `InputFault` when the file is missing, unreadable, longer, or not of that kind.
  package static func readAll(
    path: String, limit: Int, isRegular: Bool
  ) throws(InputFault) -> [UInt8] {
    if isRegular { try requireRegular(path) }
    var source = try ByteSource(path: path)
    let tooLong = InputFault(
      .malformed, file: path, "longer than \(limit) bytes", advice: "give a smaller file")
    if let size = source.size, size > limit { throw tooLong }
    var content = [UInt8]()
    let piece = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
    defer { piece.deallocate() }
    while true {
      let got = try source.readPlain(into: piece, count: 1 << 16)
      if got == 0 { return content }
      content.append(contentsOf: UnsafeBufferPointer(start: piece, count: got))
      if content.count > limit { throw tooLong }
    }
  }

  /// All bytes of this source, unpacked.
  ///
  /// - Throws: `InputFault` when it cannot be read, or is longer than `wholeLimit`.
  package consuming func whole() throws(InputFault) -> [UInt8] {
    var content: [UInt8] = []
    let piece = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
    defer { piece.deallocate() }
    while true {
      let got = try read(into: piece, count: 1 << 16)
      if got == 0 { return content }
      content.append(contentsOf: UnsafeBufferPointer(start: piece, count: got))
      guard content.count <= Self.wholeLimit else {
        throw InputFault(
          .malformed, file: name, "longer than \(Self.wholeLimit) bytes",
          advice: "give a smaller file")
      }
    }
  }

  /// Refuses what is there and no regular file, links resolved.
  private static func requireRegular(_ path: String) throws(InputFault) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw InputFault(.unreadable, file: path, reason(errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw InputFault(
        .unreadable, file: path,
        status.st_mode & S_IFMT == S_IFDIR ? "is a folder, not a file" : "is no regular file",
        advice: "name a file")
    }
  }
}
