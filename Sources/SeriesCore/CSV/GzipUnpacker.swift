internal import CZlib

/// Unpacks gzip, one member after another, in memory that does not grow.
final class GzipUnpacker {
  private let file: String
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutablePointer<UInt8>
  private static let capacity = 1 << 16
  private var inputEnded = false
  /// Between two members, or before the first.
  private var isBetween = true
  private var members = 0
  private var (packed, unpacked) = (0, 0)
  /// Tables of numbers unpack to 5 to 30 times their size, rows that are all alike to 1,000 times: those
  /// are made to fill a machine. Little is unpacked in any case.
  private static let (mostTimes, alwaysAllowed) = (200, 64 << 20)
  /// Nothing more will come.
  private(set) var isFinished = false

  init(file: String) {
    self.file = file
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(capacity: Self.capacity)
    // 15 bits of window, + 16 for a gzip header and its check sum.
    let status = inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib does not start: \(status)")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// Where more packed bytes go, behind those not yet unpacked.
  func room() -> (start: UnsafeMutablePointer<UInt8>, count: Int) {
    let kept = Int(stream.pointee.avail_in)
    if kept > 0, let next = stream.pointee.next_in { input.update(from: next, count: kept) }
    stream.pointee.next_in = input
    return (input + kept, Self.capacity - kept)
  }

  /// Takes note of the bytes that were put there; none means that there are no more.
  func filled(_ count: Int) {
    if count == 0 { inputEnded = true }
    packed += count
    stream.pointee.avail_in += UInt32(count)
  }

  private func fault(_ message: String) -> InputFault {
    InputFault(.malformed, file: file, message, advice: "copy the file again, 'gzip -t' checks it")
  }

  /// Unpacks up to `count` bytes; 0 when more packed bytes are needed or all is done.
  func unpack(
    into target: UnsafeMutablePointer<UInt8>, count: Int
  ) throws(InputFault) -> Int {
    stream.pointee.next_out = target
    stream.pointee.avail_out = UInt32(min(count, 1 << 30))
    let room = stream.pointee.avail_out
    while stream.pointee.avail_out == room, !isFinished {
      if isBetween, try !beginMember() { break }
      let status = inflate(stream, Z_NO_FLUSH)
      switch status {
      case Z_STREAM_END:
        isBetween = true
        members += 1
      case Z_OK, Z_BUF_ERROR:
        guard stream.pointee.avail_out == room, stream.pointee.avail_in == 0 else { continue }
        if inputEnded { throw fault("the gzip data end too early") }
        return 0
      default:
        // What came before the damage is handed on first, so that its line is known.
        guard stream.pointee.avail_out == room else { continue }
        let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
        throw fault("the gzip data are damaged: \(reason)")
      }
    }
    let got = Int(room - stream.pointee.avail_out)
    unpacked += got
    if unpacked > Self.alwaysAllowed, unpacked > Self.mostTimes * packed {
      throw InputFault(
        .malformed, file: file,
        "the gzip data unpack to more than \(Self.mostTimes) times their size",
        advice: "unpack the file first if it is meant so")
    }
    return got
  }

  /// Whether a member begins at the next byte; false when more bytes are needed or none will come.
  private func beginMember() throws(InputFault) -> Bool {
    if members > 0 {
      while stream.pointee.avail_in > 0, stream.pointee.next_in[0] == 0 {
        stream.pointee.next_in += 1
        stream.pointee.avail_in -= 1
      }
    }
    let available = stream.pointee.avail_in
    guard available >= 2 else {
      guard inputEnded else { return false }
      if available > 0 { throw fault("other bytes follow the gzip data") }
      isFinished = true
      return false
    }
    guard stream.pointee.next_in[0] == 0x1F, stream.pointee.next_in[1] == 0x8B else {
      throw fault("other bytes follow the gzip data")
    }
    inflateReset(stream)
    isBetween = false
    return true
  }
}
