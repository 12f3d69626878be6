import Foundation
import TestSupport
import Testing

/// What every test owes its reader.
@Suite("A test says one thing, and says aloud where it cannot run")
struct TestMannersTests {
  private static let files: [URL] = {
    let tests = ProjectFolders.root.appending(path: "Tests")
    let paths = FileManager.default.enumerator(atPath: tests.path())?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.split(separator: "/").first?.hasSuffix("Tests") == true && $0.hasSuffix(".swift") }
      .sorted().map { tests.appending(path: $0) }
  }()

  /// An expectation with two ways to be met is met by the wrong one some day, and nobody hears of it.
  @Test("no expectation leaves a choice")
  func choices() throws {
    #expect(Self.files.count > 100)
    for file in Self.files {
      // Patterns may hold parentheses of their own.
      let text = try String(contentsOf: file, encoding: .utf8).replacing(#/#\/.*?\/#/#, with: "")
      for start in text.matches(of: #/#(expect|require)\(/#).map(\.range.upperBound) {
        let expectation = Self.expectation(text.utf8[start...])
        #expect(!expectation.contains("|" + "|"), "\(file.lastPathComponent): \(expectation.prefix(200))")
      }
    }
  }

  /// What stands between the parentheses, without closures (which ask about one of many things) and texts.
  private static func expectation(_ rest: Substring.UTF8View) -> String {
    var result: [UInt8] = []
    var parentheses = 1
    var braces = 0
    var isText = false
    var isEscaped = false
    for byte in rest {
      if isText {
        if !isEscaped, byte == UInt8(ascii: "\"") { isText = false }
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "("): parentheses += 1
      case UInt8(ascii: ")"): parentheses -= 1
      case UInt8(ascii: "{"): braces += 1
      case UInt8(ascii: "}"): braces -= 1
      default: if braces == 0 { result.append(byte) }
      }
      if parentheses == 0 { return String(decoding: result, as: UTF8.self) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A test that prints why it looks at nothing, and returns, is counted as one that passed.
  @Test("what cannot be tested here is skipped by a trait, not by a line that is printed")
  func printing() throws {
    for file in Self.files {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        // Programs in Python stand in some tests, and their peers listen to what they print.
        if line.contains("flush=True") { continue }
        #expect(!line.contains(#/\bprint\("/#), "\(file.lastPathComponent): \(line)")
      }
    }
  }
}
