import Foundation
import TestSupport
import Testing

@testable import History

/// What is written for others keeps what is promised of it.
@Suite("Documents of a history")
struct HistoryDocumentTests {
  private static let pages = ProjectFolders.root.appending(path: "Sources/SMTPAnalysis/SMTPAnalysis.docc")

  /// Runs a program of Python: the system's, which has what Debian's packages bring.
  private static func python(
    _ code: String, _ arguments: [String] = [], interpreter: String = "/usr/bin/python3"
  ) throws -> (status: Int32, output: String) {
    try HistoryDesk().run("/usr/bin/env", [interpreter, "-c", code] + arguments)
  }

  private static let hasValidator = (try? python("import jsonschema; jsonschema.Draft202012Validator"))?.status == 0
  private static let hasStrictParser = (try? python("import html5lib"))?.status == 0
  private static let hasDuckDB = (try? python("import duckdb", interpreter: "python3"))?.status == 0

  private func desk() throws -> HistoryDesk {
    let desk = try HistoryDesk()
    try desk.add(try StoryTests.made().lines, keepsMailboxes: true)
    return desk
  }

  @Test(
    "lines and documents are valid by the schema that the documentation ships",
    .enabled(if: hasValidator, "python3 with jsonschema 4 is not installed"))
  func schema() throws {
    let desk = try desk()
    let teller = try desk.teller
    let documents = [
      String(decoding: try teller.peers(named: nil, as: .json), as: UTF8.self),
      String(decoding: try teller.story(of: "*", isOne: true, as: .json), as: UTF8.self),
      try desk.changes(from: 0, to: .max / 2, as: .json), try desk.exported(),
    ]
    let file = try desk.write(documents.joined(), as: "documents.ndjson")
    let code = """
      import json, sys, jsonschema
      validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
      lines = open(sys.argv[2], encoding="utf-8").read().splitlines()
      for line in lines[:60]:
        for error in validator.iter_errors(json.loads(line)):
          print(error.message[:300], [e.message[:200] for e in error.context][:6])
      print(len(lines))
      """
    let result = try Self.python(code, [Self.pages.appending(path: "HistorySchema.json").path(), file])
    #expect(result.output == "1263\n", "\(result.output.prefix(2000))")
  }

  @Test("what the page History.md shows of the story is what is told of it")
  func shown() throws {
    let page = try String(contentsOf: Self.pages.appending(path: "History.md"), encoding: .utf8)
    let block = try #require(page.firstMatch(of: #/<!-- from the story[^\n]*\n```text\n(?<lines>(?s:.*?))```/#))
    let told = Set(try desk().story("mx.example.net").split(separator: "\n"))
    let lines = block.lines.split(separator: "\n")
    #expect(lines.count == 7)
    for line in lines { #expect(told.contains(line), "\(line)") }
  }

  @Test("the page is a valid document", .enabled(if: hasStrictParser, "python3-html5lib is not installed"))
  func html() throws {
    let desk = try desk()
    let page = try desk.write(
      String(decoding: try desk.teller.page(of: nil, title: "A <b> & \"c\"", tool: "x"), as: UTF8.self), as: "page.html"
    )
    let code = "import html5lib, sys; html5lib.HTMLParser(strict=True).parse(open(sys.argv[1], 'rb').read())"
    let result = try Self.python(code, [page])
    #expect(result.status == 0, "\(result.output.suffix(2000))")
  }

  @Test("the query of History.md makes Parquet", .enabled(if: hasDuckDB, "duckdb for python3 is not installed"))
  func parquet() throws {
    let desk = try desk()
    _ = try desk.write(try desk.exported(), as: "history.ndjson")
    let page = try String(contentsOf: Self.pages.appending(path: "History.md"), encoding: .utf8)
    let query = try #require(page.firstMatch(of: #/<!-- parquet -->\n```sql\n(?<sql>(?s:.*?))```/#)).sql
    let code = """
      import duckdb, os, sys
      os.chdir(sys.argv[1])
      rows = duckdb.sql(sys.argv[2]).fetchall()
      print(sum(row[3] for row in rows if row[1] == "mx.example.net"), os.path.getsize("history.parquet") > 1000)
      """
    let result = try Self.python(code, [desk.folder.path(), String(query)], interpreter: "python3")
    #expect(result.output == "123 True\n", "\(result.output)")
  }
}
