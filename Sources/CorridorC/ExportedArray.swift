internal import CCorridor
internal import Glibc

/// Arrow arrays whose memory is the library's until their release callback is called.
enum ExportedArray {
  /// Memory by `malloc` with these elements; never nil, as consumers want a buffer even of nothing.
  static func copy<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutableRawPointer? {
    let size = elements.count * MemoryLayout<Element>.stride
    let place = malloc(max(8, size))
    elements.withUnsafeBytes { bytes in
      if let place, let start = bytes.baseAddress, size > 0 { memcpy(place, start, size) }
    }
    return place
  }

  /// - Parameter buffers: allocated by `malloc`.
  static func make(
    length: Int, nullCount: Int, buffers: [UnsafeMutableRawPointer?], children: [ArrowArray]
  ) -> ArrowArray {
    var array = ArrowArray()
    array.length = Int64(length)
    array.null_count = Int64(nullCount)
    array.n_buffers = Int64(buffers.count)
    array.n_children = Int64(children.count)
    let places = UnsafeMutablePointer<UnsafeRawPointer?>.allocate(capacity: max(1, buffers.count))
    for (place, buffer) in buffers.enumerated() {
      (places + place).initialize(to: buffer.map { UnsafeRawPointer($0) })
    }
    array.buffers = places
    if !children.isEmpty {
      let list = UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>.allocate(
        capacity: children.count)
      for (place, child) in children.enumerated() {
        let one = UnsafeMutablePointer<ArrowArray>.allocate(capacity: 1)
        one.initialize(to: child)
        (list + place).initialize(to: one)
      }
      array.children = list
    }
    array.release = { array in
      if let array { ExportedArray.release(array) }
    }
    return array
  }

  private static func release(_ array: UnsafeMutablePointer<ArrowArray>) {
    if let buffers = array.pointee.buffers {
      for place in 0..<Int(array.pointee.n_buffers) {
        free(UnsafeMutableRawPointer(mutating: buffers[place]))
      }
      buffers.deallocate()
    }
    if let children = array.pointee.children {
      for place in 0..<Int(array.pointee.n_children) {
        // A caller may have moved a child out: it is released by itself then.
        if let child = children[place] {
          if let release = child.pointee.release { release(child) }
          child.deallocate()
        }
      }
      children.deallocate()
    }
    array.pointee.release = nil
  }
}
