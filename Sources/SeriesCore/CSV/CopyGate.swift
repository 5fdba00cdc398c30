/// Decides which text of an input may be copied to outputs: the one place for it.
///
/// Outputs are opened in spreadsheets, which run cells as formulas, and printed on terminals, which
/// obey control characters; characters that turn the direction of text make a name look like another.
package struct CopyGate: Sendable {
  /// Whether cells that a spreadsheet would run are let through.
  package let allowsFormulas: Bool
  private let names: SettingNames

  /// - Parameter names: what the caller calls the setting that lets formulas through.
  package init(allowsFormulas: Bool, names: SettingNames = .library) {
    (self.allowsFormulas, self.names) = (allowsFormulas, names)
  }

  /// Why a text is not copied.
  package enum Refusal: Sendable, Equatable {
    /// It begins with `=`, `+`, `-`, `@` or a tab and is no number.
    case formula
    /// A control character or a line end is in it (C0, DEL, C1, U+2028, U+2029).
    case control
    /// A character that sets the direction of text is in it (Unicode's Bidi_Control).
    case direction

    /// What is wrong.
    ///
    /// - Parameters:
    ///   - cell: the text that is refused.
    ///   - what: what the text is, such as `the series id`.
    package func message(_ cell: String, what: String) -> String {
      switch self {
      case .formula: "'\(cell)' would run as a formula in a spreadsheet"
      case .control: "\(what) has a control character in it"
      case .direction: "\(what) has a character in it that turns the direction of text"
      }
    }

    /// What to do about it.
    ///
    /// - Parameter verb: for the input, such as `rename it`.
    package func remedy(_ verb: String = "rename it") -> Remedy {
      self == .formula ? Remedy(verb, .give(.formulas)) : Remedy(verb)
    }
  }

  /// What is wrong with a text that must not be copied, and what to do; nil where it may.
  ///
  /// - Parameters:
  ///   - what: what the text is, such as `the series id`.
  ///   - verb: what to do about it in the input.
  package func objection(
    _ text: String, what: String, verb: String = "rename it"
  ) -> (message: String, advice: String?)? {
    guard let refusal = refusal(text) else { return nil }
    return (refusal.message(text, what: what), refusal.remedy(verb).worded(names))
  }

  /// Why a text must not be copied; nil where it may.
  package func refusal(_ text: String) -> Refusal? {
    var copy = text
    return copy.withUTF8 { refusal($0) }
  }

  /// Why the UTF-8 bytes of a text must not be copied; nil where they may.
  package func refusal(_ bytes: UnsafeBufferPointer<UInt8>) -> Refusal? {
    if !allowsFormulas, isSpreadsheetFormula(bytes) { return .formula }
    return Self.characterRefusal(bytes)
  }

  /// Why prose, which may have lines and tabs, must not be copied; nil where it may.
  package static func refusal(ofProse text: String) -> Refusal? {
    var copy = text
    return copy.withUTF8 { characterRefusal($0, allowing: [0x09, 0x0A]) }
  }

  /// A text for a terminal: what must not be copied becomes spaces.
  package static func printable(_ text: String) -> String {
    guard refusal(ofProse: text) != nil else { return text }
    return String(
      text.unicodeScalars.map { refusal(ofProse: String($0)) == nil ? Character($0) : " " })
  }

  private static func characterRefusal(
    _ bytes: UnsafeBufferPointer<UInt8>, allowing allowed: [UInt8] = []
  ) -> Refusal? {
    for (i, byte) in bytes.enumerated() {
      if byte < 0x20 || byte == 0x7F, !allowed.contains(byte) { return .control }
      guard byte >= 0x80 else { continue }
      let second = i + 1 < bytes.count ? bytes[i + 1] : 0
      let third = i + 2 < bytes.count ? bytes[i + 2] : 0
      switch (byte, second, third) {
      case (0xC2, 0x80...0x9F, _), (0xE2, 0x80, 0xA8...0xA9): return .control
      case (0xD8, 0x9C, _), (0xE2, 0x80, 0x8E...0x8F), (0xE2, 0x80, 0xAA...0xAE),
        (0xE2, 0x81, 0xA6...0xA9):
        return .direction
      default: continue
      }
    }
    return nil
  }
}

/// Whether a spreadsheet would run this cell: it begins with `=`, `+`, `-`, `@` or a tab and is no
/// number.
package func isSpreadsheetFormula(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let first = cell.first else { return false }
  let starts: [UInt8] = [0x3D, 0x2B, 0x2D, 0x40, 0x09]
  guard starts.contains(first) else { return false }
  do throws(NumberText.Fault) {
    _ = try NumberText.parse(cell)
    return false
  } catch {
    return true
  }
}
