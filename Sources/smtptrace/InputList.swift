import ArgumentParser
import SMTPAnalysis

/// Where inputs are named in a file, in the same words for every command.
struct InputListOptions: ParsableArguments {
  @Option(
    name: .customLong("input-list"),
    help: ArgumentHelp(
      "Also take what is named in this file, one a line or each ended by a zero byte; - is standard input.",
      valueName: "file"), completion: .file())
  var inputList: String?

  /// What the list names; nothing where none is given.
  func names() throws -> [String] { try inputList.map(InputList.names) ?? [] }
}

/// A list of files in a file: one a line, or each ended by a zero byte as `find -print0` writes them.
enum InputList {
  /// A longer list is none.
  private static let maximumBytes = 64 << 20

  static func names(in path: String) throws -> [String] {
    let bytes: [UInt8]
    if path == "-" {
      bytes = StandardInput.bytes(atMost: maximumBytes)
    } else if let contents = OutputFile.contents(of: path, limit: maximumBytes) {
      bytes = contents
    } else {
      StandardError.write("smtptrace: \(CleanText.line(path)): the list of inputs cannot be read\n")
      throw ExitCode(3)
    }
    // A name may hold a line feed, and never a zero byte.
    let separator: UInt8 = bytes.contains(0) ? 0 : 0x0A
    var names: [String] = []
    for line in bytes.split(separator: separator) {
      let line = separator == 0x0A && line.last == 0x0D ? line.dropLast() : line
      guard !line.isEmpty else { continue }
      guard let name = String(validating: line, as: UTF8.self) else {
        StandardError.write("smtptrace: \(CleanText.line(path)): name \(names.count + 1) of the list is not UTF-8\n")
        throw ExitCode(3)
      }
      names.append(name)
    }
    return names
  }
}
