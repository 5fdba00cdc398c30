internal import CCorridor
internal import Glibc

/// Arrow schemas whose memory is the library's until their release callback is called.
enum ExportedSchema {
  static func make(format: String, name: String, children: [ArrowSchema]) -> ArrowSchema {
    var schema = ArrowSchema()
    schema.format = UnsafePointer(strdup(format))
    schema.name = UnsafePointer(strdup(name))
    schema.flags = Int64(ARROW_FLAG_NULLABLE)
    schema.n_children = Int64(children.count)
    if !children.isEmpty {
      let list = UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?>.allocate(
        capacity: children.count)
      for (place, child) in children.enumerated() {
        let one = UnsafeMutablePointer<ArrowSchema>.allocate(capacity: 1)
        one.initialize(to: child)
        (list + place).initialize(to: one)
      }
      schema.children = list
    }
    schema.release = { schema in
      if let schema { ExportedSchema.release(schema) }
    }
    return schema
  }

  private static func release(_ schema: UnsafeMutablePointer<ArrowSchema>) {
    free(UnsafeMutableRawPointer(mutating: schema.pointee.format))
    free(UnsafeMutableRawPointer(mutating: schema.pointee.name))
    if let children = schema.pointee.children {
      for place in 0..<Int(schema.pointee.n_children) {
        if let child = children[place] {
          if let release = child.pointee.release { release(child) }
          child.deallocate()
        }
      }
      children.deallocate()
    }
    schema.pointee.release = nil
  }
}
