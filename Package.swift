// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The suite computes much and its own code little: `make test` optimises what is tested, as it ships,
/// and not the tests, which would take as long to optimise as the program. Only that command sets the
/// variable: no other build sees the flag.
let testSettings: [SwiftSetting] =
  Context.environment["CORRIDOR_TESTS"] == "plain" ? [.unsafeFlags(["-Onone"])] : []

/// What reads, words and draws takes little time when it runs and much to optimise: `make test` compiles it as it
/// stands, and `make release` for size. Only these commands set the variables: no other build sees a flag.
let wordLayers: Set = [
  "Claims", "Charts", "Reports", "Pages", "Notebooks", "Ledger", "Corridor",
]
let isCompact = Context.environment["CORRIDOR_COMPACT"] != nil
let words: [SwiftSetting] =
  isCompact ? [.unsafeFlags(["-Osize"])] : testSettings

/// Fuzzing of minutes goes without optimising but for what reads every byte. Only 'bench/fuzz/run.sh' sets the variable.
let readers: [SwiftSetting] =
  Context.environment["CORRIDOR_FUZZ"] == nil ? [] : [.unsafeFlags(["-O"])]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

/// A library layer. What it may import stands in `Tests/LayeringTests`, which reads every import.
func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: resources,
    swiftSettings: settings
      + (wordLayers.contains(name) || isCompact && name == "Scenarios" ? words : [])
      + (name == "SeriesCore" ? readers : []))
}

/// The tests of one layer; each also sees the shared test support.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies + ["_TestSupport"], exclude: exclude,
    swiftSettings: settings + testSettings)
}

let package = Package(
  name: "corridor",
  products: [
    .library(name: "Corridor", targets: ["Corridor"]),
    .executable(name: "corridor", targets: ["CorridorCLI"]),
    .library(name: "corridor-c", type: .dynamic, targets: ["CorridorC"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    library("LinearAlgebra", ["COpenBLAS"]),
    library("StatisticsCore", ["LinearAlgebra"]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CFileExchange"),
    library("SeriesCore", ["CZlib", "CFileExchange"]),
    // Data files that Swift would take long to compile as literals.
    .target(name: "CBreakTables", exclude: ["hansen.csv"]),
    library(
      "Regression", ["CBreakTables", "SeriesCore", "LinearAlgebra", "StatisticsCore"],
      resources: [.embedInCode("NIST/Data")]),
    library("Forecasting", ["SeriesCore", "Regression", "StatisticsCore", "LinearAlgebra"]),
    library("Trade", ["SeriesCore", "Regression", "StatisticsCore", "LinearAlgebra"]),
    library("Logistics", ["SeriesCore", "StatisticsCore", "LinearAlgebra"]),
    library("Claims", ["SeriesCore"]),
    library("Charts", ["SeriesCore"]),
    library(
      "Scenarios",
      [
        "Claims", "Logistics", "Trade", "Forecasting", "Regression", "SeriesCore", "StatisticsCore",
        yams,
      ]),
    library(
      "Reports",
      ["Claims", "Scenarios", "Logistics", "Trade", "Forecasting", "Regression", "SeriesCore"]),
    library(
      "Pages", ["Charts", "Reports", "Scenarios", "SeriesCore", mustache],
      resources: [.embedInCode("Templates")]),
    library(
      "Notebooks", ["Pages", "Reports", "Scenarios"],
      resources: [.embedInCode("Templates")]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    library(
      "Ledger", ["Scenarios", "Forecasting", "StatisticsCore", "SeriesCore", "CSQLite"]),
    library(
      "Corridor",
      [
        "LinearAlgebra", "StatisticsCore", "SeriesCore", "Regression", "Forecasting", "Trade",
        "Logistics", "Claims", "Scenarios", "Reports", "Pages", "Notebooks", "Ledger",
      ]),
    // The header of the C library; the functions are Swift's.
    .target(name: "CCorridor", exclude: ["exports.map"]),
    library("CorridorC", ["Corridor", "CCorridor"]),
    .executableTarget(
      name: "CorridorCLI", dependencies: ["Corridor", argumentParser],
      swiftSettings: settings + words),

    .target(
      name: "_TestSupport", dependencies: ["SeriesCore", "Forecasting", "StatisticsCore"],
      path: "Tests/_TestSupport", swiftSettings: settings),
    tests("LinearAlgebra", ["LinearAlgebra"]),
    tests("StatisticsCore", ["StatisticsCore"]),
    tests("SeriesCore", ["SeriesCore"]),
    tests("Regression", ["Regression", "SeriesCore", "LinearAlgebra", "StatisticsCore"]),
    tests(
      "Forecasting",
      ["Forecasting", "Regression", "SeriesCore", "LinearAlgebra", "StatisticsCore"]),
    tests(
      "Trade", ["Trade", "Regression", "SeriesCore", "LinearAlgebra", "StatisticsCore"]),
    tests("Logistics", ["Logistics", "SeriesCore", "StatisticsCore"]),
    tests("Claims", ["Claims", "SeriesCore"]),
    tests("Charts", ["Charts"]),
    tests(
      "Scenarios",
      [
        "Scenarios", "Logistics", "Trade", "Forecasting", "Regression", "SeriesCore",
        "StatisticsCore",
      ]),
    tests("Reports", ["Reports", "Scenarios", "SeriesCore"]),
    tests("Pages", ["Pages", "Charts", "Reports", "Scenarios", "SeriesCore"]),
    tests("Notebooks", ["Notebooks", "Reports", "Scenarios"]),
    tests("Ledger", ["Ledger", "SeriesCore"]),
    tests("Corridor", ["Corridor"]),
    tests(
      "CLI", ["CorridorCLI", "Corridor", "Ledger", "SeriesCore"], exclude: ["Cases", "Faults"]),
    tests("Layering", []),
  ]
)

// Benchmarks see what is package, and stand outside of every product: only their own scripts set the
// variable.
if Context.environment["CORRIDOR_BENCH"] != nil {
  for name in [
    "AccuracyBench", "BenchCharts", "CalibrationBench", "CensoredDemandBench",
    "CounterfactualBench", "InferenceBench", "NowcastBench", "OriginsBench",
    "ReconciliationBench", "SpeedBench",
  ] {
    // The wrappers are held against direct calls of what they wrap.
    let direct: [Target.Dependency] = name == "SpeedBench" ? ["COpenBLAS"] : []
    let library: Target.Dependency = name == "BenchCharts" ? "Charts" : "Corridor"
    package.targets.append(
      .executableTarget(
        name: name, dependencies: [library] + direct, path: "bench/Sources/\(name)",
        swiftSettings: settings))
  }
}
