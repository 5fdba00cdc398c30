import Foundation
import Testing

@testable import Charts

@Suite struct PaletteTests {
  private static let schemes: [(name: String, of: @Sendable (Palette.Color) -> String)] = [
    ("light", { $0.light }), ("dark", { $0.dark }), ("print", { $0.print }),
  ]
  private static let hues: [Palette.Role] = [.blue, .red, .green, .purple]

  private static func linear(_ color: String) -> [Double] {
    let number = Int(color.dropFirst(), radix: 16) ?? 0
    return [number >> 16, number >> 8 & 255, number & 255].map {
      let value = Double($0) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  private static func luminance(_ color: String) -> Double {
    zip([0.2126, 0.7152, 0.0722], linear(color)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// WCAG 2.2, "contrast ratio".
  private static func contrast(_ one: String, _ other: String) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// Known pairs: black on white is 21; #767676 is the lightest grey that passes 4.5 on white.
  @Test func contrastIsTheGuidelines() {
    #expect(abs(Self.contrast("#000000", "#ffffff") - 21) < 1e-9)
    #expect(Self.contrast("#767676", "#ffffff") >= 4.5)
    #expect(Self.contrast("#777777", "#ffffff") < 4.5)
  }

  @Test func everyColorOfTextCanBeRead() {
    for scheme in Self.schemes {
      let ground = scheme.of(Palette.color(.ground))
      for role in Palette.Role.allCases where role != .ground && role != .grid {
        let contrast = Self.contrast(scheme.of(Palette.color(role)), ground)
        #expect(contrast >= 4.5, "\(role) in \(scheme.name): \(contrast)")
      }
    }
  }

  /// Bars of which the ground shows through are marks too: 3 to 1 is asked of them.
  @Test func paleMarksAreSeen() {
    for scheme in Self.schemes {
      let ground = scheme.of(Palette.color(.ground))
      for role in [Palette.Role.blue, .red] {
        let mixed = Self.mixed(scheme.of(Palette.color(role)), ground, ChartStyle.paleness)
        #expect(Self.contrast(mixed, ground) >= 3, "\(role) in \(scheme.name)")
      }
    }
  }

  private static func mixed(_ color: String, _ ground: String, _ share: Double) -> String {
    let (a, b) = (Int(color.dropFirst(), radix: 16) ?? 0, Int(ground.dropFirst(), radix: 16) ?? 0)
    let parts = [16, 8, 0].map { shift in
      Int(Double(a >> shift & 255) * share + Double(b >> shift & 255) * (1 - share))
    }
    return String(format: "#%02x%02x%02x", parts[0], parts[1], parts[2])
  }

  /// Severity 1 of Machado, Oliveira & Fernandes (2009), for protan, deutan and tritan sight.
  private static let sights: [[Double]] = [
    [1, 0, 0, 0, 1, 0, 0, 0, 1],
    [
      0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
    ],
    [
      0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881,
    ],
    [
      1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900,
    ],
  ]

  /// CIE L*a*b* of a colour as such eyes see it.
  private static func lab(_ color: String, _ sight: [Double]) -> [Double] {
    let rgb = linear(color)
    let seen = (0..<3).map { row in
      min(max((0..<3).reduce(0) { $0 + sight[row * 3 + $1] * rgb[$1] }, 0), 1)
    }
    let white = [0.95047, 1, 1.08883]
    let toXYZ = [
      0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920,
      0.9503041,
    ]
    let f = (0..<3).map { row in
      let value = (0..<3).reduce(0) { $0 + toXYZ[row * 3 + $1] * seen[$1] } / white[row]
      return value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  /// A difference of 2.3 is just seen; the two hues that nearly every chart uses differ by thirty
  /// times that for all eyes, and any two of four by more than 11. Dashes and shapes part them too.
  @Test func huesDifferForAllEyes() {
    for scheme in Self.schemes.prefix(2) {
      for sight in Self.sights {
        for (place, one) in Self.hues.enumerated() {
          for other in Self.hues.dropFirst(place + 1) {
            let (a, b) = (
              Self.lab(scheme.of(Palette.color(one)), sight),
              Self.lab(scheme.of(Palette.color(other)), sight)
            )
            let distance = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
            let least = one == .blue && other == .red ? 70.0 : 11.0
            #expect(distance > least, "\(one) and \(other) in \(scheme.name): \(distance)")
          }
        }
      }
    }
  }

  @Test func printIsGreyAndItsShadesDiffer() {
    for role in Palette.Role.allCases {
      let channels = Set(Self.linear(Palette.color(role).print))
      #expect(channels.count == 1, "\(role) is printed in colour")
    }
    let shades = Self.hues.map { Palette.color($0).print }
    #expect(Set(shades).count == shades.count)
  }

  @Test func styleHoldsAllColorsOfAllSchemes() {
    for role in Palette.Role.allCases {
      let color = Palette.color(role)
      for value in [color.light, color.dark, color.print] {
        #expect(ChartStyle.css.contains("--chart-\(role.rawValue):\(value)"))
      }
    }
    #expect(ChartStyle.css.contains("prefers-color-scheme:dark"))
    #expect(ChartStyle.css.contains("@media print"))
    #expect(!ChartStyle.css.contains("http") && !ChartStyle.css.contains("@import"))
  }
}
