import ByteParsing
import Foundation
import TestSupport
import Testing

@testable import CaptureFiles

@Suite("A mapped capture")
struct MappingTests {
  static let captures: [URL] =
    ProjectFolders.captures(below: ProjectFolders.captures)
    + (ProjectFolders.corpus.map { ProjectFolders.captures(below: $0) } ?? [])

  @Test("gives what a capture gives that is read", arguments: captures)
  func sameAsRead(capture: URL) {
    let read = Self.read(capture.path(), .reading)
    for step in [1, 4096, ByteSource.mappedStep] {
      #expect(Self.read(capture.path(), .mapping(step: step)) == read, "\(step) bytes at a time")
    }
  }

  @Test("gives long records and many as they are")
  func longFile() throws {
    var file = CaptureBuilder.pcap(bigEndian: false, snapshotLength: 1 << 20)
    for index in 0..<800 {
      let length = index % 97 == 0 ? 300_000 : index * 7 % 2000
      file.record(seconds: UInt32(index), fraction: 0, (0..<length).map { UInt8(truncatingIfNeeded: $0 &+ index) })
    }
    let path = try TemporaryFolder.shared.write(file.bytes, as: "mapped-long.pcap")
    let memory = ReadCapture(file.bytes)
    #expect(memory.packets.count == 800)
    for step in [4096, 100_000, 1 << 30] {
      let mapped = Self.read(path, .mapping(step: step))
      #expect(mapped.packets == memory.packets, "\(step) bytes at a time")
      #expect(mapped.error == nil)
    }
  }

  @Test("begins where its descriptor stands")
  func fromTheMiddle() throws {
    var file = CaptureBuilder.pcap(bigEndian: false)
    for index in 0..<5000 { file.record(seconds: UInt32(index), fraction: 0, Array(repeating: 7, count: 99)) }
    let path = try TemporaryFolder.shared.write(Array(repeating: 0xAA, count: 7001) + file.bytes, as: "middle.pcap")
    let handle = try FileHandle(forReadingFrom: URL(filePath: path))
    try handle.seek(toOffset: 7001)
    let mapped = ReadCapture { () throws(CaptureError) in
      try CaptureReader(
        descriptor: handle.fileDescriptor, ownsDescriptor: false, path: "memory", file: 0, access: .mapping(step: 4096))
    }
    #expect(mapped == ReadCapture(file.bytes))
  }

  /// Where a file of 20,000 packets is cut while its first hundred have been read, and how long its records are.
  static let cuts: [(length: UInt64, recordLength: Int)] = [0, 24, 4096, 500_000, 500_003, 503_808, 1_000_000].flatMap {
    [($0, 16), ($0, 90), ($0, 1500)]
  }

  @Test("ends with an error, and not with a signal, when it becomes shorter while it is read", arguments: cuts)
  func shortened(length: UInt64, recordLength: Int) throws {
    let count = min(20_000, 4_000_000 / recordLength)
    for isPcapng in [false, true] {
      let bytes = Self.capture(packets: count, recordLength: recordLength, isPcapng: isPcapng)
      let name = "shortened-\(length)-\(recordLength)-\(isPcapng)"
      let path = try TemporaryFolder.shared.write(bytes, as: name)
      var reader = try Self.open(path, .mapping(step: 1 << 20))
      var first = ReadCapture(bytes)
      first.packets.removeLast(first.packets.count - 100)
      for packet in first.packets {
        let header = try #require(try reader.next())
        #expect(ReadPacket(header: header, bytes: reader.bytes.copied()) == packet)
      }
      guard length < bytes.count else { continue }
      try FileHandle(forUpdating: URL(filePath: path)).truncate(atOffset: length)
      let rest = ReadCapture(reading: &reader)
      // Between two records as well: it was longer when it was opened.
      #expect(rest.error?.kind == .truncated, "\(name): \(String(describing: rest.error))")
      // What came before the cut is whole; the packet across it may have zeros, and none is made up behind it.
      let whole = ReadCapture(bytes).packets.dropFirst(100)
      let sound = max(0, rest.packets.count - 1)
      #expect(rest.packets.prefix(sound) == whole.prefix(sound))
      #expect(rest.packets.map(\.header) == whole.prefix(rest.packets.count).map(\.header), "\(name)")
    }
  }

  @Test("lends zeros for the part of a packet that is lost while it is lent, and then says so")
  func shortenedUnderAPacket() throws {
    var file = CaptureBuilder.pcap(bigEndian: false)
    file.record(seconds: 1, fraction: 0, Array(repeating: 7, count: 200_000))
    for _ in 0..<40 { file.record(seconds: 2, fraction: 0, Array(repeating: 8, count: 200_000)) }
    let path = try TemporaryFolder.shared.write(file.bytes, as: "lent.pcap")
    var reader = try Self.open(path, .mapping(step: 4096))
    _ = try reader.next()
    _ = try reader.next()
    _ = try reader.next()
    try FileHandle(forUpdating: URL(filePath: path)).truncate(atOffset: 8192)
    let lent = reader.bytes.copied()
    #expect(lent.count == 200_000)
    #expect(lent.last == 0)
    let rest = ReadCapture(reading: &reader)
    #expect(rest.packets.isEmpty)
    #expect(rest.error?.kind == .truncated)
    #expect(rest.error?.offset == 8192)
    #expect(rest.error?.detail == "it became shorter while it was read")
  }

  @Test("shows what a file has grown by", arguments: [1, 4096, 1 << 20])
  func growing(step: Int) throws {
    let bytes = Self.capture(packets: 9000, recordLength: 100, isPcapng: false)
    let (early, late) = (Array(bytes.prefix(600_001)), Array(bytes.dropFirst(600_001)))
    let path = try TemporaryFolder.shared.write(early, as: "grown-\(step).pcap")
    var reader = try Self.open(path, .mapping(step: step))
    var headers: [PacketHeader] = []
    while headers.count < 5000, let header = try reader.next() { headers.append(header) }
    let writer = try FileHandle(forWritingTo: URL(filePath: path))
    try writer.seekToEnd()
    try writer.write(contentsOf: late)
    while let header = try reader.next() { headers.append(header) }
    #expect(headers == ReadCapture(bytes).packets.map(\.header))
  }

  @Test("can be waited for like a pipe")
  func waiting() throws {
    let bytes = Self.capture(packets: 9000, recordLength: 100, isPcapng: true)
    let path = try TemporaryFolder.shared.write(bytes, as: "waited.pcapng")
    var reader = try Self.open(path, .mapping(step: 1 << 16))
    var headers: [PacketHeader] = []
    for round in 0..<9000 {
      if round % 3000 == 2999 {
        let isThere = reader.waitForPacket(seconds: 0)
        #expect(isThere)
      }
      headers.append(try #require(try reader.next()))
    }
    #expect(headers == ReadCapture(bytes).packets.map(\.header))
    let end = try reader.next()
    #expect(end == nil)
  }

  private static func read(_ path: String, _ access: CaptureReader.FileAccess) -> ReadCapture {
    ReadCapture { () throws(CaptureError) in try open(path, access) }
  }

  private static func open(
    _ path: String, _ access: CaptureReader.FileAccess
  ) throws(CaptureError) -> CaptureReader {
    let descriptor: Int32
    do throws(SystemCalls.Failure) {
      descriptor = try SystemCalls.openForReading(path)
    } catch {
      throw CaptureError(kind: .unreadable(error.text), file: path)
    }
    return try CaptureReader(descriptor: descriptor, ownsDescriptor: true, path: path, file: 0, access: access)
  }

  private static func capture(packets: Int, recordLength: Int, isPcapng: Bool) -> [UInt8] {
    if isPcapng {
      var file = CaptureBuilder(isBigEndian: false)
      file.section(bigEndian: false)
      file.interface()
      for index in 0..<packets {
        file.enhancedPacket(
          ticks: UInt64(index + 1), Array(repeating: UInt8(truncatingIfNeeded: index | 1), count: recordLength))
      }
      return file.bytes
    }
    var file = CaptureBuilder.pcap(bigEndian: false)
    for index in 0..<packets {
      file.record(
        seconds: UInt32(index + 1), fraction: 0,
        Array(repeating: UInt8(truncatingIfNeeded: index | 1), count: recordLength))
    }
    return file.bytes
  }
}
