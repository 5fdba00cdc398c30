internal import Glibc

/// Where an output goes, links followed.
package enum OutputPlace {
  /// A regular file, there or not: it is replaced by rename. The mode is that of what stands there.
  case file(path: String, mode: UInt32?)
  /// What is written through and never replaced: a device, a pipe, or a file that this program was
  /// given open.
  case through(path: String)

  private static let mostLinks = 40

  package init(_ path: String) throws(OutputFault) {
    func refusal(_ reason: String) -> OutputFault { .notWritable(file: path, reason: reason) }
    guard !path.isEmpty else { throw refusal("the path is empty") }
    guard !path.utf8.contains(0) else { throw refusal("a zero byte is in the path") }
    var place = path
    for _ in 0..<Self.mostLinks {
      var status = stat()
      guard lstat(place, &status) == 0 else {
        guard errno == ENOENT else { throw OutputFile.fault(path, errno) }
        if place.hasSuffix("/") { throw refusal("is a folder") }
        self = .file(path: place, mode: nil)
        return
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: throw refusal("is a folder")
      case S_IFREG:
        guard access(place, W_OK) == 0 else { throw OutputFile.fault(path, errno) }
        self = .file(path: place, mode: status.st_mode & 0o7777)
        return
      case S_IFLNK where !Self.isOfProcess(place):
        place = try Self.target(of: place, path)
      default:
        self = .through(path: place)
        return
      }
    }
    throw OutputFile.fault(path, ELOOP)
  }

  /// The folder that a path is in.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func target(of link: String, _ path: String) throws(OutputFault) -> String {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = buffer.withUnsafeMutableBytes {
      readlink(link, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
    }
    guard length > 0 else { throw OutputFile.fault(path, errno) }
    let target = String(decoding: buffer[..<length], as: UTF8.self)
    return target.hasPrefix("/") ? target : folder(of: link) + "/" + target
  }

  /// Links of `/proc` lead to open files, not to names: `/dev/stdout` is one of them.
  private static func isOfProcess(_ link: String) -> Bool {
    guard let real = realpath(folder(of: link), nil) else { return false }
    defer { free(real) }
    return String(cString: real).hasPrefix("/proc/")
  }

  /// Opens what is written through.
  static func open(through path: String, for output: String) throws(OutputFault) -> Int32 {
    // A file that the shell opened may stand anywhere in it, or append.
    if let number = ownDescriptor(path) {
      let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
      guard copy >= 0 else { throw OutputFile.fault(output, errno) }
      return copy
    }
    while true {
      let opened = Glibc.open(path, O_WRONLY | O_CLOEXEC | O_TRUNC)
      if opened >= 0 { return opened }
      if errno != EINTR { throw OutputFile.fault(output, errno) }
    }
  }

  /// The number of an open file of this program.
  private static func ownDescriptor(_ link: String) -> Int32? {
    guard isOfProcess(link), let name = link.split(separator: "/").last,
      let number = Int32(name), let real = realpath(folder(of: link), nil)
    else { return nil }
    defer { free(real) }
    return String(cString: real) == "/proc/\(getpid())/fd" ? number : nil
  }
}
