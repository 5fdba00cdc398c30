import Corridor
import Glibc

/// Accuracy and speed of models on a folder with `train.csv` and `test.csv`.
///
/// usage: AccuracyBench FOLDER SEASON MODEL… ; `ets:R` takes the form of each series from the file
/// named in the environment variable FORMS (`unique_id,form,loglik`) and counts likelihoods under and
/// over the file's.
@main
enum AccuracyBench {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 3, let season = Int(arguments[2]) else {
      print("usage: AccuracyBench FOLDER SEASON MODEL…")
      return
    }
    let folder = arguments[1]
    let training = try SeriesPanel.read(path: folder + "/train.csv").series
    let test = try SeriesPanel.read(path: folder + "/test.csv").series
    let actuals = Dictionary(uniqueKeysWithValues: test.map { ($0.id, $0) })
    let forms = try ReferenceForms(path: getenv("FORMS").map { String(cString: $0) })
    print(AccuracyTally.header)
    for name in arguments.dropFirst(3) {
      var tally = AccuracyTally(model: name, season: season)
      for series in training {
        guard let actual = actuals[series.id] else { continue }
        let reference = forms.byID[series.id]
        if name == "ets:R", reference == nil { continue }
        let text = name == "ets:R" ? "ets:" + (reference?.form ?? "") : name
        tally.add(series, actual, text, reference: name == "ets:R" ? reference?.likelihood : nil)
      }
      print(tally.row)
    }
  }
}

/// R's chosen forms and likelihoods by series.
struct ReferenceForms {
  var byID: [String: (form: String, likelihood: Double)] = [:]

  init(path: String?) throws {
    guard let path else { return }
    let text = String(decoding: try ByteSource.readAll(path: path), as: UTF8.self)
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",").map(String.init)
      if cells.count == 3, let likelihood = Double(cells[2]) {
        byID[cells[0]] = (cells[1], likelihood)
      }
    }
  }
}
