package import Foundation

/// Where the project's own files lie, found from this file's place.
package enum ProjectFolders {
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  package static let captures = root.appending(path: "Captures")

  /// Public captures of other projects, beside this one or where SMTPTRACE_CORPUS says; `nil` where there are none.
  package static var corpus: URL? {
    let named = ProcessInfo.processInfo.environment["SMTPTRACE_CORPUS"].map { URL(filePath: $0) }
    let beside = root.deletingLastPathComponent().appending(path: "shared/corpus")
    return [named, beside].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0.path()) }
  }

  /// Captures with key logs beside them, of other programs, where they lie beside this project; `nil` where there are none.
  package static var keyLogs: URL? {
    let beside = root.deletingLastPathComponent().appending(path: "shared/keylog")
    return FileManager.default.fileExists(atPath: beside.path()) ? beside : nil
  }

  /// The captures below `folder`, sorted by path.
  package static func captures(below folder: URL) -> [URL] {
    let endings: Set<String> = ["pcap", "pcapng", "cap", "trace", "gz", "zst", "snoop", "ntar"]
    let paths = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String } ?? []
    return paths.sorted().map { folder.appending(path: $0) }.filter { endings.contains($0.pathExtension) }
  }
}
