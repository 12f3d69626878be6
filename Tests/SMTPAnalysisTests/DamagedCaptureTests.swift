import Diagnosis
import Foundation
import SMTPAnalysis
import TestSupport
import Testing

/// Absent is not the same as not captured: whatever a capture of a healthy session lacks, nobody is accused; and a
/// capture that lacks nothing but order, or holds packets twice, gives the same verdict.
@Suite("Damage to a capture is not blamed on a peer")
struct DamagedCaptureTests {
  static let healthy = ProjectFolders.captures(below: ProjectFolders.captures).filter {
    $0.lastPathComponent.hasPrefix("healthy-") && $0.pathExtension == "pcap"
  }
  static let all = ProjectFolders.captures(below: ProjectFolders.captures).filter { $0.pathExtension == "pcap" }

  @Test("one packet missing, whichever", arguments: healthy)
  func oneMissing(capture: URL) throws {
    let records = try PcapRecords(capture)
    for index in records.packets.indices {
      var damaged = records
      damaged.packets.remove(at: index)
      expectNoProblem(damaged, "without packet \(index + 1)")
    }
  }

  @Test("the beginning missing", arguments: healthy)
  func startMissing(capture: URL) throws {
    let records = try PcapRecords(capture)
    for count in records.packets.indices {
      var damaged = records
      damaged.packets.removeFirst(count)
      expectNoProblem(damaged, "without the first \(count) packets")
    }
  }

  @Test("the end missing", arguments: healthy)
  func endMissing(capture: URL) throws {
    let records = try PcapRecords(capture)
    for count in records.packets.indices {
      var damaged = records
      damaged.packets.removeLast(count)
      expectNoProblem(damaged, "without the last \(count) packets")
    }
  }

  @Test("packets cut by a snapshot length", arguments: healthy, [54, 60, 68, 72, 80, 96, 120, 200])
  func cut(capture: URL, length: Int) throws {
    var records = try PcapRecords(capture)
    for index in records.packets.indices { records.packets[index].cut(to: length) }
    expectNoProblem(records, "cut to \(length)")
  }

  @Test("one direction missing", arguments: healthy)
  func oneDirection(capture: URL) throws {
    let records = try PcapRecords(capture)
    for port in Set(records.packets.compactMap(\.sourcePort)) {
      var damaged = records
      damaged.packets.removeAll { $0.sourcePort == port }
      expectNoProblem(damaged, "without what port \(port) sent")
    }
  }

  @Test("every packet twice gives the same verdict", arguments: all)
  func doubled(capture: URL) throws {
    let records = try PcapRecords(capture)
    var doubled = records
    doubled.packets = records.packets.flatMap { [$0, $0] }
    let names: Set<String> = ["span-duplicates", "any-interface"]
    guard !names.contains(capture.deletingPathExtension().lastPathComponent) else { return }
    #expect(verdicts(doubled) == verdicts(records))
  }

  @Test("neighbours of different directions swapped give the same verdict", arguments: healthy)
  func swapped(capture: URL) throws {
    let records = try PcapRecords(capture)
    for index in records.packets.indices.dropLast() {
      var damaged = records
      let time = damaged.packets[index].time
      damaged.packets.swapAt(index, index + 1)
      damaged.packets[index + 1].time = damaged.packets[index].time
      damaged.packets[index].time = time
      expectNoProblem(damaged, "with packets \(index + 1) and \(index + 2) swapped")
    }
  }

  private func expectNoProblem(_ records: PcapRecords, _ what: String) {
    let run = AnalysisRun(bytes: records.bytes)
    let problems = (run.sessions.flatMap(\.findings) + run.summary.findings).filter { $0.severity == .problem }
    #expect(problems.map { "\($0.id): \($0.summary)" } == [], "\(what)")
  }

  private func verdicts(_ records: PcapRecords) -> [String] {
    AnalysisRun(bytes: records.bytes).sessions.map {
      "\($0.verdict.outcome) \($0.verdict.finding ?? "") \($0.verdict.stoppedBy)"
    }
  }
}

/// The records of a pcap file of this machine's byte order, to be rearranged.
struct PcapRecords {
  struct Packet {
    var time: [UInt8]
    var originalLength: [UInt8]
    var bytes: [UInt8]

    mutating func cut(to length: Int) {
      if bytes.count > length { bytes.removeLast(bytes.count - length) }
    }

    /// Of Ethernet frames with IPv4 or IPv6 and TCP, without tags: what the captures are made of.
    var sourcePort: Int? {
      guard bytes.count > 56 else { return nil }
      let start: Int
      switch (bytes[12], bytes[13]) {
      case (0x08, 0x00): start = 14 + Int(bytes[14] & 0x0F) * 4
      case (0x86, 0xDD): start = 54
      default: return nil
      }
      guard start + 1 < bytes.count else { return nil }
      return Int(bytes[start]) << 8 | Int(bytes[start + 1])
    }
  }

  var header: [UInt8]
  var packets: [Packet] = []

  init(_ file: URL) throws {
    let bytes = [UInt8](try Data(contentsOf: file))
    try #require(
      bytes.count >= 24 && [0xD4, 0x4D].contains(bytes[0]), "\(file.lastPathComponent) is another kind of pcap")
    header = Array(bytes[0..<24])
    var offset = 24
    while offset + 16 <= bytes.count {
      let length = Int(bytes[offset + 8]) | Int(bytes[offset + 9]) << 8 | Int(bytes[offset + 10]) << 16
      try #require(offset + 16 + length <= bytes.count)
      packets.append(
        Packet(
          time: Array(bytes[offset..<(offset + 8)]), originalLength: Array(bytes[(offset + 12)..<(offset + 16)]),
          bytes: Array(bytes[(offset + 16)..<(offset + 16 + length)])))
      offset += 16 + length
    }
  }

  var bytes: [UInt8] {
    packets.reduce(into: header) { result, packet in
      let count = packet.bytes.count
      result += packet.time
      result += [UInt8(count & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count >> 16 & 0xFF), 0]
      result += packet.originalLength
      result += packet.bytes
    }
  }
}
