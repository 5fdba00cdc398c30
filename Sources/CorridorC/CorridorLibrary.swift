internal import CCorridor
internal import Corridor
internal import Glibc

// The functions of corridor.h, which says what they do. Their signatures hold no C types, so that
// these stay inside.

/// `CORRIDOR_ABI_VERSION` of this library.
@_cdecl("corridor_abi_version")
public func corridorABIVersion() -> Int32 { CORRIDOR_ABI_VERSION }

/// The version of this library.
@_cdecl("corridor_version")
public func corridorVersion() -> UnsafePointer<CChar>? { LibraryVersion.text }

/// Forecasts every series of a batch.
@_cdecl("corridor_forecast")
public func corridorForecast(
  _ schema: UnsafeMutableRawPointer?, _ batch: UnsafeMutableRawPointer?,
  _ options: UnsafePointer<UnsafePointer<CChar>?>?,
  _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> Int32 {
  give(CallResult.of(schema, batch, options, ForecastCall.run), to: result)
}

/// Says when one series of a batch reaches a level.
@_cdecl("corridor_target")
public func corridorTarget(
  _ schema: UnsafeMutableRawPointer?, _ batch: UnsafeMutableRawPointer?,
  _ options: UnsafePointer<UnsafePointer<CChar>?>?,
  _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> Int32 {
  give(CallResult.of(schema, batch, options, TargetCall.run), to: result)
}

/// Fits a regression by formula to a batch.
@_cdecl("corridor_regress")
public func corridorRegress(
  _ schema: UnsafeMutableRawPointer?, _ batch: UnsafeMutableRawPointer?,
  _ formula: UnsafePointer<CChar>?, _ options: UnsafePointer<UnsafePointer<CChar>?>?,
  _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> Int32 {
  let text = formula.map { String(cString: $0) } ?? ""
  return give(
    CallResult.of(schema, batch, options) { batch, name, options in
      try RegressionCall.run(text, batch, name, &options)
    }, to: result)
}

/// Why a call failed or was not wholly done.
@_cdecl("corridor_result_message")
public func corridorResultMessage(_ result: UnsafeRawPointer?) -> UnsafePointer<CChar>? {
  UnsafePointer(opened(result)?.message)
}

/// What is to be told about the tables of a result.
@_cdecl("corridor_result_notes")
public func corridorResultNotes(_ result: UnsafeRawPointer?) -> UnsafePointer<CChar>? {
  UnsafePointer(opened(result)?.notes)
}

/// Moves a table out of a result.
@_cdecl("corridor_result_take")
public func corridorResultTake(
  _ result: UnsafeMutableRawPointer?, _ table: UnsafePointer<CChar>?,
  _ schema: UnsafeMutableRawPointer?, _ batch: UnsafeMutableRawPointer?
) -> Int32 {
  guard let result = opened(result), let name = table.map({ String(cString: $0) }), let schema,
    let batch, let table = result.take(name)
  else { return ExitStatus.usage.rawValue }
  table.move(to: schema, batch)
  return ExitStatus.done.rawValue
}

/// Frees a result.
@_cdecl("corridor_result_free")
public func corridorResultFree(_ result: UnsafeMutableRawPointer?) {
  if let result { Unmanaged<CallResult>.fromOpaque(result).release() }
}

private enum LibraryVersion {
  /// Lives as long as the library, and nobody writes to it.
  nonisolated(unsafe) static let text = UnsafePointer(strdup(DataPackage.version))
}

private func opened(_ result: UnsafeRawPointer?) -> CallResult? {
  result.map { Unmanaged<CallResult>.fromOpaque($0).takeUnretainedValue() }
}

private func give(
  _ result: CallResult, to place: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> Int32 {
  if let place { place.pointee = Unmanaged.passRetained(result).toOpaque() }
  return result.status.rawValue
}
