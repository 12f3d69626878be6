import Foundation
import TestSupport
import Testing

/// What a shell is taught about the command line. The packages' own test presses TAB in real shells; here the scripts are asked.
@Suite("Completion", .enabled(if: ReportCommandTests.program != nil))
struct CompletionTests {
  private func script(_ shell: String) throws -> String {
    let result = try ReportCommandTests.run(["--generate-completion-script", shell])
    #expect(result.status == 0)
    return result.output
  }

  @Test("each script knows that the word analyze may be left out", arguments: ["bash", "zsh", "fish"])
  func defaultCommand(shell: String) throws {
    let text = try script(shell)
    // One for each piece of the library's script that is changed: where the library writes something else, a change is missing.
    let marks =
      switch shell {
      case "bash": ["the command analyze may be left out", "[[ \"${COMP_CWORD}\" -eq 1 ]] || return"]
      case "zsh": ["# The command analyze may be left out.", "_smtptrace_analyze && ret=0"]
      default:
        [
          "# The command analyze may be left out.", "function __smtptrace_is_first_word",
          "-n '__smtptrace_is_first_word' -fa 'live'", "-n '__smtptrace_is_first_word' -l 'version'",
        ]
      }
    for mark in marks { #expect(text.contains(mark), "\(shell): \(mark)") }
    #expect(!text.hasPrefix("#!"))
  }

  private static let shells = ["bash", "zsh", "fish"].filter(Tool.isInstalled)

  @Test(
    "each script is one that its shell can read", .enabled(if: !shells.isEmpty, "no shell is installed"),
    arguments: shells)
  func syntax(shell: String) throws {
    try Tool.withFile(Array(try script(shell).utf8), ending: shell) { url in
      let result = try Tool.run(shell, ["-n", url.path()])
      #expect(result.status == 0 && result.output == "", "\(result.output)")
    }
  }

  /// What bash offers for the last of the words.
  private func offered(_ words: [String]) throws -> [String] {
    let program = try #require(ReportCommandTests.program)
    let quoted = ([program] + words).map { "'\($0)'" }.joined(separator: " ")
    return try Tool.withFile(Array(try script("bash").utf8), ending: "bash") { url in
      let asking = """
        . '\(url.path())'; cd '\(ProjectFolders.captures.path())'
        COMP_WORDS=(\(quoted)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
        _smtptrace smtptrace "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """
      return try Tool.run("bash", ["--norc", "-c", asking]).output.split(separator: "\n").map(String.init)
    }
  }

  @Test(
    "bash is offered files, commands, options and values where each belongs", .enabled(if: Tool.isInstalled("bash")),
    arguments: [
      (["not-offered.p"], "not-offered.pcap"), (["ex"], "explain"), (["ex"], "extract"), ([""], "live"),
      (["--ver"], "--version"), (["--forma"], "--format"), (["--format", "nd"], "ndjson"),
      (["--format", ""], "summary"),
      (["--all", "not-offered.p"], "not-offered.pcap"), (["analyze", "not-offered.p"], "not-offered.pcap"),
      (["report", "not-offered.p"], "not-offered.pcap"), (["a.pcap", "--no-tr"], "--no-transcript"),
      (["-r", "not-offered.p"], "not-offered.pcap"), (["explain", "starttls/not-off"], "starttls/not-offered"),
      (["a.pcap", "--cause", "starttls/not-off"], "starttls/not-offered"), (["a.pcap", "--tls", "1."], "1.3"),
      (["a.pcap", "--only", ""], "problems"), (["recipe", "post"], "postfix"), (["live", "--format", ""], "ndjson"),
      (["report", "a.pcap", "--letter-to", ""], "network"), (["help", "li"], "live"),
      (["live", "-w", "not-off"], "not-offered.pcap"),
    ])
  func bash(words: [String], expected: String) throws {
    let found = try offered(words)
    #expect(found.contains(expected), "\(words): \(found)")
    // Nothing stands there that could not be put in place of what was typed.
    #expect(found.allSatisfy { $0.hasPrefix(words.last ?? "") }, "\(words): \(found)")
  }

  @Test("a value is never taken for a command", .enabled(if: Tool.isInstalled("bash")))
  func valuesAreNoCommands() throws {
    #expect(try offered(["--sensor", "live", "-"]).contains("--no-transcript"))
    #expect(try !offered(["--format", ""]).contains("live"))
    #expect(try !offered(["a.pcap", "rep"]).contains("report"))
  }

  @Test("interfaces are offered", .enabled(if: Tool.isInstalled("bash")))
  func interfaces() throws {
    let listed = try ReportCommandTests.run(["interfaces"]).output.split(separator: "\n").compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    #expect(try Set(offered(["live", "-i", ""])) == Set(listed))
  }
}
