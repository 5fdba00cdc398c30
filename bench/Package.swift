// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let corridor = Target.Dependency.product(name: "Corridor", package: "corridor")

let package = Package(
  name: "corridor-bench",
  // Named: without it the folder's name would become the package's identity.
  dependencies: [.package(name: "corridor", path: "..")],
  targets: [
    .executableTarget(
      name: "CalibrationBench", dependencies: [corridor], swiftSettings: settings),
    .executableTarget(name: "AccuracyBench", dependencies: [corridor], swiftSettings: settings),
    .executableTarget(
      name: "CombinationBench", dependencies: [corridor], swiftSettings: settings),
    .executableTarget(name: "CSVReadBench", dependencies: [corridor], swiftSettings: settings),
    .executableTarget(name: "PathsBench", dependencies: [corridor], swiftSettings: settings),
    .executableTarget(
      name: "ReconciliationBench", dependencies: [corridor], swiftSettings: settings),
    .executableTarget(
      name: "RegressionBench", dependencies: [corridor], swiftSettings: settings),
  ]
)
