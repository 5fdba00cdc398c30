package import Forecasting

/// Models by their names, `auto,ets:MAdM+log`, with wrong usage for wrong names.
package enum ModelList {
  package static func request(_ text: String) throws(UsageFault) -> ModelRequest {
    do throws(ForecastingError) { return try ModelRequest(text) } catch {
      throw UsageFault("\(error) (see 'corridor models')")
    }
  }

  /// - Parameter text: names separated by commas; nil for what many series are forecast by.
  package static func read(_ text: String?) throws(UsageFault) -> [ModelRequest] {
    var requests: [ModelRequest] = []
    for name in ModelRequest.list(text ?? Headline.seasonal) {
      requests.append(try request(String(name)))
    }
    let names = requests.map(\.text)
    guard Set(names).count == names.count else {
      throw UsageFault("a model stands twice in --model")
    }
    return requests
  }
}
