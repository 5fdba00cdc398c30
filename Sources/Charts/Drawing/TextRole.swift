/// What a text of a chart is for, which sets its size and weight.
///
/// Sizes are in units of a picture 480 wide. A telephone 360 wide leaves it 328 pixels: there, where room is
/// scarcest, text is set for 12 of them at least, and places are kept for that. On wider screens it is
/// drawn smaller, in the room that it has.
enum TextRole: String, Sendable, CaseIterable {
  /// The heading of a picture that stands alone.
  case title
  /// Numbers and periods of an axis.
  case tick
  /// A name or value beside its mark.
  case label
  /// A name or value that matters most.
  case strong

  /// The size for which places are kept, which narrow screens have.
  var size: Double {
    switch self {
    case .title: 17.6
    case .tick, .label, .strong: 17.6
    }
  }

  /// The size where the picture is drawn at its full width.
  var wideSize: Double {
    switch self {
    case .title: 16
    case .tick: 12.5
    case .label, .strong: 13.5
    }
  }

  var isBold: Bool { self == .title || self == .strong }

  /// From one line's base to the next; boxes of two lines then do not touch.
  var lineHeight: Double { size * 1.12 }

  /// From the middle of a line to its base, between that of the two sizes.
  var drop: Double { 0.27 * size }
}
