import CaptureFiles
import Testing

@Suite("Files that are no captures")
struct ForeignFormatsTests {
  @Test(
    "are told by name, with the command that helps",
    arguments: [
      (Array("GMBU\u{1}\u{2}".utf8), "Microsoft Network Monitor 2", "editcap"),
      (Array("RTSS\u{1}\u{2}".utf8), "Microsoft Network Monitor 1", "editcap"),
      (Array("snoop\0\0\0\0\0\0\u{2}".utf8), "snoop", "editcap"),
      (Array("iptrace 2.0".utf8), "iptrace", "editcap"),
      (Array("TRSNIFF data    \u{1a}".utf8), "Sniffer", "editcap"),
      ([0, 0, 2, 0, 0x12, 5, 0, 0x10, 0], "K12", "editcap"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], "xz", "xz -dc"),
      (Array("BZh9".utf8), "bzip2", "bzip2 -dc"),
      ([0x50, 0x4B, 3, 4, 20], "zip", "unzip"),
      (Array("<!doctype html><html>".utf8), "HTML", "download"),
      (Array("{\"packets\": []}".utf8), "JSON", "pcapng"),
      (Array("<?xml version=\"1.0\"?>".utf8), "XML", "pcapng"),
      (
        Array("12:00:00.000001 IP 192.0.2.1.25 > 192.0.2.2.1025: Flags [S]".utf8), "the text that tcpdump prints",
        "tcpdump -w"
      ),
      (Array("0000  00 11 22 33 44 55".utf8), "hexadecimal", "text2pcap"),
      (Array("hello, world".utf8), "text", "tcpdump -w"),
      ([UInt8](repeating: 0, count: 64), "zeros", "disk"),
    ])
  func recognised(bytes: [UInt8], name: String, advice: String) throws {
    let error = try #require(ReadCapture(bytes).error)
    guard case .notACapture(let looksLike?, let help?) = error.kind else {
      Issue.record("\(error)")
      return
    }
    #expect(looksLike.contains(name))
    #expect(help.contains(advice))
    #expect(error.description.contains(looksLike) && error.description.hasSuffix(help))
  }

  @Test("are told by their file's name where their bytes say nothing", arguments: ["trace.ETL", "card.erf"])
  func byName(name: String) {
    let capture = ReadCapture { () throws(CaptureError) in try CaptureReader(bytes: [1, 2, 3, 4, 5, 0xFF], path: name) }
    guard case .notACapture(.some, .some)? = capture.error?.kind else {
      Issue.record("\(String(describing: capture.error))")
      return
    }
  }

  @Test("are said to be unknown where nothing can be told")
  func unknown() {
    #expect(ReadCapture([1, 2, 3, 4, 5, 0xFF]).error?.kind == .notACapture(looksLike: nil, advice: nil))
    #expect(ReadCapture([0xFF]).error?.kind == .notACapture(looksLike: nil, advice: nil))
  }
}
