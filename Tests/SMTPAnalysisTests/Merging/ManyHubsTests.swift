import Foundation
import TestSupport
import Testing

/// What stands around the program: the package for Python, and the queries of the page about many hubs.
@Suite("Many hubs", .serialized)
struct ManyHubsTests {
  private static let python = "/usr/bin/python3"

  private static func has(_ module: String) -> Bool {
    (try? Tool.run(path: python, ["-c", "import \(module)"]))?.status == 0
  }

  @Test(
    "smtptrace-dask on a cluster of two hubs: a worker is killed, a set is broken, and the bytes are those of one run",
    .enabled(
      if: ReportCommandTests.program != nil && has("distributed"),
      "the program was not built, or python3 with distributed is not installed"))
  func dask() throws {
    let program = try #require(ReportCommandTests.program)
    let tests = ProjectFolders.root.appending(path: "Sources/smtptrace-dask/tests/test_run.py")
    let result = try Tool.run(
      path: "/usr/bin/env",
      [
        "SMTPTRACE=\(program)", "SMTPTRACE_CAPTURES=\(ProjectFolders.captures.path())",
        "PYTHONDONTWRITEBYTECODE=1", Self.python, tests.path(),
      ])
    #expect(result.status == 0, "\(result.output.suffix(4000))")
    #expect(result.output.contains("Ran 7 tests"))
  }

  /// Runs every query of the page over results, and prints what it gives.
  private static let queries = """
    import duckdb, re, sys, os
    page = open(sys.argv[1], encoding="utf-8").read()
    os.chdir(sys.argv[2])
    for query in re.findall(r"```sql\\n(.*?)```", page, re.S):
      rows = len(duckdb.sql(query).fetchall()) if query.startswith("SELECT") else duckdb.execute(query).fetchall()
      sys.stdout.write(f"QUERY {rows}\\n")
    rows = duckdb.sql("SELECT count(*) FROM 'sessions.parquet'").fetchall()[0][0]
    sys.stdout.write(f"PARQUET {rows}\\n")
    """

  @Test(
    "DuckDB answers every query of the page",
    .enabled(if: has("duckdb"), "python3 with duckdb is not installed"))
  func duckDB() throws {
    let made = try MadeResults()
    defer { made.remove() }
    try FileManager.default.createDirectory(
      at: made.folder.appending(path: "results"), withIntermediateDirectories: true)
    let captures = MergeTests.captures.prefix(120)
    for (place, half) in [captures.prefix(60), captures.suffix(60)].enumerated() {
      _ = try made.result(Array(half), as: "results/\(place).ndjson", sensor: "hub-\(place)")
    }
    let page = ProjectFolders.root.appending(path: "Sources/SMTPAnalysis/SMTPAnalysis.docc/ManyHubs.md")
    let result = try Tool.run(path: Self.python, ["-c", Self.queries, page.path(), made.folder.path()])
    #expect(result.status == 0, "\(result.output.suffix(3000))")
    let counts = result.output.split(separator: "\n").filter { $0.hasPrefix("QUERY") }
    #expect(counts.count == 4 && !counts.contains("QUERY 0"), "\(result.output)")
    #expect(result.output.contains("PARQUET 1"))
  }
}
