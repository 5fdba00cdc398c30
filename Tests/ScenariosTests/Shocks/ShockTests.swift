import Foundation
import Scenarios
import Testing
import _TestSupport

@Suite struct ShockTests {
  static func factors(_ shock: some Shock, perYear: Double = 1) -> [Double] {
    (2025...2031).map { shock.factor(at: $0, periodsPerYear: perYear) }
  }

  @Test func levelLasts() {
    #expect(Self.factors(LevelShock(factor: 0.8, at: 2027)) == [1, 1, 0.8, 0.8, 0.8, 0.8, 0.8])
  }

  @Test func growthAccumulatesAndStops() {
    let expected = [0, 0.02, 0.04, 0.06, 0.06, 0.06, 0.06].map { exp($0) }
    let found = Self.factors(GrowthShock(delta: 0.02, from: 2026, to: 2028))
    for (a, b) in zip(found, expected) { #expect(relativeError(a, b) < 1e-14) }
    let open = Self.factors(GrowthShock(delta: 0.12, from: 2026), perYear: 12)
    #expect(relativeError(open[6], exp(0.06)) < 1e-14)
  }

  @Test func pulsePassesAndRampStays() {
    #expect(
      Self.factors(PulseShock(factor: 0.5, from: 2026, to: 2027)) == [1, 0.5, 0.5, 1, 1, 1, 1])
    let ramp = Self.factors(RampShock(factor: 16, from: 2026, to: 2029))
    for (a, b) in zip(ramp, [1.0, 2, 4, 8, 16, 16, 16]) { #expect(relativeError(a, b) < 1e-14) }
  }

  @Test func theCatalogMatchesTheFolder() throws {
    let names = ShockCatalog.all.map(\.name)
    #expect(Set(names).count == names.count)
    let inFiles = try Repository.namesInFiles(
      "Sources/Scenarios/Shocks", after: "name: ", of: names
    )
    .filter { $0.file != "Shock.swift" }
    for (file, found) in inFiles { #expect(found.count == 1, "\(file): \(found)") }
    #expect(Set(inFiles.flatMap(\.names)) == Set(names))
  }
}
