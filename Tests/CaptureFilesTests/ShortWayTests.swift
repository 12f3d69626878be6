import Foundation
import TestSupport
import Testing

@testable import CaptureFiles

@Suite("The short way through ordinary packets gives what the careful way gives")
struct ShortWayTests {
  private static func read(_ bytes: [UInt8], isShort: Bool) -> ReadCapture {
    ReadCapture { () throws(CaptureError) in
      var reader = try CaptureReader(bytes: bytes)
      if !isShort { reader.takesShortWay = false }
      return reader
    }
  }

  @Test("of every capture", arguments: MappingTests.captures)
  func captures(capture: URL) throws {
    let bytes = [UInt8](try Data(contentsOf: capture))
    #expect(Self.read(bytes, isShort: true) == Self.read(bytes, isShort: false))
  }

  @Test("of captures that are cut, and whose bytes are changed", arguments: [UInt64](1...40))
  func damaged(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let isBigEndian = Bool.random(using: &random)
    var file = CaptureBuilder.pcap(
      bigEndian: isBigEndian, snapshotLength: [0, 60, 65_535].randomElement(using: &random) ?? 0)
    for index in 0..<200 {
      let length = Int.random(in: 0...120, using: &random)
      file.record(seconds: UInt32(index), fraction: UInt32(index), Array(repeating: UInt8(index), count: length))
    }
    for _ in 0..<8 {
      var bytes = file.bytes
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        bytes[Int.random(in: 24..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0..<(bytes.count - 24), using: &random))
      let short = Self.read(bytes, isShort: true)
      #expect(short == Self.read(bytes, isShort: false))
    }
  }

  @Test("of pcapng files that are cut, and whose bytes are changed", arguments: [UInt64](1...40))
  func damagedBlocks(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var file = CaptureBuilder()
    file.section(bigEndian: Bool.random(using: &random))
    let snapshotLengths: [UInt32] = [0, 60, 65_535]
    file.interface(snapshotLength: snapshotLengths.randomElement(using: &random) ?? 0)
    let begins = file.bytes.count
    for index in 0..<200 {
      let bytes = Array(repeating: UInt8(index), count: Int.random(in: 0...120, using: &random))
      let comment: [(UInt16, [UInt8])] = [(1, Array("a comment".utf8))]
      file.enhancedPacket(ticks: UInt64(index) << 40, bytes, options: index % 17 == 0 ? comment : [])
    }
    for _ in 0..<8 {
      var bytes = file.bytes
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        bytes[Int.random(in: begins..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0..<(bytes.count - begins), using: &random))
      #expect(Self.read(bytes, isShort: true) == Self.read(bytes, isShort: false))
    }
  }
}
