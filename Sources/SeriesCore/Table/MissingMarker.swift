/// What statistical files write in a column of numbers where there is no number.
enum MissingMarker {
  static let texts = ["NA", "..", ":", "-"]

  static func isMarker(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    switch field.count {
    case 1: field[0] == 0x2D || field[0] == 0x3A
    case 2: (field[0] == 0x4E && field[1] == 0x41) || (field[0] == 0x2E && field[1] == 0x2E)
    default: false
    }
  }
}
