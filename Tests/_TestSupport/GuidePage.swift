import Foundation

/// A page of the documentation with its pieces of code: what a test compiles and runs has to be what stands
/// there, and what it prints is compared with what stands under it.
///
/// A test marks the lines of a piece by `// snippet` and `// end of snippet`. `RECORD_GOLDEN=1` writes what
/// was printed into the page.
public final class GuidePage {
  /// A fenced piece of code and the plain fence that follows it directly.
  public struct Piece {
    /// Without indentation, columns of blanks, blank lines and imports.
    public let code: [String]
    /// The lines of the page between the fences of the output; nil without any.
    fileprivate var output: Range<Int>?
  }

  private let path: String
  /// As the page was read: ranges of outputs count these.
  private let lines: [String]
  /// In the order of the page.
  public let pieces: [Piece]
  private var printed: [String] = []
  private var next = 0

  /// - Parameter name: of a page in the documentation's folder.
  public init(_ name: String, language: String) throws {
    path = Repository.path("Sources/Corridor/Corridor.docc/\(name).md")
    lines = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    pieces = Self.pieces(lines, language)
  }

  private static func pieces(_ lines: [String], _ language: String) -> [Piece] {
    var pieces: [Piece] = []
    var place = 0
    while let start = lines[place...].firstIndex(of: "```" + language),
      let end = lines[start...].firstIndex(of: "```")
    {
      place = end + 1
      var output: Range<Int>?
      if let head = lines[place...].firstIndex(where: { !$0.isEmpty }), lines[head] == "```",
        let foot = lines[(head + 1)...].firstIndex(of: "```")
      {
        output = (head + 1)..<foot
        place = foot + 1
      }
      pieces.append(Piece(code: plain(lines[(start + 1)..<end]), output: output))
    }
    return pieces
  }

  private static func plain(_ lines: some Sequence<String>) -> [String] {
    lines.map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty && !$0.hasPrefix("import ") }
  }

  /// The marked pieces of a source file, as `pieces` has them.
  public static func compiled(in file: String) throws -> [[String]] {
    var lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }[...]
    var pieces: [[String]] = []
    while let start = lines.firstIndex(of: "// snippet"),
      let end = lines[start...].firstIndex(of: "// end of snippet")
    {
      pieces.append(plain(lines[(start + 1)..<end]))
      lines = lines[(end + 1)...]
    }
    return pieces
  }

  /// Takes what a piece prints, as `print` writes it.
  public func print(_ items: [Any]) {
    printed += items.map { "\($0)" }.joined(separator: " ").split(separator: "\n").map(String.init)
  }

  /// Ends a piece.
  ///
  /// - Returns: how what was printed differs from what the page says; nil when it does not, or the page
  ///   says nothing.
  public func difference() throws -> String? {
    defer {
      printed = []
      next += 1
    }
    guard pieces.indices.contains(next) else { return "the page has \(pieces.count) pieces" }
    guard let range = pieces[next].output else { return nil }
    let text = printed.map(Self.rounded)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      return try record(text, at: range)
    }
    let kept = lines[range].joined(separator: "\n")
    let isSame = agreeToSixDigits(printed.joined(separator: "\n"), kept)
    return isSame ? nil : "printed:\n\(printed.joined(separator: "\n"))\nthe page has:\n\(kept)"
  }

  private func record(_ text: [String], at range: Range<Int>) throws -> String {
    // From the page as it is now: a piece before may have changed its length.
    let now = try GuidePage.reread(path)
    let shift = now.count - lines.count
    let place = (range.lowerBound + shift)..<(range.upperBound + shift)
    let next = Array(now[..<place.lowerBound]) + text + Array(now[place.upperBound...])
    try next.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return "recorded"
  }

  private static func reread(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Numbers with a point to six digits, as pages show them.
  private static func rounded(_ line: String) -> String {
    line.replacing(/-?[0-9]+\.[0-9]+(?:e[-+]?[0-9]+)?/) { match in
      Double(match.output).map { String(format: "%.6g", $0) } ?? String(match.output)
    }
  }
}
