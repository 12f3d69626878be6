import Foundation
import TestSupport

/// The undamaged inputs: files under `Corpus/TARGET`, and for what reads captures some of the project's own.
enum Corpus {
  static let folder = ProjectFolders.root.appending(path: "Tests/Fuzzing/Corpus")

  static func files(of target: String) -> [FuzzSeed] {
    seeds(in: folder.appending(path: target))
  }

  /// The captures of the project that are no longer than `length`, by name; every `step`th of them.
  static func captures(upTo length: Int, every step: Int = 1) -> [FuzzSeed] {
    let all = seeds(in: ProjectFolders.captures).filter {
      ($0.name.hasSuffix(".pcap") || $0.name.hasSuffix(".pcapng")) && $0.bytes.count <= length
    }
    return stride(from: 0, to: all.count, by: step).map { all[$0] }
  }

  private static func seeds(in folder: URL) -> [FuzzSeed] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.sorted().compactMap { name in
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
      return FuzzSeed(name: name, bytes: [UInt8](data))
    }
  }
}
