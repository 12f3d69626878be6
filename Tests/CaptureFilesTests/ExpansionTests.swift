import Foundation
import Testing

@testable import CaptureFiles

/// A small file may unpack to more than anybody can read.
@Suite("A compressed file expands up to a limit")
struct ExpansionTests {
  @Test("what lies behind the limit is not read, and the error says so")
  func limit() throws {
    // One packet of zeros again and again; gzip makes a thousandth of it.
    var builder = CaptureBuilder.pcap(bigEndian: false)
    for _ in 0..<64 { builder.record(seconds: 1, fraction: 0, [UInt8](repeating: 0, count: 65_535)) }
    let plain = try TemporaryFolder.shared.write(builder.bytes, as: "expands.pcap")
    let program = Process()
    program.executableURL = URL(filePath: "/usr/bin/env")
    program.arguments = ["gzip", "-9", "-k", "-f", plain]
    try program.run()
    program.waitUntilExit()

    var reader = try CaptureReader(path: plain + ".gz", maximumExpansion: 10, harmlessExpansion: 1 << 20)
    var packets = 0
    var error: CaptureError?
    do throws(CaptureError) {
      while try reader.next() != nil { packets += 1 }
    } catch let caught {
      error = caught
    }
    #expect(error?.kind == .expandsTooFar(times: 10))
    #expect(error?.description.contains("--max-expansion") ?? false)
    #expect(packets > 10 && packets < 64)

    var whole = try CaptureReader(path: plain + ".gz")
    var all = 0
    while try whole.next() != nil { all += 1 }
    #expect(all == 64)
  }
}
