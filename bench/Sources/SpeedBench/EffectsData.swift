import Corridor
import Glibc

/// Simulated panels for regressions with several fixed effects, from a fixed seed.
struct EffectsData {
  let effects: [String]
  private(set) var numbers: [(name: String, values: [Double])] = []
  private(set) var codes: [[Int32]]

  var formula: String { "y ~ x1 + x2 | " + effects.joined(separator: " + ") }
  var rows: Int { codes[0].count }

  /// - Parameter codes: one code a row for each effect; levels without rows are allowed.
  private init(_ effects: [String], _ codes: [[Int32]], shift: Double, seed: UInt64) {
    self.effects = effects
    self.codes = codes
    var random = BenchNumbers(seed)
    let n = codes[0].count
    let sizes = codes.map { codes in
      (0...Int(codes.max() ?? 0)).map { _ in 0.8 * random.normal() }
    }
    // Both regressors are correlated with the effects; the response is a count.
    var sum = [Double](repeating: 0, count: n)
    for (codes, size) in zip(codes, sizes) { for i in 0..<n { sum[i] += size[Int(codes[i])] } }
    let x1 = sum.map { 0.3 * $0 + random.normal() }
    let x2 = sum.map { -0.2 * $0 + random.normal() }
    var y = sum
    for i in 0..<n {
      y[i] = random.poisson(exp(min(12, shift + sum[i] + 0.4 * x1[i] - 0.2 * x2[i])))
    }
    numbers = [("y", y), ("x1", x1), ("x2", x2)]
  }

  /// Flows between countries over years: exporter-year, importer-year and pair effects, and with
  /// several sectors sector-year effects.
  static func gravity(countries: Int, years: Int, sectors: Int = 1) -> Self {
    var codes = [[Int32]](repeating: [], count: sectors > 1 ? 4 : 3)
    for from in 0..<countries {
      for to in 0..<countries where to != from {
        for year in 0..<years {
          for sector in 0..<sectors {
            codes[0].append(Int32(from * years + year))
            codes[1].append(Int32(to * years + year))
            codes[2].append(Int32(from * countries + to))
            if sectors > 1 { codes[3].append(Int32(sector * years + year)) }
          }
        }
      }
    }
    let effects = ["exporter_year", "importer_year", "pair", "sector_year"]
    return Self(Array(effects.prefix(codes.count)), codes, shift: -1, seed: 7)
  }

  /// Workers, ten years each, who seldom change firm and then mostly to a firm near by: a sparse
  /// graph on which every method needs many steps.
  static func workers(workers: Int) -> Self {
    let firms = workers / 15
    var random = BenchNumbers(11)
    var codes = [[Int32]](repeating: [], count: 3)
    for worker in 0..<workers {
      var firm = Int(random.share() * Double(firms))
      for year in 0..<10 {
        if year > 0, random.share() < 0.12 {
          let step = Int(random.normal() * 5)
          firm = random.share() < 0.02 ? Int(random.share() * Double(firms)) : firm + step
          firm = min(max(firm, 0), firms - 1)
        }
        codes[0].append(Int32(worker))
        codes[1].append(Int32(firm))
        codes[2].append(Int32(year))
      }
    }
    return Self(["worker", "firm", "year"], codes, shift: 0.5, seed: 13)
  }

  /// The columns as they would come from a file.
  func table() -> DataTable {
    var levels: [String: DataTable.Levels] = [:]
    for (name, codes) in zip(effects, codes) {
      levels[name] = DataTable.Levels(
        codes: codes, names: (0...Int(codes.max() ?? 0)).map { String($0) })
    }
    return DataTable(
      rowCount: rows,
      numbers: Dictionary(
        uniqueKeysWithValues: numbers.map { ($0.name, DataTable.Numbers($0.values)) }),
      levels: levels)
  }

  /// Writes `data.csv` with a column a variable, effects as numbers.
  func write(to folder: DataFolder) {
    guard let file = fopen("\(folder.path)/data.csv", "w") else { fatalError("cannot write") }
    fputs((numbers.map(\.name) + effects).joined(separator: ",") + "\n", file)
    for i in 0..<rows {
      let cells = numbers.map { "\($0.values[i])" } + codes.map { "\($0[i])" }
      fputs(cells.joined(separator: ",") + "\n", file)
    }
    guard fclose(file) == 0 else { fatalError("cannot write") }
  }
}

extension BenchNumbers {
  /// Uniform in [0, 1).
  mutating func share() -> Double { (next() + 1) / 2 }

  mutating func normal() -> Double {
    let radius = (-2 * log(1 - share())).squareRoot()
    return radius * cos(2 * Double.pi * share())
  }

  /// By products of uniforms, rounded normal numbers where the mean is large.
  mutating func poisson(_ mean: Double) -> Double {
    if mean > 30 { return max(0, (mean + mean.squareRoot() * normal()).rounded()) }
    var (count, product) = (0.0, share())
    let limit = exp(-mean)
    while product > limit {
      count += 1
      product *= share()
    }
    return count
  }
}
