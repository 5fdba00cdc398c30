import Corridor
import Glibc

/// A CSV file of observations in and out; the size is its megabytes.
///
/// The file, `observations.csv` in the folder, is there already: every reader gets the same one.
enum ObservationFileCases {
  static let all: [String: SpeedBench.Maker] = ["csv-read": read, "csv-write": write]

  private static func read(_: Int, _ folder: DataFolder) throws -> [BenchTask] {
    let path = folder.path + "/observations.csv"
    return [
      BenchTask(implementation: "corridor") {
        var reader = try ObservationReader(ByteSource(path: path))
        var (rows, changes, sum) = (0, 0, 0.0)
        var current: [UInt8] = []
        while let observation = try reader.next() {
          rows += 1
          sum += observation.value ?? 0
          // A series ends where its id does: what a streaming forecast has to find.
          if let id = reader.idBytes,
            id.count != current.count || memcmp(id.baseAddress!, current, id.count) != 0
          {
            current = Array(id)
            changes += 1
          }
        }
        return [Double(rows), Double(changes), sum]
      },
      BenchTask(implementation: "bound: bytes read and summed") {
        [Double(try passOver(path))]
      },
    ]
  }

  /// What reading costs at the least: every byte from the file, each looked at once.
  private static func passOver(_ path: String) throws -> Int {
    guard let file = fopen(path, "r") else { fatalError("cannot read \(path)") }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var lines = 0
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { return lines - 1 }
      for k in 0..<count where buffer[k] == 0x0A { lines += 1 }
    }
  }

  /// Id, period and value of each observation as `forecast` writes them, through the checked output.
  private static func write(_: Int, _ folder: DataFolder) throws -> [BenchTask] {
    let panel = try SeriesPanel.read(path: folder.path + "/observations.csv").series
    let columns = panel.map { series in
      (
        id: CSVCell(series.id),
        rows: zip(series.ordinals, series.values).map { ordinal, value in
          (CSVCell(series.axis.text(ordinal)), value)
        }
      )
    }
    let out = folder.path + "/written.csv"
    return [
      BenchTask(implementation: "corridor") {
        var writer = CSVWriter(header: ["unique_id", "ds", "y"])
        var file = try OutputFile(path: out)
        for series in columns {
          for (period, value) in series.rows {
            writer.field(series.id)
            writer.field(period)
            writer.field(value)
            writer.endRow()
          }
          if writer.bytes.count > 1 << 16 { try file.write(writer.takeBytes()) }
        }
        try file.write(writer.takeBytes())
        try file.commit()
        return [fileSize(out)]
      }
    ]
  }

  private static func fileSize(_ path: String) -> Double {
    var status = stat()
    guard stat(path, &status) == 0 else { fatalError("cannot read \(path)") }
    return Double(status.st_size)
  }
}
