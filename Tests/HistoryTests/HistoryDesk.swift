import Foundation
import History
import Reports
import Testing

/// A folder with a history of its own, which goes again.
final class HistoryDesk {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-history-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var database: String { path("history.db") }

  func path(_ name: String) -> String { folder.appending(path: name).path() }

  func write(_ text: String, as name: String) throws -> String {
    try Data(text.utf8).write(to: folder.appending(path: name))
    return path(name)
  }

  /// Adds lines as they are, and tells what came of it.
  @discardableResult
  func add(_ lines: [String], keepsMailboxes: Bool = false, sensor: String? = nil) throws -> ResultAdder.Tally {
    let store = try HistoryStore.toWrite(database)
    var options = ResultAdder.Options()
    options.keepsMailboxes = keepsMailboxes
    options.sensor = sensor
    var adder = ResultAdder(store, name: "made", options: options)
    for line in lines { try adder.add(Array(line.utf8)) }
    try adder.commit()
    try store.close()
    return adder.tally
  }

  var teller: HistoryTeller {
    get throws { HistoryTeller(try HistoryStore.toRead(database), style: TextStyle(usesColor: false, width: 200)) }
  }

  func story(_ peer: String, isOne: Bool = false) throws -> String {
    String(decoding: try teller.story(of: peer, isOne: isOne, as: .text), as: UTF8.self)
  }

  func changes(from: Int64, to: Int64, as format: HistoryTeller.Format = .text) throws -> String {
    String(decoding: try teller.changes(since: from, until: to, as: format).document, as: UTF8.self)
  }

  func exported() throws -> String {
    var bytes: [UInt8] = []
    try HistoryStore.toRead(database).export { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Everything that the history tells, in one text.
  func everything() throws -> String {
    let teller = try teller
    return String(decoding: try teller.peers(named: nil, as: .json), as: UTF8.self)
      + String(decoding: try teller.story(of: "*", isOne: false, as: .json), as: UTF8.self)
      + (try changes(from: 0, to: .max / 2, as: .json)) + (try exported())
  }

  // MARK: The programs

  /// A program of the project, which lies beside the tests; `nil` where it was not built.
  static func program(_ name: String) -> String? {
    var folder = URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
    while folder.path() != "/" {
      let candidate = folder.appending(path: name).path()
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  static let isBuilt = program("smtptrace") != nil && program("smtptrace-history") != nil

  /// Starts a program with this history as the user's own.
  func start(_ program: String, _ arguments: [String], input: String? = nil, output: FileHandle) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment
    environment["XDG_STATE_HOME"] = folder.path()
    environment["COLUMNS"] = "120"
    environment["LC_ALL"] = "C.UTF-8"
    process.environment = environment
    process.standardOutput = output
    process.standardError = output
    process.standardInput = try input.map { try FileHandle(forReadingFrom: URL(filePath: $0)) } ?? FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Runs a program to its end; what it wrote on both outputs.
  func run(_ program: String = "smtptrace", _ arguments: [String], input: String? = nil) throws -> (
    status: Int32, output: String
  ) {
    let path = program.hasPrefix("/") ? program : try #require(Self.program(program))
    let file = folder.appending(path: "output-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: file.path(), contents: nil)
    let handle = try FileHandle(forWritingTo: file)
    let process = try start(path, arguments, input: input, output: handle)
    process.waitUntilExit()
    try handle.close()
    return (process.terminationStatus, String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }
}
