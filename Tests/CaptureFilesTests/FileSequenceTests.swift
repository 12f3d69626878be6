import Testing

@testable import CaptureFiles

@Suite("Captures of one sensor and one rotation are known by their names and times")
struct FileSequenceTests {
  private static func member(_ name: String, _ first: Int64?, _ last: Int64?) -> FileSequence.Member {
    FileSequence.Member(
      name: name, first: first.map { Timestamp(nanoseconds: $0 * 1_000_000_000) },
      last: last.map { Timestamp(nanoseconds: $0 * 1_000_000_000) })
  }

  private static func names(_ files: [FileSequence.Member]) -> [[String]] {
    FileSequence.sets(files).map { $0.map { files[$0].name } }
  }

  @Test("the order is that of the first packets; a file without packets stands last")
  func order() {
    let files = [
      Self.member("mail.pcap10", 300, 400), Self.member("mail.pcap2", 100, 200), Self.member("mail.pcap1", nil, nil),
      Self.member("other.pcap", 50, 60),
    ]
    #expect(Self.names(files) == [["other.pcap"], ["mail.pcap2", "mail.pcap10", "mail.pcap1"]])
  }

  @Test("files of one pattern that lie over each other are of several sensors, where a number keeps them apart")
  func sensors() {
    var files: [FileSequence.Member] = []
    for index in 0..<4 {
      for hub in 1...2 {
        files.append(Self.member("hub\(hub)-\(index).pcap", Int64(index) * 100, Int64(index) * 100 + 99))
      }
    }
    let sets = Self.names(files)
    #expect(sets.map(\.count) == [4, 4])
    for set in sets { #expect(Set(set.map { $0.prefix(4) }).count == 1) }
  }

  @Test("a hole is told where the others follow closely, and an overlap in any case")
  func misfits() {
    func kinds(_ spans: [(Int64, Int64)]) -> [String] {
      let files = spans.enumerated().map { Self.member("a.pcap\($0.offset)", $0.element.0, $0.element.1) }
      return FileSequence.misfits(Array(files.indices), files).map { "\($0.kind) \($0.earlier)-\($0.later)" }
    }
    #expect(kinds([(0, 600), (600, 1200), (1201, 1800)]).isEmpty)
    #expect(kinds([(0, 600), (600, 1200), (1800, 2400)]) == ["hole 1-2"])
    #expect(kinds([(0, 600), (500, 1200), (1200, 1800)]) == ["overlap 0-1"])
    // Captures that were taken now and then.
    #expect(kinds([(0, 10), (5000, 5010), (90_000, 90_010)]).isEmpty)
    #expect(kinds([(0, 600)]).isEmpty && kinds([]).isEmpty)
  }
}
