/// One thing that is wrong with an input, said so that a person can mend it.
public struct InputFault: Error, Equatable, Sendable {
  /// Whether the input could not be read, or was read and is wrong.
  public enum Kind: Sendable {
    /// The file is missing or cannot be read.
    case unreadable
    /// The file was read and its content is wrong.
    case malformed
  }

  /// Whether the file could not be read or its content is wrong.
  public let kind: Kind
  /// The file as the caller named it, `-` for standard input.
  public let file: String
  /// From 1; nil when no line is at fault.
  public let line: Int?
  /// What is wrong, without file, line and advice.
  public let message: String
  /// What to do about it, in the input or by a setting.
  package let remedy: Remedy?
  /// What the caller that gave the settings calls them.
  public let names: SettingNames

  /// A fault in a file; `advice` says what to do about it.
  ///
  /// - Parameter line: from 1; nil when no line is at fault.
  public init(
    _ kind: Kind, file: String, line: Int? = nil, _ message: String, advice: String? = nil
  ) {
    self.init(kind, file: file, line: line, message, remedy: advice.map { Remedy($0) })
  }

  /// - Parameter names: what the caller calls the settings that the remedy names.
  package init(
    _ kind: Kind, file: String, line: Int? = nil, _ message: String, remedy: Remedy?,
    names: SettingNames = .library
  ) {
    self.kind = kind
    self.file = file
    self.line = line
    self.message = message
    self.remedy = remedy
    self.names = names
  }

  /// A fault of a source, such as damaged gzip, with the line up to which it could be read.
  func located(line: Int) -> InputFault {
    guard self.line == nil, kind == .malformed else { return self }
    return InputFault(.malformed, file: file, line: line, message, remedy: remedy, names: names)
  }

  /// What to do about it, in words that the caller knows; nil where there is nothing to say.
  public var advice: String? { remedy?.worded(names) }
}

extension InputFault: CustomStringConvertible {
  /// `FILE:LINE: what is wrong (what to do)`.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return place + ": " + message + (advice.map { " (\($0))" } ?? "")
  }
}
