/// The colours of all charts, one meaning each, in light, in dark and printed in grey.
///
/// Hues are those of Okabe and Ito (2008, "Color Universal Design"), which colour-blind readers
/// can tell apart, darkened on white and lightened on black until text in them can be read (WCAG
/// 2.2, contrast 4.5). Every hue goes with a dash or a shape of its own, since grey loses it.
enum Palette {
  enum Role: String, Sendable, CaseIterable {
    /// What the chart stands on.
    case ground
    /// Main text.
    case ink
    /// Axes and second text.
    case muted
    /// Lines that help the eye; nothing is read from them alone.
    case grid
    /// The matter itself: the forecast, the demand.
    case blue
    /// What it is held against: the target, the capacity.
    case red
    /// A third series.
    case green
    /// A fourth series.
    case purple
  }

  /// `#rrggbb` of each scheme.
  struct Color: Sendable {
    let light: String
    let dark: String
    let print: String
  }

  static func color(_ role: Role) -> Color {
    switch role {
    case .ground: Color(light: "#ffffff", dark: "#15181d", print: "#ffffff")
    case .ink: Color(light: "#1c2126", dark: "#e9ebee", print: "#000000")
    case .muted: Color(light: "#59626d", dark: "#a6aeb8", print: "#4a4a4a")
    case .grid: Color(light: "#dfe3e8", dark: "#333a43", print: "#d0d0d0")
    case .blue: Color(light: "#00609c", dark: "#5cb8ee", print: "#1a1a1a")
    case .red: Color(light: "#c24a00", dark: "#ff9257", print: "#666666")
    case .green: Color(light: "#007556", dark: "#7bd88f", print: "#454545")
    case .purple: Color(light: "#96437f", dark: "#dfa3cc", print: "#5a5a5a")
    }
  }

  /// Hues for series side by side, the first one first.
  static let series: [Role] = [.blue, .red, .green, .purple]
}
