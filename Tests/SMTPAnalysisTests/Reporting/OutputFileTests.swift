import Foundation
import Reports
import SMTPAnalysis
import Testing

@Suite("A file is written whole or not at all")
struct OutputFileTests {
  /// A folder of its own that goes again.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path())
  }

  @Test("nothing is written over unless asked for, and only the owner may read it")
  func overwriting() throws {
    try inFolder { folder in
      let path = "\(folder)/report.html"
      try OutputFile.write([1, 2, 3], to: path, overwrites: false)
      let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(permissions == 0o600)
      #expect(throws: OutputError.self) { try OutputFile.write([4], to: path, overwrites: false) }
      #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
      try OutputFile.write([4], to: path, overwrites: true)
      #expect(FileManager.default.contents(atPath: path) == Data([4]))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["report.html"])
    }
  }

  @Test("a folder that is not there, and one in the file's place, are told clearly")
  func missingFolder() throws {
    try inFolder { folder in
      let missing = #expect(throws: OutputError.self) {
        try OutputFile.write([1], to: "\(folder)/none/report.html", overwrites: false)
      }
      #expect(missing?.description.contains("No such file or directory") == true)
      let occupied = #expect(throws: OutputError.self) { try OutputFile.write([1], to: folder, overwrites: true) }
      #expect(occupied?.description.contains("is a folder") == true)
    }
  }

  @Test("a full disk is told clearly", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() throws {
    let error = #expect(throws: OutputError.self) { try OutputFile.write([1], to: "/dev/full", overwrites: false) }
    #expect(error?.description.contains("No space left") == true)
  }

  @Test("a folder for evidence must be new or empty")
  func folder() throws {
    try inFolder { folder in
      let files: [(name: String, bytes: [UInt8])] = [("a", [1]), ("b", [2])]
      try OutputFile.writeFolder(files, to: "\(folder)/new", overwrites: false)
      #expect(throws: OutputError.self) { try OutputFile.writeFolder(files, to: "\(folder)/new", overwrites: false) }
      try OutputFile.writeFolder([("a", [3])], to: "\(folder)/new", overwrites: true)
      #expect(FileManager.default.contents(atPath: "\(folder)/new/a") == Data([3]))
      #expect(FileManager.default.contents(atPath: "\(folder)/new/b") == Data([2]))
    }
  }

  @Test("of files that belong together there are all or none")
  func together() throws {
    try inFolder { folder in
      // The second cannot be written: its name is that of a file in a folder that is not there.
      let files: [(name: String, bytes: [UInt8])] = [("a", [1]), ("none/b", [2])]
      #expect(throws: OutputError.self) { try OutputFile.writeFolder(files, to: "\(folder)/new", overwrites: false) }
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/new"))
      // The second cannot be published: a folder stands in its place.
      try FileManager.default.createDirectory(atPath: "\(folder)/old/b", withIntermediateDirectories: true)
      #expect(throws: OutputError.self) {
        try OutputFile.writeFolder([("a", [1]), ("b", [2])], to: "\(folder)/old", overwrites: true)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/old")
      #expect(!left.contains { $0.hasSuffix(".part") })
    }
  }

  @Test("sums are those of SHA-256")
  func sums() throws {
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(OutputFile.sha256(of: Array("abc".utf8)) == expected)
    try inFolder { folder in
      try OutputFile.write(Array("abc".utf8), to: "\(folder)/a", overwrites: false)
      #expect(OutputFile.sha256(of: "\(folder)/a") == expected)
      #expect(OutputFile.sha256(of: folder) == nil)
    }
  }
}
