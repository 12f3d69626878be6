import CaptureFiles
import Foundation
import TestSupport
import Testing

@Suite("The capture reader")
struct CaptureReaderTests {
  /// Captures of each format with a few packets.
  static let samples: [(name: String, bytes: [UInt8])] = {
    var samples: [(String, [UInt8])] = [("pcapng", CaptureBuilder.everyBlock())]
    for bigEndian in [false, true] {
      for magic: UInt32 in [0xA1B2_C3D4, 0xA1B2_3C4D, 0xA1B2_CD34] {
        var file = CaptureBuilder.pcap(bigEndian: bigEndian, magic: magic)
        for count in [0, 1, 60, 7] {
          file.record(
            seconds: 7, fraction: UInt32(count), Array(repeating: UInt8(count), count: count),
            extra: Array(repeating: 0, count: magic == 0xA1B2_CD34 ? 8 : 0))
        }
        samples.append(("pcap \(String(magic, radix: 16)) \(bigEndian)", file.bytes))
      }
    }
    return samples
  }()

  @Test("gives the packets before the cut, whatever the byte at which a file is cut", arguments: samples)
  func cuts(sample: (name: String, bytes: [UInt8])) {
    let whole = ReadCapture(sample.bytes)
    #expect(whole.error == nil)
    #expect(whole.packets.count >= 4)
    for length in sample.bytes.indices {
      let cut = ReadCapture(Array(sample.bytes[..<length]))
      #expect(whole.packets.starts(with: cut.packets), "cut at \(length)")
      switch cut.error?.kind {
      case nil: #expect(length >= 24)
      case .truncated: #expect(cut.error?.offset ?? 0 <= UInt64(length), "cut at \(length)")
      case .empty: #expect(length == 0)
      default: Issue.record("cut at \(length): \(String(describing: cut.error))")
      }
    }
  }

  @Test("neither traps nor runs on when any bytes of a file are changed", arguments: samples)
  func spoiled(sample: (name: String, bytes: [UInt8])) {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    for round in 0..<2000 {
      var bytes = sample.bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let odd: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &generator)]
        bytes[place] = odd[Int.random(in: 0..<odd.count, using: &generator)]
      }
      let capture = ReadCapture(bytes)
      // A packet's record is never shorter than 12 bytes; more packets would mean that bytes were read twice.
      #expect(capture.packets.count <= bytes.count / 12, "seed \(seed), round \(round)")
      #expect(capture.packets.allSatisfy { $0.bytes.count == $0.header.capturedLength }, "seed \(seed), round \(round)")
    }
  }

  @Test("neither traps nor runs on when a block's length lies", arguments: [false, true])
  func lyingLengths(bigEndian: Bool) {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    let bytes = CaptureBuilder.everyBlock()
    for round in 0..<2000 {
      var spoiled = bytes
      let place = Int.random(in: 0..<(bytes.count / 4), using: &generator) * 4
      var word = CaptureBuilder(isBigEndian: bigEndian)
      let small = UInt32.random(in: 0..<256, using: &generator)
      word.append([small, small * 4, .max, .max - 3, 0x0100_0000, 0x8000_0000].randomElement(using: &generator) ?? 0)
      spoiled.replaceSubrange(place..<(place + 4), with: word.bytes)
      let capture = ReadCapture(spoiled)
      if let offset = capture.error?.offset {
        #expect(offset <= UInt64(bytes.count), "seed \(seed), round \(round)")
      }
      #expect(capture.packets.count <= 40, "seed \(seed), round \(round)")
    }
  }

  @Test("gives the same packets from a pipe that is fed one byte at a time", arguments: samples)
  func slowPipe(sample: (name: String, bytes: [UInt8])) throws {
    let pipe = Pipe()
    let writer = Thread {
      for byte in sample.bytes { try? pipe.fileHandleForWriting.write(contentsOf: [byte]) }
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let capture = ReadCapture { () throws(CaptureError) in
      try CaptureReader(
        descriptor: pipe.fileHandleForReading.fileDescriptor, ownsDescriptor: false, path: "memory")
    }
    #expect(capture == ReadCapture(sample.bytes))
  }

  @Test("gives the same packets from a file as from memory, though the file is longer than its buffer")
  func fileLongerThanBuffer() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    var file = CaptureBuilder.pcap(bigEndian: false, snapshotLength: 1 << 20)
    for index in 0..<800 {
      let length = index % 97 == 0 ? 300_000 : Int.random(in: 0...2000, using: &generator)
      file.record(seconds: UInt32(index), fraction: 0, (0..<length).map { UInt8(truncatingIfNeeded: $0 &+ index) })
    }
    let path = try TemporaryFolder.shared.write(file.bytes, as: "long.pcap")
    let fromFile = ReadCapture(path: path)
    #expect(fromFile.packets.count == 800, "seed \(seed)")
    #expect(fromFile == ReadCapture(file.bytes), "seed \(seed)")
  }

  @Test("ends at the present end of a file that grows, and finds more when it is opened again")
  func growingFile() throws {
    var file = CaptureBuilder.pcap(bigEndian: false)
    file.record(seconds: 1, fraction: 1, [1])
    let path = try TemporaryFolder.shared.write(file.bytes, as: "growing.pcap")
    #expect(ReadCapture(path: path).packets.count == 1)
    file.record(seconds: 2, fraction: 1, [2])
    _ = try TemporaryFolder.shared.write(file.bytes, as: "growing.pcap")
    #expect(ReadCapture(path: path).packets.count == 2)
  }

  @Test("says why a file cannot be read")
  func openingErrors() throws {
    let folder = TemporaryFolder.shared.path
    #expect(ReadCapture(path: folder + "/none.pcap").error?.kind == .notFound)
    #expect(ReadCapture(path: folder).error?.kind == .isFolder)
    let empty = try TemporaryFolder.shared.write([], as: "empty.pcap")
    #expect(ReadCapture(path: empty).error?.kind == .empty)
    let writeOnly = try FileHandle(forWritingTo: URL(fileURLWithPath: empty))
    let refused = ReadCapture { () throws(CaptureError) in
      try CaptureReader(descriptor: writeOnly.fileDescriptor, ownsDescriptor: false, path: empty)
    }
    guard case .unreadable(let reason)? = refused.error?.kind else {
      Issue.record("\(String(describing: refused.error))")
      return
    }
    #expect(reason == "Bad file descriptor")
  }

  @Test("fails the same way again when it is asked again after an error")
  func failsAgain() throws {
    var file = CaptureBuilder.pcap(bigEndian: false)
    file.record(seconds: 1, fraction: 1, [1, 2], captured: 3)
    var reader = try CaptureReader(bytes: file.bytes)
    let first = ReadCapture(reading: &reader)
    let second = ReadCapture(reading: &reader)
    #expect(first.error?.kind == .truncated)
    #expect(first == second)
    let left = reader.bytes.count
    #expect(left == 0)
  }

  @Test("tells where it is in one line, without what a name hides")
  func description() {
    var file = CaptureBuilder.pcap(bigEndian: false)
    file.record(seconds: 1, fraction: 1, [1, 2], captured: 3)
    let capture = ReadCapture { () throws(CaptureError) in
      try CaptureReader(bytes: file.bytes, path: "a\u{1b}[2Jb\n.pcap")
    }
    #expect(
      capture.error?.description
        == "a\\x1b[2Jb\\x0a.pcap: ends in the middle of a record: the packet's record needs 19 bytes, and 18 are there "
        + "(at byte 24, packet 1)")
  }
}

/// A folder for one run of the tests, which the system clears away.
final class TemporaryFolder: Sendable {
  static let shared = TemporaryFolder()

  let path: String

  init() {
    path = NSTemporaryDirectory() + "smtptrace-tests-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func write(_ bytes: [UInt8], as name: String) throws -> String {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }
}
