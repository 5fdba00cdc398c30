/// One thing that is wrong with an input, said so that a person can mend it.
public struct InputFault: Error, Equatable, Sendable {
  public enum Kind: Sendable {
    /// The file is missing or cannot be read.
    case unreadable
    /// The file was read and its content is wrong.
    case malformed
  }

  public let kind: Kind
  public let file: String
  /// From 1; nil when no line is at fault.
  public let line: Int?
  public let message: String
  /// What to do about it.
  public let advice: String?

  public init(
    _ kind: Kind, file: String, line: Int? = nil, _ message: String, advice: String? = nil
  ) {
    self.kind = kind
    self.file = file
    self.line = line
    self.message = message
    self.advice = advice
  }
}

extension InputFault: CustomStringConvertible {
  /// `FILE:LINE: what is wrong (what to do)`.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return place + ": " + message + (advice.map { " (\($0))" } ?? "")
  }
}
