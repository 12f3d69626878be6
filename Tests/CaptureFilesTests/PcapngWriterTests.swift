import ByteParsing
import CaptureFiles
import Foundation
import TestSupport
import Testing

@Suite("The pcapng writer")
struct PcapngWriterTests {
  @Test("writes what the reader reads: packets, times, interfaces and comments")
  func roundTrip() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    var writer = PcapngWriter(application: "smtptrace", comment: "evidence of session 1")
    #expect(
      try writer.addInterface(linkType: .ethernet, snapshotLength: 65535, name: "eth0", filter: "tcp port 25") == 0)
    #expect(try writer.addInterface(linkType: .raw) == 1)
    var expected: [ReadPacket] = []
    var comments: [String] = []
    for number in Int64(1)...200 {
      let bytes = (0..<Int.random(in: 0...1600, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      let time = Timestamp(nanoseconds: Int64.random(in: 0 ... .max, using: &generator))
      let interface = Int32.random(in: 0...1, using: &generator)
      let texts = (0..<Int.random(in: 0...3, using: &generator)).map { "why \(number).\($0) ü" }
      comments += texts
      try writer.write(
        bytes.span, time: time, originalLength: bytes.count + 5, interface: UInt32(interface), comments: texts)
      expected.append(
        ReadPacket(
          header: PacketHeader(
            id: PacketID(number: number), time: time, linkType: interface == 0 ? .ethernet : .raw,
            interface: interface, capturedLength: bytes.count, originalLength: bytes.count + 5), bytes: bytes))
    }
    #expect(writer.packetCount == 200)
    #expect(writer.shortenedComments == 0 && writer.bentPackets == 0)
    let file = writer.takeBytes()
    var reader = try CaptureReader(bytes: file)
    let capture = ReadCapture(reading: &reader)
    #expect(capture.error == nil)
    #expect(capture.packets == expected, "seed \(seed)")
    #expect(reader.packetComments.map(\.comment) == comments, "seed \(seed)")
    #expect(reader.facts.application == "smtptrace")
    #expect(reader.facts.sectionComments == ["evidence of session 1"])
    #expect(reader.interfaces.map(\.name) == ["eth0", nil])
    #expect(reader.interfaces.map(\.filter) == ["tcp port 25", nil])
    #expect(reader.interfaces.map(\.snapshotLength) == [65535, nil])
    #expect(reader.warnings.isEmpty)
  }

  @Test("gives a growing file whole blocks at each flush")
  func flush() throws {
    let path = try TemporaryFolder.shared.write([], as: "live-\(UUID().uuidString).pcapng")
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    var writer = PcapngWriter(descriptor: handle.fileDescriptor, path: path)
    _ = try writer.addInterface(linkType: .ethernet)
    for number in 1...3 {
      try writer.write([1, 2, 3].span, time: Timestamp(nanoseconds: 5), originalLength: 3, interface: 0)
      try writer.flush()
      let capture = ReadCapture(path: path)
      #expect(capture.packets.count == number && capture.error == nil)
    }
    let large = [UInt8](repeating: 9, count: 1000)
    for _ in 0..<1000 {
      try writer.write(large.span, time: Timestamp(nanoseconds: 6), originalLength: 1000, interface: 0)
    }
    try writer.flush()
    #expect(ReadCapture(path: path).packets.count == 1003)
  }

  @Test("refuses an interface that was not described, and bends what the format cannot hold")
  func limits() throws {
    var writer = PcapngWriter()
    #expect(try !writer.write([1].span, time: Timestamp(nanoseconds: 0), originalLength: 1, interface: 0))
    _ = try writer.addInterface(linkType: .ethernet)
    let long = String(repeating: "ü", count: 40_000)
    let many = Array(repeating: "x", count: 20)
    try writer.write([1].span, time: Timestamp(nanoseconds: -1), originalLength: 1, interface: 0, comments: [long])
    try writer.write([1].span, time: Timestamp(nanoseconds: 1), originalLength: 0, interface: 0, comments: many)
    #expect(writer.shortenedComments == 5)
    #expect(writer.bentPackets == 1)
    let capture = ReadCapture(writer.takeBytes())
    #expect(capture.packets.map(\.header.time.nanoseconds) == [0, 1])
    #expect(capture.packets.map(\.header.originalLength) == [1, 1])
  }

  @Test("says when it cannot write")
  func unwritable() throws {
    let path = try TemporaryFolder.shared.write([], as: "readonly.pcapng")
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    var writer = PcapngWriter(descriptor: handle.fileDescriptor, path: path)
    do throws(CaptureError) {
      try writer.flush()
      Issue.record("it wrote")
    } catch {
      #expect(error == CaptureError(kind: .unwritable("Bad file descriptor"), file: path))
    }
  }

  @Test("is read by tshark with its comments", .enabled(if: Tool.find("tshark") != nil, "tshark is not installed"))
  func tshark() throws {
    var writer = PcapngWriter(application: "smtptrace", comment: "about all")
    _ = try writer.addInterface(linkType: .ethernet, name: "eth0")
    let frame = [UInt8](repeating: 0xFF, count: 12) + [0x08, 0x06] + [UInt8](repeating: 0, count: 47)
    for index in Int64(0)..<3 {
      try writer.write(
        frame.span, time: Timestamp(nanoseconds: 1_700_000_000_000_000_001 + index), originalLength: 61, interface: 0,
        comments: index == 1 ? ["first", "second"] : [])
    }
    let path = try TemporaryFolder.shared.write(writer.takeBytes(), as: "written.pcapng")
    let fields = ["frame.number", "frame.time_epoch", "frame.len", "frame.comment"].flatMap { ["-e", $0] }
    let printed = try #require(Tool.run("tshark", ["-r", path, "-T", "fields"] + fields))
    #expect(
      String(decoding: printed, as: UTF8.self)
        == "1\t1700000000.000000001\t61\t\n2\t1700000000.000000002\t61\tfirst,second\n3\t1700000000.000000003\t61\t\n")
    if let info = Tool.run("capinfos", [path]) {
      let text = String(decoding: info, as: UTF8.self)
      #expect(text.contains("Number of packets:   3"))
      #expect(text.contains("about all"))
    }
  }
}
