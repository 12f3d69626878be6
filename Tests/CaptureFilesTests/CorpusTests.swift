import CaptureFiles
import Foundation
import Testing

/// Public captures of many programs, which lie beside the project where they are installed; nothing of them is in it.
enum Corpus {
  static let folder: String? = {
    let besides = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/corpus").path
    let named = ProcessInfo.processInfo.environment["SMTPTRACE_CORPUS"]
    return [named, besides].compactMap(\.self).first { FileManager.default.fileExists(atPath: $0 + "/INDEX.tsv") }
  }()

  struct Entry: Sendable, CustomTestStringConvertible {
    var path: String
    var packets: String
    var format: String
    var testDescription: String { path }
  }

  /// The index's rows: file, and by the header's names the packets and the format.
  static let entries: [Entry] = {
    guard let folder, let text = try? String(contentsOfFile: folder + "/INDEX.tsv", encoding: .utf8) else { return [] }
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    guard let header = rows.first, let packets = header.firstIndex(of: "packets"),
      let format = header.firstIndex(of: "file format")
    else { return [] }
    return rows.dropFirst().filter { $0.count == header.count }.map { row in
      Entry(path: folder + "/" + row[0], packets: String(row[packets]), format: String(row[format]))
    }
  }()
}

@Suite(
  "Public captures", .enabled(if: Corpus.folder != nil, "no public captures (set SMTPTRACE_CORPUS to their folder)"))
struct CorpusTests {
  @Test("are read to the packet that the index tells", arguments: Corpus.entries)
  func index(entry: Corpus.Entry) {
    let capture = ReadCapture(path: entry.path)
    switch entry.format {
    case "snoop":
      guard case .notACapture(let looksLike?, .some)? = capture.error?.kind else {
        Issue.record("\(String(describing: capture.error))")
        return
      }
      #expect(looksLike.contains("snoop"))
    case "mime":
      // A section header and nothing whole behind it, which other programs take for an unknown file.
      #expect(capture.packets.isEmpty)
      #expect(capture.error?.kind == .truncated)
    case let format where format.hasPrefix("damaged"):
      #expect([.damaged, .truncated].contains(capture.error?.kind))
      #expect(capture.error?.offset != nil)
      #expect(entry.packets.hasPrefix("\(capture.packets.count) "))
    default:
      #expect(capture.error == nil)
      #expect(String(capture.packets.count) == entry.packets.prefix { $0.isNumber })
    }
  }

  /// What is not plain pcap, and pcap files with odd headers. A program's start takes a second, so not all are compared.
  /// Of one file tshark overflows the time, 2^63 - 1 ticks of 2^-63 seconds, and prints another.
  private static let compared = Corpus.entries.filter { entry in
    let isOdd = ["zero", "esp_truncated", "trunc-hdr", "sll2", "FlowTest"].contains { entry.path.contains($0) }
    let isRead = entry.format.hasSuffix("pcap") || entry.format == "pcapng"
    return isRead && (entry.format != "pcap" || isOdd) && !entry.path.contains("tsresol-bin-overflow")
  }

  @Test(
    "have the numbers, times and lengths that tshark prints",
    .enabled(if: Tool.find("tshark") != nil, "tshark is not installed"), arguments: compared)
  func likeTshark(entry: Corpus.Entry) throws {
    let fields = ["frame.number", "frame.time_epoch", "frame.cap_len", "frame.len", "frame.protocols"]
    let arguments = ["-n", "-r", entry.path, "-T", "fields"] + fields.flatMap { ["-e", $0] }
    let printed = try #require(Tool.run("tshark", arguments))
    let lines = String(decoding: printed, as: UTF8.self).split(separator: "\n")
    let rows = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    // tshark prints blocks that are no packets, as data without a time; this reader only leaves their numbers free.
    let packets = rows.filter { $0.count == 5 && !($0[1].isEmpty && $0[4] == "data") }
    let capture = ReadCapture(path: entry.path)
    #expect(packets.count == capture.packets.count)
    for (row, packet) in zip(packets, capture.packets) {
      #expect(row[0] == "\(packet.header.id.number)")
      let hasTime = !row[1].isEmpty && packet.header.time.nanoseconds != .max
      if hasTime { #expect(row[1] == Substring(epoch(packet.header.time))) }
      #expect(row[2] == "\(packet.header.capturedLength)")
      #expect(row[3] == "\(packet.header.originalLength)")
    }
  }

  private func epoch(_ time: Timestamp) -> String {
    let (seconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let digits = String(rest.magnitude)
    let sign = time.nanoseconds < 0 ? "-" : ""
    return "\(sign)\(seconds.magnitude)." + String(repeating: "0", count: 9 - digits.count) + digits
  }
}
