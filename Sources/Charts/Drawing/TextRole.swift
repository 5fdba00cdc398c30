/// What a text of a chart is for, which sets its size and weight.
///
/// Sizes are in units of a picture 480 wide: on a telephone 360 wide they shrink to about 70 %.
enum TextRole: String, Sendable, CaseIterable {
  /// The heading of a picture that stands alone.
  case title
  /// Numbers and periods of an axis.
  case tick
  /// A name or value beside its mark.
  case label
  /// A name or value that matters most.
  case strong

  var size: Double {
    switch self {
    case .title: 17
    case .tick: 13
    case .label, .strong: 14
    }
  }

  var isBold: Bool { self == .title || self == .strong }

  /// From one line's base to the next; boxes of two lines then do not touch.
  var lineHeight: Double { size * 1.2 }
}
