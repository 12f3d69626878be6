import Testing

@Suite("The commands that explain and that tell how to capture")
struct ExplainCommandTests {
  typealias Program = ReportCommandTests

  private static func run(_ arguments: String...) throws -> (status: Int32, output: String) {
    try Program.run(arguments)
  }

  @Test(
    "words need no quotes, and the answers come first, a line each",
    .enabled(if: Program.program != nil, "the program was not built"))
  func words() throws {
    let quoted = try Self.run("explain", "The remote SMTP service does not support TLS")
    let loose = try Self.run("explain", "The", "remote", "SMTP", "service", "does", "not", "support", "TLS")
    #expect(quoted.status == 0 && quoted.output == loose.output)
    let ids = quoted.output.split(separator: "\n").filter { $0.hasPrefix("starttls/") || $0.hasPrefix("ehlo/") }
    #expect(ids.first?.hasPrefix("starttls/not-offered ") ?? false)
    #expect(ids.count == 5)
    #expect(quoted.output.contains("smtptrace recipe exchange"))
  }

  @Test("an id, a part of it and a misspelling", .enabled(if: Program.program != nil, "the program was not built"))
  func names() throws {
    let page = try Self.run("explain", "starttls/not-offered")
    #expect(page.status == 0 && page.output.contains("What to do"))
    let misspelt = try Self.run("explain", "starttls/not-ofered")
    #expect(misspelt.status == 0 && misspelt.output.contains("Did you mean"))
    let unknown = try Self.run("explain", "starttls/no-such-thing-at-all")
    #expect(unknown.status == 2 && unknown.output.contains("there is no finding"))
    let option = try Self.run("explain", "--no-such-option")
    #expect(option.status == 2)
  }

  @Test(
    "what nothing answers is said to be so, and is no wrong usage",
    .enabled(if: Program.program != nil, "the program was not built"))
  func nothing() throws {
    let unrelated = try Self.run("explain", "Paper jam in tray 2")
    #expect(unrelated.status == 0 && unrelated.output.contains("Nothing in the catalogue answers this for certain"))
  }

  @Test(
    "a message that begins with a hyphen is a message",
    .enabled(if: Program.program != nil, "the program was not built"))
  func hyphen() throws {
    let found = try Self.run("explain", "-ERR", "host", "said:", "530", "5.7.0", "Must issue a STARTTLS command first")
    #expect(found.status == 0 && found.output.contains("starttls/required-by-server"))
  }

  @Test(
    "recipes: a list, a page with what was given, and a suggestion",
    .enabled(if: Program.program != nil, "the program was not built"))
  func recipes() throws {
    let list = try Self.run("recipe")
    #expect(list.status == 0 && list.output.contains("fortigate"))
    let page = try Self.run("recipe", "postfix", "--peer", "192.0.2.25", "--port", "587")
    #expect(page.status == 0)
    #expect(page.output.contains("'(tcp port 587 and host 192.0.2.25) or icmp or icmp6'"))
    let misspelt = try Self.run("recipe", "posfix")
    #expect(misspelt.status == 2 && misspelt.output.contains("did you mean postfix"))
    for wrong in [["--peer", "a'; id"], ["--peer", ""], ["--port", "0"], ["--port", "x"]] {
      #expect(try Program.run(["recipe", "postfix"] + wrong).status == 2, "\(wrong)")
    }
  }
}
