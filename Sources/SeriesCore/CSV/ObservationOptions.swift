/// How to read a file of observations.
public struct ObservationOptions: Sendable {
  /// The column of the series id instead of the known ones; several, separated by commas, are joined
  /// by points: `reporterISO,cmdCode,flowCode`.
  public var id: String?
  /// The column of the period.
  public var time: String?
  /// The column of the value.
  public var value: String?
  /// The column of the unit, or the unit of all values where no column has that name.
  public var unit: String?
  /// Whether the header holds periods, one a column, and every row a series.
  public var isWide = false
  /// The mark before a number's fraction; nil finds it where fields are separated by `;` or tabs, and
  /// is the point elsewhere.
  public var decimal: DecimalMark?
  /// The mark between groups of three digits; nil refuses such numbers.
  public var thousands: ThousandsMark?
  /// What a period's digits mean where notation does not tell.
  public var timeFormat = TimeFormat.written
  /// The encoding of the text; nil is UTF-8, or UTF-16 with a byte order mark.
  public var encoding: TextEncoding?
  /// Whether flags beside numbers (`123 p`) are dropped; else they are refused.
  public var dropsFlags = false
  /// Whether cells that a spreadsheet would run as formulas are let through.
  public var allowsFormulas = false
  /// The frequency to take instead of finding one.
  public var frequency: Frequency?
  /// The class with whose series growth is compared instead of the one that the unit tells.
  public var referenceClass: ReferenceClass?
  /// The magnitudes that values beside 0 may have when series are grouped; nil for all doubles.
  package var magnitudes: ClosedRange<Double>?
  /// The byte between fields, where the caller wrote the text; nil finds it.
  package var separator: UInt8?
  /// What the caller calls these settings, for advice in messages.
  public var names = SettingNames.library

  /// One observation a row, columns by their known names, no marks between thousands.
  public init() {}
}

/// The mark before a number's fraction.
public enum DecimalMark: String, Sendable, CaseIterable {
  case point = "."
  case comma = ","

  /// Reads the mark itself, or `point` and `comma`.
  public init?(_ text: String) {
    switch text {
    case ".", "point", "dot": self = .point
    case ",", "comma": self = .comma
    default: return nil
    }
  }
}

/// The mark between groups of three digits.
public enum ThousandsMark: String, Sendable, CaseIterable {
  case comma = ","
  /// The decimal mark is the comma then.
  case point = "."
  /// A space of any width, breaking or not.
  case space
  /// `'` or `’`.
  case apostrophe

  /// Reads the mark itself, or its name.
  public init?(_ text: String) {
    switch text {
    case ",", "comma": self = .comma
    case ".", "point", "dot": self = .point
    case " ", "\u{A0}", "\u{202F}", "\u{2009}", "space", "nbsp": self = .space
    case "'", "\u{2019}", "apostrophe": self = .apostrophe
    default: return nil
    }
  }
}

/// What a period's digits mean where notation does not tell.
public enum TimeFormat: String, Sendable, CaseIterable {
  /// As notation tells.
  case written
  /// Day numbers of a spreadsheet: 43831 is 2020-01-01.
  case excel
  /// `31/12/2023`.
  case dayFirst = "dmy"
  /// `12/31/2023`.
  case monthFirst = "mdy"
}

/// How the characters of a text are written as bytes.
public enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case windows1251 = "cp1251"
  case windows1252 = "cp1252"
  case latin1

  /// Reads a usual name, in any case: `UTF-8`, `cp1251`, `windows-1251`, `ISO-8859-1`, `utf-16`.
  public init?(_ text: String) {
    switch text.lowercased().filter({ $0 != "-" && $0 != "_" }) {
    case "utf8": self = .utf8
    // A byte order mark tells; without one the order of nearly all machines is meant.
    case "utf16", "utf16le": self = .utf16LittleEndian
    case "utf16be": self = .utf16BigEndian
    case "cp1251", "windows1251", "win1251": self = .windows1251
    case "cp1252", "windows1252", "win1252": self = .windows1252
    case "latin1", "iso88591": self = .latin1
    default: return nil
    }
  }
}
