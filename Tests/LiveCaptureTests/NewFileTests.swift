import Foundation
import Testing

@testable import CaptureFiles
@testable import LiveCapture

/// Folders into which captures may go.
@Suite struct NewFileTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func `A folder is made for its owner alone, and one that exists is taken`() throws {
    try inFolder { folder in
      try NewFile.makeFolder("\(folder)/new", owner: nil)
      try NewFile.makeFolder("\(folder)/new", owner: nil)
      let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/new")[.posixPermissions] as? Int
      #expect(mode == 0o700)
    }
  }

  @Test func `A link, a file and a folder that others may write are refused`() throws {
    try inFolder { folder in
      let manager = FileManager.default
      try manager.createDirectory(atPath: "\(folder)/real", withIntermediateDirectories: false)
      try manager.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "\(folder)/real")
      try Data().write(to: URL(filePath: "\(folder)/file"))
      try manager.createDirectory(atPath: "\(folder)/open", withIntermediateDirectories: false)
      try manager.setAttributes([.posixPermissions: 0o777], ofItemAtPath: "\(folder)/open")
      for (name, reason) in [("link", "symbolic link"), ("file", "no folder"), ("open", "others may write")] {
        let error = #expect(throws: CaptureError.self) { try NewFile.makeFolder("\(folder)/\(name)", owner: nil) }
        #expect(error?.description.contains(reason) == true)
      }
    }
  }
}
