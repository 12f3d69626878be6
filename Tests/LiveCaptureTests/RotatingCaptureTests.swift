import CaptureFiles
import Foundation
import LiveCapture
import Testing

@Suite("A row of capture files")
struct RotatingCaptureTests {
  let folder: URL
  let interface = RotatingCapture.Interface(name: "eth0", linkType: .ethernet, snapshotLength: 65_535, filter: "tcp")

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-row-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Writes `count` packets of 100 bytes, a second apart; where each went.
  private func write(_ options: RotatingCapture.Options, count: Int) throws -> [PacketID] {
    let start: Int64 = 1_160_056_987
    var row = try RotatingCapture(
      options, interface: interface, now: Timestamp(nanoseconds: start * 1_000_000_000), owner: nil)
    var places: [PacketID] = []
    for index in 0..<count {
      let bytes = [UInt8](repeating: UInt8(index % 256), count: 100)
      let header = PacketHeader(
        id: PacketID(number: Int64(index)), time: Timestamp(nanoseconds: (start + Int64(index)) * 1_000_000_000),
        linkType: .ethernet, interface: 0, capturedLength: 100, originalLength: 100)
      places.append(try row.write(header, bytes.span))
    }
    try row.flush()
    return places
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted() }
  }

  private func packets(in name: String) throws -> [UInt8] {
    var reader = try CaptureReader(path: folder.path() + "/" + name)
    var marks: [UInt8] = []
    while try reader.next() != nil { marks.append(reader.bytes[0]) }
    return marks
  }

  @Test("without rotation the file has the name that was asked for, and all packets")
  func single() throws {
    let places = try write(RotatingCapture.Options(path: folder.path() + "/mail.pcapng"), count: 5)
    #expect(try names == ["mail.pcapng"])
    #expect(try packets(in: "mail.pcapng") == [0, 1, 2, 3, 4])
    #expect(places.map(\.number) == [1, 2, 3, 4, 5])
  }

  @Test("by size, every packet is in one file, under the number that was given out")
  func bySize() throws {
    var options = RotatingCapture.Options(path: folder.path() + "/mail.pcapng")
    options.rotateBytes = 400
    let places = try write(options, count: 10)
    let files = try names
    // A block of 100 bytes takes 132: four of them pass 400.
    #expect(files.count == 3)
    #expect(files[0] == "mail-20061005T140307Z-00001.pcapng")
    #expect(try files.flatMap { try packets(in: $0) } == Array(0..<10))
    for (index, place) in places.enumerated() {
      #expect(try packets(in: files[Int(place.file)])[Int(place.number) - 1] == UInt8(index))
    }
  }

  @Test("by time, and of the files only the latest are kept")
  func byTime() throws {
    var options = RotatingCapture.Options(path: folder.path() + "/mail")
    options.rotateSeconds = 2
    options.keep = 2
    try Data("mine".utf8).write(to: folder.appending(path: "mail-20061005T140300Z-00001.pcapng"))
    _ = try write(options, count: 10)
    let files = try names
    // What was there before is not of this run, and stays.
    #expect(files.count == 3)
    #expect(files[0] == "mail-20061005T140300Z-00001.pcapng")
    #expect(try packets(in: files[1]) + packets(in: files[2]) == [6, 7, 8, 9])
  }

  @Test("an existing file is never written to, nor one behind a link")
  func neverOverwrites() throws {
    let path = folder.path() + "/mail.pcapng"
    try Data("mine".utf8).write(to: URL(filePath: path))
    let link = folder.path() + "/link.pcapng"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path() + "/elsewhere")
    for taken in [path, link] {
      #expect(throws: CaptureError.self) { _ = try write(RotatingCapture.Options(path: taken), count: 1) }
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
    #expect(!FileManager.default.fileExists(atPath: folder.path() + "/elsewhere"))
  }
}
