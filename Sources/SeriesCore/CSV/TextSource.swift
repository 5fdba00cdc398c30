/// The text of a source as UTF-8 without byte order mark, read in pieces.
///
/// What is no text is refused with what it is. UTF-16 with a byte order mark is read as such, other
/// encodings where they are named.
struct TextSource: ~Copyable {
  private var source: ByteSource
  private var decoder: TextDecoder?
  /// What was read to see how the text begins, until it is handed on.
  private var head: ArraySlice<UInt8> = []
  /// The beginning of the text.
  private(set) var sample: [UInt8] = []
  /// Whether the sample is all of it.
  private(set) var isWhole = false

  private static let sampleSize = 1 << 16

  init(_ source: consuming ByteSource) { self.source = source }

  /// Reads the sample and finds the encoding; once, before anything else.
  ///
  /// - Throws: `InputFault` for what is no text, or in an encoding that is not named.
  mutating func begin(_ encoding: TextEncoding?, _ names: SettingNames) throws(InputFault) {
    var raw = [UInt8](repeating: 0, count: Self.sampleSize)
    var count = 0
    while count < raw.count {
      let got: Int
      do throws(InputFault) {
        got = try Self.read(&source, into: &raw, from: count)
      } catch {
        throw error.located(line: 1 + raw[..<count].count { $0 == 0x0A })
      }
      if got == 0 { break }
      count += got
    }
    isWhole = count < raw.count
    raw.removeLast(raw.count - count)
    if !source.isOfRows, let kind = FileKind(raw) {
      throw InputFault(
        .malformed, file: source.name, line: 1, kind.message, remedy: kind.remedy, names: names)
    }
    let found = try Self.encoding(raw, encoding, file: source.name, names)
    raw.removeFirst(found.markLength)
    let isPlain = found.encoding == .utf8
    var text: [UInt8] = []
    if isPlain {
      text = raw
    } else {
      // Looked at once for its line ends; the decoder that is kept begins anew.
      let trial = TextDecoder(found.encoding, turnsReturns: false, file: source.name)
      try trial.decode(raw[...], isLast: isWhole, into: &text)
    }
    let turnsReturns = text.contains(0x0D) && !text.contains(0x0A)
    if !isPlain || turnsReturns {
      let decoder = TextDecoder(found.encoding, turnsReturns: turnsReturns, file: source.name)
      text = []
      try decoder.decode(raw[...], isLast: isWhole, into: &text)
      self.decoder = decoder
    }
    sample = text
    head = text[...]
  }

  var name: String { source.name }
  var isOfRows: Bool { source.isOfRows }
  var size: Int? { source.size }
  var consumed: Int { source.consumed }

  private static func read(
    _ source: inout ByteSource, into bytes: inout [UInt8], from start: Int
  ) throws(InputFault) -> Int {
    let outcome: Result<Int, InputFault> = bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return .success(0) }
      do throws(InputFault) {
        return .success(try source.read(into: base + start, count: buffer.count - start))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  /// Reads up to `count` bytes; 0 at the end.
  mutating func read(
    into target: UnsafeMutablePointer<UInt8>, count: Int
  ) throws(InputFault) -> Int {
    while true {
      if !head.isEmpty {
        let got = min(count, head.count)
        head.withUnsafeBufferPointer { bytes in
          if let start = bytes.baseAddress { target.update(from: start, count: got) }
        }
        head = head.dropFirst(got)
        if head.isEmpty { head = [] }
        return got
      }
      guard decoder != nil else { return try source.read(into: target, count: count) }
      if isWhole { return 0 }
      var raw = [UInt8](repeating: 0, count: Self.sampleSize)
      let got = try Self.read(&source, into: &raw, from: 0)
      isWhole = got == 0
      var text: [UInt8] = []
      try decoder?.decode(raw[..<got], isLast: isWhole, into: &text)
      head = text[...]
    }
  }

  /// The sample is looked at before reading begins; afterwards its memory is given back.
  mutating func dropSample() { sample = [] }

  /// The encoding, asked for or by byte order mark, and the length of the mark.
  private static func encoding(
    _ raw: [UInt8], _ asked: TextEncoding?, file: String, _ names: SettingNames
  ) throws(InputFault) -> (encoding: TextEncoding, markLength: Int) {
    if raw.starts(with: [0xEF, 0xBB, 0xBF]), asked == nil || asked == .utf8 { return (.utf8, 3) }
    func fault(_ message: String, _ remedy: Remedy) -> InputFault {
      InputFault(.malformed, file: file, line: 1, message, remedy: remedy, names: names)
    }
    if raw.starts(with: [0xFF, 0xFE, 0, 0]) || raw.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw fault("the text is UTF-32, not UTF-8", Remedy("save it as UTF-8"))
    }
    if raw.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if raw.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    if let asked { return (asked, 0) }
    guard let zero = raw.firstIndex(of: 0) else { return (.utf8, 0) }
    // Latin letters and digits in UTF-16 have a zero byte each.
    let zeros = raw.prefix(512).count { $0 == 0 }
    guard zeros * 3 > min(raw.count, 512) else {
      throw fault("the file holds zero bytes: it is no text", Remedy("give a CSV file"))
    }
    let guess: TextEncoding = zero % 2 == 1 ? .utf16LittleEndian : .utf16BigEndian
    throw fault("the text is UTF-16, not UTF-8", guess.remedy("save it as UTF-8"))
  }
}
