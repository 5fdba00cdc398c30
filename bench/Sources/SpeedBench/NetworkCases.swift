import Corridor
import Glibc

/// Least-cost flows of the 50 reference networks, 20 of them with periods between which tonnes wait, again and again with
/// other demands. The size is the number of programmes that are solved; the answer is the least cost of each network's
/// first draw.
enum NetworkCases {
  static let all: [String: SpeedBench.Maker] = ["least-cost": leastCost]

  /// The factor on all demands of a draw: a golden sequence between 0.7 and 1.3.
  static func factor(_ draw: Int) -> Double {
    let turned = Double(draw + 1) * 0.6180339887498949
    return 0.7 + 0.6 * (turned - floor(turned))
  }

  private static func leastCost(_ count: Int, _: DataFolder) throws -> [BenchTask] {
    let programs = read("Tests/Fixtures/network/networks.csv")
    let draws = max(1, count / programs.count)
    return [
      BenchTask(implementation: "corridor") {
        var solver = LeastCostFlows()
        return try programs.map { program in
          var drawn = program
          var first = 0.0
          for draw in 0..<draws {
            for s in drawn.demands.indices { drawn.demands[s] = program.demands[s] * factor(draw) }
            let value = try solver.solve(drawn).value
            if draw == 0 { first = value }
          }
          return first
        }
      }
    ]
  }

  private struct Reading {
    var periods = 1
    var (kept, wait) = (1.0, 0.0)
    var ends: [(from: Int, to: Int)] = []
    var capacities: [[Double]] = []
    var costs: [[Double]] = []
    var goods: [(from: Int, to: Int, value: Double)] = []
    var demands: [[Double]] = []

    /// A tonne of each period chooses a way and a period to go, or not to go.
    var program: FlowProgram {
      var sets: [[[FlowProgram.Use]]] = []
      var (prices, tonnes) = ([Double](), [Double]())
      for period in 0..<periods {
        for (k, good) in goods.enumerated() {
          var set: [[FlowProgram.Use]] = []
          var (kept, waited) = (1.0, 0.0)
          for time in period..<periods {
            for route in NetworkRoutes.all(ends, from: good.from, to: good.to) {
              set.append(route.map { .init(row: time * ends.count + $0, amount: kept) })
              let way = route.reduce(0) { $0 + costs[$1][time] }
              prices.append(kept * way + (1 - kept) * good.value + waited)
            }
            waited += kept * wait
            kept *= self.kept
          }
          sets.append(set + [[]])
          prices.append(good.value)
          tonnes.append(demands[k][period])
        }
      }
      var program = FlowProgram(sets, rows: periods * ends.count, choice: .leastCost)
      (program.costs, program.demands) = (prices, tonnes)
      for time in 0..<periods {
        for link in ends.indices {
          program.capacities[time * ends.count + link] = capacities[link][time]
        }
      }
      return program
    }
  }

  private static func read(_ path: String) -> [FlowProgram] {
    let text = contents(of: path)
    guard !text.isEmpty else { fatalError("cannot read \(path)") }
    var found: [Reading] = []
    for line in text.split(separator: "\n").drop(while: { $0.hasPrefix("#") }).dropFirst() {
      let cells = line.split(separator: ",")
      let whole = cells.map { Int($0) ?? 0 }
      let (place, first, second) = (whole[2], Double(cells[6]) ?? 0, Double(cells[7]) ?? 0)
      if whole[0] == found.count { found.append(Reading()) }
      let last = found.count - 1
      switch cells[1] {
      case "waiting":
        (found[last].periods, found[last].kept, found[last].wait) = (whole[5], first, second)
      case "link":
        if place == found[last].ends.count {
          found[last].ends.append((whole[3], whole[4]))
          found[last].capacities.append([])
          found[last].costs.append([])
        }
        found[last].capacities[place].append(first)
        found[last].costs[place].append(second)
      default:
        if place == found[last].goods.count {
          found[last].goods.append((whole[3], whole[4], second))
          found[last].demands.append([])
        }
        found[last].demands[place].append(first)
      }
    }
    return found.map(\.program)
  }
}

/// The text of a file; empty where there is none.
private func contents(of path: String) -> String {
  guard let file = fopen(path, "r") else { return "" }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}
