import CaptureFiles
import Foundation
import Testing

@Suite("A set of capture files")
struct CaptureSetTests {
  /// A capture of one packet at a time, in seconds.
  private func capture(at seconds: UInt32) -> [UInt8] {
    var file = CaptureBuilder.pcap(bigEndian: false)
    file.record(seconds: seconds, fraction: 0, [1])
    return file.bytes
  }

  private func folder(_ files: [(name: String, bytes: [UInt8])]) throws -> String {
    let name = "set-\(UUID().uuidString)"
    for file in files { _ = try TemporaryFolder.shared.write(file.bytes, as: name + "/" + file.name) }
    return TemporaryFolder.shared.path + "/" + name
  }

  @Test("takes from a folder what begins as a capture or is named as one, by name")
  func folderContents() throws {
    let path = try folder([
      ("zeta.pcap", capture(at: 1)), ("alpha.pcapng", capture(at: 2)), ("noextension", capture(at: 3)),
      ("README.md", Array("text".utf8)), ("other.gz", [0x1F, 0x8B, 8, 0]), ("beta.cap.gz", [0x1F, 0x8B, 8, 0]),
      ("broken.pcap", Array("text".utf8)), (".hidden.pcap", capture(at: 4)), ("sub/inner.pcap", capture(at: 5)),
    ])
    let set = try CaptureSet(paths: [path])
    #expect(
      set.paths.map { $0.split(separator: "/").last.map(String.init) } == [
        "alpha.pcapng", "beta.cap.gz", "broken.pcap", "noextension", "zeta.pcap",
      ])
    #expect(try CaptureSet(paths: [path + "/"]).paths == set.paths)
  }

  @Test("puts rotated files in the order of their first packets, the empty ones last")
  func rotation() throws {
    let path = try folder([
      ("mail.pcap0", capture(at: 400)), ("mail.pcap1", capture(at: 100)), ("mail.pcap2", capture(at: 200)),
      ("mail.pcap10", capture(at: 300)), ("mail.pcap3", CaptureBuilder.pcap(bigEndian: false).bytes),
    ])
    let names = ["mail.pcap1", "mail.pcap2", "mail.pcap10", "mail.pcap0", "mail.pcap3"].map { path + "/" + $0 }
    #expect(try CaptureSet(paths: [path]).paths == names)
    #expect(try CaptureSet(paths: names.sorted()).paths == names)
  }

  @Test("keeps the order of files that were named, and reads none twice")
  func order() throws {
    let path = try folder([("b.pcap", capture(at: 2)), ("a.pcap", capture(at: 1))])
    let set = try CaptureSet(paths: [path + "/b.pcap", "-", path + "/a.pcap", path, path + "/./b.pcap"])
    #expect(set.paths == [path + "/b.pcap", "-", path + "/a.pcap"])
    #expect(set.duplicates == 3)
    #expect(set.leftOut == 0)
  }

  @Test("orders numbers in names as numbers")
  func numbers() throws {
    let path = try folder([("f10x.pcap", []), ("f9x.pcap", []), ("f09y.pcap", []), ("g.pcap", [])])
    let set = try CaptureSet(paths: [path])
    #expect(
      set.paths.map { $0.split(separator: "/").last.map(String.init) } == [
        "f9x.pcap", "f09y.pcap", "f10x.pcap", "g.pcap",
      ])
  }

  @Test("says what is wrong with a path")
  func errors() throws {
    let path = try folder([("README.md", Array("text".utf8))])
    #expect(throws: CaptureError(kind: .isFolderWithoutCaptures, file: path)) { try CaptureSet(paths: [path]) }
    let missing = path + "/none.pcap"
    #expect(throws: CaptureError(kind: .notFound, file: missing)) { try CaptureSet(paths: [missing]) }
    #expect(try CaptureSet(paths: []).paths.isEmpty)
  }
}
