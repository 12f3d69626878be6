import Foundation
import Testing

@testable import CaptureFiles

@Suite("Compressed captures")
struct DecompressionTests {
  static let programs = ["gzip", "zstd"].filter { Tool.find($0) != nil }

  static let plain: [UInt8] = {
    var file = CaptureBuilder.pcap(bigEndian: false)
    for index in UInt32(0)..<20_000 {
      file.record(seconds: index, fraction: 0, (0..<60).map { UInt8(truncatingIfNeeded: index &* 7 &+ $0) })
    }
    return file.bytes
  }()

  @Test("give the same packets as the file that was compressed", arguments: programs)
  func roundTrip(program: String) throws {
    let path = try Self.compressed(by: program)
    let expected = ReadCapture(DecompressionTests.plain)
    #expect(expected.packets.count == 20_000)
    #expect(ReadCapture(path: path) == expected)
    var reader = try CaptureReader(path: path)
    #expect(reader.format == "pcap (little-endian, microseconds), \(program)")
    _ = ReadCapture(reading: &reader)
    #expect(reader.bytesRead == reader.totalBytes)
    #expect(ReadCapture(try Array(Data(contentsOf: URL(fileURLWithPath: path)))) == expected)
  }

  @Test("are read from a pipe", arguments: programs)
  func pipe(program: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: Self.compressed(by: program)))
    let pipe = Pipe()
    Thread {
      var rest = bytes
      while !rest.isEmpty {
        try? pipe.fileHandleForWriting.write(contentsOf: rest.prefix(1000))
        rest = Data(rest.dropFirst(1000))
      }
      try? pipe.fileHandleForWriting.close()
    }.start()
    let capture = ReadCapture { () throws(CaptureError) in
      try CaptureReader(descriptor: pipe.fileHandleForReading.fileDescriptor, ownsDescriptor: false, path: "memory")
    }
    #expect(capture == ReadCapture(DecompressionTests.plain))
  }

  @Test("that are cut or damaged end with the program's own reason, after the packets before it", arguments: programs)
  func damaged(program: String) throws {
    var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: Self.compressed(by: program))))
    let expected = ReadCapture(DecompressionTests.plain)
    let cut = ReadCapture(
      path: try TemporaryFolder.shared.write(Array(bytes[..<(bytes.count / 2)]), as: "cut.\(program)"))
    #expect(cut.error?.kind == .programFailed(program))
    #expect(cut.error?.detail.isEmpty == false)
    #expect(expected.packets.starts(with: cut.packets))
    for place in (bytes.count / 2)..<(bytes.count / 2 + 40) { bytes[place] ^= 0x5A }
    let spoiled = ReadCapture(path: try TemporaryFolder.shared.write(bytes, as: "spoiled.\(program)"))
    #expect(spoiled.error != nil)
  }

  /// In a process of its own, because the descriptors of other tests come and go meanwhile.
  @Test("end their program and close its descriptors when reading stops early", .enabled(if: !programs.isEmpty))
  func stopsEarly() async {
    await #expect(processExitsWith: .success) {
      for program in DecompressionTests.programs {
        let path = try DecompressionTests.compressed(by: program)
        // What the first reader sets up for good (threads, queues, signals) is no leak.
        for _ in 0..<3 { try DecompressionTests.readOnePacket(path) }
        let before = try DecompressionTests.openDescriptors()
        for _ in 0..<50 { try DecompressionTests.readOnePacket(path) }
        // The programs end in their own time.
        var after = try DecompressionTests.openDescriptors()
        for _ in 0..<600 where after > before {
          try await Task.sleep(for: .milliseconds(50))
          after = try DecompressionTests.openDescriptors()
        }
        #expect(after <= before, "of 50 readers of \(program)")
      }
    }
  }

  private static func readOnePacket(_ path: String) throws {
    var reader = try CaptureReader(path: path)
    #expect(try reader.next()?.id.number == 1)
  }

  private static func openDescriptors() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
  }

  @Test("say which program is missing")
  func missingProgram() throws {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0]
    bytes += [UInt8](repeating: 0, count: 100)
    let capture = ReadCapture { () throws(CaptureError) in
      try CaptureReader(
        source: ByteSource(bytes: bytes), descriptor: -1, totalBytes: nil, path: "a.gz", file: 0,
        programName: { _ in "no-such-program-at-all" })
    }
    #expect(capture.error?.kind == .missingProgram("no-such-program-at-all"))
    #expect(capture.error?.description.contains("no-such-program-at-all") == true)
  }

  @Test("with bytes behind the compressed data are read, and warn", .enabled(if: programs.contains("gzip")))
  func trailingBytes() throws {
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: Self.compressed(by: "gzip"))))
    let path = try TemporaryFolder.shared.write(bytes + [1, 2, 3, 4, 5, 6, 7], as: "trailing.gz")
    var reader = try CaptureReader(path: path)
    #expect(ReadCapture(reading: &reader) == ReadCapture(DecompressionTests.plain))
    #expect(reader.warnings.map(\.kind) == [.bytesAfterCompressedData])
  }

  @Test("that were compressed twice are told to be", .enabled(if: programs.contains("gzip")))
  func twice() throws {
    let once = try [UInt8](Data(contentsOf: URL(fileURLWithPath: Self.compressed(by: "gzip"))))
    let path = try TemporaryFolder.shared.write(once, as: "once")
    let twice = try #require(Tool.run("gzip", ["-c", path]))
    guard case .notACapture(let looksLike?, .some)? = ReadCapture(twice).error?.kind else {
      Issue.record("not recognised")
      return
    }
    #expect(looksLike.contains("gzip"))
  }

  private static func compressed(by program: String) throws -> String {
    let name = "plain-\(UUID().uuidString)"
    let plain = try TemporaryFolder.shared.write(DecompressionTests.plain, as: name)
    let bytes = try #require(Tool.run(program, ["-c", plain]))
    return try TemporaryFolder.shared.write(bytes, as: name + "." + program)
  }
}

/// Programs of the system, for tests that are skipped where they are not installed.
enum Tool {
  static func find(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// What the program printed; `nil` where it is missing or failed.
  static func run(_ name: String, _ arguments: [String]) -> [UInt8]? {
    guard let path = find(name) else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      return nil
    }
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? [UInt8](printed) : nil
  }
}
