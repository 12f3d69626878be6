import CaptureFiles
import Foundation
import TestSupport
import Testing

@Suite("A capture that grows on a pipe")
struct WaitingTests {
  static let captures = ["not-offered.pcap", "healthy-ipv6.pcapng", "zero-window.pcapng", "any-interface.pcap"]

  @Test(
    "gives each packet when it is there, and never waits for the next", .timeLimit(.minutes(2)), arguments: captures)
  func piecemeal(name: String) throws {
    let bytes = try Data(contentsOf: ProjectFolders.captures.appending(path: name))
    var whole: [PacketHeader] = []
    var reference = try CaptureReader(bytes: Array(bytes))
    while let header = try reference.next() { whole.append(header) }

    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let pipe = Pipe()
    // Enough for the reader to know what it has before it.
    var sent = min(bytes.count, 512)
    try pipe.fileHandleForWriting.write(contentsOf: bytes.prefix(sent))
    var reader = try CaptureReader(
      descriptor: pipe.fileHandleForReading.fileDescriptor, ownsDescriptor: false, path: name)
    var seen: [PacketHeader] = []
    while true {
      while reader.waitForPacket(seconds: 0), let header = try reader.next() { seen.append(header) }
      if sent == bytes.count { break }
      let next = min(bytes.count, sent + Int.random(in: 1...97, using: &generator))
      try pipe.fileHandleForWriting.write(contentsOf: bytes[sent..<next])
      sent = next
    }
    // All are there while the pipe is still open.
    #expect(seen == whole, "seed \(seed)")
    let isEarly = reader.waitForPacket(seconds: 0.05)
    #expect(!isEarly)
    try pipe.fileHandleForWriting.close()
    let knowsTheEnd = reader.waitForPacket(seconds: 5)
    #expect(knowsTheEnd)
    let end = try reader.next()
    #expect(end == nil)
  }
}
